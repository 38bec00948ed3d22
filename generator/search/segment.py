"""A run of documents, indexed: for each term the documents and fields that hold it, as bytes.

An index is a row of segments, each of at most 256 documents, so that a place takes
one byte; and the postings of a term in the whole index are those of its segments one
after the other, without being looked at again. A segment depends on its own
documents alone: while they stay the same, it can be kept.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from operator import sub

from generator.search.binary import number
from generator.search.documents import FIELDS, Counted, SearchDocument, term_of

SEGMENT_LEAST, SEGMENT_MOST = 128, 256
"""Documents of a segment; a place in it is a byte."""
SEGMENT_END = 64
"""One id in so many may begin a segment."""
FIELD_COUNT = len(FIELDS)
PLAIN_FREQUENCIES = 50
"""Frequencies up to this one share a byte with the field; of a higher one the rest follows."""
KINDS = PLAIN_FREQUENCIES + 1
"""Kinds of postings of one field."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a segment's terms, one after the other."""

    terms: Sequence[str]
    """Sorted."""
    step_ends: Sequence[int]
    """For each term, the end of its stretch of ``steps``."""
    kind_ends: Sequence[int]
    steps: bytes
    """A step leads from one posting's document to the next one's; a term's first begins at document 0."""
    kinds: bytes
    """``field * KINDS + frequency - 1``; ``field * KINDS + PLAIN_FREQUENCIES`` is followed by what the
    frequency is more than that and 1."""

    def of(self, place: int) -> tuple[bytes, bytes]:
        """Return the steps and the kinds of the term in a place, in the order of document and field."""
        step, kind = self.begins(place)
        return self.steps[step : self.step_ends[place]], self.kinds[kind : self.kind_ends[place]]

    def begins(self, place: int) -> tuple[int, int]:
        """Return where the steps and the kinds of the term in a place begin."""
        return (self.step_ends[place - 1], self.kind_ends[place - 1]) if place else (0, 0)

    def find(self, term: str) -> tuple[bytes, bytes] | None:
        """Return the steps and kinds of a term; None for one that is not here."""
        place = bisect_left(self.terms, term)
        return self.of(place) if place < len(self.terms) and self.terms[place] == term else None


@dataclass(frozen=True, slots=True)
class Segment:
    """The index of up to `SEGMENT_MOST` documents."""

    size: int
    postings: Postings
    lengths: tuple[Sequence[int], ...]
    """Tokens of each document, for each field."""
    words: Sequence[str]
    """Words before stemming."""
    holders: Sequence[int]
    """The number of documents that have each of ``words``."""
    named: frozenset[str]
    """Words of names, tags and artifact names."""
    texts: tuple[bytes, ...]
    """Files of texts for snippets."""


def segment(
    documents: Sequence[Counted], texts: tuple[bytes, ...] = (), postings: Postings | None = None
) -> Segment:
    """Index at most `SEGMENT_MOST` documents; ``postings`` where another builder has made them."""
    words: Counter[str] = Counter()
    named: set[str] = set()
    for counted in documents:
        *short, readme = counted.fields
        words.update(readme)
        words.update(set().union(*short).difference(readme))
        named.update(*short[:3])
    lengths = tuple(
        [sum(counted.fields[field].values()) for counted in documents] for field in range(FIELD_COUNT)
    )
    return Segment(
        size=len(documents),
        postings=Collector().collect(documents) if postings is None else postings,
        lengths=lengths,
        words=list(words),
        holders=array("H", words.values()),
        named=frozenset(named),
        texts=texts,
    )


