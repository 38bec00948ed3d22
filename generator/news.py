"""What visitors are told of a catalog's history: news, each of one source in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.model import Catalog, CatalogEntry, Visibility
from generator.past import Change


@dataclass(frozen=True, slots=True)
class News:
    """What happened to one source in one run."""

    at: datetime
    source_id: str
    """As it was called then."""
    full_name: str
    """``owner/repo`` of then."""
    entry: CatalogEntry | None
    """The source as it is now; None: the catalog does not list it any more."""
    changes: tuple[Change, ...]
    """The source's own first, then those of its artifacts by type and path; one at least."""

    @property
    def key(self) -> str:
        """Unique among all news, and the same in every build: ``20261101T120000Z-some-id``."""
        return f"{self.at:%Y%m%dT%H%M%SZ}-{self.source_id}"


def news_of(catalog: Catalog) -> tuple[News, ...]:
    """All news, newest first, within a run by source.

    Sources that are unlisted now are not told of, nor artifacts that a definition does not import,
    nor artifact types that the settings do not have.
    """
    known = {alias: entry for entry in catalog.entries for alias in entry.source.aliases}
    known |= {entry.source.id: entry for entry in catalog.entries}
    types = {kind.id for kind in catalog.settings.artifact_types}
    by_key: dict[tuple[datetime, str], list[Change]] = {}
    for run in catalog.history:
        for change in run.changes:
            if _is_told(change, known.get(change.source_id), types):
                by_key.setdefault((run.at, change.source_id), []).append(change)
    news = [
        News(at, source_id, changes[-1].full_name, known.get(source_id), tuple(changes))
        for (at, source_id), changes in by_key.items()
    ]
    news.sort(key=lambda one: one.source_id)
    news.sort(key=lambda one: one.at, reverse=True)
    return tuple(news)


def _is_told(change: Change, entry: CatalogEntry | None, types: set[str]) -> bool:
    if entry and entry.source.visibility is not Visibility.PUBLIC:
        return False
    if change.artifact_type is None:
        return True
    return change.artifact_type in types and (entry is None or entry.source.import_artifacts)


def left_out(catalog: Catalog) -> Mapping[datetime, int]:
    """How many changes each run has that no line tells; runs without any are absent."""
    counts: dict[datetime, int] = {}
    for run in catalog.history:
        if run.left_out:
            counts[run.at] = counts.get(run.at, 0) + run.left_out
    return counts


def of_type(news: Iterable[News], artifact_type: str) -> tuple[News, ...]:
    """What happened to artifacts of a type, and to sources that came or went with some."""
    kept = []
    for one in news:
        changes = tuple(c for c in one.changes if _is_of_type(c, one.entry, artifact_type))
        if changes:
            kept.append(News(one.at, one.source_id, one.full_name, one.entry, changes))
    return tuple(kept)


def _is_of_type(change: Change, entry: CatalogEntry | None, artifact_type: str) -> bool:
    if change.artifact_type is not None:
        return change.artifact_type == artifact_type
    has_now = entry is not None and artifact_type in entry.counts_by_type
    return artifact_type in dict(change.counts) or (not change.counts and has_now)
