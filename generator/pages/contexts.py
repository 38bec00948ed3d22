"""What each template is given: one frozen dataclass a template, in words and links that are ready to print.

Two kinds of link are told apart by the name of their field:

- ``path``: a file of this site, such as ``tags/python/index.html``; a template writes
  ``{{ page.root }}{{ link.path }}``, which holds on every page at every depth;
- ``url``: an absolute address elsewhere, already checked by :mod:`generator.urls`.

Texts are plain and escaped when printed; only fields named ``html`` hold markup, which
:mod:`generator.markdown` sanitised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

# ------------------------------------------------------------------ all pages


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the site's navigation."""

    section: str
    """Compared with ``page.section`` to mark where the visitor is."""
    label: str
    path: str
    url: str | None = None
    """Address of a link that leads elsewhere; ``path`` is empty then."""


@dataclass(frozen=True, slots=True)
class LogoContext:
    """A logo of the owner's, by the names of its assets."""

    light: str
    dark: str
    """Empty: the same."""
    show_title: bool


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What all pages of one build share; nothing in it changes with a single source."""

    title: str
    language: str
    """BCP 47 tag."""
    direction: str
    """``ltr`` or ``rtl``."""
    home: str
    """Path of the home page."""
    nav: tuple[NavLink, ...]
    api: str
    """Path of the page about the API; empty without it."""
    add: str
    """Path of the page on which a definition is written."""
    repository_url: str | None
    generator: str
    """Name and version of the program; empty where the footer is not to name it."""
    logo: LogoContext | None
    """None: the shipped glyph."""
    favicon: str
    """Name of the asset."""
    favicon_type: str
    """Its media type."""
    footer_html: Markup | None
    """What the owner writes into the footer."""
    opensearch: str
    """Path of what tells browsers how to search; empty without the site's address."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed to subscribe to."""

    title: str
    """What it is of, for feed readers that offer several."""
    form: str
    """``Atom`` or ``JSON Feed``."""
    path: str
    type: str
    """Media type."""


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the document's head and frame need to know of one page."""

    root: str
    """Address of the site's root from this page, with its last slash; prefix of every ``path``."""
    title: str
    """Unique title of the document."""
    description: str
    section: str = ""
    """Which entry of the navigation is current."""
    canonical: str | None = None
    """Absolute address; None without a base URL, and on pages that should not be found."""
    noindex: bool = False
    images: str = "'self'"
    """Sources of images that the Content-Security-Policy allows."""
    feeds: tuple[FeedLink, ...] = ()
    """Those that feed readers are to find from this page."""
    markdown: str = ""
    """Path of the same as Markdown; empty where there is none."""
    image: str | None = None
    """Absolute address of the picture for link previews, 1200 × 630."""
    linked_data: Mapping[str, object] | None = None
    """JSON-LD; see :mod:`generator.pages.linked_data`."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page's template is given."""

    site: SiteContext
    page: PageMeta


# ---------------------------------------------------------------- small pieces


@dataclass(frozen=True, slots=True)
class Badge:
    """A glyph and a word, such as a trust level or a status."""

    key: str
    """Stable word for style sheets and scripts."""
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, for people and for machines."""

    iso: str
    """``2026-11-22T10:00:00Z``, or ``2026-11-22``."""
    text: str
    """``22 Nov 2026``."""


@dataclass(frozen=True, slots=True)
class TermLink:
    """A tag, artifact type or trust level with its page and how many sources it has."""

    key: str
    label: str
    path: str
    count: str
    """Thousands separated; empty where no number is shown."""
    count_label: str = ""
    """``37 sources``."""
    icon: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One step of a pager."""

    label: str
    """Number, or ``…`` for a gap."""
    path: str | None
    """None: a gap, or the current page."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Links between the static pages of one list."""

    label: str
    """What is paged, for the landmark's name."""
    previous: str | None
    next: str | None
    steps: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class CardContext:
    """A source in a list. Made once a source and rendered once, whatever the number of lists."""

    path: str
    name: str
    repo: str
    """``owner/repo``."""
    description: str
    """One line of plain text; empty where none is known."""
    trust: Badge
    status: Badge | None
    """None for active sources."""
    counts: str
    """``42 skills · 3 hooks``; empty where nothing was found."""
    tags: tuple[str, ...]
    """The first four."""
    more_tags: str
    """``+3``; empty where all are shown."""
    more_tags_label: str
    """The tags behind ``more_tags``, in words."""
    stars: str
    """``1.2k``; empty where unknown."""
    stars_label: str
    """``1,234 stars``."""
    updated: Moment | None
    """Day of the last push."""


