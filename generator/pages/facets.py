"""The filters of the list page, with what each value would show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import urls
from generator.filters import Query, count_facets
from generator.model import CatalogEntry, Settings, SourceStatus
from generator.pages.contexts_lists import Facet, FacetOption
from generator.pages.wording import Wording, one_line

FACET_TAGS = 24
"""Tags in the filter before one looks for others."""


def facets_of(
    words: Wording, settings: Settings, public: Iterable[CatalogEntry], popular_tags: Sequence[str]
) -> tuple[Facet, ...]:
    """Type, tags (the most used), trust, status: only values that some source has."""
    counts = count_facets(public, Query())
    types = tuple(
        FacetOption(
            kind.id,
            one_line(kind.plural),
            words.number(counts.artifact_type[kind.id]),
            urls.type_page(kind.id),
        )
        for kind in settings.artifact_types
        if kind.id in counts.artifact_type
    )
    tags = tuple(
        FacetOption(tag, tag, words.number(counts.tags[tag]), urls.tag_page(tag))
        for tag in popular_tags[:FACET_TAGS]
    )
    trust = tuple(
        FacetOption(
            info.level.value,
            one_line(info.label),
            words.number(counts.trust_level[info.level.value]),
            urls.trust_page(info.level.value),
        )
        for info in reversed(settings.trust_levels)
        if info.level.value in counts.trust_level
    )
    statuses = tuple(
        FacetOption(status.value, words(f"status.{status}"), words.number(counts.status[status.value]), None)
        for status in SourceStatus
        if status.value in counts.status
    )
    return (
        Facet("artifact_type", words("facet.artifact_type"), types, all_path=urls.type_page()),
        Facet(
            "tags",
            words("facet.tags"),
            tags,
            findable=len(popular_tags) > FACET_TAGS // 2,
            all_path=urls.tag_page(),
        ),
        Facet("trust_level", words("facet.trust_level"), trust, all_path=urls.trust_page()),
        Facet("status", words("facet.status"), statuses),
    )
