"""The index cut into parts: what a query needs of it, and little more.

In Lunr a document's score is the dot product of the query's vector and the field's,
over the length of the query's vector alone. Terms that the query cannot match add
nothing; so postings of a few terms give the scores of the whole index. A part holds
the terms from one boundary to the next with their postings; terms of very many
documents stand aside, in parts of their own.

A part is five columns, deflated (see `generator.search.bytes`):

0. terms: lines of the number of leading UTF-16 units shared with the line before
   (as the character 32 further on) and the rest;
1. for each term, the number of segments that have it; or 0 and the number of the
   part aside that holds its postings;
2. for each of these segments, the step from the one before, then the number of
   postings there;
3. steps and 4. kinds of the postings, as `Postings` has them.

Frequencies rather than scores are stored: the reader knows the lengths, and computes
the score with the same rounding from half the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.search.binary import SMALL, characters, front_coded, number, pack, splits
from generator.search.index import Holder, Index

TERM_WEIGHT = 6
"""Bytes that a term itself takes, in the mean."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of an index."""

    first: tuple[str, ...]
    """The first term of each part, shortened; that of part 0 is left empty."""
    parts: tuple[bytes, ...]
    aside: tuple[bytes, ...]


class Columns:
    """The columns of a part, as terms are added to it."""

    def __init__(self) -> None:
        self.terms: list[str] = []
        self.weight = 0
        """Bytes before deflating, nearly."""
        self._heads = bytearray()
        self._groups = bytearray()
        self._steps: list[bytes] = []
        self._kinds: list[bytes] = []

    def add(self, term: str, holders: Sequence[Holder]) -> None:
        """Add a term with its holders."""
        self.terms.append(term)
        self._heads += number(len(holders))
        groups, all_steps, all_kinds = self._groups, self._steps, self._kinds
        weight = TERM_WEIGHT
        before = 0
        for holder, steps, kinds in holders:
            length = len(steps)  # at most one a field and document: fewer than there are SMALL numbers
            groups += number(holder - before) + SMALL[length]
            before = holder
            all_steps.append(steps)
            all_kinds.append(kinds)
            weight += 2 * length + 2
        self.weight += weight

    def refer(self, term: str, aside: int) -> None:
        """Add a term whose postings stand aside, in the part of that number."""
        self.terms.append(term)
        self._heads += b"\0" + number(aside)
        self.weight += TERM_WEIGHT

    def columns(self) -> list[bytes]:
        """Return the columns."""
        parts = (self._heads, self._groups, b"".join(self._steps), b"".join(self._kinds))
        return [front_coded(self.terms), *map(bytes, parts)]


def cut(index: Index, part_weight: int, aside_weight: int) -> Parts:
    """Cut an index into parts of about a weight; postings above the other weight stand aside.

    Weights are bytes before deflating.
    """
    first: list[str] = []
    parts: list[bytes] = []
    aside: list[bytes] = []
    before = ""
    part = Columns()
    for term, holders in index.held():
        if len(holders) > 1 and 2 * sum([len(steps) + 1 for _, steps, _ in holders]) > aside_weight:
            part.refer(term, len(aside))
            own = Columns()
            own.add(term, holders)
            aside.append(pack(own.columns()))
        else:
            part.add(term, holders)
        if part.weight >= part_weight or term is index.terms[-1]:
            first.append(_boundary(before, part.terms[0]) if first else "")
            parts.append(pack(part.columns()))
            before = term
            part = Columns()
    return Parts(tuple(first), tuple(parts), tuple(aside))


def whole(index: Index) -> list[bytes]:
    """Return the columns of a part that holds all terms."""
    part = Columns()
    for term, holders in index.held():
        part.add(term, holders)
    return part.columns()


def _boundary(before: str, first: str) -> str:
    """Return the shortest beginning of ``first`` that sorts after ``before``."""
    for length in range(1, len(first) + 1):
        if not before.startswith(first[:length]) and not splits(first, length):
            return characters(first[:length])
    return characters(first)
