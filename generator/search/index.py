"""Lunr's index over segments: the same terms, frequencies, lengths and scores, without its objects.

Scores follow lunr.py 0.8 to the last bit: BM25 with ``k1`` 1.2 and ``b`` 0.75, the
document frequency counted over fields, the inverse of it with Lunr's ``abs()``, the
field's boost, rounded to three decimals.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from generator.search.documents import BOOSTS, FIELDS
from generator.search.segment import FIELD_COUNT, Segment, unpack
from generator.search.words import STOP_WORDS

K1 = 1.2
B = 0.75

VOCABULARY_LETTERS = (4, 30)
"""Letters of the words that a mistyped word may be corrected to."""
VOCABULARY_ALL = 1000
"""Up to so many documents every word is in the vocabulary; above, words of two texts and of names."""


Seen = tuple[int, int]
"""How many fields of documents have a word, and how many of those are names."""
Holder = tuple[int, bytes, bytes]
"""Number of a segment that has a term, with the steps and kinds there (see `Postings`)."""
HELD_AT_ONCE = 4096
"""Terms whose holders are in memory at once."""


class Index:
    """Segments as one index; what is derived of them is made when it is first asked for."""

    def __init__(self, segments: Sequence[Segment], precedence: bytes) -> None:
        self.segments = segments
        self.precedence = precedence
        """Of each document, to break ties; see `SearchDocument.precedence`."""
        self.starts = list(accumulate((each.size for each in segments), initial=0))
        """The first document of each segment, and the number of all documents."""
        self.documents = self.starts[-1]
        self._unpacked: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def lengths(self) -> tuple[array[int], ...]:
        """Tokens of each document, for each field."""
        whole = tuple(array("L") for _ in FIELDS)
        for each in self.segments:
            for field, lengths in enumerate(each.lengths):
                whole[field].extend(lengths)
        return whole

    @cached_property
    def averages(self) -> tuple[float, ...]:
        """Mean of `lengths` for each field."""
        return tuple(sum(lengths) / max(self.documents, 1) for lengths in self.lengths)

    @cached_property
    def terms(self) -> list[str]:
        """All terms, sorted."""
        return sorted(set().union(*(each.postings.terms for each in self.segments)))

    def held(self) -> Iterator[tuple[str, list[Holder]]]:
        """Yield each term with its holders, sorted by term."""
        ends = [0] * len(self.segments)
        for start in range(0, len(self.terms), HELD_AT_ONCE):
            some = self.terms[start : start + HELD_AT_ONCE]
            found: dict[str, list[Holder]] = {term: [] for term in some}
            for number, each in enumerate(self.segments):
                postings = each.postings
                begin, end = ends[number], bisect_right(postings.terms, some[-1])
                ends[number] = end
                step, kind = postings.begins(begin)
                stretch = zip(
                    postings.terms[begin:end],
                    postings.step_ends[begin:end],
                    postings.kind_ends[begin:end],
                    strict=True,
                )
                for term, step_end, kind_end in stretch:
                    found[term].append((number, postings.steps[step:step_end], postings.kinds[kind:kind_end]))
                    step, kind = step_end, kind_end
            yield from found.items()

    def holders(self, term: str) -> list[Holder]:
        """Return the segments that have a term."""
        found = ((number, each.postings.find(term)) for number, each in enumerate(self.segments))
        return [(number, *pieces) for number, pieces in found if pieces is not None]

    def __contains__(self, term: str) -> bool:
        return any(each.postings.find(term) is not None for each in self.segments)

    @cached_property
    def seen(self) -> dict[str, Seen]:
        """Words that may be in `vocabulary`, sorted."""
        fields: defaultdict[str, int] = defaultdict(int)
        names: defaultdict[str, int] = defaultdict(int)
        for each in self.segments:
            for word, holders in zip(each.words, each.holders, strict=True):
                fields[word] += holders
            for word, number in each.named.items():
                names[word] += number
        return {word: (fields[word], names.get(word, 0)) for word in sorted(filter(is_correction, fields))}

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Words that a mistyped word may mean → how common they are, sorted by word."""
        least = least_seen(self.documents)
        told = ((word, common(seen, least)) for word, seen in self.seen.items())
        return {word: value for word, value in told if value is not None}

    @cached_property
    def known_words(self) -> list[str]:
        """The words of `vocabulary`, sorted."""
        return list(self.vocabulary)

    def postings(self, term: str) -> list[tuple[int, int]]:
        """Return place (``document * FIELD_COUNT + field``) and frequency of each posting, in order."""
        known = self._unpacked.get(term)
        if known is None:
            known = self._unpacked[term] = [
                ((self.starts[number] + document) * FIELD_COUNT + field, frequency)
                for number, steps, kinds in self.holders(term)
                for document, field, frequency in unpack(steps, kinds)
            ]
        return known

    def scores(self, term: str) -> Iterator[tuple[int, float]]:
        """Yield place and score of each posting."""
        postings = self.postings(term)
        # A document counts once for each field: Lunr's own way.
        x = (self.documents - len(postings) + 0.5) / (len(postings) + 0.5)
        idf = math.log(1 + abs(x))
        lengths, averages = self.lengths, self.averages
        for place, frequency in postings:
            document, field = divmod(place, FIELD_COUNT)
            # Written as in lunr.py, so that every rounding of the machine is the same.
            score = (
                idf
                * ((K1 + 1) * frequency)
                / (K1 * (1 - B + B * (lengths[field][document] / averages[field])) + frequency)
            )
            yield place, round(score * BOOSTS[field], 3)

    def birth(self, term: str) -> tuple[int, str]:
        """Return what orders terms as Lunr numbers them: by first document and field, there by spelling."""
        return self.postings(term)[0][0], term

    def documents_of(self, term: str) -> list[int]:
        """Return the documents that hold a term, once for each field."""
        return [place // FIELD_COUNT for place, _ in self.postings(term)]

    def prefixed(self, prefix: str) -> Iterator[str]:
        """Yield the terms that begin with ``prefix``, in order."""
        start = bisect_left(self.terms, prefix)
        for at in range(start, len(self.terms)):
            if not self.terms[at].startswith(prefix):
                return
            yield self.terms[at]


def is_correction(word: str) -> bool:
    """Tell whether a mistyped word may be meant to be ``word``: only letters of an alphabet, none astral."""
    least, most = VOCABULARY_LETTERS
    return least <= len(word) <= most and word.isalpha() and word not in STOP_WORDS and max(word) < "\u1100"


def least_seen(documents: int) -> int:
    """Return how many fields must have a word of the vocabulary that is in no name."""
    return 1 if documents <= VOCABULARY_ALL else 2


def common(seen: Seen, least: int) -> int | None:
    """Return how common a word is, None when it is not in the vocabulary.

    That is the logarithm to base 2 of the number of fields that have it, rounded down.
    """
    fields, names = seen
    return fields.bit_length() - 1 if fields >= least or names else None
