"""The list of all sources, and those of one tag, artifact type or trust level."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from generator import urls
from generator.model import ArtifactType, CatalogEntry, TrustLevelInfo
from generator.pages.cards import BLANK_CARD, STATUS_ICONS, status_badge, trust_badge, typed
from generator.pages.contexts import TermLink
from generator.pages.contexts_lists import (
    HomeContext,
    ListContext,
    SortOption,
    TagGroup,
    TagsContext,
    TrustContext,
    TypesContext,
)
from generator.pages.linked_data import catalog_data, list_data
from generator.pages.view import View, page_count, pager, titled
from generator.pages.wording import Wording, initial, one_line

POPULAR_TAGS = 24
"""Tags above the letters of the tags page, where there are at least twice as many."""

SORTS = ("name", "relevance", "stars", "updated", "added", "artifacts")


def _sources(words: Wording, count: int) -> str:
    return words.counted("count.sources", count)


def _heading(words: Wording, total: int, start: int, shown: int) -> str:
    """``412 sources``, or ``Sources 25–48 of 412`` where not all are shown."""
    if shown in (0, total):
        return words.capital(_sources(words, total))
    first, last = words.number(start + 1), words.number(start + shown)
    return words("pager.of", **{"from": first, "to": last, "total": words.number(total)})


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
    words = view.words
    later = titled(words, words("nav.sources"), page_number, pages)
    badges = (status_badge(words, status) for status in STATUS_ICONS)
    artifacts = words.counted("count.artifacts", sum(view.artifact_totals.values()))
    return HomeContext(
        site=view.site,
        page=view.page(
            path,
            "" if first_page else later,
            section="sources",
            linked_data=catalog_data(view, shown, start)
            if first_page
            else list_data(view, words("nav.sources"), shown, start, total),
        ),
        heading=view.site.title if first_page else later,
        lede=view.description if first_page else "",
        total=words.number(total),
        facts=f"{_sources(words, total)} · {artifacts}" if total else "",
        as_of=words.moment(view.catalog.as_of),
        results_heading=words.capital(_sources(words, total))
        if first_page
        else _heading(words, total, start, len(shown)),
        cards=tuple(view.card(entry) for entry in shown),
        first=start,
        page_size=size,
        facets=view.facets,
        sorts=tuple(SortOption(value, words(f"sort.{value}")) for value in SORTS if value in view.orders),
        blank=BLANK_CARD,
        trust_badges=tuple(trust_badge(settings, info.level) for info in settings.trust_levels),
        status_badges=tuple(badge for badge in badges if badge),
        pager=pager(words, words("home.all"), page_number, pages, urls.list_page),
        filter_index=view.data.filter_index,
        search_manifest=view.data.search,
        source_template=urls.source_page("id").replace("/id/", "/{id}/"),
    )


def home_ingredients(view: View, page_number: int) -> tuple[object, ...]:
    """All that `home_page` reads, beside what every page shares."""
    return (
        view.artifact_totals.total(),
        view.catalog.as_of,
        view.facets_print,
        view.data.filter_index,
        view.data.search,
        *_shown(view, view.public, page_number),
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
    words = view.words
    heading = titled(words, label, page_number, pages)
    name = words("list.kind", kind=kind, label=label)
    with_tag = words("list.with_tag", count=words.capital(_sources(words, len(entries))), tag=label)
    return ListContext(
        site=view.site,
        page=view.page(
            path,
            words("list.kind", kind=kind, label=heading),
            description or with_tag,
            section=section,
            feeds=view.feed_links(paths(key), label),
            linked_data=list_data(view, name, shown, start, len(entries)),
        ),
        kind=kind,
        index_path=paths(),
        index_label=index_label,
        heading=heading,
        icon_name=icon,
        description=description,
        results_heading=_heading(words, len(entries), start, len(shown)),
        cards=tuple(view.card(entry) for entry in shown),
        pager=pager(words, name, page_number, pages, lambda n: paths(key, n)),
        filter_query=filter_query,
        related_label=related_label,
        related=related,
    )


def tag_ingredients(view: View, tag: str, page_number: int) -> tuple[object, ...]:
    """All that `tag_list` reads, beside what every page shares."""
    return (view.often_with(tag), *_shown(view, view.by_tag[tag], page_number))


def type_ingredients(view: View, type_id: str, page_number: int) -> tuple[object, ...]:
    """All that `type_list` reads, beside what every page shares."""
    counts = {kind: len(entries) for kind, entries in view.by_type.items()}
    return (counts, view.artifact_totals, *_shown(view, view.by_type.get(type_id, ()), page_number))


def trust_ingredients(view: View, level: str, page_number: int) -> tuple[object, ...]:
    """All that `trust_list` reads, beside what every page shares."""
    counts = {level: len(entries) for level, entries in view.by_trust.items()}
    return (counts, *_shown(view, view.by_trust.get(level, ()), page_number))


def _shown(view: View, entries: Sequence[CatalogEntry], page_number: int) -> tuple[object, ...]:
    """How long a list is, and what the cards on one of its pages are made of."""
    size = view.catalog.settings.page_size
    start = (page_number - 1) * size
    return (len(entries), [view.card_print(entry) for entry in entries[start : start + size]])


def tag_list(view: View, tag: str, page_number: int) -> ListContext:
    """One page of the sources that carry a tag."""
    entries = view.by_tag[tag]
    return _list(
        view,
        entries,
        page_number,
        path=urls.tag_page(tag, page_number),
        kind=view.words("list.tag"),
        section="tags",
        label=tag,
        key=tag,
        index_label=view.words("list.all_tags"),
        icon="tag",
        filter_query=_query(tags=tag),
        related_label=view.words("list.often_with"),
        related=tuple(
            TermLink(
                other, other, urls.tag_page(other), view.words.number(count), _sources(view.words, count)
            )
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
        kind=view.words("list.type"),
        section="types",
        label=one_line(kind.plural),
        key=type_id,
        index_label=view.words("list.all_types"),
        icon=kind.icon,
        description=one_line(kind.description),
        filter_query=_query(artifact_type=type_id),
        related_label=view.words("list.other_types"),
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
        kind=view.words("list.trust"),
        section="trust",
        label=one_line(info.label),
        key=level,
        index_label=view.words("list.all_levels"),
        icon=info.icon,
        description=one_line(info.criteria),
        filter_query=_query(trust_level=level),
        related_label=view.words("list.other_levels"),
        related=tuple(term for term in trust_terms(view) if term.key != level),
    )


# -------------------------------------------------------------------- all terms


def type_terms(view: View) -> tuple[TermLink, ...]:
    """Every artifact type in the settings' order, also those that no source has yet."""
    return tuple(_type_term(view, kind) for kind in view.catalog.settings.artifact_types)


