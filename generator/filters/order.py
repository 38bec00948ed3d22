"""The orders of a list, each a key that sorts ascending and tells any two sources apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date

from generator.filters.query import Sort
from generator.model import Artifact, ArtifactStatus, CatalogEntry, Settings

Key = tuple[int | str, ...]
"""A place in an order: numbers and texts, as cursors carry them."""


def collation_key(text: str) -> str:
    """What names are compared by: accents and case aside, then by code point.

    The browser does not compute it: the filter index tells it each source's place.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFKD", bare.casefold()).strip()


def updated_on(entry: CatalogEntry) -> date | None:
    """The day (UTC) of the last push; None where it is not known."""
    if entry.snapshot is None or entry.snapshot.pushed_at is None:
        return None
    return entry.snapshot.pushed_at.astimezone(UTC).date()


def _name(entry: CatalogEntry) -> Key:
    return (collation_key(entry.source.title), entry.source.title, entry.source.id)


def _most(number: int | None) -> Key:
    """Most first, unknown last."""
    return (1, 0) if number is None else (0, -number)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


_VALUES: dict[Sort, Callable[[CatalogEntry], int | None]] = {
    Sort.STARS: lambda entry: entry.snapshot.stars if entry.snapshot else None,
    Sort.UPDATED: lambda entry: _day(updated_on(entry)),
    Sort.ADDED: lambda entry: _day(entry.source.added),
    Sort.ARTIFACTS: lambda entry: entry.artifact_count,
}
"""What orders other than that by name go by; None where it is not known."""


def _most_first(value: Callable[[CatalogEntry], int | None]) -> Callable[[CatalogEntry], Key]:
    return lambda entry: _most(value(entry)) + _name(entry)


ORDERS: dict[Sort, Callable[[CatalogEntry], Key]] = {
    Sort.NAME: _name,
    **{sort: _most_first(value) for sort, value in _VALUES.items()},
}
"""The key of every order but relevance, which is the search's own."""


def telling_orders(entries: Sequence[CatalogEntry]) -> frozenset[Sort]:
    """The orders that can differ from that by name: of one entry at least there is something to go by.

    Those by name and by relevance are always among them.
    """
    telling = {sort for sort, value in _VALUES.items() if any(map(value, entries))}
    return frozenset(telling | {Sort.NAME, Sort.RELEVANCE})


def sort_entries(entries: Iterable[CatalogEntry], sort: Sort) -> tuple[CatalogEntry, ...]:
    """The entries in an order; for relevance as they come from the search."""
    if sort is Sort.RELEVANCE:
        return tuple(entries)
    return tuple(sorted(entries, key=ORDERS[sort]))


def listed_artifacts(settings: Settings, entry: CatalogEntry) -> tuple[Artifact, ...]:
    """The artifacts of a source that lists show: by the settings' order of types, then by name."""
    place = {kind.id: number for number, kind in enumerate(settings.artifact_types)}
    listed = (
        artifact
        for artifact in entry.artifacts
        if artifact.status is ArtifactStatus.LISTED and artifact.artifact_type in place
    )
    return tuple(
        sorted(
            listed, key=lambda a: (place[a.artifact_type], a.name.casefold(), a.name, a.path, a.detected_by)
        )
    )
