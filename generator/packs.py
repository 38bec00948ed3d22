"""Objects that were made together, in one file: making a file costs more than what stands in most of them.

A pack is written whole and never changed. Its first line tells how many objects there are; a line
for each follows, with key, size and the SHA-256 of key and bytes; then all bytes in that order:

.. code-block:: text

    pack 1 2
    html:0f3a… 5121 77ab…
    html:91c0… 9304 02de…
    (5,121 + 9,304 bytes)

Every read verifies. What is damaged is as good as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from generator.atomic import replace_file

_FIRST = re.compile(rb"pack 1 ([0-9]{1,5})\n")
_LINE = re.compile(r"([a-z0-9_]{1,31}:[0-9a-f]{16,128}) ([0-9]{1,10}) ([0-9a-f]{64})\n")
_LONGEST = 300
"""Bytes of a line."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object lies."""

    pack: Path
    start: int
    size: int
    digest: str


class Packs:
    """The packs of one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: tuple[Path, bytes] = (folder, b"")
        """The pack that was read last: what was made together is asked for together."""

    @cached_property
    def _places(self) -> dict[str, _Place]:
        places: dict[str, _Place] = {}
        for pack in sorted(self._folder.glob("*.pack")):
            with contextlib.suppress(OSError, ValueError):
                if pack.is_file():  # a pipe would never answer
                    with pack.open("rb") as file:
                        places |= _index(pack, file)
        return places

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> bytes | None:
        """An object's bytes; None where there are none, or damaged ones, which are then forgotten."""
        place = self._places.get(key)
        if place is None:
            return None
        pack, content = self._last
        if pack != place.pack:
            try:
                content = place.pack.read_bytes()
            except OSError:
                self.forget(key)
                return None
            self._last = (place.pack, content)
        payload = content[place.start : place.start + place.size]
        if _digest(key, payload) == place.digest:
            return payload
        self.forget(key)
        return None

    def forget(self, key: str) -> None:
        """Give an object of that key no more."""
        self._places.pop(key, None)

    def put(self, objects: Mapping[str, bytes]) -> None:
        """Write a pack of objects by key. Raises OSError."""
        digests = {key: _digest(key, payload) for key, payload in objects.items()}
        lines = [f"{key} {len(payload)} {digests[key]}\n" for key, payload in objects.items()]
        head = f"pack 1 {len(lines)}\n{''.join(lines)}".encode()
        pack = self._folder / f"{hashlib.sha256(head).hexdigest()[:32]}.pack"
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(pack, b"".join((head, *objects.values())), durable=False)  # a torn one does not verify
        start = len(head)
        for key, payload in objects.items():
            self._places[key] = _Place(pack, start, len(payload), digests[key])
            start += len(payload)

    def sweep(self, wanted: Container[str]) -> None:
        """Remove the packs of which nothing is wanted, where that can be done."""
        kept = {place.pack for key, place in self._places.items() if key in wanted}
        for pack in self._folder.glob("*.pack"):
            if pack not in kept:
                with contextlib.suppress(OSError):
                    pack.unlink()
        self._places = {key: place for key, place in self._places.items() if place.pack in kept}


def _digest(key: str, payload: bytes) -> str:
    digest = hashlib.sha256(key.encode())
    digest.update(b"\n")
    digest.update(payload)
    return digest.hexdigest()


def _index(pack: Path, file: BinaryIO) -> dict[str, _Place]:
    """The objects of a pack. Raises OSError, and ValueError for what is no pack."""
    first = _FIRST.fullmatch(file.readline(_LONGEST))
    if first is None:
        raise ValueError
    lines = [_LINE.fullmatch(file.readline(_LONGEST).decode("ascii")) for _ in range(int(first[1]))]
    start = file.tell()
    places = {}
    for line in lines:
        if line is None:
            raise ValueError
        size = int(line[2])
        places[line[1]] = _Place(pack, start, size, line[3])
        start += size
    return places
