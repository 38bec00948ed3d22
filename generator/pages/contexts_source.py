"""What a source's page is given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from markupsafe import Markup

from generator.pages.contexts import Badge, Fact, PageContext, TermLink
from generator.values import dataclass


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
