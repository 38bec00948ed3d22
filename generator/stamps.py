"""Size and time of change of many files, kept as columns: a large site has a hundred thousand.

As JSON these are three texts, whatever the number of files. Of 81,000 files they are read in 8 ms and
written in 20; a list for each took 53 and 37.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Stamp = tuple[int, int]
"""Bytes and time of change (ns) of a file, by which a later build knows that nobody touched it."""

_END = "\0"
"""After each path; no path has it in it."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of files in an order."""

    paths: Sequence[str]
    sizes: Sequence[int]
    times: Sequence[int]

    @classmethod
    def of(cls, stamps: Mapping[str, Stamp]) -> Stamps:
        """Return the stamps of a mapping, in its order."""
        return cls(
            tuple(stamps), [size for size, _ in stamps.values()], [time for _, time in stamps.values()]
        )

    @classmethod
    def of_plain(cls, value: Sequence[str]) -> Stamps:
        """Return what `plain` gave. Raises ValueError, TypeError and AttributeError for anything else."""
        text, sizes, times = value
        found = cls(text.split(_END)[:-1], _numbers(sizes), _numbers(times))
        if not len(found.paths) == len(found.sizes) == len(found.times):
            raise ValueError("a column is too short")
        return found

    def plain(self) -> list[str]:
        """Return the stamps as JSON has them."""
        return ["".join([path + _END for path in self.paths]), _text(self.sizes), _text(self.times)]

    def __iter__(self) -> Iterator[tuple[str, Stamp]]:
        return zip(self.paths, zip(self.sizes, self.times, strict=True), strict=True)

    def part(self, start: int, end: int) -> dict[str, Stamp]:
        """Return the stamps of some that stand side by side, by path."""
        stamps = zip(self.sizes[start:end], self.times[start:end], strict=True)
        return dict(zip(self.paths[start:end], stamps, strict=True))


def _text(numbers: Sequence[int]) -> str:
    return b64encode(_swapped(array("q", numbers)).tobytes()).decode()


def _numbers(text: str) -> array[int]:
    numbers = array("q")
    numbers.frombytes(b64decode(text, validate=True))
    return _swapped(numbers)


def _swapped(numbers: array[int]) -> array[int]:
    """The numbers from or for a file, where they stand as on most machines."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
