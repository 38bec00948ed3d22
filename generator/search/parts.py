"""The index cut into parts: what a query needs of it, and little more.

In Lunr a document's score is the dot product of the query's vector and the field's,
over the length of the query's vector alone. Terms that the query cannot match add
nothing; so postings of a few terms give the scores of the whole index. A part holds
the terms from one boundary to the next with their postings; those of very many
documents stand aside, in files of their own.

A part is five columns, deflated (see `generator.search.binary`):

0. terms: lines of the number of leading UTF-16 units shared with the line before
   (as the character 32 further on) and the rest;
1. for each term, the number of segments that have it; or 0 and the name of the
   file aside that holds its postings, `NAME` bytes;
2. for each of these segments, the step from the one before, then the number of
   postings there;
3. steps and 4. kinds of the postings, as `Postings` has them.

Frequencies rather than scores are stored: the reader knows the lengths, and computes
the score with the same rounding from half the bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import NamedTuple

from generator.search.binary import (
    LEVEL,
    front_coded,
    number,
    numbers,
    read_front_coded,
    read_number,
    read_numbers,
    splits,
)
from generator.search.index import Holder, Index
from generator.search.segment import FIELD_COUNT, KINDS, PLAIN_FREQUENCIES
from generator.search.shelf import Shelf
from generator.search.table import Measure

TERM_WEIGHT = 6
"""Bytes that a term itself takes, in the mean."""
NAME = 16
"""Bytes of the name of a file aside."""
ASIDE = "aside"

_RESTS = b"".join(bytes((field * KINDS + PLAIN_FREQUENCIES,)) for field in range(FIELD_COUNT))
_RESTS_IN = re.compile(b"[" + re.escape(_RESTS) + b"]").search
"""Kinds that the rest of a high frequency follows."""


class Row(NamedTuple):
    """The postings of a term, as a part has them."""

    segments: int
    """Segments that have it; 0: they stand aside."""
    groups: bytes
    """Column 2; the digest of the file aside."""
    steps: bytes
    kinds: bytes


def row_of(holders: Sequence[Holder]) -> Row:
    """Return the row of a term with these holders."""
    if len(holders) == 1:
        ((holder, steps, kinds),) = holders
        return Row(1, number(holder) + number(len(steps)), steps, kinds)
    places, all_steps, all_kinds = zip(*holders, strict=True)
    return Row(len(holders), _written(places, map(len, all_steps)), b"".join(all_steps), b"".join(all_kinds))


def holders_of(row: Row) -> list[Holder]:
    """Return the holders of a row that does not stand aside."""
    holders = []
    step = kind = 0
    for segment, length in zip(*_groups(row), strict=True):
        end = _end(row.kinds, kind, length)
        holders.append((segment, row.steps[step : step + length], row.kinds[kind:end]))
        step, kind = step + length, end
    return holders


def replaced(
    row: Row | None, segment: int, edit: Callable[[bytes, bytes], tuple[bytes, bytes]]
) -> Row | None:
    """Return a row with other steps and kinds of one segment; None for one without postings.

    ``edit`` is given those that there are. The row is not one that stands aside.
    """
    if row is None:
        steps, kinds = edit(b"", b"")
        return row_of([(segment, steps, kinds)]) if steps else None
    segments, lengths = _groups(row)
    place = bisect_left(segments, segment)
    has = place < len(segments) and segments[place] == segment
    step = sum(lengths[:place])
    step_end = step + lengths[place] if has else step
    kind = _end(row.kinds, 0, step)
    kind_end = _end(row.kinds, kind, step_end - step)
    steps, kinds = edit(row.steps[step:step_end], row.kinds[kind:kind_end])
    groups = row.groups
    if len(steps) != step_end - step:
        segments[place : place + has] = [segment] if steps else []
        lengths[place : place + has] = [len(steps)] if steps else []
        if not segments:
            return None
        groups = _written(segments, lengths)
    return Row(
        len(segments),
        groups,
        row.steps[:step] + steps + row.steps[step_end:],
        row.kinds[:kind] + kinds + row.kinds[kind_end:],
    )


def _groups(row: Row) -> tuple[list[int], list[int]]:
    """Return the segments that have a term, and how many postings each has."""
    groups = read_numbers(row.groups)
    return list(accumulate(groups[::2])), groups[1::2]


def _written(segments: Sequence[int], lengths: Iterable[int]) -> bytes:
    """Return what `_groups` reads."""
    gaps = map(sub, segments, (0, *segments))
    groups = list(chain.from_iterable(zip(gaps, lengths, strict=True)))
    return bytes(groups) if max(groups) < 128 else numbers(groups)


def weight(row: Row) -> int:
    """Return a row's bytes before deflating, nearly."""
    return TERM_WEIGHT + 2 * (len(row.steps) + row.segments)


