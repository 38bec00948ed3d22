"""The filters: each takes entries and gives those that pass, in the same order.

An empty choice lets everything pass. Words may be comma lists, and case is folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from generator.filters.order import sort_entries
from generator.filters.query import Query, fold, folded
from generator.model import CatalogEntry, Visibility


class Searcher(Protocol):
    """The search over a catalog's public sources."""

    def __call__(self, words: str, /) -> Sequence[str]:
        """Ids of the sources that match every word, best first, each once."""


def filter_by_artifact_type(
    entries: Iterable[CatalogEntry], artifact_type: str | Iterable[str]
) -> tuple[CatalogEntry, ...]:
    """The entries that have at least one listed artifact of each of the types."""
    wanted = folded(artifact_type)
    return tuple(e for e in entries if all(e.counts_by_type.get(kind, 0) > 0 for kind in wanted))


def filter_by_tags(entries: Iterable[CatalogEntry], tags: str | Iterable[str]) -> tuple[CatalogEntry, ...]:
    """The entries that carry all of the tags. GitHub's topics are no tags."""
    wanted = set(folded(tags))
    return tuple(e for e in entries if wanted <= {fold(tag) for tag in e.source.tags})


def filter_by_trust_level(
    entries: Iterable[CatalogEntry], trust_level: str | Iterable[str]
) -> tuple[CatalogEntry, ...]:
    """The entries of any one of the trust levels: a source has only one."""
    wanted = set(folded(trust_level))
    return tuple(e for e in entries if not wanted or e.source.trust_level in wanted)


def filter_by_status(
    entries: Iterable[CatalogEntry], status: str | Iterable[str]
) -> tuple[CatalogEntry, ...]:
    """The entries with any one of the statuses."""
    wanted = set(folded(status))
    return tuple(e for e in entries if not wanted or e.status in wanted)


def filter_by_search(
    entries: Iterable[CatalogEntry], words: str, search: Searcher
) -> tuple[CatalogEntry, ...]:
    """The entries that match all the words, best first; without words, all in their order."""
    if not fold(words):
        return tuple(entries)
    by_id = {e.source.id: e for e in entries}
    return tuple(by_id[source_id] for source_id in search(words) if source_id in by_id)


def matching(
    entries: Iterable[CatalogEntry], query: Query, search: Searcher | None
) -> tuple[CatalogEntry, ...]:
    """The listed entries that pass all of the query's filters: by relevance, else as they came."""
    found = tuple(e for e in entries if e.source.visibility is Visibility.PUBLIC)
    found = filter_by_artifact_type(found, query.artifact_type)
    found = filter_by_tags(found, query.tags)
    found = filter_by_trust_level(found, query.trust_level)
    found = filter_by_status(found, query.status)
    if query.search:
        if search is None:
            raise ValueError("a query with words needs a searcher")
        found = filter_by_search(found, query.search, search)
    return found


def apply_filters(
    catalog_entries: Iterable[CatalogEntry], query: Query, search: Searcher | None = None
) -> tuple[CatalogEntry, ...]:
    """The listed entries that pass all of the query's filters, in the query's order.

    Unlisted sources never pass. ``search`` is needed where the query has words.
    """
    return sort_entries(matching(catalog_entries, query, search), query.order)
