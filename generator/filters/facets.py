"""Facets: how many sources each value of a filter would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.filters.query import Query
from generator.filters.select import Searcher, matching
from generator.model import CatalogEntry


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over zero by value, most first, then by value."""

    artifact_type: Mapping[str, int]
    tags: Mapping[str, int]
    trust_level: Mapping[str, int]
    status: Mapping[str, int]


def count_facets(entries: Iterable[CatalogEntry], query: Query, search: Searcher | None = None) -> Facets:
    """What choosing each value would give, beside what the query has chosen already.

    A source must have all chosen types and tags, so these count what is left of the
    result. It has one trust level and one status, and any chosen one will do; so each
    of these two facets counts as if nothing were chosen in it.
    """
    listed = tuple(entries)
    if search and query.search:
        ranking = tuple(search(query.search))
        search = lambda _words: ranking  # noqa: E731 - asked once, used thrice
    found = matching(listed, query, search)
    any_trust = matching(listed, replace(query, trust_level=()), search)
    any_status = matching(listed, replace(query, status=()), search)
    return Facets(
        artifact_type=_counts(kind for e in found for kind in e.counts_by_type),
        tags=_counts(tag for e in found for tag in e.source.tags),
        trust_level=_counts(e.source.trust_level.value for e in any_trust),
        status=_counts(e.status.value for e in any_status),
    )


def _counts(values: Iterable[str]) -> Mapping[str, int]:
    counted = Counter(values)
    return MappingProxyType(dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))))
