"""Which sources are like a source: by what both share, rare things counting most.

What two sources may share are terms: tags and GitHub's topics (one kind: a topic that another
source has as a tag is the same word) and artifact types. A term weighs by how rare it is, in whole
steps (one for each time that the number of sources halves), so that one source more or less
hardly ever reorders the lists of all others. A tag of both counts double, a type half.

Comparing every source with every other would take hours at 100,000. Here each term names its
:data:`NAMED` first holders (most trusted, then most starred, then by id) and, for rare terms, that
is all of them; only sources that are named are compared, in full. So the work grows with the
number of sources alone.

What a source is like depends on its terms, and of each on its weight and on what its first holders
are like. That is quickly compared with the last build's, and as long as it is the same, so is the answer;
more quickly still where the terms of no source have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.answers import Answers
from generator.fingerprint import fingerprint
from generator.model import CatalogEntry, TrustLevel

RELATED = 6
"""Sources shown as related."""

NAMED = 48
"""Holders of a term that it brings into the comparison."""

COMPARED = 24
"""Sources, most promising first, that are compared in full."""

SHARED_SHOWN = 4
"""Shared terms that are named as the reason."""

TYPE_PREFIX = "\0"
"""Before the id of an artifact type among terms; no tag begins so."""

_TRUST = {level: place for place, level in enumerate(TrustLevel)}


@dataclass(frozen=True, slots=True)
class Related:
    """A source that is like another."""

    source_id: str
    shared: tuple[str, ...]
    """Tags and topics that both have, the rarest first."""
    types: tuple[str, ...]
    """Ids of the artifact types that both have, in the settings' order; empty where words are shared."""


Plain = Sequence[Sequence[Any]]
"""Related sources, each as its id, what both share, and their types."""


class RelatedIndex:
    """The public sources by their terms; made once, asked for each source."""

    def __init__(self, entries: Iterable[CatalogEntry], answers: Answers | None = None) -> None:
        """``entries`` are those that may be related to others, in any order; ``answers`` earlier ones."""
        ordered = sorted(entries, key=_merit)
        self._answers = answers
        self._merits = [_merit(entry) for entry in ordered]
        self._term_prints: dict[str, str] = {}
        self._terms = {entry.source.id: _terms(entry) for entry in ordered}
        self._place = {entry.source.id: place for place, entry in enumerate(ordered)}
        self._ids = [entry.source.id for entry in ordered]

    @cached_property
    def _holders(self) -> Mapping[str, Sequence[int]]:
        """The places of the sources that have a term."""
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for place, source_id in enumerate(self._ids):
            for term in self._terms[source_id]:
                holders[term].append(place)
        return holders

    @cached_property
    def _weights(self) -> Mapping[str, int]:
        steps = len(self._ids).bit_length()
        return {
            term: max(1, steps - len(held).bit_length() + 1) * (1 if term.startswith(TYPE_PREFIX) else 2)
            for term, held in self._holders.items()
        }

    @cached_property
    def _named(self) -> Mapping[str, Sequence[int]]:
        return {term: held[:NAMED] for term, held in self._holders.items()}

    def of(self, entry: CatalogEntry) -> tuple[Related, ...]:
        """Up to :data:`RELATED` sources, the likest first, of equal ones the most trusted."""
        return tuple(Related(one, tuple(shared), tuple(types)) for one, shared, types in self.plain(entry))

    def plain(self, entry: CatalogEntry) -> Plain:
        """The same as JSON has it."""
        if self._answers is None:
            return self._found(entry)
        source_id = entry.source.id
        among, asked, answer = self._told(self._answers.get(source_id))
        if among == self._all and source_id in self._place:
            return answer
        question = self._question(entry)
        if asked != question:
            answer = self._found(entry)
        self._answers.put(source_id, [self._all, question, answer])
        return answer

    def _told(self, row: Any) -> tuple[object, object, Plain]:  # noqa: ANN401 - any JSON
        """Among which sources an earlier build asked, its question and the answer; what is no row is none."""
        try:
            among, asked, answer = row
            for one, shared, types in answer:
                if one not in self._place or not type(shared) is type(types) is list:
                    return None, None, ()
                "".join(shared + types)  # which nothing but texts can be
        except (TypeError, ValueError):
            return None, None, ()
        return among, asked, answer

    @cached_property
    def _all(self) -> str:
        """The digest of all that is asked of public sources."""
        return fingerprint(self._merits, tuple(self._terms.values()))

    def _question(self, entry: CatalogEntry) -> str:
        """The digest of all that `of` looks at."""
        own = self._terms.get(entry.source.id) or _terms(entry)
        return fingerprint(entry.source.id, [(term, tag, self._print(term)) for term, tag in own.items()])

    def _print(self, term: str) -> str:
        known = self._term_prints.get(term)
        if known is None:
            holders = [self._look[place] for place in self._named.get(term, ())]
            known = self._term_prints[term] = fingerprint(self._weights.get(term), holders)
        return known

    @cached_property
    def _look(self) -> Sequence[str]:
        """The digest of what others see of each source, by its place."""
        return [fingerprint(merit, self._terms[merit[-1]]) for merit in self._merits]

    def _found(self, entry: CatalogEntry) -> Plain:
        own = self._terms.get(entry.source.id) or _terms(entry)
        scored = sorted((-self._score(own, place), place) for place in self.compared(entry))
        return [self._related(own, self._ids[place]) for _, place in scored[:RELATED]]

    def compared(self, entry: CatalogEntry) -> tuple[int, ...]:
        """The places, by merit, of the sources that a source is compared with in full."""
        own = self._terms.get(entry.source.id) or _terms(entry)
        promise: dict[int, int] = {}
        for term in own:
            weight = self._weights.get(term, 0)
            for place in self._named.get(term, ()):
                promise[place] = promise.get(place, 0) + weight
        promise.pop(self._place.get(entry.source.id, -1), None)
        return tuple(sorted(promise, key=lambda place: (-promise[place], place))[:COMPARED])

    def _score(self, own: Mapping[str, bool], place: int) -> int:
        other = self._terms[self._ids[place]]
        return sum(
            self._weights[term] * (2 if tag and other[term] else 1)
            for term, tag in own.items()
            if term in other
        )

    def _related(self, own: Mapping[str, bool], source_id: str) -> tuple[str, list[str], list[str]]:
        other = self._terms[source_id]
        common = [term for term in own if term in other]
        words = [term for term in common if not term.startswith(TYPE_PREFIX)]
        words.sort(key=lambda term: (-self._weights[term], not (own[term] and other[term]), term))
        types = [] if words else [term.removeprefix(TYPE_PREFIX) for term in common]
        return source_id, words[:SHARED_SHOWN], types


def _terms(entry: CatalogEntry) -> Mapping[str, bool]:
    """What a source may share, and whether it is a tag that a person gave."""
    return {
        **dict.fromkeys((TYPE_PREFIX + kind for kind in entry.counts_by_type), False),
        **dict.fromkeys(entry.auto_tags, False),
        **dict.fromkeys(entry.source.tags, True),
    }


def _merit(entry: CatalogEntry) -> tuple[int, int, str]:
    stars = entry.snapshot.stars if entry.snapshot else None
    return (-_TRUST[entry.source.trust_level], -(stars or 0), entry.source.id)
