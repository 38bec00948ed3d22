"""What lists of sources, tags, types and artifacts are given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from generator.pages.contexts import Badge, CardContext, Moment, PageContext, Pager, TermLink
from generator.values import dataclass


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
