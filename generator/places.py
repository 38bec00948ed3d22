"""Where things lie in a catalog's folder."""

from __future__ import annotations

SETTINGS = "catalog.yaml"
SOURCES = "sources"
"""Folder of the definitions."""
LOCK = "catalog.lock"
HISTORY = "catalog.history.jsonl"
"""What happened to the catalog."""
CACHE = ".cache"
"""Folder of what may be deleted."""
