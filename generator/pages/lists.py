"""The list of all sources, and those of one tag, artifact type or trust level."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from generator import urls
from generator.model import ArtifactType, CatalogEntry
from generator.pages.cards import BLANK_CARD, STATUS_ICONS, status_badge, trust_badge
from generator.pages.contexts import (
    HomeContext,
    ListContext,
    SortOption,
    TagGroup,
    TagsContext,
    TermLink,
    TrustContext,
    TypesContext,
)
from generator.pages.view import View, page_count, pager
from generator.pages.wording import counted, in_sentence, initial, moment, number, one_line

POPULAR_TAGS = 24
"""Tags above the letters of the tags page, where there are at least twice as many."""

SORTS = (
    SortOption("name", "Name"),
    SortOption("relevance", "Relevance"),
    SortOption("stars", "Most stars"),
    SortOption("updated", "Recently updated"),
    SortOption("added", "Recently added"),
    SortOption("artifacts", "Most artifacts"),
)


def _sources(count: int) -> str:
    return counted(count, "source", "sources")


# ------------------------------------------------------------------ all sources


def home_page(view: View, page_number: int) -> HomeContext:
    """One page of the list of all sources."""
    settings, size = view.catalog.settings, view.catalog.settings.page_size
    total = len(view.public)
    start = (page_number - 1) * size
    shown = view.public[start : start + size]
    pages = page_count(total, size)
    path = urls.list_page(page_number)
    first_page = page_number == 1
    badges = (status_badge(status) for status in STATUS_ICONS)
    return HomeContext(
        site=view.site,
        page=view.page(
            path, "" if first_page else f"Sources, page {page_number} of {pages}", section="sources"
        ),
        heading=view.site.title if first_page else f"Sources, page {page_number} of {pages}",
        lede=view.description if first_page else "",
        total=number(total),
        facts=f"{_sources(total)} · {counted(sum(view.artifact_totals.values()), 'artifact', 'artifacts')}"
        if total
        else "",
        as_of=moment(view.catalog.as_of),
        results_heading=_sources(total).capitalize()
        if first_page
        else f"Sources {number(start + 1)}–{number(start + len(shown))} of {number(total)}",
        cards=tuple(view.card(entry) for entry in shown),
        first=start,
        page_size=size,
        facets=view.facets,
        sorts=SORTS,
        blank=BLANK_CARD,
        trust_badges=tuple(trust_badge(settings, info.level) for info in settings.trust_levels),
        status_badges=tuple(badge for badge in badges if badge),
        pager=pager("All sources", page_number, pages, urls.list_page),
        filter_index=view.data.filter_index,
        search_manifest=view.data.search,
        source_template=urls.source_page("id").replace("/id/", "/{id}/"),
    )


def _query(**parameters: str) -> str:
    """The query of the home page that filters by one value."""
    return f"?{urlencode(parameters, errors='replace')}"


# ------------------------------------------------------------------- one term


def _list(
    view: View,
    entries: Sequence[CatalogEntry],
    page_number: int,
    *,
    path: str,
    kind: str,
    section: str,
    label: str,
    key: str,
    index_label: str,
    icon: str = "",
    description: str = "",
    filter_query: str,
    related_label: str,
    related: tuple[TermLink, ...],
) -> ListContext:
    size = view.catalog.settings.page_size
    pages = page_count(len(entries), size)
    start = (page_number - 1) * size
    shown = entries[start : start + size]
    paths = {"tags": urls.tag_page, "types": urls.type_page, "trust": urls.trust_page}[section]
    page_words = "" if page_number == 1 else f", page {page_number} of {pages}"
    return ListContext(
        site=view.site,
        page=view.page(
            path,
            f"{kind}: {label}{page_words}",
            description or f"{_sources(len(entries)).capitalize()} with the tag {label}.",
            section=section,
        ),
        kind=kind,
        index_path=paths(),
        index_label=index_label,
        heading=label + page_words,
        icon_name=icon,
        description=description,
        results_heading=_sources(len(entries)).capitalize()
        if pages == 1 or not shown
        else f"Sources {number(start + 1)}–{number(start + len(shown))} of {number(len(entries))}",
        cards=tuple(view.card(entry) for entry in shown),
        pager=pager(f"{kind} {label}", page_number, pages, lambda n: paths(key, n)),
        filter_query=filter_query,
        related_label=related_label,
        related=related,
    )


def tag_list(view: View, tag: str, page_number: int) -> ListContext:
    """One page of the sources that carry a tag."""
    entries = view.by_tag[tag]
    return _list(
        view,
        entries,
        page_number,
        path=urls.tag_page(tag, page_number),
        kind="Tag",
        section="tags",
        label=tag,
        key=tag,
        index_label="All tags",
        icon="tag",
        filter_query=_query(tags=tag),
        related_label="Often together with",
        related=tuple(
            TermLink(other, other, urls.tag_page(other), number(count), _sources(count))
            for other, count in view.often_with(tag)
        ),
    )


def type_list(view: View, type_id: str, page_number: int) -> ListContext:
    """One page of the sources that have an artifact of a type."""
    kind = next(kind for kind in view.catalog.settings.artifact_types if kind.id == type_id)
    return _list(
        view,
        view.by_type.get(type_id, ()),
        page_number,
        path=urls.type_page(type_id, page_number),
        kind="Type",
        section="types",
        label=one_line(kind.plural),
        key=type_id,
        index_label="All types",
        icon=kind.icon,
        description=one_line(kind.description),
        filter_query=_query(artifact_type=type_id),
        related_label="Other types",
        related=tuple(term for term in type_terms(view) if term.key != type_id),
    )


def trust_list(view: View, level: str, page_number: int) -> ListContext:
    """One page of the sources of a trust level."""
    info = next(info for info in view.catalog.settings.trust_levels if info.level.value == level)
    return _list(
        view,
        view.by_trust.get(level, ()),
        page_number,
        path=urls.trust_page(level, page_number),
        kind="Trust",
        section="trust",
        label=one_line(info.label),
        key=level,
        index_label="All trust levels",
        icon=info.icon,
        description=one_line(info.criteria),
        filter_query=_query(trust_level=level),
        related_label="Other levels",
        related=tuple(term for term in trust_terms(view) if term.key != level),
    )


# -------------------------------------------------------------------- all terms


def type_terms(view: View) -> tuple[TermLink, ...]:
    """Every artifact type in the settings' order, also those that no source has yet."""
    return tuple(_type_term(view, kind) for kind in view.catalog.settings.artifact_types)


