"""``.cache/objects/``: what was fetched or made once, by the id of its content.

Disposable: deleting any of it costs time, nothing else. Every read verifies what it
returns, and what is damaged is dropped and made again. Several programs may use it
at once: objects are written whole, and two writers of one key write the same.

An object's file is one header line and the bytes as they are. The header is ``git``
where the bytes have the key's object id, else ``sha256 HEX`` of the bytes: of a
README's beginning, or of a text that GitHub decoded, git's own id says nothing.
Objects that are made together lie in one file, see :mod:`generator.packs`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import zlib
from collections.abc import Container, Mapping
from pathlib import Path

from generator.atomic import replace_file
from generator.errors import CacheError
from generator.model import Readme, Snapshot, Tree, TreeEntry
from generator.packs import Packs

_KEY = re.compile(r"([a-z][a-z0-9_]{0,30}):([0-9a-f]{16,128})")

FEW = 8
"""Fewer objects than this are not worth a file of all of them."""

_TREE_FORM = 1
"""Version of the stored form of trees; another one is as good as none."""


class Cache:
    """Bytes by key, under one folder that need not be there yet."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder ``.cache``."""
        self.root = root
        self._objects = f"{root}/objects"
        self._packs = Packs(root / "packs")
        self.hits = 0
        """How often :meth:`get` had what was asked for."""
        self.misses = 0

    def get(self, key: str) -> bytes | None:
        """The bytes that were put under ``key``; None where there are none, or damaged ones."""
        packed = self._packs.get(key)
        if packed is not None:
            self.hits += 1
            return packed
        try:
            with open(self._path(key), "rb") as file:  # noqa: PTH123 - paths as objects cost more than the reading
                stored = file.read()
        except OSError:
            self.misses += 1
            return None
        header, _, payload = stored.partition(b"\n")
        if header == _header(key, payload):
            self.hits += 1
            return payload
        self.misses += 1
        self.drop(key)
        return None

    def put(self, key: str, payload: bytes) -> None:
        """Keep ``payload`` under ``key``. Raises CacheError where the disk does not take it."""
        path = Path(self._path(key))
        stored = _header(key, payload) + b"\n" + payload
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, stored, durable=False)  # a torn one does not verify, and is made again
        except OSError as error:
            raise CacheError(f"{path}: cannot be written: {error.strerror}") from error

    def put_together(self, objects: Mapping[str, bytes]) -> None:
        """Keep each of ``objects`` under its key, many in one file. Raises CacheError likewise."""
        if len(objects) < FEW:
            for key, payload in objects.items():
                self.put(key, payload)
            return
        try:
            self._packs.put(objects)
        except OSError as error:
            raise CacheError(f"{self.root / 'packs'}: cannot be written to: {error.strerror}") from error

    def has(self, key: str) -> bool:
        """Whether something is kept under ``key``, undamaged or not; costs no reading."""
        return key in self._packs or os.path.isfile(self._path(key))  # noqa: PTH113 - likewise

    def drop(self, key: str) -> None:
        """Forget ``key``, if it can be."""
        self._packs.forget(key)
        with contextlib.suppress(OSError):
            os.unlink(self._path(key))  # noqa: PTH108 - likewise

    def sweep(self, wanted: Container[str]) -> None:
        """Forget what was put together and of which no key is wanted any more."""
        self._packs.sweep(wanted)

    def _path(self, key: str) -> str:
        """Where a key's object lies. Raises ValueError for what is no key."""
        match = _KEY.fullmatch(key)
        if match is None:
            raise ValueError(f"no key of the cache: {key[:80]!r}")
        kind, name = match.groups()
        suffix = "" if kind == "git" else f".{kind}"
        return f"{self._objects}/{name[:2]}/{name[2:]}{suffix}"


def _header(key: str, payload: bytes) -> bytes:
    """The line that vouches for ``payload`` under ``key``."""
    kind, _, name = key.partition(":")
    if kind == "git" and name == git_blob_id(payload, len(name)):
        return b"git"
    return b"sha256 " + hashlib.sha256(payload).hexdigest().encode()


def git_blob_id(payload: bytes, digits: int = 40) -> str:
    """Git's object id of a file with these bytes: SHA-1 of 40 digits, SHA-256 of 64."""
    digest = hashlib.sha256() if digits == 64 else hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(payload))
    digest.update(payload)
    return digest.hexdigest()


def blob_key(oid: str) -> str:
    """The key of a file's bytes."""
    return f"git:{oid}"


def tree_key(oid: str) -> str:
    """The key of a recursive listing."""
    return f"tree:{oid}"


def read_readme(cache: Cache, snapshot: Snapshot) -> Readme | None:
    """The README that a snapshot names, decoded and cut; None where the cache has lost it."""
    if snapshot.readme is None:
        return None
    content = cache.get(blob_key(snapshot.readme.oid))
    if content is None:
        return None
    from generator.markdown import truncate  # an enrichment needs no Markdown

    return truncate(content, snapshot.readme.path)


def write_tree(cache: Cache, tree: Tree) -> None:
    """Keep a listing. Raises CacheError."""
    rows = [[e.path, e.mode, e.type, e.oid, e.size] for e in tree.entries]
    text = json.dumps([_TREE_FORM, tree.truncated, rows], separators=(",", ":"))
    cache.put(tree_key(tree.oid), zlib.compress(text.encode(), level=6))


def read_tree(cache: Cache, oid: str) -> Tree | None:
    """The recursive listing of a tree; None where the cache has none."""
    packed = cache.get(tree_key(oid))
    if packed is None:
        return None
    try:
        form, truncated, rows = json.loads(zlib.decompress(packed))
        if form != _TREE_FORM:
            return None
        entries = tuple(TreeEntry(*row) for row in rows)
    except (zlib.error, ValueError, TypeError):  # verified, so of another program
        cache.drop(tree_key(oid))
        return None
    return Tree(oid=oid, entries=entries, truncated=truncated)
