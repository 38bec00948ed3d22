"""Lunr's query arithmetic over the flat index: the same matches and scores, bit by bit.

``templates/assets/js/lib/search-evaluate.js`` is the same in the browser.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from generator.search.index import Index
from generator.search.segment import FIELD_COUNT


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms of which one must match (``required``), or which only raise the score."""

    terms: tuple[str, ...]
    """Terms of the index, each once."""
    boost: int = 1
    required: bool = True


def evaluate(index: Index, clauses: Sequence[Clause]) -> list[tuple[int, float]]:
    """Return document and score of every match, in the order in which Lunr first meets them.

    A score is the sum over the fields of the dot product of the query's vector and
    the field's, divided by the length of the query's. The products are added in the
    order of Lunr's term numbers and the fields in that of their first match, since
    the last bit of a sum depends on it.
    """
    weights: dict[str, int] = {}
    for clause in clauses:
        for term in clause.terms:
            weights[term] = weights.get(term, 0) + clause.boost
    magnitude = sqrt(sum(weight * weight for weight in weights.values()))
    dots: dict[int, float] = {}
    for term in sorted(weights, key=index.birth):
        weight = weights[term]
        for place, score in index.scores(term):
            dots[place] = dots.get(place, 0.0) + weight * score
    required: set[int] | None = None
    met: dict[int, array[int]] = {}
    done: set[str] = set()
    for clause in clauses:
        matched: set[int] = set()
        for term in clause.terms:
            places = [place for place, _ in index.postings(term)]
            if clause.required:
                matched.update(place // FIELD_COUNT for place in places)
            if term in done:
                continue
            done.add(term)
            # Lunr walks field by field, and within a field by document.
            for field in range(FIELD_COUNT):
                for place in places:
                    document, at = divmod(place, FIELD_COUNT)
                    if at != field:
                        continue
                    fields = met.setdefault(document, array("B"))
                    if field not in fields:
                        fields.append(field)
        if clause.required:
            required = matched if required is None else required & matched
    found = []
    for document, fields in met.items():
        if required is not None and document not in required:
            continue
        score = 0.0
        for field in fields:
            score += dots[document * FIELD_COUNT + field] / magnitude
        found.append((document, score))
    return found
