"""A run of documents, indexed: for each term the documents and fields that hold it, as bytes.

An index is a row of segments, each of at most 256 documents, so that a place takes
one byte; and the postings of a term in the whole index are those of its segments one
after the other, without being looked at again. A segment depends on its own
documents alone: while they stay the same, it can be kept.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import sub

from generator.search.binary import number
from generator.search.documents import FIELDS, Counted

SEGMENT_SIZE = 256
"""Documents of a segment; a place in it is a byte."""
FIELD_COUNT = len(FIELDS)
PLAIN_FREQUENCIES = 50
"""Frequencies up to this one share a byte with the field; of a higher one the rest follows."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The index of up to `SEGMENT_SIZE` documents."""

    size: int
    postings: Mapping[str, tuple[bytes, bytes]]
    """Term → steps and kinds, in the order of document and field. A step leads from one posting's
    document to the next one's; the first begins at document 0. A kind is
    ``field + FIELD_COUNT * (frequency - 1)``; from ``FIELD_COUNT * PLAIN_FREQUENCIES`` on the frequency
    is `PLAIN_FREQUENCIES` and 1 more than the variable-length number that follows."""
    lengths: tuple[array[int], ...]
    """Tokens of each document, for each field."""
    words: Mapping[str, int]
    """Word (before stemming) → documents."""
    named: frozenset[str]
    """Words of names, tags and artifact names."""


def segment(documents: Sequence[Counted]) -> Segment:
    """Index at most `SEGMENT_SIZE` documents."""
    places: dict[str, tuple[bytearray, bytearray]] = {}
    lengths = tuple(array("L") for _ in FIELDS)
    words: Counter[str] = Counter()
    named: set[str] = set()
    for place, counted in enumerate(documents):
        for field, bag in enumerate(counted.terms()):
            lengths[field].append(sum(bag.values()))
            for term, frequency in bag.items():
                known = places.get(term)
                if known is None:
                    places[term] = known = (bytearray(), bytearray())
                known[0].append(place)
                if frequency <= PLAIN_FREQUENCIES:
                    known[1].append(field + FIELD_COUNT * (frequency - 1))
                else:
                    known[1].append(field + FIELD_COUNT * PLAIN_FREQUENCIES)
                    known[1].extend(number(frequency - PLAIN_FREQUENCIES - 1))
        words.update(set().union(*counted.fields))
        named.update(*counted.fields[:3])
    postings = {term: (bytes(map(sub, at, b"\0" + at)), bytes(kinds)) for term, (at, kinds) in places.items()}
    return Segment(len(documents), postings, lengths, words, frozenset(named))


def segments(documents: Iterable[Counted]) -> Iterator[tuple[Segment, list[Counted]]]:
    """Index documents, whose ordinals are 0, 1, 2 …; raises ValueError when they are not."""
    waiting: list[Counted] = []
    for ordinal, counted in enumerate(documents):
        if counted.ordinal != ordinal:
            raise ValueError(f"a document has ordinal {counted.ordinal} in place {ordinal}")
        waiting.append(counted)
        if len(waiting) == SEGMENT_SIZE:
            yield segment(waiting), waiting
            waiting = []
    if waiting:
        yield segment(waiting), waiting


def unpack(steps: bytes, kinds: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield document within its segment, field and frequency of each posting."""
    document = at = 0
    for step in steps:
        document += step
        more, field = divmod(kinds[at], FIELD_COUNT)
        at += 1
        if more == PLAIN_FREQUENCIES:
            shift = 0
            while True:
                byte = kinds[at]
                at += 1
                more += (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
        yield document, field, more + 1
