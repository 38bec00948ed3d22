"""Lunr's index in flat arrays: the same terms, frequencies, lengths and scores, without its objects.

Scores follow lunr.py 0.8 to the last bit: BM25 with ``k1`` 1.2 and ``b`` 0.75, the
document frequency counted over fields, the inverse of it with Lunr's ``abs()``, the
field's boost, rounded to three decimals.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.search.documents import BOOSTS, FIELDS, Counted
from generator.search.words import STOP_WORDS

K1 = 1.2
B = 0.75
FIELD_COUNT = len(FIELDS)
_SHIFT = 24
"""Bits of a packed posting that hold the frequency; above them ``document * FIELD_COUNT + field``."""
_MASK = (1 << _SHIFT) - 1

VOCABULARY_LETTERS = (4, 30)
"""Letters of the words that a mistyped word may be corrected to."""
VOCABULARY_ALL = 1000
"""Up to so many documents every word is in the vocabulary; above, words of two documents and of names."""


def utf16(text: str) -> bytes:
    """Sort key: the order of JavaScript's strings."""
    return text.encode("utf-16-be", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index keeps of a document beside its words."""

    precedence: int
    description: str
    artifacts: tuple[str, ...]
    excerpt: str


class Index:
    """Everything known of all documents; made by `build`, read by the searcher and the writers."""

    __slots__ = ("averages", "documents", "kept", "known_words", "lengths", "postings", "terms", "vocabulary")

    def __init__(self) -> None:
        self.documents = 0
        self.kept: list[Kept] = []
        """What is shown and ranked by of each document."""
        self.lengths: list[array[int]] = [array("L") for _ in FIELDS]
        """Tokens of each document, for each field."""
        self.averages: tuple[float, ...] = ()
        """Mean of ``lengths`` for each field."""
        self.postings: dict[str, array[int]] = {}
        """Term → packed postings in the order of document and field."""
        self.terms: list[str] = []
        """All terms in the order of JavaScript's strings."""
        self.vocabulary: dict[str, int] = {}
        """Words that a mistyped word may mean → how common they are (the logarithm to base 2 of the
        number of documents, rounded down)."""
        self.known_words: list[str] = []
        """The words of ``vocabulary``, sorted."""

    def idf(self, term: str) -> float:
        """Return Lunr's inverse document frequency; a document counts once for each field."""
        found = len(self.postings[term])
        x = (self.documents - found + 0.5) / (found + 0.5)
        return math.log(1 + abs(x))

    def raw_scores(self, term: str) -> Iterator[tuple[int, int, float]]:
        """Yield place (``document * FIELD_COUNT + field``), frequency and unrounded score."""
        idf = self.idf(term)
        lengths, averages = self.lengths, self.averages
        for packed in self.postings[term]:
            place, frequency = packed >> _SHIFT, packed & _MASK
            document, field = divmod(place, FIELD_COUNT)
            # Written as in lunr.py, so that every rounding of the machine is the same.
            score = (
                idf
                * ((K1 + 1) * frequency)
                / (K1 * (1 - B + B * (lengths[field][document] / averages[field])) + frequency)
            )
            yield place, frequency, score * BOOSTS[field]

    def scores(self, term: str) -> Iterator[tuple[int, float]]:
        """Yield place and score of each posting, rounded as lunr.py rounds."""
        for place, _, score in self.raw_scores(term):
            yield place, round(score, 3)

    def birth(self, term: str) -> tuple[int, bytes]:
        """Return what orders terms as Lunr numbers them: by first document and field, there by spelling."""
        return self.postings[term][0] >> _SHIFT, utf16(term)

    def documents_of(self, term: str) -> list[int]:
        """Return the documents that hold a term, once for each field."""
        return [(packed >> _SHIFT) // FIELD_COUNT for packed in self.postings[term]]

    def sorted_terms(self, terms: Iterable[str]) -> list[str]:
        """Return the terms that the index has, in the order of JavaScript's strings."""
        return sorted((term for term in terms if term in self.postings), key=utf16)

    def prefixed(self, prefix: str) -> Iterator[str]:
        """Yield the terms that begin with ``prefix``, in order."""
        start = bisect_left(self.terms, utf16(prefix), key=utf16)
        for at in range(start, len(self.terms)):
            if not self.terms[at].startswith(prefix):
                return
            yield self.terms[at]


def build(documents: Iterable[Counted]) -> Index:
    """Index documents, whose ordinals are 0, 1, 2 …; raises ValueError when they are not."""
    index = Index()
    postings = index.postings
    seen: Counter[str] = Counter()
    named: set[str] = set()
    for counted in documents:
        if counted.ordinal != index.documents:
            raise ValueError(f"a document has ordinal {counted.ordinal} in place {index.documents}")
        for field, bag in enumerate(counted.terms()):
            head = (index.documents * FIELD_COUNT + field) << _SHIFT
            index.lengths[field].append(sum(bag.values()))
            for term, frequency in bag.items():
                packed = head | min(frequency, _MASK)
                known = postings.get(term)
                if known is None:
                    postings[term] = array("Q", (packed,))
                else:
                    known.append(packed)
        seen.update(set().union(*counted.fields))
        named.update(*counted.fields[:3])
        index.kept.append(Kept(counted.precedence, counted.description, counted.artifacts, counted.excerpt))
        index.documents += 1
    index.averages = tuple(sum(lengths) / max(index.documents, 1) for lengths in index.lengths)
    index.terms = sorted(postings, key=utf16)
    least = 1 if index.documents <= VOCABULARY_ALL else 2
    index.vocabulary = {
        word: seen[word].bit_length() - 1
        for word in sorted(seen)
        if (seen[word] >= least or word in named) and _is_correction(word)
    }
    index.known_words = list(index.vocabulary)
    return index


def _is_correction(word: str) -> bool:
    """Tell whether a mistyped word may be meant to be ``word``: only letters of an alphabet, none astral."""
    least, most = VOCABULARY_LETTERS
    return least <= len(word) <= most and word.isalpha() and word not in STOP_WORDS and max(word) < "\u1100"
