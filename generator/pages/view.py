"""The catalog with what pages look up in it: lists by name, by tag, by type, by trust level."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from generator import __version__, urls
from generator.answers import Answers
from generator.filters import Sort, listed_artifacts, sort_entries, telling_orders
from generator.fingerprint import fingerprint
from generator.model import Artifact, Catalog, CatalogEntry, SocialImages, Source
from generator.news import News, news_of, of_type
from generator.pages import frame
from generator.pages.cards import card_ingredients, card_of, trust_badge
from generator.pages.contexts import CardContext, FeedLink, PageLink, PageMeta, Pager, SiteContext
from generator.pages.contexts_lists import Facet
from generator.pages.contexts_source import RelatedSource
from generator.pages.facets import facets_of
from generator.pages.related import Related, RelatedIndex
from generator.pages.wording import Wording, one_line, wording_of
from generator.prints import Prints
from generator.stats import Stats, stats_of

GENERATOR = "Sources Catalog"
"""The program's name."""

PROGRAM = f"{GENERATOR} {__version__}"
"""The program and its version."""

META_TEXT = 160
"""Characters of a page's description for search engines, which show no more."""

ARTIFACTS_PER_PAGE = 100

RELATED_TAGS = 12
"""Tags shown that come along with a tag."""


@dataclass(frozen=True, slots=True)
class DataPaths:
    """Where the files lie that the list page loads, as paths of the site."""

    filter_index: str = urls.FILTER_INDEX
    search: str = "search.json"
    artifacts: str = "artifacts.json"
    source_json: Callable[[str], str | None] = lambda _id: None
    """The JSON file of a source's id."""


Listed = tuple[CatalogEntry, Artifact]


