"""Which pages exist, and the making of each on its own.

A :class:`PageRef` is small and can be sent to another process; :meth:`Planner.page` turns it
into a :class:`Page` with its context, whatever was made before. So pages can be made lazily,
one by one, in parallel, or only those that a change affects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from generator import urls
from generator.answers import Answers
from generator.model import Catalog, CatalogEntry
from generator.pages.add import add_page
from generator.pages.api import api_ingredients, api_page
from generator.pages.artifacts import artifacts_ingredients, artifacts_page
from generator.pages.changes import changes_page
from generator.pages.contexts import PageContext
from generator.pages.contexts_changes import FeedContext, JsonFeedContext
from generator.pages.contexts_other import RobotsContext, SitemapContext
from generator.pages.contexts_sharing import SharedContext
from generator.pages.contexts_source import SourceContext
from generator.pages.feeds import atom_feed, feed_lists, json_feed
from generator.pages.lists import (
    home_ingredients,
    home_page,
    tag_ingredients,
    tag_list,
    tags_page,
    trust_index,
    trust_ingredients,
    trust_list,
    type_ingredients,
    type_list,
    types_page,
)
from generator.pages.markdown_twin import llms_ingredients, llms_txt, markdown_page
from generator.pages.other import (
    SITEMAP_URLS,
    about_page,
    not_found_page,
    redirect_page,
    removed_page,
    robots,
    sitemap,
    sitemap_part,
)
from generator.pages.own import own_page
from generator.pages.sharing import badge, card_image, opensearch, social_image
from generator.pages.source import Notes, Readmes, source_ingredients, source_page
from generator.pages.stats import stats_page
from generator.pages.view import ARTIFACTS_PER_PAGE, DataPaths, View, page_count
from generator.values import Word


class PageKind(Word):
    """The kinds of page; each has a template of its name, but for redirects of its own."""

    HOME = "home"
    SOURCE = "source"
    REDIRECT = "redirect"
    REMOVED = "removed"
    ARTIFACTS = "artifacts"
    TYPES = "types"
    TYPE = "type"
    TAGS = "tags"
    TAG = "tag"
    TRUST = "trust"
    TRUST_LEVEL = "trust_level"
    ABOUT = "about"
    ADD = "add"
    CHANGES = "changes"
    STATS = "stats"
    API = "api"
    FEED = "feed"
    JSON_FEED = "json_feed"
    OWN = "own"
    NOT_FOUND = "404"
    BADGE = "badge"
    CARD = "card"
    SOCIAL = "social"
    MARKDOWN = "markdown"
    LLMS = "llms"
    OPENSEARCH = "opensearch"
    SITEMAP = "sitemap"
    ROBOTS = "robots"


TEMPLATES = {
    PageKind.HOME: "home.html.j2",
    PageKind.SOURCE: "source.html.j2",
    PageKind.REDIRECT: "redirect.html.j2",
    PageKind.REMOVED: "removed.html.j2",
    PageKind.ARTIFACTS: "artifacts.html.j2",
    PageKind.TYPES: "types.html.j2",
    PageKind.TYPE: "list.html.j2",
    PageKind.TAGS: "tags.html.j2",
    PageKind.TAG: "list.html.j2",
    PageKind.TRUST: "trust.html.j2",
    PageKind.TRUST_LEVEL: "list.html.j2",
    PageKind.ABOUT: "about.html.j2",
    PageKind.ADD: "add.html.j2",
    PageKind.CHANGES: "changes.html.j2",
    PageKind.STATS: "stats.html.j2",
    PageKind.API: "api.html.j2",
    PageKind.FEED: "feed.xml.j2",
    PageKind.JSON_FEED: "feed.json.j2",
    PageKind.OWN: "page.html.j2",
    PageKind.NOT_FOUND: "404.html.j2",
    PageKind.BADGE: "badge.svg.j2",
    PageKind.CARD: "card.svg.j2",
    PageKind.SOCIAL: "social.svg.j2",
    PageKind.MARKDOWN: "text.md.j2",
    PageKind.LLMS: "text.md.j2",
    PageKind.OPENSEARCH: "opensearch.xml.j2",
    PageKind.SITEMAP: "sitemap.xml.j2",
    PageKind.ROBOTS: "robots.txt.j2",
}
"""The template of every kind."""


AnyContext = PageContext | SitemapContext | RobotsContext | FeedContext | JsonFeedContext | SharedContext
"""What a template may be given."""


@dataclass(frozen=True, slots=True, order=True)
class PageRef:
    """Names one page."""

    path: str
    """Of the file, from the site's root."""
    kind: PageKind
    key: str = ""
    """Id of the source, former id, tag, type or level; of a feed the first page of its list."""
    number: int = 1
    """Of a paged list, from 1; 0 for a sitemap that is whole."""


@dataclass(frozen=True, slots=True)
class PageGroup:
    """Pages that are made of the same, and so are made, or kept as they were, together."""

    ingredients: tuple[object, ...]
    """What they are made of, beside what every page shares; equal ones make equal pages."""
    first: PageRef
    """The page by whose path the group is known."""
    entry: CatalogEntry | None = None
    """The source that they are of, if it is one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be rendered."""

    path: str
    template: str
    context: AnyContext