def columns(rows: Sequence[tuple[str, Row]]) -> list[bytes]:
    """Return rows, sorted by their terms, as the columns of a part."""
    heads = bytearray()
    for _, row in rows:
        heads += number(row.segments) if row.segments else b"\0" + row.groups
    return [
        front_coded([term for term, _ in rows]),
        bytes(heads),
        b"".join([row.groups for _, row in rows if row.segments]),
        b"".join([row.steps for _, row in rows]),
        b"".join([row.kinds for _, row in rows]),
    ]


def rows(given: Sequence[bytes]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a part's columns. Raises ValueError and IndexError for what are none."""
    terms, heads, groups, steps, kinds = given
    at = group = step = kind = 0
    for term, _ in read_front_coded(terms):
        count, at = read_number(heads, at)
        if count == 0:
            yield term, Row(0, heads[at : at + NAME], b"", b"")
            at += NAME
            continue
        begin, group = group, group + 2 * count
        if groups[begin:group].isascii():  # each number is one byte
            length = sum(groups[begin + 1 : group : 2])
        else:
            length, group = 0, begin
            for _ in range(count):
                _, group = read_number(groups, group)
                more, group = read_number(groups, group)
                length += more
        end = _end(kinds, kind, length)
        yield term, Row(count, groups[begin:group], steps[step : step + length], kinds[kind:end])
        step, kind = step + length, end


def _end(kinds: bytes, at: int, length: int) -> int:
    """Return the place behind so many kinds with what follows them."""
    if _RESTS_IN(kinds, at, at + length) is None:
        return at + length
    for _ in range(length):
        at += 1
        if kinds[at - 1] in _RESTS:
            while kinds[at] > 127:
                at += 1
            at += 1
    return at


class PartForm:
    """Terms with their postings, as `generator.search.table` cuts them."""

    kind = "part"
    level = LEVEL
    weight = staticmethod(weight)
    columns = staticmethod(columns)
    rows = staticmethod(rows)

    def __init__(self, measure: Measure, aside: int, shelf: Shelf) -> None:
        """``aside``: bytes before deflating from which on postings stand aside, on ``shelf``."""
        self.measure = measure
        self._aside = aside
        self._shelf = shelf

    def settled(self, term: str, row: Row) -> Row:
        """Return a row as its part has it: put aside where there is much of it."""
        if row.segments < 2 or weight(row) - TERM_WEIGHT <= self._aside:
            return row
        digest = self._shelf.put(ASIDE, term, columns([(term, row)]))
        return Row(0, bytes.fromhex(digest), b"", b"")

    def whole(self, term: str, row: Row) -> Row:
        """Return a row with its postings. Raises LostError."""
        if row.segments:
            return row
        ((_, found),) = rows(self._shelf.columns(ASIDE, term, row.groups.hex()))
        return found

    def beside(self, some: Sequence[tuple[str, Row]]) -> tuple[tuple[str, str], ...]:
        """Return the files aside that rows refer to."""
        return tuple((term, row.groups.hex()) for term, row in some if not row.segments)

    def of(self, index: Index) -> Iterator[tuple[str, Row]]:
        """Yield the rows of an index."""
        for term, holders in index.held():
            yield term, self.settled(term, row_of(holders))


def whole(index: Index) -> list[bytes]:
    """Return the columns of a part that holds all terms."""
    return columns([(term, row_of(holders)) for term, holders in index.held()])


def boundary(before: str, first: str) -> str:
    """Return the shortest beginning of ``first`` that sorts after ``before``."""
    for length in range(1, len(first) + 1):
        if not before.startswith(first[:length]) and not splits(first, length):
            return first[:length]
    return first


def boundaries(ends: Iterable[tuple[str, str]]) -> list[str]:
    """Return from which key on each file is asked, of the first and last key of each; for the first: any."""
    found: list[str] = []
    before = ""
    for first, last in ends:
        found.append(boundary(before, first) if found else "")
        before = last
    return found