def _type_term(view: View, kind: ArtifactType) -> TermLink:
    sources = len(view.by_type.get(kind.id, ()))
    artifacts = counted(view.artifact_totals[kind.id], in_sentence(kind.label), in_sentence(kind.plural))
    return TermLink(
        key=kind.id,
        label=one_line(kind.plural),
        path=urls.type_page(kind.id),
        count=number(sources),
        count_label=f"{artifacts} in {_sources(sources)}" if sources else "No sources yet",
        icon=kind.icon,
        description=one_line(kind.description),
    )


def trust_terms(view: View) -> tuple[TermLink, ...]:
    """Every trust level, most trusted first."""
    return tuple(
        TermLink(
            key=info.level.value,
            label=one_line(info.label),
            path=urls.trust_page(info.level.value),
            count=number(len(view.by_trust.get(info.level.value, ()))),
            count_label=_sources(len(view.by_trust.get(info.level.value, ()))).capitalize(),
            icon=info.icon,
            description=one_line(info.criteria),
        )
        for info in reversed(view.catalog.settings.trust_levels)
    )


def _tag_term(view: View, tag: str) -> TermLink:
    count = len(view.by_tag[tag])
    return TermLink(tag, tag, urls.tag_page(tag), number(count), _sources(count))


def types_page(view: View) -> TypesContext:
    """The list of artifact types."""
    lede = "What sources hold. Each type is recognised by evidence in a source’s files, never by a claim."
    return TypesContext(
        site=view.site,
        page=view.page(urls.type_page(), "Artifact types", lede, section="types"),
        heading="Artifact types",
        lede=lede,
        types=type_terms(view),
    )


def tags_page(view: View) -> TagsContext:
    """The list of tags."""
    groups: dict[str, list[TermLink]] = {}
    for tag in view.by_tag:
        groups.setdefault(initial(tag), []).append(_tag_term(view, tag))
    popular = view.popular_tags[:POPULAR_TAGS] if len(view.by_tag) >= 2 * POPULAR_TAGS else ()
    used = counted(len(view.by_tag), "tag", "tags")
    lede = f"{used.capitalize()}, given by the people who described the sources."
    return TagsContext(
        site=view.site,
        page=view.page(urls.tag_page(), "Tags", lede, section="tags"),
        heading="Tags",
        lede=lede if view.by_tag else "No source carries a tag yet.",
        popular=tuple(_tag_term(view, tag) for tag in popular),
        groups=tuple(TagGroup(letter, tuple(groups[letter])) for letter in sorted(groups)),
    )


def trust_index(view: View) -> TrustContext:
    """The list of trust levels."""
    lede = "How far this catalog vouches for a source, and what a source must do for each level."
    return TrustContext(
        site=view.site,
        page=view.page(urls.trust_page(), "Trust levels", lede, section="trust"),
        heading="Trust levels",
        lede=lede,
        levels=trust_terms(view),
    )