def _type_term(view: View, kind: ArtifactType) -> TermLink:
    words, sources = view.words, len(view.by_type.get(kind.id, ()))
    found = words(
        "list.typed_in",
        artifacts_count=typed(words, kind, view.artifact_totals[kind.id]),
        sources_count=_sources(words, sources),
    )
    return TermLink(
        key=kind.id,
        label=one_line(kind.plural),
        path=urls.type_page(kind.id),
        count=words.number(sources),
        count_label=found if sources else words("home.empty"),
        icon=kind.icon,
        description=one_line(kind.description),
    )


def trust_terms(view: View) -> tuple[TermLink, ...]:
    """Every trust level, most trusted first."""
    return tuple(_trust_term(view, info) for info in reversed(view.catalog.settings.trust_levels))


def _trust_term(view: View, info: TrustLevelInfo) -> TermLink:
    words, level = view.words, info.level.value
    count = len(view.by_trust.get(level, ()))
    return TermLink(
        key=level,
        label=one_line(info.label),
        path=urls.trust_page(level),
        count=words.number(count),
        count_label=words.capital(_sources(words, count)),
        icon=info.icon,
        description=one_line(info.criteria),
    )


def _tag_term(view: View, tag: str) -> TermLink:
    words, count = view.words, len(view.by_tag[tag])
    return TermLink(tag, tag, urls.tag_page(tag), words.number(count), _sources(words, count))


def types_page(view: View) -> TypesContext:
    """The list of artifact types."""
    heading, lede = view.words("types.heading"), view.words("types.lede")
    return TypesContext(
        site=view.site,
        page=view.page(urls.type_page(), heading, lede, section="types"),
        heading=heading,
        lede=lede,
        types=type_terms(view),
    )


def tags_page(view: View) -> TagsContext:
    """The list of tags."""
    groups: dict[str, list[TermLink]] = {}
    for tag in view.by_tag:
        groups.setdefault(initial(tag), []).append(_tag_term(view, tag))
    popular = view.popular_tags[:POPULAR_TAGS] if len(view.by_tag) >= 2 * POPULAR_TAGS else ()
    words = view.words
    used = words.capital(words.counted("count.tags", len(view.by_tag)))
    lede = words("tags.lede", count=used) if view.by_tag else words("tags.empty")
    return TagsContext(
        site=view.site,
        page=view.page(urls.tag_page(), words("tags.heading"), lede, section="tags"),
        heading=words("tags.heading"),
        lede=lede,
        popular=tuple(_tag_term(view, tag) for tag in popular),
        groups=tuple(TagGroup(letter, tuple(groups[letter])) for letter in sorted(groups)),
    )


def trust_index(view: View) -> TrustContext:
    """The list of trust levels."""
    heading, lede = view.words("trust.heading"), view.words("trust.lede")
    return TrustContext(
        site=view.site,
        page=view.page(urls.trust_page(), heading, lede, section="trust"),
        heading=heading,
        lede=lede,
        levels=trust_terms(view),
    )