class Planner:
    """Plans the pages of one catalog."""

    def __init__(
        self,
        catalog: Catalog,
        readmes: Readmes,
        notes: Notes,
        data: DataPaths,
        answers: Answers | None = None,
    ) -> None:
        """``readmes`` and ``notes`` are asked only while the page that shows them is made.

        ``answers`` are which sources an earlier build found related.
        """
        self.view = View(catalog, data, answers)
        self._readmes = readmes
        self._notes = notes
        self._last: tuple[str, SourceContext] | None = None
        """The source whose page was planned last."""

    # ------------------------------------------------------------ which exist

    def groups(self) -> Iterator[PageGroup]:
        """Every page of the site, in a fixed order: first the sources', in that of the catalog."""
        for entry in self.view.catalog.entries:
            ingredients = source_ingredients(self.view, entry, self._readmes.key(entry))
            yield PageGroup(ingredients, next(self._of_source(entry)), entry)
        for ref in self._shared():
            yield PageGroup(self._ingredients(ref), ref)

    def of_group(self, group: PageGroup) -> Iterator[PageRef]:
        """The pages of a group."""
        return self._of_source(group.entry) if group.entry else iter((group.first,))

    def refs(self) -> Iterator[PageRef]:
        """Every page of the site, in the same order."""
        for entry in self.view.catalog.entries:
            yield from self._of_source(entry)
        yield from self._shared()

    def _of_source(self, entry: CatalogEntry) -> Iterator[PageRef]:
        """The pages of one source, and what others show of it."""
        settings, source_id = self.view.catalog.settings, entry.source.id
        yield PageRef(urls.source_page(source_id), PageKind.SOURCE, source_id)
        for alias in entry.source.aliases:
            yield PageRef(urls.source_page(alias), PageKind.REDIRECT, alias)
        if settings.badges and source_id in self.view.listed_ids:
            yield PageRef(urls.badge(source_id), PageKind.BADGE, source_id)
            yield PageRef(urls.card(source_id), PageKind.CARD, source_id)
        if settings.markdown:
            yield PageRef(urls.markdown_page(source_id), PageKind.MARKDOWN, source_id)
        if self.view.preview_path(source_id) == urls.social_image(source_id):
            yield PageRef(urls.social_image(source_id), PageKind.SOCIAL, source_id)

    def _shared(self) -> Iterator[PageRef]:
        """The pages that are not of one source."""
        view, settings = self.view, self.view.catalog.settings
        yield from self._lists()
        yield from self._others()
        for source_id in view.removed:
            yield PageRef(urls.source_page(source_id), PageKind.REMOVED, source_id)
        yield PageRef(urls.NOT_FOUND, PageKind.NOT_FOUND)
        yield PageRef(urls.ROBOTS, PageKind.ROBOTS)
        if view.preview_path():
            yield PageRef(urls.social_image(), PageKind.SOCIAL)
        if settings.markdown:
            yield PageRef(urls.LLMS, PageKind.LLMS)
        for page in feed_lists(view):
            yield PageRef(urls.feed_of(page), PageKind.FEED, page)
            yield PageRef(urls.json_feed_of(page), PageKind.JSON_FEED, page)
        if settings.base_url:
            yield PageRef(urls.OPENSEARCH, PageKind.OPENSEARCH)
            yield PageRef(urls.SITEMAP, PageKind.SITEMAP, number=0)
            count = len(self._findable())
            if count > SITEMAP_URLS:
                for part in range(1, page_count(count, SITEMAP_URLS) + 1):
                    yield PageRef(sitemap_part(part), PageKind.SITEMAP, number=part)

    def _lists(self) -> Iterator[PageRef]:
        """The pages that list all sources."""
        count, size = len(self.view.public), self.view.catalog.settings.page_size
        yield from _paged(PageKind.HOME, "", count, size, urls.list_page)

    def _others(self) -> Iterator[PageRef]:
        """All other pages that search engines may list, but for those of sources."""
        view, settings = self.view, self.view.catalog.settings
        size = settings.page_size
        total = view.artifact_totals.total()
        yield from _paged(PageKind.ARTIFACTS, "", total, ARTIFACTS_PER_PAGE, urls.artifact_page)
        yield PageRef(urls.type_page(), PageKind.TYPES)
        for kind in settings.artifact_types:
            count = len(view.by_type.get(kind.id, ()))
            yield from _paged(PageKind.TYPE, kind.id, count, size, partial(urls.type_page, kind.id))
        yield PageRef(urls.tag_page(), PageKind.TAGS)
        for tag, entries in view.by_tag.items():
            yield from _paged(PageKind.TAG, tag, len(entries), size, partial(urls.tag_page, tag))
        yield PageRef(urls.trust_page(), PageKind.TRUST)
        for info in settings.trust_levels:
            level = info.level.value
            count = len(view.by_trust.get(level, ()))
            yield from _paged(PageKind.TRUST_LEVEL, level, count, size, partial(urls.trust_page, level))
        if settings.changes:
            yield PageRef(urls.CHANGES, PageKind.CHANGES)
        if settings.stats:
            yield PageRef(urls.STATS, PageKind.STATS)
        if settings.api:
            yield PageRef(urls.API, PageKind.API)
        yield PageRef(urls.ABOUT, PageKind.ABOUT)
        yield PageRef(urls.ADD, PageKind.ADD)
        for page in settings.pages:
            yield PageRef(urls.own_page(page.id), PageKind.OWN, page.id)

    def _findable(self) -> list[str]:
        """The paths of all pages that search engines may list, in the order of the sitemap."""
        sources = map(urls.source_page, sorted(self.view.listed_ids))
        return [*(ref.path for ref in self._lists()), *sources, *(ref.path for ref in self._others())]

    def _ingredients(self, ref: PageRef) -> tuple[object, ...]:
        """What a page is made of that is no source's.

        The context itself for all pages that are quickly made.
        """
        match ref.kind:
            case PageKind.HOME:
                return (ref, *home_ingredients(self.view, ref.number))
            case PageKind.TAG:
                return (ref, *tag_ingredients(self.view, ref.key, ref.number))
            case PageKind.TYPE:
                return (ref, *type_ingredients(self.view, ref.key, ref.number))
            case PageKind.TRUST_LEVEL:
                return (ref, *trust_ingredients(self.view, ref.key, ref.number))
            case PageKind.ARTIFACTS:
                return (ref, *artifacts_ingredients(self.view, ref.number))
            case PageKind.API:
                return (ref, *api_ingredients(self.view))
            case PageKind.LLMS:
                return (ref, *llms_ingredients(self.view))
            case _:
                return (ref, self._context(ref))

    def _source(self, source_id: str) -> SourceContext:
        """What a source's page shows; its twin, which is made next, shows no other."""
        if self._last is None or self._last[0] != source_id:
            entry = self.view.by_id[source_id]
            self._last = (source_id, source_page(self.view, entry, self._readmes, self._notes))
        return self._last[1]

    # ---------------------------------------------------------------- made one

    def page(self, ref: PageRef) -> Page:
        """The page that ``ref`` names."""
        return Page(path=ref.path, template=TEMPLATES[ref.kind], context=self._context(ref))

    def _context(self, ref: PageRef) -> AnyContext:
        view = self.view
        match ref.kind:
            case PageKind.HOME:
                return home_page(view, ref.number)
            case PageKind.SOURCE:
                return self._source(ref.key)
            case PageKind.REDIRECT:
                return redirect_page(view, ref.key, view.by_alias[ref.key])
            case PageKind.REMOVED:
                return removed_page(view, ref.key, view.removed[ref.key])
            case PageKind.ARTIFACTS:
                return artifacts_page(view, ref.number)
            case PageKind.TYPES:
                return types_page(view)
            case PageKind.TYPE:
                return type_list(view, ref.key, ref.number)
            case PageKind.TAGS:
                return tags_page(view)
            case PageKind.TAG:
                return tag_list(view, ref.key, ref.number)
            case PageKind.TRUST:
                return trust_index(view)
            case PageKind.TRUST_LEVEL:
                return trust_list(view, ref.key, ref.number)
            case PageKind.ADD:
                return add_page(view)
            case PageKind.ABOUT:
                return about_page(view)
            case PageKind.BADGE:
                return badge(view, view.by_id[ref.key])
            case PageKind.CARD:
                return card_image(view, view.by_id[ref.key])
            case PageKind.SOCIAL:
                return social_image(view, view.by_id[ref.key] if ref.key else None)
            case PageKind.MARKDOWN:
                return markdown_page(view, view.by_id[ref.key], self._source(ref.key))
            case PageKind.LLMS:
                return llms_txt(view)
            case PageKind.OPENSEARCH:
                return opensearch(view)
            case PageKind.CHANGES:
                return changes_page(view)
            case PageKind.STATS:
                return stats_page(view)
            case PageKind.API:
                return api_page(view)
            case PageKind.FEED:
                return atom_feed(view, ref.key)
            case PageKind.JSON_FEED:
                return json_feed(view, ref.key)
            case PageKind.OWN:
                return own_page(view, next(p for p in view.catalog.settings.pages if p.id == ref.key))
            case PageKind.NOT_FOUND:
                return not_found_page(view)
            case PageKind.SITEMAP:
                return sitemap(view, self._findable(), ref.number or None)
            case PageKind.ROBOTS:
                return robots(view)


def plan_pages(catalog: Catalog, readmes: Readmes, notes: Notes, data: DataPaths) -> Iterator[Page]:
    """Every page of the site, made one at a time."""
    planner = Planner(catalog, readmes, notes, data)
    return (planner.page(ref) for ref in planner.refs())


def _paged(
    kind: PageKind, key: str, items: int, size: int, path_of: Callable[[int], str]
) -> Iterator[PageRef]:
    for number in range(1, page_count(items, size) + 1):
        yield PageRef(path_of(number), kind, key, number)
