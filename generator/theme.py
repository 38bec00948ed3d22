"""Reads the theme: the one that is shipped, and over it what a catalog's owner puts in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.errors import TemplateError

MAX_FILE = 2_000_000
"""Bytes; a theme holds texts and small pictures."""


def read_theme(folders: Sequence[Path]) -> dict[str, bytes]:
    """Every file of the theme by its path with ``/``, sorted; an earlier folder's file wins.

    Hidden files, README files and whatever is no regular file are passed over. Raises
    :class:`TemplateError` for a folder that is not there and for a file over 2 MB.
    """
    files: dict[str, bytes] = {}
    for folder in reversed(folders):
        if not folder.is_dir():
            raise TemplateError(f"{folder} is no folder, so there is no theme in it")
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder)
            if any(part.startswith(".") for part in name.parts) or name.name == "README.md":
                continue
            if file.is_symlink() or not file.is_file():
                continue
            if file.stat().st_size > MAX_FILE:
                raise TemplateError(f"{file} is over {MAX_FILE:,} bytes, too much for a page to load")
            files[name.as_posix()] = file.read_bytes()
    return dict(sorted(files.items()))


def theme_digest(theme: Mapping[str, bytes]) -> str:
    """A digest of all files of a theme."""
    digest = hashlib.sha256()
    for name, content in theme.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()
