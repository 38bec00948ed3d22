"""Files of the index by what they are of, from this build or an earlier one."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import Protocol

from generator.search.binary import LEVEL, digest, pack, unpack


class Store(Protocol):
    """Bytes by key, as `generator.cache.Cache` keeps them; it may forget any of them."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes last put under a key, if they are still there."""

    def put(self, key: str, payload: bytes) -> None:
        """Keep bytes."""


class LostError(Exception):
    """A store has no more what an earlier build put there."""


class Shelf:
    """What this build made is at hand; what another made is read from a store, and verified."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._made: dict[str, bytes] = {}

    def put(
        self, kind: str, key: str, columns: Sequence[bytes], level: int = LEVEL, before: str | None = None
    ) -> str:
        """Keep a file; its digest. ``before`` is that of the file which is there already."""
        name = digest(columns)
        if name != before:
            self._made[name] = content = pack(columns, level)
            if self._store is not None:
                self._store.put(slot(kind, key), content)
        return name

    def columns(self, kind: str, key: str, name: str) -> list[bytes]:
        """Return what a file has in it. Raises LostError."""
        return unpack(self._made[name]) if name in self._made else self._read(kind, key, name)[1]

    def file(self, kind: str, key: str, name: str) -> bytes:
        """Return a file. Raises LostError."""
        return self._made[name] if name in self._made else self._read(kind, key, name)[0]

    def _read(self, kind: str, key: str, name: str) -> tuple[bytes, list[bytes]]:
        content = None if self._store is None else self._store.get(slot(kind, key))
        if content is None:
            raise LostError
        try:
            columns = unpack(content)
        except (zlib.error, ValueError, IndexError) as error:
            raise LostError from error
        if digest(columns) != name:
            raise LostError
        return content, columns


def slot(kind: str, key: str) -> str:
    """Return where a store keeps what a key stands for."""
    return f"search{kind}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
