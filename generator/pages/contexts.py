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

from markupsafe import Markup

from generator.values import dataclass

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
