"""A run of documents, indexed: for each term the documents and fields that hold it, as bytes.

An index is a row of segments, each of at most 256 documents, so that a place takes
one byte; and the postings of a term in the whole index are those of its segments one
after the other, without being looked at again. A segment depends on its own
documents alone: while they stay the same, it can be kept.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from generator.search import words
from generator.search.binary import number
from generator.search.documents import FIELDS, Counted, SearchDocument

SEGMENT_LEAST, SEGMENT_MOST = 208, 256
"""Documents of a segment; a place in it is a byte."""
SEGMENT_BEGIN = 16
"""One id in so many may begin a segment: nearly always one of the 48 between these two numbers."""
FIELD_COUNT = len(FIELDS)
NAMES = 3
"""The first fields, which are names."""
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
    """For each of ``words``, how many fields of documents have it."""
    named: Mapping[str, int]
    """For each of those in names, tags and artifact names, how many of these fields have it."""


def segment(documents: Sequence[Counted], postings: Postings | None = None) -> Segment:
    """Index at most `SEGMENT_MOST` documents; ``postings`` where another builder has made them."""
    collector = Collector(documents)
    named: Counter[str] = Counter()
    for counted in documents:
        for field in counted.fields[:NAMES]:
            named.update(field.keys())
    lengths = tuple(
        [sum(counted.fields[field].values()) for counted in documents] for field in range(FIELD_COUNT)
    )
    return Segment(
        size=len(documents),
        postings=collector.postings() if postings is None else postings,
        lengths=lengths,
        words=list(collector.words),
        holders=array("H", map(len, collector.words.values())),
        named=named,
    )


class Collector:
    """Collects the postings of a segment; written for speed, since every word of every text passes here."""

    def __init__(self, documents: Sequence[Counted]) -> None:
        self.words: dict[str, str] = {}
        """Word → its postings, each the character ``place << 8 | kind``: texts lie closer than numbers."""
        self._often: dict[tuple[str, str], int] = {}
        """Word, and later term, with a posting → the frequency, where it does not fit."""
        words = self.words
        known = words.get
        for place, counted in enumerate(documents):
            for field, counts in enumerate(counted.fields):
                first = place << 8 | field * KINDS
                base = first - 1
                for word, frequency in counts.items():
                    if frequency > PLAIN_FREQUENCIES:
                        posting = chr(first + PLAIN_FREQUENCIES)
                        self._often[word, posting] = frequency
                    else:
                        posting = chr(base + frequency)
                    words[word] = known(word, "") + posting

    def postings(self) -> Postings:
        """Return the postings by term."""
        its_terms = words.terms(self.words)
        by_term = dict(zip(its_terms, self.words.values(), strict=True))
        often = {(words.term(word), each): frequency for (word, each), frequency in self._often.items()}
        if len(by_term) < len(its_terms):
            by_term |= self._joined(its_terms, often)
        terms = sorted(by_term)
        # All terms at once: a few long operations rather than many short ones.
        collected = list(map(by_term.__getitem__, terms))
        both = "".join(collected).encode("utf-16-le", "surrogatepass")
        kinds, places = both[::2], both[1::2]
        # At the first posting of a term the step is mended.
        steps = bytearray(_differences(places, b"\0" + places[:-1]))
        ends = array("I", accumulate(map(len, collected)))
        for start in [0, *ends][: len(ends)]:
            steps[start] = places[start]
        kind_ends = ends
        if often:
            frequent = {term for term, _ in often}
            longer = [
                _with_rest(term, postings, often) if term in frequent else kinds[start:end]
                for term, postings, start, end in zip(terms, collected, [0, *ends], ends, strict=False)
            ]
            kinds = b"".join(longer)
            kind_ends = array("I", accumulate(map(len, longer)))
        return Postings(terms, ends, kind_ends, bytes(steps), kinds)

    def _joined(self, its_terms: Sequence[str], often: dict[tuple[str, str], int]) -> dict[str, str]:
        """Return the postings of terms that several words have, of the term of each word.

        ``often`` is set right where one field has two of the words.
        """
        several: dict[str, list[str]] = {}
        met: dict[str, str] = {}
        for term, word in zip(its_terms, self.words, strict=True):
            if (first := met.setdefault(term, word)) is not word:
                several.setdefault(term, [first]).append(word)
        return {term: self._together(term, some, often) for term, some in several.items()}

    def _together(self, term: str, words: Sequence[str], often: dict[tuple[str, str], int]) -> str:
        """Return the postings of words with the same stem."""
        together = sorted(chain.from_iterable([self.words[word] for word in words]))
        firsts = [_first(posting) for posting in together]
        if len(set(firsts)) == len(firsts):
            return "".join(together)
        sums = dict.fromkeys(firsts, 0)
        for word in words:
            for posting in self.words[word]:
                first = _first(posting)
                sums[first] += self._often.get((word, posting), ord(posting) - first + 1)
        for first, frequency in sums.items():
            if frequency > PLAIN_FREQUENCIES:
                often[term, chr(first + PLAIN_FREQUENCIES)] = frequency
        return "".join([chr(first + min(each - 1, PLAIN_FREQUENCIES)) for first, each in sums.items()])


def _first(posting: str) -> int:
    """Return the posting of the same place and field whose frequency is 1."""
    number = ord(posting)
    return number - number % 256 % KINDS


def _with_rest(term: str, postings: str, often: Mapping[tuple[str, str], int]) -> bytes:
    """Return the kinds of a term's postings, with what follows them."""
    return b"".join(
        kind(ord(each) % 256 // KINDS, often.get((term, each), ord(each) % 256 % KINDS + 1))
        for each in postings
    )


_BYTES = [bytes((value,)) for value in range(256)]


def _differences(ones: bytes, others: bytes) -> bytes:
    """Return the difference modulo 256 of each byte and that in the same place of others, as many.

    All at once, as one subtraction of long numbers: the high bit of each byte is set before, so
    that none borrows from the next, and is put right afterwards.
    """
    high = int.from_bytes(b"\x80" * len(ones))
    one, other = int.from_bytes(ones), int.from_bytes(others)
    difference = ((one | high) - (other & ~high)) ^ ((one ^ ~other) & high)
    return difference.to_bytes(len(ones))


def kind(field: int, frequency: int) -> bytes:
    """Return the kind of a posting, with what follows it."""
    if frequency <= PLAIN_FREQUENCIES:
        return _BYTES[field * KINDS + frequency - 1]
    return _BYTES[field * KINDS + PLAIN_FREQUENCIES] + number(frequency - PLAIN_FREQUENCIES - 1)


def steps(places: bytes) -> bytes:
    """Return how far each place is from the one before."""
    return _differences(places, b"\0" + places[:-1])


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
    return hashlib.sha256(source_id.encode("utf-8", "surrogatepass")).digest()[0] % SEGMENT_BEGIN == 0
