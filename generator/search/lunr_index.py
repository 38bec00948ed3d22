"""The stock index of the ``lunr`` package, fed with our terms.

It indexes small catalogs, and is what tests measure our own builder against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from generator.search.documents import BOOSTS, FIELDS, Counted
from generator.search.segment import Postings, kind, steps

if TYPE_CHECKING:
    from lunr.builder import Builder
    from lunr.index import Index as LunrIndex


def builder(documents: Iterable[Counted]) -> Builder:
    """Return lunr.py's builder with the documents added; refs are ordinals, the pipeline is empty.

    Terms are fed sorted, so that Lunr numbers them as `Index.birth` says.
    """
    from lunr.builder import Builder  # large catalogs need none

    made = Builder()
    made.ref("ordinal")
    for name, boost in zip(FIELDS, BOOSTS, strict=True):
        made.field(name, boost)
    for ordinal, counted in enumerate(documents):
        fields: dict[str, Any] = {"ordinal": ordinal}
        for name, bag in zip(FIELDS, counted.terms(), strict=True):
            fields[name] = [term for term in sorted(bag) for _ in range(bag[term])]
        made.add(fields)
    return made


def postings(documents: Sequence[Counted]) -> Postings:
    """Return the postings of Lunr's index."""
    made = builder(documents)
    made.build()
    terms = sorted(made.inverted_index)
    all_steps, all_kinds = [], []
    for term in terms:
        posting = made.inverted_index[term]
        refs = sorted((int(ref), field) for field, name in enumerate(FIELDS) for ref in posting[name])
        frequencies = [made.field_term_frequencies[f"{FIELDS[field]}/{ref}"][term] for ref, field in refs]
        all_steps.append(steps(bytes(ref for ref, _ in refs)))
        all_kinds.append(b"".join(kind(field, n) for (_, field), n in zip(refs, frequencies, strict=True)))
    return Postings(
        terms,
        list(accumulate(map(len, all_steps))),
        list(accumulate(map(len, all_kinds))),
        b"".join(all_steps),
        b"".join(all_kinds),
    )


def serialise(built: LunrIndex) -> dict[str, Any]:
    """Return the index as JSON that lunr.js loads.

    lunr.js refuses terms that are not in the order of JavaScript's strings; ours are (see `units`).
    """
    stored: dict[str, Any] = built.serialize()
    return stored
