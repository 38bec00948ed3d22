"""Full-text search in Python, with the results and the order of the browser's.

The rule, which ``templates/assets/js/lib/search-words.js`` and its neighbours follow too:

1. Every word of the query must match a source somewhere. A word matches terms: its
   own; those that begin with it, from three letters on; shorter words match the
   beginnings of words in names. Where none of these exists, it matches words of
   which it is the beginning, and from five letters on words that differ by one edit.
2. Sources whose name, id, repository or owner/repo is the query come first, then
   those of which it is the beginning, then by the field that holds the weakest word:
   names, tags, artifact names, descriptions, READMEs, and in each the word itself
   before a longer one.
3. Among equals Lunr's score decides, then trust and freshness, then the id.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.search import words
from generator.search.binary import units
from generator.search.documents import FIELDS, SearchDocument
from generator.search.evaluate import Clause, evaluate
from generator.search.index import Index
from generator.search.kept import Mapper, segments
from generator.search.segment import FIELD_COUNT
from generator.search.shelf import Store

PREFIX_LETTERS = 3
"""Letters from which on a word matches longer terms; one character of a dense script is enough."""
EDIT_LETTERS = 5
"""Letters from which on a word that nothing matches may be mistyped."""
EXACT_BOOST = 8
"""How much more the word itself counts than a longer one."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One match."""

    ordinal: int
    tier: int
    """0: the query is its name; 1: begins its name; 2–11: twice the place in `FIELDS` of the field
    with the weakest word, plus 1 where only a longer or corrected word matches, plus 2."""
    score: float
    fields: tuple[str, ...]
    """Fields that any word of the query was found in."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one word of a query stands for in an index."""

    word: str
    exact: str | None
    """The word's own term, where the index has it."""
    others: tuple[str, ...]
    """Further terms, in the order of JavaScript's strings."""
    corrected: str | None = None
    """The likeliest of the words that it may be mistyped for."""

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms, the exact one first."""
        return (self.exact, *self.others) if self.exact is not None else self.others


class Searcher:
    """Searches documents; counting and indexing them is done once, on construction."""

    def __init__(
        self, documents: Iterable[SearchDocument], store: Store | None = None, mapper: Mapper = map
    ) -> None:
        """``store`` and ``mapper`` are as for `build_index`; what a build kept is used."""
        ids: list[str] = []
        precedence = bytearray()

        def noted() -> Iterator[SearchDocument]:
            for document in documents:
                ids.append(document.id)
                precedence.append(document.precedence)
                yield document

        made = list(segments(noted(), store, mapper))
        self.index = Index(made, bytes(precedence))
        self._ids: Sequence[str] = ids

    @classmethod
    def over(cls, index: Index, ids: Sequence[str]) -> Searcher:
        """Search an index that there is already; ``ids`` are those of its documents, in their order."""
        if len(ids) != index.documents:
            raise ValueError(f"the search index is of {index.documents} sources, and there are {len(ids)}")
        made = cls(())
        made.index, made._ids = index, ids
        return made

    def source_ids(self, text: str) -> tuple[str, ...]:
        """Return the ids of all sources that match ``text``, best first."""
        return tuple(self._ids[hit.ordinal] for hit in self.search(text))

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return all matches of ``text``, best first; nothing for a text without words."""
        meanings = [self.meaning(word) for word in words.query_words(text)]
        if not meanings or not all(meaning.terms for meaning in meanings):
            return ()
        clauses = []
        for meaning in meanings:
            clauses.append(Clause(meaning.terms))
            if meaning.exact is not None:
                clauses.append(Clause((meaning.exact,), EXACT_BOOST, required=False))
        ranks, masks = self._ranks(meanings)
        named = self._named(units(words.key(text[: words.QUERY_LIMIT])))
        hits = [
            Hit(
                document,
                named.get(document, ranks[document]),
                score,
                tuple(name for at, name in enumerate(FIELDS) if masks[document] >> at & 1),
            )
            for document, score in evaluate(self.index, clauses)
        ]
        precedence = self.index.precedence
        return tuple(sorted(hits, key=lambda h: (h.tier, -h.score, -precedence[h.ordinal], h.ordinal)))

    def suggestion(self, text: str) -> str | None:
        """Return the query that was probably meant, where a word had to be corrected."""
        meanings = [self.meaning(word) for word in words.query_words(text)]
        if not any(meaning.corrected for meaning in meanings):
            return None
        return " ".join(meaning.corrected or meaning.word for meaning in meanings)

    def meaning(self, word: str) -> Meaning:
        """Find the terms that a folded word matches."""
        own = words.term(word)
        exact = own if own in self.index else None
        others: set[str] = set()
        if words.is_dense(word):
            if len(word) == 1:
                others.update(self._longer(word))
        elif len(word) < PREFIX_LETTERS:
            others.add(units(word) + ".")
        else:
            others.update(self._longer(word))
        corrected = None
        if exact is None and not others and not words.is_dense(word):
            if len(word) >= PREFIX_LETTERS:
                others.update(words.term(longer) for longer in self._completions(word))
            if not others and len(word) >= EDIT_LETTERS:
                near = self._near(word)
                others.update(words.term(candidate) for candidate in near)
                # The commonest; among these the first in spelling.
                corrected = max(near, key=lambda w: self.index.vocabulary[w], default=None)
        others.discard(exact or "")
        return Meaning(word, exact, tuple(sorted(term for term in others if term in self.index)), corrected)

    def _longer(self, word: str) -> Iterable[str]:
        """Return the terms that begin with a word, without those for names as wholes."""
        return (t for t in self.index.prefixed(units(word)) if " " not in t and not t.endswith("."))

    def _completions(self, word: str) -> list[str]:
        """Return the vocabulary's words that begin with a word."""
        known = self.index.known_words
        start = bisect_left(known, word)
        found = []
        for at in range(start, len(known)):
            if not known[at].startswith(word):
                break
            found.append(known[at])
        return found

    def _near(self, word: str) -> list[str]:
        """Return the vocabulary's words that one edit makes of a word, in order."""
        return [known for known in self.index.known_words if one_edit(word, known)]

    def _ranks(self, meanings: list[Meaning]) -> tuple[dict[int, int], dict[int, int]]:
        """Return for each document the tier of its weakest word, and the set of fields as bits."""
        worst: dict[int, int] = {}
        masks: dict[int, int] = {}
        for number, meaning in enumerate(meanings):
            best: dict[int, int] = {}
            for term in meaning.terms:
                inexact = term != meaning.exact
                for place, _ in self.index.postings(term):
                    document, field = divmod(place, FIELD_COUNT)
                    rank = 2 + 2 * field + inexact
                    if rank < best.get(document, 99):
                        best[document] = rank
                    masks[document] = masks.get(document, 0) | 1 << field
            worst = {d: max(rank, worst.get(d, 0)) for d, rank in best.items() if number == 0 or d in worst}
        return worst, masks

    def _named(self, key: str) -> dict[int, int]:
        """Return the documents whose names are ``key`` (0) or begin with it (1)."""
        found: dict[int, int] = {}
        if not key:
            return found
        if len(key) >= PREFIX_LETTERS or words.is_dense(key[0]):
            for term in self.index.prefixed(key):
                if " " in term:
                    found.update((d, 1) for d in self.index.documents_of(term))
        if key + " " in self.index:
            found.update((d, 0) for d in self.index.documents_of(key + " "))
        return found


def one_edit(a: str, b: str) -> bool:
    """Tell whether one letter put in, left out or replaced, or two neighbours swapped, make b of a."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) > len(b):
        return a[start + 1 :] == b[start:]
    if len(a) < len(b):
        return a[start:] == b[start + 1 :]
    if a[start + 1 :] == b[start + 1 :]:
        return True
    return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
