"""The stock index of the ``lunr`` package, fed with our terms.

It is the builder of small catalogs, and what tests measure the flat index against.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lunr.builder import Builder
from lunr.index import Index as LunrIndex

from generator.search.documents import BOOSTS, FIELDS, Counted
from generator.search.index import utf16


def builder(documents: Iterable[Counted]) -> Builder:
    """Return lunr.py's builder with the documents added; refs are ordinals, the pipeline is empty.

    Terms are fed in the order of JavaScript's strings, so that Lunr numbers them as `Index.birth` says.
    """
    made = Builder()
    made.ref("ordinal")
    for name, boost in zip(FIELDS, BOOSTS, strict=True):
        made.field(name, boost)
    for counted in documents:
        fields: dict[str, Any] = {"ordinal": counted.ordinal}
        for name, bag in zip(FIELDS, counted.terms(), strict=True):
            fields[name] = [term for term in sorted(bag, key=utf16) for _ in range(bag[term])]
        made.add(fields)
    return made


def serialise(built: LunrIndex) -> dict[str, Any]:
    """Return the index as JSON that lunr.js loads.

    lunr.py sorts terms by code point and lunr.js refuses what is not in the order of
    JavaScript's strings.
    """
    stored: dict[str, Any] = built.serialize()
    stored["invertedIndex"].sort(key=lambda pair: utf16(pair[0]))
    return stored
