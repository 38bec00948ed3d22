"""Digests of the program itself, so that nothing made by other code is taken for its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def code_digest(modules: tuple[str, ...] = (), libraries: tuple[str, ...] = ()) -> str:
    """Digest of the source of modules of ours (none: all) and of the versions of libraries.

    The bytes count and not a version number, so that an edit while developing counts too.
    """
    digest = hashlib.sha256()
    for file in _files(modules):
        digest.update(file.relative_to(_PACKAGE).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for library in libraries:
        digest.update(f"{library}=={metadata.version(library)}\0".encode())
    return digest.hexdigest()


def _files(modules: Iterable[str]) -> list[Path]:
    roots = [_PACKAGE / module for module in modules] or [_PACKAGE]
    files = [root.with_suffix(".py") if not root.is_dir() else root for root in roots]
    return sorted(f for root in files for f in (root.rglob("*.py") if root.is_dir() else [root]))
