"""What all other pages are given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from markupsafe import Markup

from generator.pages.contexts import Fact, Moment, PageContext, TermLink
from generator.pages.contexts_source import TocEntry
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class AboutType:
    """An artifact type, and the evidence that it is recognised by."""

    term: TermLink
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutContext(PageContext):
    """``about.html.j2``: what the catalog is, where its facts come from, how to take part."""

    heading: str
    lede: str
    facts: tuple[Fact, ...]
    types: tuple[AboutType, ...]
    levels: tuple[TermLink, ...]
    as_of: Moment | None
    stale_after: str
    """``365 days``."""
    types_path: str
    tags_path: str
    trust_path: str


@dataclass(frozen=True, slots=True)
class OwnContext(PageContext):
    """``page.html.j2``: a page that the catalog's owner wrote."""

    heading: str
    lede: str
    html: Markup
    toc: tuple[TocEntry, ...]
    """Empty where a list of contents would not help."""


@dataclass(frozen=True, slots=True)
class AddField:
    """One question of the form."""

    name: str
    """Of the field."""
    label: str
    help: str
    example: str
    lines: bool
    """Whether the answer may have several lines."""
    required: bool


@dataclass(frozen=True, slots=True)
class AddContext(PageContext):
    """``add.html.j2``: a form that becomes a definition."""

    heading: str
    lede: str
    fields: tuple[AddField, ...]
    form_url: str
    """GitHub's form for a new file; empty without a repository of the catalog."""
    rules: dict[str, object]
    """What `lib/definition.js` holds the answers to."""
    example: str
    """A definition."""


@dataclass(frozen=True, slots=True)
class NotFoundContext(PageContext):
    """``404.html.j2``: for addresses that lead nowhere."""

    heading: str


@dataclass(frozen=True, slots=True)
class RedirectContext(PageContext):
    """``redirect.html.j2``: a former id that leads to where its source is now."""

    name: str
    target: str
    """Path of the source's page."""
    canonical: str
    """Its address: absolute where the site's is known."""


@dataclass(frozen=True, slots=True)
class RemovedContext(PageContext):
    """``removed.html.j2``: what is left of a source that was taken out."""

    heading: str
    reason: str
    on: Moment | None
    successor: str
    """Name of the source to see instead; empty where there is none."""
    successor_path: str


@dataclass(frozen=True, slots=True)
class SitemapUrl:
    """One address for search engines."""

    url: str
    changed: str
    """Day of the last known change; empty where unknown."""


@dataclass(frozen=True, slots=True)
class SitemapContext:
    """``sitemap.xml.j2``: addresses of pages, or of further sitemaps."""

    urls: tuple[SitemapUrl, ...]
    parts: tuple[SitemapUrl, ...]
    """Not empty: this file only lists these sitemaps."""


@dataclass(frozen=True, slots=True)
class RobotsContext:
    """``robots.txt.j2``."""

    sitemap: str | None
    """Absolute address."""
