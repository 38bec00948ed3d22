"""What the files are given that others show, read or embed; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from markupsafe import Markup

from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class BadgeContext:
    """``badge.svg.j2``: the catalog's name, and a source's trust level and number of artifacts."""

    title: str
    """All of it in words."""
    left: str
    right: str
    colour: str
    """Of the right half, ``#146c3a``; white text on it has a contrast of 4.5 at least."""
    width: str
    left_width: str
    right_width: str
    left_middle: str
    right_middle: str
    left_length: str
    """Of the text, so that any font fills it."""
    right_length: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of text in a picture."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class CardImageContext:
    """``card.svg.j2``: a source at a glance, 480 × 150."""

    title: str
    """All of it in words."""
    name: str
    repo: str
    lines: tuple[CardLine, ...]
    """Of the description."""
    trust: str
    colour: str
    """Of the trust level."""
    facts: str
    """``42 skills · 3 hooks``; empty where nothing was found."""
    catalog: str


@dataclass(frozen=True, slots=True)
class SocialContext:
    """``social.svg.j2``: the picture for link previews, 1200 × 630, of which a PNG is made."""

    heading: tuple[CardLine, ...]
    lines: tuple[CardLine, ...]
    """Of the description."""
    facts: str
    place: str
    """The repository; of the site's own, its address."""
    corner: str
    """The catalog's name, or a trust level."""
    colour: str


@dataclass(frozen=True, slots=True)
class MarkdownContext:
    """``text.md.j2``: lines of Markdown, in which all that strangers wrote is escaped."""

    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class OpenSearchContext:
    """``opensearch.xml.j2``: how browsers search the catalog."""

    short_name: str
    """At most 16 characters, as OpenSearch 1.1 asks for."""
    description: str
    template: str
    """The address with ``{searchTerms}``."""
    home_url: str
    """With its last slash."""
    icon: str
    """Name of the asset."""
    icon_type: str
    """Its media type."""
    language: str


SharedContext = BadgeContext | CardImageContext | SocialContext | MarkdownContext | OpenSearchContext
"""Any of them."""