class Collector:
    """Collects the postings of a segment; written for speed, since every word of every text passes here."""

    def __init__(self) -> None:
        self._terms: dict[str, list[int]] = {}
        """Term → place and kind of each posting as ``place << 8 | kind``."""
        self._words = _Words(self._terms)
        self._frequencies: dict[tuple[str, int], int] = {}
        """Term and posting → the frequency, where it does not fit."""

    def collect(self, documents: Sequence[Counted]) -> Postings:
        """Return the postings of documents."""
        for place, counted in enumerate(documents):
            for field, counts in enumerate(counted.fields):
                first = place << 8 | field * KINDS
                if counts and max(counts.values()) > PLAIN_FREQUENCIES:
                    self._add_frequent(counts, first)
                else:
                    self._add(counts, first)
        return self._packed()

    def _add(self, counts: Mapping[str, int], first: int) -> None:
        """Add words of a field, none of them too frequent; ``first`` is the posting of frequency 1."""
        words, base, limit = self._words, first - 1, first + PLAIN_FREQUENCIES
        for word, frequency in counts.items():
            known = words[word]
            if known and known[-1] >= first:
                # Another word of the field with the same stem.
                known[-1] += frequency
                if known[-1] >= limit:
                    more = self._frequencies.get((term_of(word), limit), PLAIN_FREQUENCIES + 1)
                    self._frequencies[term_of(word), limit] = more + known[-1] - limit
                    known[-1] = limit
            else:
                known.append(base + frequency)

    def _add_frequent(self, counts: Mapping[str, int], first: int) -> None:
        """Add the words of a field of which some are too frequent."""
        frequent = [word for word, frequency in counts.items() if frequency > PLAIN_FREQUENCIES]
        others = dict(counts)
        for word in frequent:
            del others[word]
        self._add(others, first)
        limit = first + PLAIN_FREQUENCIES
        for word in frequent:
            known, term = self._words[word], term_of(word)
            before = 0
            if known and known[-1] >= first:
                last = known.pop()
                before = self._frequencies.get((term, limit), last - first + 1)
            known.append(limit)
            self._frequencies[term, limit] = before + counts[word]

    def _packed(self) -> Postings:
        """Return what was collected."""
        terms = sorted(self._terms)
        collected = [self._terms[term] for term in terms]
        # All terms at once: a few long operations rather than many short ones.
        packed = array("H", chain.from_iterable(collected))
        if sys.byteorder == "big":
            packed.byteswap()
        both = packed.tobytes()
        kinds, places = both[::2], both[1::2]
        # A step is taken modulo 256; at the first posting of a term it is mended.
        steps = bytearray(map(_STEPS.__getitem__, map(sub, places, b"\0" + places)))
        ends = array("I", accumulate(map(len, collected)))
        for start in [0, *ends][: len(ends)]:
            steps[start] = places[start]
        kind_ends = ends
        if self._frequencies:
            longer = [
                kinds[start:end] if term not in self._frequent else self._with_rest(term)
                for term, start, end in zip(terms, [0, *ends], ends, strict=False)
            ]
            kinds = b"".join(longer)
            kind_ends = array("I", accumulate(map(len, longer)))
        return Postings(terms, ends, kind_ends, bytes(steps), kinds)

    @cached_property
    def _frequent(self) -> set[str]:
        """Terms with frequencies that do not fit."""
        return {term for term, _ in self._frequencies}

    def _with_rest(self, term: str) -> bytes:
        """Return the kinds of a term, with what follows them."""
        return b"".join(_BYTES[each & 255] + self._rest(term, each) for each in self._terms[term])

    def _rest(self, term: str, posting: int) -> bytes:
        """Return what follows a kind."""
        frequency = self._frequencies.get((term, posting))
        return b"" if frequency is None else number(frequency - PLAIN_FREQUENCIES - 1)


class _Words(dict[str, list[int]]):
    """Word → the postings of its term."""

    def __init__(self, terms: dict[str, list[int]]) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, word: str) -> list[int]:
        self[word] = found = self._terms.setdefault(term_of(word), [])
        return found


_BYTES = [bytes((value,)) for value in range(256)]
_STEPS = [*range(256), *range(1, 256)]
"""A difference of two bytes modulo 256; a negative one counts from the end."""


def kind(field: int, frequency: int) -> bytes:
    """Return the kind of a posting, with what follows it."""
    if frequency <= PLAIN_FREQUENCIES:
        return _BYTES[field * KINDS + frequency - 1]
    return _BYTES[field * KINDS + PLAIN_FREQUENCIES] + number(frequency - PLAIN_FREQUENCIES - 1)


def steps(places: bytes) -> bytes:
    """Return how far each place is from the one before."""
    return places[:1] + bytes(map(sub, places[1:], places))


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
        field, more = divmod(kinds[at], KINDS)
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
