"""What comes of a README: all that those need who keep it or show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a README's list of contents."""

    level: int
    """Of the element as shown: 3–6, never more than one below the heading before it."""
    text: str
    """Plain text, ≤ 200 characters."""
    id: str
    """As in the HTML, prefix and all: the link is ``#`` and this."""


@dataclass(frozen=True, slots=True)
class RenderedReadme:
    """A README, ready for its page."""

    html: str
    """Sanitised; ids prefixed, headings from h3 down."""
    headings: tuple[Heading, ...] = ()
    """Those with a text, in order."""
    text: str = ""
    """Plain text for search, at most 51,200 characters, white space collapsed."""
    note: str = ""
    """Why not all of it is shown as on GitHub; empty otherwise."""