# ------------------------------------------------------------------------ lists


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One value of a facet, as a check box and as a link to its static page."""

    value: str
    label: str
    count: str
    path: str | None
    """Static page; None for facets without one."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter of the list page."""

    key: str
    """Query parameter."""
    legend: str
    options: tuple[FacetOption, ...]
    """Tags: the most used ones only."""
    findable: bool = False
    """Whether there may be more values than are listed, so that one can be looked for."""
    all_path: str | None = None
    """Static page that lists every value."""


@dataclass(frozen=True, slots=True)
class SortOption:
    """One order of the list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class HomeContext(PageContext):
    """``home.html.j2``: the list of all sources, page by page, which the browser upgrades to filters."""

    heading: str
    lede: str
    """One or two sentences; empty on further pages."""
    total: str
    """Number of public sources."""
    facts: str
    """``24 sources · 1,204 artifacts``; empty while there are none."""
    as_of: Moment | None
    results_heading: str
    """``412 sources``, or ``Sources 25–48 of 412``."""
    cards: tuple[CardContext, ...]
    first: int
    """Place of the first card in the whole list, from 0."""
    page_size: int
    facets: tuple[Facet, ...]
    sorts: tuple[SortOption, ...]
    blank: CardContext
    """An empty card, for those that scripts make."""
    trust_badges: tuple[Badge, ...]
    """Every trust level, for cards that scripts make."""
    status_badges: tuple[Badge, ...]
    """Every status that is shown on a card."""
    pager: Pager | None
    filter_index: str
    """Path of the filter index."""
    search_manifest: str
    """Path of the search manifest."""
    source_template: str
    """Path of a source's page with ``{id}`` for the name of its folder."""


@dataclass(frozen=True, slots=True)
class ListContext(PageContext):
    """``list.html.j2``: the sources of one tag, artifact type or trust level, page by page."""

    kind: str
    """What the list is of, such as ``Tag``; stands above the heading."""
    index_path: str
    """Page that lists all of this kind."""
    index_label: str
    heading: str
    icon_name: str
    description: str
    """Definition of the type, or criteria of the trust level; empty for tags."""
    results_heading: str
    cards: tuple[CardContext, ...]
    pager: Pager | None
    filter_query: str
    """Query for the home page that continues filtering from here."""
    related_label: str
    related: tuple[TermLink, ...]
    """Other terms of the same kind, or those that often come along."""


@dataclass(frozen=True, slots=True)
class TypesContext(PageContext):
    """``types.html.j2``: every artifact type with its definition."""

    heading: str
    lede: str
    types: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags that start with the same letter."""

    letter: str
    tags: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class TagsContext(PageContext):
    """``tags.html.j2``: every tag, by letter, and the most used ones first."""

    heading: str
    lede: str
    popular: tuple[TermLink, ...]
    """Empty where there are too few tags for it to help."""
    groups: tuple[TagGroup, ...]


@dataclass(frozen=True, slots=True)
class TrustContext(PageContext):
    """``trust.html.j2``: every trust level with its criteria, most trusted first."""

    heading: str
    lede: str
    levels: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class ArtifactRow:
    """One artifact in the list over all sources."""

    name: str
    url: str | None
    description: str
    type: Badge


@dataclass(frozen=True, slots=True)
class ArtifactSection:
    """A source with those of its artifacts that stand on one page."""

    name: str
    path: str
    repo: str
    trust: Badge
    count: str
    """``12 artifacts``: all that it has."""
    continued: bool
    """Whether it began on an earlier page."""
    rows: tuple[ArtifactRow, ...]


@dataclass(frozen=True, slots=True)
class ArtifactsContext(PageContext):
    """``artifacts.html.j2``: all listed artifacts of all public sources, by source."""

    heading: str
    lede: str
    results_heading: str
    """``412 artifacts``, or ``Artifacts 101–200 of 412``."""
    total: str
    types: tuple[FacetOption, ...]
    """Only on the first page, which scripts search and filter."""
    browser_path: str
    """The first page."""
    index: str | None
    """Path of the artifact index; None on further pages."""
    filter_index: str | None
    source_template: str
    """Path of a source's page with ``{id}`` for the name of its folder."""
    sections: tuple[ArtifactSection, ...]
    blank: ArtifactSection
    """An empty section, for those that scripts make."""
    trust_badges: tuple[Badge, ...]
    type_badges: tuple[Badge, ...]
    """Every type, for rows that scripts make."""
    pager: Pager | None


