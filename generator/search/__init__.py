"""Full-text search: the index that the site carries, and the same search in Python.

A build hands one `SearchDocument` for each public entry to `build_index` and writes
what comes back; ``catalog list --search`` and the filters ask a `Searcher`.
"""

from generator.search.documents import (
    COUNTS_VERSION,
    FIELDS,
    LazyText,
    SearchDocument,
    TokenCounts,
    document,
    freshness,
)
from generator.search.kept import Store
from generator.search.searcher import Hit, Searcher
from generator.search.site import INDEX_PATH, Layout, build_index

__all__ = [
    "COUNTS_VERSION",
    "FIELDS",
    "INDEX_PATH",
    "Hit",
    "Layout",
    "LazyText",
    "SearchDocument",
    "Searcher",
    "Store",
    "TokenCounts",
    "build_index",
    "document",
    "freshness",
]
