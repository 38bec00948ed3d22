"""The stock index of the ``lunr`` package, fed with our terms.

It indexes small catalogs, and is what tests measure our own builder against.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lunr.builder import Builder
from lunr.index import Index as LunrIndex

from generator.search.binary import utf16
from generator.search.documents import BOOSTS, FIELDS, Counted
from generator.search.segment import kind, steps


def builder(documents: Iterable[Counted]) -> Builder:
    """Return lunr.py's builder with the documents added; refs are ordinals, the pipeline is empty.

    Terms are fed in the order of JavaScript's strings, so that Lunr numbers them as `Index.birth` says.
    """
    made = Builder()
    made.ref("ordinal")
    for name, boost in zip(FIELDS, BOOSTS, strict=True):
        made.field(name, boost)
    for ordinal, counted in enumerate(documents):
        fields: dict[str, Any] = {"ordinal": ordinal}
        for name, bag in zip(FIELDS, counted.terms(), strict=True):
            fields[name] = [term for term in sorted(bag, key=utf16) for _ in range(bag[term])]
        made.add(fields)
    return made


def postings(documents: Sequence[Counted]) -> dict[str, tuple[bytes, bytes]]:
    """Return the postings of Lunr's index as `Segment.postings` has them."""
    made = builder(documents)
    made.build()
    found = {}
    for term, posting in made.inverted_index.items():
        places, kinds = bytearray(), bytearray()
        refs = [(int(ref), field) for field, name in enumerate(FIELDS) for ref in posting[name]]
        for ref, field in sorted(refs):
            frequency = made.field_term_frequencies[f"{FIELDS[field]}/{ref}"][term]
            places.append(ref)
            kinds += kind(field, frequency)
        found[term] = (steps(bytes(places)), bytes(kinds))
    return found


def serialise(built: LunrIndex) -> dict[str, Any]:
    """Return the index as JSON that lunr.js loads.

    lunr.py sorts terms by code point and lunr.js refuses what is not in the order of
    JavaScript's strings.
    """
    stored: dict[str, Any] = built.serialize()
    stored["invertedIndex"].sort(key=lambda pair: utf16(pair[0]))
    return stored