@dataclass(frozen=True)
class View:
    """One catalog, indexed once; everything is computed on first use and never changes."""

    catalog: Catalog
    data: DataPaths = DataPaths()
    answers: Answers | None = field(default=None, compare=False, repr=False)
    """Which sources an earlier build found related."""
    prints: Prints = field(default_factory=Prints, compare=False, repr=False)
    _cards: dict[str, CardContext] = field(default_factory=dict, compare=False, repr=False)
    _card_prints: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _often_with: dict[str, tuple[tuple[str, int], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def card(self, entry: CatalogEntry) -> CardContext:
        """The card of a source, made once."""
        known = self._cards.get(entry.source.id)
        if known is None:
            known = self._cards[entry.source.id] = card_of(self.words, self.catalog.settings, entry)
        return known

    def card_print(self, entry: CatalogEntry) -> str:
        """The fingerprint of what a card is made of, taken once, since a card stands in several lists."""
        known = self._card_prints.get(entry.source.id)
        if known is None:
            known = self._card_prints[entry.source.id] = fingerprint(card_ingredients(entry))
        return known

    def related(self, entry: CatalogEntry) -> tuple[RelatedSource, ...]:
        """The public sources that are most like a source, found once."""
        return tuple(map(self._related_source, self._likeness.of(entry)))

    def related_ingredients(self, entry: CatalogEntry) -> tuple[object, ...]:
        """All that `related` reads, beside what every page shares."""
        found = self._likeness.plain(entry)
        others = (self.by_id[one].source for one, *_ in found)
        return tuple((*one, other.title, other.trust_level) for one, other in zip(found, others, strict=True))

    @cached_property
    def _likeness(self) -> RelatedIndex:
        return RelatedIndex(self.public, self.answers)

    def _related_source(self, found: Related) -> RelatedSource:
        settings, source = self.catalog.settings, self.by_id[found.source_id].source
        types = (one_line(kind.plural) for kind in settings.artifact_types if kind.id in found.types)
        return RelatedSource(
            path=urls.source_page(source.id),
            name=one_line(source.title),
            trust=trust_badge(settings, source.trust_level),
            why=", ".join(found.shared or types),
        )

    @cached_property
    def words(self) -> Wording:
        """The texts of the interface."""
        return wording_of(self.catalog.settings)

    @cached_property
    def public(self) -> tuple[CatalogEntry, ...]:
        """The sources of lists, by name."""
        return sort_entries(self.catalog.public, Sort.NAME)

    @cached_property
    def orders(self) -> frozenset[Sort]:
        """The orders of lists that tell anything."""
        return telling_orders(self.public)

    @cached_property
    def listed_ids(self) -> frozenset[str]:
        """The ids of sources that lists show."""
        return frozenset(entry.source.id for entry in self.public)

    @cached_property
    def stats(self) -> Stats:
        """The catalog in numbers."""
        return stats_of(self.catalog)

    @cached_property
    def by_id(self) -> Mapping[str, CatalogEntry]:
        """All sources, unlisted ones too."""
        return {entry.source.id: entry for entry in self.catalog.entries}

    @cached_property
    def by_alias(self) -> Mapping[str, CatalogEntry]:
        """All sources by their former ids."""
        return {alias: entry for entry in self.catalog.entries for alias in entry.source.aliases}

    @cached_property
    def removed(self) -> Mapping[str, Source]:
        """Sources that were taken out, by id and former id."""
        return {name: source for source in self.catalog.removed for name in (source.id, *source.aliases)}

    @cached_property
    def by_tag(self) -> Mapping[str, Sequence[CatalogEntry]]:
        """Public sources by tag, tags sorted."""
        return _grouped((tag, entry) for entry in self.public for tag in entry.source.tags)

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[CatalogEntry]]:
        """Public sources by artifact type; types without sources are absent."""
        return _grouped((kind, entry) for entry in self.public for kind in entry.counts_by_type)

    @cached_property
    def by_trust(self) -> Mapping[str, Sequence[CatalogEntry]]:
        """Public sources by trust level; levels without sources are absent."""
        return _grouped((entry.source.trust_level.value, entry) for entry in self.public)

    @cached_property
    def popular_tags(self) -> tuple[str, ...]:
        """All tags, most used first, then by letter."""
        return tuple(sorted(self.by_tag, key=lambda tag: (-len(self.by_tag[tag]), tag)))

    @cached_property
    def artifact_totals(self) -> Counter[str]:
        """Listed artifacts of all public sources by type."""
        totals: Counter[str] = Counter()
        for entry in self.public:
            totals.update(entry.counts_by_type)
        return totals

    @cached_property
    def with_artifacts(self) -> int:
        """How many public sources have a listed artifact."""
        return sum(1 for entry in self.public if entry.counts_by_type)

    def often_with(self, tag: str) -> tuple[tuple[str, int], ...]:
        """The tags that come along with ``tag`` most often, and in how many public sources."""
        if tag not in self._often_with:
            together = Counter(other for e in self.by_tag[tag] for other in e.source.tags if other != tag)
            often = sorted(together.items(), key=lambda item: (-item[1], item[0]))
            self._often_with[tag] = tuple(often[:RELATED_TAGS])
        return self._often_with[tag]

    @property
    def has_feeds(self) -> bool:
        """Whether the site has feeds: they need its address, and the settings may turn them off."""
        settings = self.catalog.settings
        return settings.changes and settings.feeds and bool(settings.base_url)

    def feed_links(self, page: str = urls.HOME, label: str = "") -> tuple[FeedLink, ...]:
        """The two feeds of a list, by its first page; ``label`` says what the list is of."""
        if not self.has_feeds:
            return ()
        title = f"{self.site.title}: {label}" if label else self.site.title
        forms = (
            ("Atom", urls.feed_of(page), "application/atom+xml"),
            ("JSON Feed", urls.json_feed_of(page), "application/feed+json"),
        )
        return tuple(FeedLink(f"{title} ({form})", form, path, kind) for form, path, kind in forms)

    def preview_path(self, source_id: str = "") -> str:
        """Path of the picture for link previews of a source, or of other pages; empty: none."""
        settings = self.catalog.settings
        if not settings.base_url or settings.social_images is SocialImages.NONE:
            return ""
        own = settings.social_images is SocialImages.SOURCES and source_id in self.listed_ids
        return urls.social_image(source_id if own else None)

    @cached_property
    def news(self) -> tuple[News, ...]:
        """What happened to the catalog, newest first."""
        return news_of(self.catalog)

    def news_of_list(self, page: str) -> tuple[str, Sequence[News]]:
        """What a list is of, in words, and its news, newest first; by the list's first page."""
        return self._news_of_lists.get(page, ("", ()))

    @cached_property
    def _news_of_lists(self) -> Mapping[str, tuple[str, Sequence[News]]]:
        settings = self.catalog.settings
        by_tag: dict[str, list[News]] = {tag: [] for tag in self.by_tag}
        by_level: dict[str, list[News]] = {info.level.value: [] for info in settings.trust_levels}
        for one in self.news:
            if one.entry:
                for tag in one.entry.source.tags:
                    by_tag[tag].append(one)
                by_level[one.entry.source.trust_level.value].append(one)
        lists: dict[str, tuple[str, Sequence[News]]] = {urls.HOME: ("", self.news)}
        lists |= {urls.tag_page(tag): (tag, news) for tag, news in by_tag.items()}
        for kind in settings.artifact_types:
            lists[urls.type_page(kind.id)] = (one_line(kind.plural), of_type(self.news, kind.id))
        for info in settings.trust_levels:
            level = info.level.value
            lists[urls.trust_page(level)] = (one_line(info.label), by_level[level])
        return lists

    @cached_property
    def facets_print(self) -> str:
        """The fingerprint of the filters."""
        return fingerprint(self.facets)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The filters of the list page, before anything is chosen."""
        return facets_of(self.words, self.catalog.settings, self.public, self.popular_tags)

    def artifacts_between(self, start: int, end: int) -> tuple[Listed, ...]:
        """Some of all listed artifacts of public sources: by source, then by type and name."""
        settings = self.catalog.settings
        return tuple(
            (entry, artifact)
            for entry, first in self.holders_between(start, end)
            for artifact in listed_artifacts(settings, entry)[max(0, start - first) : end - first]
        )

    def holders_between(self, start: int, end: int) -> Iterator[tuple[CatalogEntry, int]]:
        """The sources that have those artifacts, and the place of each one's first."""
        for place in range(bisect_right(self._artifact_ends, start), len(self.public)):
            entry = self.public[place]
            first = self._artifact_ends[place] - entry.artifact_count
            if first >= end:
                break
            if entry.artifact_count:
                yield entry, first

    @cached_property
    def _artifact_ends(self) -> Sequence[int]:
        """How many artifacts there are up to each public source, its own included."""
        return tuple(accumulate(entry.artifact_count for entry in self.public))

    @cached_property
    def description(self) -> str:
        """What the catalog says of itself; may be empty."""
        return one_line(self.catalog.settings.description)

    @cached_property
    def site(self) -> SiteContext:
        """What every page shares."""
        settings, words = self.catalog.settings, self.words
        repository = settings.repository
        favicon, favicon_type = frame.favicon(settings)
        return SiteContext(
            title=one_line(settings.title),
            language=settings.language,
            direction=words.locale.direction,
            home=urls.HOME,
            nav=frame.navigation(words, settings),
            api=urls.API if settings.api else "",
            add=urls.ADD,
            repository_url=urls.repo_url(repository) if repository else None,
            generator=PROGRAM if settings.made_with else "",
            logo=frame.logo(settings),
            favicon=favicon,
            favicon_type=favicon_type,
            footer_html=frame.footer(settings),
            opensearch=urls.OPENSEARCH if settings.base_url else "",
        )

    def page(
        self,
        path: str,
        title: str,
        description: str = "",
        *,
        section: str = "",
        noindex: bool = False,
        images: str = "'self'",
        feeds: tuple[FeedLink, ...] = (),
        markdown: str = "",
        linked_data: Mapping[str, object] | None = None,
        preview: str = "",
    ) -> PageMeta:
        """The head of a page; ``title`` is that of the page alone, and unique among them."""
        settings, site = self.catalog.settings, self.site
        preview = preview or self.preview_path()
        return PageMeta(
            root=urls.root_relative(settings.base_url, urls.HOME)
            if path == urls.NOT_FOUND
            else urls.site_root(path),
            title=f"{title} · {site.title}" if title else site.title,
            description=one_line(description or self.description, META_TEXT),
            section=section,
            canonical=None if noindex else urls.absolute(settings.base_url, path),
            noindex=noindex,
            images=images,
            feeds=() if noindex else (*feeds, *self.feed_links()),
            markdown=markdown,
            linked_data=linked_data,
            image=urls.absolute(settings.base_url, preview) if preview else None,
        )


def _grouped(pairs: Iterable[tuple[str, CatalogEntry]]) -> Mapping[str, Sequence[CatalogEntry]]:
    groups: dict[str, list[CatalogEntry]] = defaultdict(list)
    for key, entry in pairs:
        groups[key].append(entry)
    return {key: tuple(groups[key]) for key in sorted(groups)}


# ----------------------------------------------------------------------- paging


def page_count(items: int, size: int) -> int:
    """How many pages a list has; an empty one has a page that says so."""
    return max(1, -(-items // size))


def pager(
    words: Wording, label: str, current: int, pages: int, path_of: Callable[[int], str]
) -> Pager | None:
    """Links to the first, the last and the neighbouring pages; None for a single page."""
    if pages == 1:
        return None
    shown = [n for n in range(1, pages + 1) if n in (1, pages) or abs(n - current) <= 2]
    steps: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before == 2:
            steps.append(PageLink(words.number(number - 1), path_of(number - 1)))
        elif number - before > 2:
            steps.append(PageLink("…", None))
        here = number == current
        steps.append(PageLink(words.number(number), None if here else path_of(number), here))
    return Pager(
        label=label,
        previous=path_of(current - 1) if current > 1 else None,
        next=path_of(current + 1) if current < pages else None,
        steps=tuple(steps),
    )


def titled(words: Wording, title: str, page: int, pages: int) -> str:
    """A heading that says which page of a list it is of, from the second on."""
    if page == 1:
        return title
    return words("pager.titled", title=title, page=words.number(page), pages=words.number(pages))
