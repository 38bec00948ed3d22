"""What the page about the API is given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from generator.pages.contexts import PageContext
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class ApiDocument:
    """One kind of document of the API."""

    anchor: str
    heading: str
    path: str
    """From the root of the site, with placeholders."""
    more: str
    """Of its further pages, likewise; empty where it has none."""
    text: str
    open_path: str | None
    """One of them; None where the catalog has none yet."""
    shape: str
    """Name of the shape that it is, or that its items are."""
    shape_anchor: str
    many: bool
    """Whether it is a list of them."""
    example: str
    """JSON."""


@dataclass(frozen=True, slots=True)
class ApiField:
    """A field of a shape."""

    name: str
    type: str
    type_anchor: str
    """Of the shape that it is or holds; empty for plain values."""
    text: str


@dataclass(frozen=True, slots=True)
class ApiShape:
    """One shape."""

    anchor: str
    name: str
    text: str
    fields: tuple[ApiField, ...]


@dataclass(frozen=True, slots=True)
class ApiLink:
    """A file for programs, and what it is called."""

    path: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class ApiContext(PageContext):
    """``api.html.j2``: the JSON API for people."""

    heading: str
    lede: str
    files: tuple[ApiLink, ...]
    code: str
    """A first program in JavaScript."""
    documents: tuple[ApiDocument, ...]
    shapes: tuple[ApiShape, ...]
