"""A run of documents, indexed: for each term the documents and fields that hold it, as bytes.

An index is a row of segments, each of at most 256 documents, so that a place takes
one byte; and the postings of a term in the whole index are those of its segments one
after the other, without being looked at again. A segment depends on its own
documents alone: while they stay the same, it can be kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import sub

from generator.search.binary import number
from generator.search.documents import FIELDS, Counted, SearchDocument

SEGMENT_LEAST, SEGMENT_MOST = 128, 256
"""Documents of a segment; a place in it is a byte."""
SEGMENT_END = 64
"""One id in so many may begin a segment."""
FIELD_COUNT = len(FIELDS)
PLAIN_FREQUENCIES = 50
"""Frequencies up to this one share a byte with the field; of a higher one the rest follows."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The index of up to `SEGMENT_MOST` documents."""

    size: int
    postings: Mapping[str, tuple[bytes, bytes]]
    """Term → steps and kinds, in the order of document and field. A step leads from one posting's
    document to the next one's; the first begins at document 0. A kind is
    ``field + FIELD_COUNT * (frequency - 1)``; from ``FIELD_COUNT * PLAIN_FREQUENCIES`` on the frequency
    is `PLAIN_FREQUENCIES` and 1 more than the variable-length number that follows."""
    lengths: tuple[Sequence[int], ...]
    """Tokens of each document, for each field."""
    words: Mapping[str, int]
    """Word (before stemming) → documents."""
    named: frozenset[str]
    """Words of names, tags and artifact names."""
    texts: tuple[bytes, ...]
    """Files of texts for snippets."""


def segment(
    documents: Sequence[Counted],
    texts: tuple[bytes, ...] = (),
    postings: Mapping[str, tuple[bytes, bytes]] | None = None,
) -> Segment:
    """Index at most `SEGMENT_MOST` documents; ``postings`` where another builder has made them."""
    words: Counter[str] = Counter()
    named: set[str] = set()
    for counted in documents:
        words.update(counted.named | counted.told)
        named |= counted.named
    lengths = tuple(
        [sum(counted.fields[field].values()) for counted in documents] for field in range(FIELD_COUNT)
    )
    made = _postings(documents) if postings is None else postings
    return Segment(len(documents), made, lengths, words, frozenset(named), texts)


def _postings(documents: Sequence[Counted]) -> dict[str, tuple[bytes, bytes]]:
    """Return what `Segment.postings` says."""
    found: dict[str, tuple[bytearray, bytearray]] = {}
    for place, counted in enumerate(documents):
        for field, bag in enumerate(counted.fields):
            for term, frequency in bag.items():
                known = found.get(term)
                if known is None:
                    found[term] = known = (bytearray(), bytearray())
                known[0].append(place)
                if frequency <= PLAIN_FREQUENCIES:
                    known[1].append(field + FIELD_COUNT * (frequency - 1))
                else:
                    known[1].extend(kind(field, frequency))
    return {term: (steps(places), bytes(kinds)) for term, (places, kinds) in found.items()}


def kind(field: int, frequency: int) -> bytes:
    """Return the kind of a posting."""
    if frequency <= PLAIN_FREQUENCIES:
        return bytes((field + FIELD_COUNT * (frequency - 1),))
    return bytes((field + FIELD_COUNT * PLAIN_FREQUENCIES,)) + number(frequency - PLAIN_FREQUENCIES - 1)


def steps(places: bytearray) -> bytes:
    """Return how far each place is from the one before."""
    return bytes(map(sub, places, b"\0" + places)) if len(places) > 1 else bytes(places)


def runs(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    """Cut documents, whose ordinals are 0, 1, 2 …, into the runs that become segments.

    Ids decide where one begins, so that a new document moves few of the others to
    another segment. Raises ValueError when ordinals are out of order.
    """
    run: list[SearchDocument] = []
    for ordinal, document in enumerate(documents):
        if document.ordinal != ordinal:
            raise ValueError(f"{document.id!r} has ordinal {document.ordinal} in place {ordinal}")
        if len(run) == SEGMENT_MOST or (len(run) >= SEGMENT_LEAST and _begins(document.id)):
            yield run
            run = []
        run.append(document)
    if run:
        yield run


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


def _begins(source_id: str) -> bool:
    """Tell whether a segment may begin with this id."""
    return hashlib.sha256(source_id.encode("utf-8", "surrogatepass")).digest()[0] % SEGMENT_END == 0
