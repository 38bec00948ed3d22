"""About, not found, redirects, and the two files for search engines."""

from __future__ import annotations

from collections.abc import Sequence

from generator import urls
from generator.model import CatalogEntry, Source
from generator.pages.contexts import Fact
from generator.pages.contexts_other import (
    AboutContext,
    AboutType,
    NotFoundContext,
    RedirectContext,
    RemovedContext,
    RobotsContext,
    SitemapContext,
    SitemapUrl,
)
from generator.pages.lists import trust_terms, type_terms
from generator.pages.view import View
from generator.pages.wording import one_line

SITEMAP_URLS = 50_000
"""Addresses in one sitemap; sitemaps.org allows no more."""


def about_page(view: View) -> AboutContext:
    """What the catalog is, and where its facts come from."""
    settings, words = view.catalog.settings, view.words
    rules = {
        kind.id: tuple(one_line(r.says) for r in kind.rules if r.says) for kind in settings.artifact_types
    }
    lede = view.description or words("about.lede", title=view.site.title)
    return AboutContext(
        site=view.site,
        page=view.page(urls.ABOUT, words("about.title"), lede, section="about"),
        heading=words("about.heading", title=view.site.title),
        lede=lede,
        facts=(
            Fact(words("nav.sources"), "list", words.number(len(view.public))),
            Fact(words("nav.artifacts"), "box", words.number(sum(view.artifact_totals.values()))),
            Fact(words("nav.tags"), "tag", words.number(len(view.by_tag))),
        ),
        types=tuple(AboutType(term, tuple(dict.fromkeys(rules[term.key]))) for term in type_terms(view)),
        levels=trust_terms(view),
        as_of=words.moment(view.catalog.as_of),
        stale_after=words.counted("count.days", settings.stale_after_days),
        types_path=urls.type_page(),
        tags_path=urls.tag_page(),
        trust_path=urls.trust_page(),
    )


def not_found_page(view: View) -> NotFoundContext:
    """The page of hosts for addresses that lead nowhere."""
    return NotFoundContext(
        site=view.site,
        page=view.page(urls.NOT_FOUND, view.words("not_found.title"), noindex=True),
        heading=view.words("not_found.heading"),
    )


def redirect_page(view: View, alias: str, entry: CatalogEntry) -> RedirectContext:
    """The page at a former id of a source."""
    name, target = one_line(entry.source.title), urls.source_page(entry.source.id)
    title = view.words("redirect.title", name=name, alias=alias)
    page = view.page(urls.source_page(alias), title, noindex=True)
    return RedirectContext(
        site=view.site,
        page=page,
        name=name,
        target=target,
        canonical=urls.absolute(view.catalog.settings.base_url, target) or page.root + target,
    )


def removed_page(view: View, source_id: str, source: Source) -> RemovedContext:
    """The page at the id, or a former id, of a source that was taken out."""
    name = one_line(source.title)
    successor = view.by_id.get(source.successor or "")
    removal = source.removed
    return RemovedContext(
        site=view.site,
        page=view.page(
            urls.source_page(source_id), view.words("removed.title", name=name, id=source_id), noindex=True
        ),
        heading=view.words("removed.heading", name=name),
        reason=one_line(removal.reason) if removal else "",
        on=view.words.moment(removal.date) if removal else None,
        successor=one_line(successor.source.title) if successor else "",
        successor_path=urls.source_page(successor.source.id) if successor else "",
    )


def sitemap(view: View, paths: Sequence[str], part: int | None) -> SitemapContext:
    """The sitemap, or with ``part`` (from 1) one of several; ``paths`` are all pages to be found."""
    base = view.catalog.settings.base_url
    pages = [(urls.absolute(base, path) or "", path) for path in paths]
    if part is None and len(pages) > SITEMAP_URLS:
        count = -(-len(pages) // SITEMAP_URLS)
        parts = (urls.absolute(base, sitemap_part(n)) or "" for n in range(1, count + 1))
        return SitemapContext(urls=(), parts=tuple(SitemapUrl(url, "") for url in parts))
    if part is not None:
        pages = pages[(part - 1) * SITEMAP_URLS : part * SITEMAP_URLS]
    pushed = {
        urls.source_page(e.source.id): e.snapshot.pushed_at.date().isoformat()
        for e in view.public
        if e.snapshot and e.snapshot.pushed_at
    }
    return SitemapContext(urls=tuple(SitemapUrl(url, pushed.get(path, "")) for url, path in pages), parts=())


def sitemap_part(number_: int) -> str:
    """Path of one of several sitemaps."""
    return f"sitemap-{number_}.xml"


def robots(view: View) -> RobotsContext:
    """Everything may be read; where the sitemap is."""
    return RobotsContext(sitemap=urls.absolute(view.catalog.settings.base_url, urls.SITEMAP))
