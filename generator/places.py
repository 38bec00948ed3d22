"""Where things lie in a catalog's folder."""

from __future__ import annotations

from pathlib import Path

SETTINGS = "catalog.yaml"
SOURCES = "sources"
"""Folder of the definitions."""
LOCK = "catalog.lock"
HISTORY = "catalog.history.jsonl"
"""What happened to the catalog."""
THEME = "theme"
"""Folder of what the owner lays over the shipped theme."""
PAGES = "pages"
"""Folder of the owner's pages."""
CACHE = ".cache"
"""Folder of what may be deleted."""


def shipped_theme() -> Path:
    """The folder of the shipped theme: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"
