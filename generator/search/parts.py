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
3. steps and 4. kinds of the postings, as `Segment.postings` has them.

Frequencies rather than scores are stored: the reader knows the lengths, and computes
the score with the same rounding from half the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.search.binary import front_coded, number, pack
from generator.search.index import Index

TERM_WEIGHT = 6
"""Bytes that a term itself takes, in the mean."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of an index."""

    first: tuple[str, ...]
    """The first term of each part; that of part 0 is left empty."""
    parts: tuple[bytes, ...]
    aside: tuple[bytes, ...]


def cut(index: Index, part_weight: int, aside_weight: int) -> Parts:
    """Cut an index into parts of about a weight; postings above the other weight stand aside.

    Weights are bytes before deflating.
    """
    weights = {
        term: sum(2 * len(index.segments[holder].postings[term][0]) + 2 for holder in holders)
        for term, holders in index.holders.items()
    }
    aside = [term for term in index.terms if weights[term] > aside_weight]
    numbers = {term: number for number, term in enumerate(aside)}
    first: list[str] = []
    parts: list[bytes] = []
    before = ""
    for terms in _runs(index.terms, weights, numbers, part_weight):
        first.append(_boundary(before, terms[0]) if first else "")
        parts.append(pack(columns(index, terms, numbers)))
        before = terms[-1]
    return Parts(tuple(first), tuple(parts), tuple(pack(columns(index, [term], {})) for term in aside))


def columns(index: Index, terms: Sequence[str], aside: dict[str, int]) -> list[bytes]:
    """Return the columns of a part that holds the terms; ``aside``: term → number of its own part."""
    heads, groups = bytearray(), bytearray()
    steps: list[bytes] = []
    kinds: list[bytes] = []
    segments = index.segments
    for term in terms:
        if term in aside:
            heads += b"\0" + number(aside[term])
            continue
        holders = index.holders[term]
        heads += number(len(holders))
        before = 0
        for holder in holders:
            found = segments[holder].postings[term]
            groups += number(holder - before) + number(len(found[0]))
            before = holder
            steps.append(found[0])
            kinds.append(found[1])
    return [front_coded(terms), bytes(heads), bytes(groups), b"".join(steps), b"".join(kinds)]


def _runs(
    terms: Sequence[str], weights: dict[str, int], aside: dict[str, int], full: int
) -> Iterator[list[str]]:
    """Cut the terms into runs of about the weight ``full``."""
    run: list[str] = []
    weight = 0
    for term in terms:
        run.append(term)
        weight += TERM_WEIGHT + (0 if term in aside else weights[term])
        if weight >= full:
            yield run
            run, weight = [], 0
    if run:
        yield run


def _boundary(before: str, first: str) -> str:
    """Return the shortest beginning of ``first`` that sorts after ``before``."""
    for length in range(1, len(first) + 1):
        if not before.startswith(first[:length]):
            return first[:length]
    return first
