"""Where things lie in a catalog's folder."""

from __future__ import annotations

SETTINGS = "catalog.yaml"
SOURCES = "sources"
"""Folder of the definitions."""
LOCK = "catalog.lock"
CACHE = ".cache"
"""Folder of what may be deleted."""