# ----------------------------------------------------------------- source page


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before trusting what a page shows."""

    key: str
    """``archived`` ``moved`` ``stale`` ``missing`` ``replaced`` ``error`` ``readme``
    ``partial`` ``pending`` ``note`` ``successor``."""
    tone: str
    """``info`` ``warning`` ``bad``."""
    icon: str
    title: str
    text: str
    link_label: str = ""
    link_url: str | None = None
    link_path: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the facts beside a source."""

    label: str
    icon: str
    text: str
    title: str = ""
    """The exact value, where ``text`` is short."""
    iso: str = ""
    """Set for days."""
    code: str = ""
    """Short commit id after the text."""
    code_url: str | None = None


@dataclass(frozen=True, slots=True)
class SourceArtifact:
    """One artifact on its source's page."""

    name: str
    url: str | None
    path: str
    """Within the repository; empty for its root."""
    description: str
    detected_by: str
    """The rule in words."""
    install: str
    """Command that installs it, safe to paste; empty: none."""


@dataclass(frozen=True, slots=True)
class ArtifactGroup:
    """The listed artifacts of one type."""

    anchor: str
    """Id of its heading."""
    heading: str
    """``Skills``."""
    count: str
    icon: str
    first: tuple[SourceArtifact, ...]
    rest: tuple[SourceArtifact, ...]
    """Folded away until asked for, so that the README stays near."""
    rest_label: str
    """``Show 30 more skills``."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An artifact that does not count."""

    name: str
    url: str | None
    path: str
    """Within the repository; empty for its root."""
    type_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading of the README, with those under it."""

    text: str
    fragment: str
    children: tuple[TocEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadmeContext:
    """The README as the page shows it."""

    html: Markup
    toc: tuple[TocEntry, ...]
    """Empty where a list of contents would not help."""
    path: str
    url: str
    """The file's page; empty where it has none."""
    note: str
    """Why not all of it is shown as on GitHub; empty otherwise."""


@dataclass(frozen=True, slots=True)
class TrustDetails:
    """Why a source has its trust level."""

    badge: Badge
    path: str
    criteria: str
    review: str
    """``Reviewed by ana on 3 Nov 2026``; empty where nothing is known."""
    commit: str
    """Short id of the reviewed commit."""
    commit_url: str | None
    note: str


@dataclass(frozen=True, slots=True)
class RelatedSource:
    """A source that is like the one that the page is of."""

    path: str
    name: str
    trust: Badge
    why: str
    """What both have: ``python, testing``, or ``Skills, Hooks``."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A picture of a source, and the code that embeds it elsewhere."""

    label: str
    path: str
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class Embed:
    """How maintainers show that their source is listed."""

    alt: str
    pictures: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SourceContext(PageContext):
    """``source.html.j2``: everything known of one source."""

    name: str
    repo: str
    repo_url: str | None
    """Its page, or that of the part of it that counts; None: a folder beside the catalog has none."""
    host: str
    """What people call the place where it lies, such as GitHub; empty for a folder beside the catalog."""
    home_url: str | None
    """Address that the definition gives, such as a documentation site."""
    home_label: str
    """Its host."""
    description: str
    trust_badge: Badge
    status_badge: Badge | None
    clone: str
    """Command that fetches the repository; empty where there is none to fetch."""
    notices: tuple[Notice, ...]
    artifacts_heading: str
    groups: tuple[ArtifactGroup, ...]
    filterable: bool
    """Whether there are enough artifacts for a filter box."""
    artifacts_empty: str
    """Why there are none; empty where there are some."""
    left_out: tuple[LeftOut, ...]
    left_out_label: str
    readme: ReadmeContext | None
    readme_empty: str
    """Why there is none."""
    readme_url: str
    """Where one that is not shown can be read; empty where none is known."""
    notes_html: Markup | None
    facts: tuple[Fact, ...]
    tags: tuple[TermLink, ...]
    """``path`` is empty on unlisted sources, whose tags may have no page."""
    topics: tuple[str, ...]
    """GitHub's topics that are no tags of the source."""
    trust_details: TrustDetails
    related: tuple[RelatedSource, ...]
    """The likest first; empty where none shares anything."""
    edit_url: str | None
    """Form that edits the definition."""
    json_path: str | None
    """Path of the same as JSON; None where it is not built."""
    markdown_path: str
    """Path of the same as Markdown; empty where it is not built."""
    embed: Embed | None
    """None for unlisted sources, and without the site's address."""


# ------------------------------------------------------------------ other pages


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
