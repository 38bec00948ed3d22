"""Digests of the program itself, so that nothing made by other code is taken for its own."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

_PACKAGE = str(Path(__file__).parent)


@cache
def code_digest(modules: tuple[str, ...] = (), libraries: tuple[str, ...] = ()) -> str:
    """Digest of the source of modules of ours (none: all) and of the versions of libraries.

    The bytes count and not a version number, so that an edit while developing counts too.
    """
    digest = hashlib.sha256()
    for file in sorted(_files(modules)):
        name = file.removeprefix(_PACKAGE).replace(os.sep, "/")
        digest.update(name.encode() + b"\0" + _digest_of(file))
    for library in libraries:
        digest.update(f"{library}=={version_of(library)}\0".encode())
    return digest.hexdigest()


@cache
def version_of(library: str) -> str:
    """The version of an installed library. Raises importlib.metadata.PackageNotFoundError for no library."""
    found = _installed().get(_normal(library))
    if found is None:
        from importlib import metadata

        return metadata.version(library)
    return found


@cache
def _installed() -> Mapping[str, str]:
    """Versions by name, as the names of the folders say that installers make.

    `importlib.metadata` reads and parses a file a library, and takes 15 ms to import.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        for place in sorted(Path(folder).glob("*.dist-info")):
            name, _, version = place.stem.partition("-")
            found.setdefault(_normal(name), version)
    return found


def _normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _files(modules: Iterable[str]) -> Iterator[str]:
    """The Python files of modules and packages of ours."""
    for root in [f"{_PACKAGE}/{module}" for module in modules] or [_PACKAGE]:
        if not Path(root).is_dir():
            yield f"{root}.py"
        for folder, _, names in os.walk(root):
            yield from (f"{folder}{os.sep}{name}" for name in names if name.endswith(".py"))


@cache
def _digest_of(file: str) -> bytes:
    return hashlib.sha256(Path(file).read_bytes()).digest()
