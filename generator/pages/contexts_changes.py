"""What the page of changes and the feeds are given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.pages.contexts import FeedLink, Moment, PageContext
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class ArtifactChange:
    """One artifact that came, went or was renamed."""

    key: str
    """``added`` ``removed`` ``renamed``."""
    icon: str
    label: str
    """The same in words, with the type: ``Skill added``."""
    name: str
    was: str
    """What it was called, or where it lay; empty where nothing is to be said."""


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What happened to one source in one run."""

    anchor: str
    """Id of its element, which feeds link to."""
    key: str
    """As of artifacts; ``changed`` where only artifacts changed."""
    icon: str
    label: str
    """``Added``, ``Renamed`` …"""
    name: str
    path: str | None
    """The source's page; None where it has none any more."""
    repo: str
    text: str
    """``with 42 skills · 3 hooks``, ``was alpha/old``, ``2 skills added · 1 removed``."""
    artifacts: tuple[ArtifactChange, ...]
    """The first ones."""
    more: str
    """``and 30 more``; empty where all are shown."""


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """Everything of one day (UTC)."""

    moment: Moment
    changes: tuple[SourceChange, ...]
    left_out: str
    """What no line of the history had room for; empty otherwise."""


@dataclass(frozen=True, slots=True)
class ChangesContext(PageContext):
    """``changes.html.j2``: what came, went and was renamed, day by day."""

    heading: str
    lede: str
    days: tuple[ChangeDay, ...]
    empty: str
    """Why there is nothing; empty where there is something."""
    ended: str
    """That older changes are not shown; empty where there are none."""
    feeds: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of an Atom feed."""

    id: str
    url: str
    title: str
    updated: str
    """RFC 3339."""
    lines: tuple[str, ...]
    """What happened, a line each; empty where the title says it all."""


@dataclass(frozen=True, slots=True)
class FeedContext:
    """``feed.xml.j2``: an Atom feed; every address in it is absolute."""

    id: str
    title: str
    subtitle: str
    language: str
    home_url: str
    self_url: str
    updated: str
    author: str
    generator: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class JsonFeedContext:
    """``feed.json.j2``: the same as JSON Feed 1.1."""

    document: Mapping[str, object]
