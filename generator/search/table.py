"""Sorted rows in chunks, of which a change rewrites few.

Where a chunk ends is decided by its own rows alone: behind a row whose key hashes to one of
a few values, once the chunk is nearly full, and in any case when it is full. So the chunks of
a table do not depend on how it came to be, and soon after a change they are as before.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol, TypeVar

from generator.search.shelf import Shelf

Row = TypeVar("Row")
Edit = Callable[[str, "Row | None"], "Row | None"]
"""From a key and the row that it has, if any, to the one that it is to have, if any."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How large chunks are, in weights of rows."""

    least: int
    """Weight from which on a chunk may end."""
    most: int
    """Weight at which it ends."""
    one_in: int
    """Of so many rows one may end a chunk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table, as they are kept."""

    first: str
    """The first row's key."""
    last: str
    digest: str
    """See `generator.search.binary.digest`."""
    beside: tuple[tuple[str, str], ...] = ()
    """Key and digest of what rows refer to."""


class Form(Protocol[Row]):
    """How rows of a kind are written."""

    @property
    def kind(self) -> str:
        """Return what tells it from other kinds."""

    @property
    def measure(self) -> Measure:
        """Return how large chunks are."""

    @property
    def level(self) -> int:
        """Return the level of compression."""

    def weight(self, row: Row, /) -> int:
        """Return what a row adds to the weight of its chunk."""

    def columns(self, rows: Sequence[tuple[str, Row]], /) -> list[bytes]:
        """Return rows as the columns of a file."""

    def rows(self, columns: Sequence[bytes], /) -> Iterable[tuple[str, Row]]:
        """Return the rows of a file."""

    def beside(self, rows: Sequence[tuple[str, Row]], /) -> tuple[tuple[str, str], ...]:
        """Return what rows refer to; see `Chunk`."""


def made(form: Form[Row], rows: Iterable[tuple[str, Row]], shelf: Shelf) -> list[Chunk]:
    """Put a table's rows, sorted by their keys, on the shelf."""
    chunks = []
    for some, _ in _cut(form, rows):
        chunks.append(_put(form, some, shelf, {}))
    return chunks


def edited(
    form: Form[Row], chunks: Sequence[Chunk], keys: Iterable[str], edit: Edit[Row], shelf: Shelf
) -> list[Chunk]:
    """Change the rows of some keys: the chunks that `made` would give for what then is the table.

    Raises LostError where the shelf has no more what a chunk had.
    """
    known = {chunk.first: chunk for chunk in chunks}
    lasts = [chunk.last for chunk in chunks]
    touched: dict[int, list[str]] = {}
    for key in keys:
        touched.setdefault(min(bisect_left(lasts, key), max(len(chunks) - 1, 0)), []).append(key)
    result: list[Chunk] = []
    rest: list[tuple[str, Row]] = []
    for place in range(max(len(chunks), 1)):
        if not rest and place not in touched:
            result += chunks[place : place + 1]
            continue
        rows: dict[str, Row] = {}
        for chunk in chunks[place : place + 1]:
            rows.update(form.rows(shelf.columns(form.kind, chunk.first, chunk.digest)))
        for key in touched.get(place, ()):
            row = edit(key, rows.pop(key, None))
            if row is not None:
                rows[key] = row
        given, rest = [*rest, *sorted(rows.items(), key=itemgetter(0))], []
        for some, ended in _cut(form, given):
            if ended:
                result.append(_put(form, some, shelf, known))
            else:
                rest = some
    if rest:
        result.append(_put(form, rest, shelf, known))
    return result


def _cut(form: Form[Row], rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[list[tuple[str, Row]], bool]]:
    """Yield the rows of each chunk, and whether it ends by itself, not because there are no more."""
    weigh, least, most, one_in = form.weight, form.measure.least, form.measure.most, form.measure.one_in
    some: list[tuple[str, Row]] = []
    weight = 0
    for row in rows:
        some.append(row)
        weight += weigh(row[1])
        if weight >= least and (
            weight >= most or zlib.crc32(row[0].encode("utf-8", "surrogatepass")) % one_in == 0
        ):
            yield some, True
            some, weight = [], 0
    if some:
        yield some, False


def _put(form: Form[Row], rows: Sequence[tuple[str, Row]], shelf: Shelf, known: Mapping[str, Chunk]) -> Chunk:
    first = rows[0][0]
    before = known[first].digest if first in known else None
    digest = shelf.put(form.kind, first, form.columns(rows), form.level, before)
    return Chunk(first, rows[-1][0], digest, form.beside(rows))
