"""Full-text search: the index that the site carries, and the same search in Python.

A build hands one `SearchDocument` for each public entry to `index_files` and writes
what comes back, of which `build_index` makes everything at once; ``catalog list --search``
and the filters ask a `Searcher`.
"""

from generator.search.building import Layout
from generator.search.documents import (
    COUNTS_VERSION,
    FIELDS,
    LazyText,
    SearchDocument,
    TokenCounts,
    document,
    freshness,
)
from generator.search.searcher import Hit, Searcher
from generator.search.shelf import Store
from generator.search.site import INDEX_PATH, SearchFiles, build_index, index_files

__all__ = [
    "COUNTS_VERSION",
    "FIELDS",
    "INDEX_PATH",
    "Hit",
    "Layout",
    "LazyText",
    "SearchDocument",
    "SearchFiles",
    "Searcher",
    "Store",
    "TokenCounts",
    "build_index",
    "document",
    "freshness",
    "index_files",
]
