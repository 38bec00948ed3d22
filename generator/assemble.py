"""Definitions and what was fetched become the catalog: the last pure step before pages.

Toggles are applied here once, so that nothing behind this module can show what a
definition turned off; and ages are counted from ``as_of``, never from a clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from generator.later import listed_counts, ordered
from generator.model import (
    Artifact,
    Catalog,
    CatalogEntry,
    ScanStatus,
    Settings,
    Snapshot,
    Source,
    SourceStatus,
)

Scan = Callable[[Source, Snapshot], Sequence[Artifact] | None]
"""Scans a source anew; None where its tree is not at hand, so that the lock's artifacts stand."""


def assemble(
    settings: Settings,
    sources: Iterable[Source],
    snapshots: Mapping[str, Snapshot],
    *,
    scan: Scan = lambda _source, _snapshot: None,
    as_of: datetime | None = None,
) -> Catalog:
    """Make the catalog; ``as_of`` defaults to the newest moment that a snapshot was fetched."""
    ordered = sorted(sources, key=lambda source: source.id)
    known = {source.id: snapshot for source in ordered if (snapshot := snapshot_of(source, snapshots))}
    moment = as_of or max(
        (s.metadata_state.fetched_at for s in known.values() if s.metadata_state.fetched_at), default=None
    )
    entries = tuple(_entry(settings, source, known.get(source.id), scan, moment) for source in ordered)
    return Catalog(settings=settings, entries=entries, as_of=moment)


def snapshot_of(source: Source, snapshots: Mapping[str, Snapshot]) -> Snapshot | None:
    """The snapshot of this source; None where the stored one is of another repository or ref."""
    snapshot = snapshots.get(source.id)
    if snapshot is None or snapshot.full_name.casefold() != source.full_name.casefold():
        return None
    return snapshot if snapshot.ref == source.ref else None


def _entry(
    settings: Settings, source: Source, snapshot: Snapshot | None, scan: Scan, as_of: datetime | None
) -> CatalogEntry:
    if snapshot is None:
        status = ScanStatus.PENDING if source.import_artifacts else ScanStatus.OFF
        return CatalogEntry(source=source, snapshot=None, scan_status=status)
    artifacts: Sequence[Artifact] = ()
    if source.import_artifacts:
        scanned = scan(source, snapshot)
        artifacts = snapshot.artifacts if scanned is None else scanned
    shown = snapshot
    if not (source.import_repo_description and source.import_repo_readme and artifacts is snapshot.artifacts):
        shown = replace(
            snapshot,
            repo_description=snapshot.repo_description if source.import_repo_description else None,
            readme=snapshot.readme if source.import_repo_readme else None,
            artifacts=artifacts,
        )
    return CatalogEntry(
        source=source,
        snapshot=shown,
        artifacts=ordered(artifacts),
        counts_by_type=counts_by_type(settings, artifacts),
        auto_tags=auto_tags(snapshot.topics or (), source.tags),
        status=source_status(snapshot, as_of, settings.stale_after_days),
        scan_status=scan_status(source, snapshot),
        last_sync_at=snapshot.metadata_state.fetched_at,
        last_error=_last_error(source, snapshot),
    )


def counts_by_type(settings: Settings, artifacts: Sequence[Artifact]) -> Mapping[str, int]:
    """Listed artifacts by type, in the settings' order; types with 0 left out."""
    counts = listed_counts(artifacts)
    return MappingProxyType({t.id: count for t in settings.artifact_types if (count := counts.get(t.id, 0))})


def auto_tags(topics: Iterable[str], tags: Iterable[str]) -> tuple[str, ...]:
    """GitHub's topics in the spelling of tags, without those that are tags already; order kept."""
    own = set(tags)
    spelled = dict.fromkeys(topic.strip().lower().replace("_", "-") for topic in topics)
    return tuple(topic for topic in spelled if topic and topic not in own)


def source_status(snapshot: Snapshot, as_of: datetime | None, stale_after_days: int) -> SourceStatus:
    """How alive the source is; the gravest that applies.

    What happened since it was last looked at nobody knows, so no source grows stale from not being asked.
    """
    seen = min(filter(None, (as_of, snapshot.metadata_state.fetched_at)), default=None)
    if snapshot.missing:
        return SourceStatus.MISSING
    if snapshot.moved_to:
        return SourceStatus.MOVED
    if snapshot.archived:
        return SourceStatus.ARCHIVED
    if snapshot.pushed_at and seen and seen - snapshot.pushed_at > timedelta(days=stale_after_days):
        return SourceStatus.STALE
    return SourceStatus.ACTIVE


def scan_status(source: Source, snapshot: Snapshot) -> ScanStatus:
    """How much is known of the source's artifacts; a failure is never an innocent zero."""
    if not source.import_artifacts:
        return ScanStatus.OFF
    failed = snapshot.metadata_state.failures or snapshot.tree_state.failures
    if snapshot.scanned_tree is None:
        return ScanStatus.ERROR if failed else ScanStatus.PENDING
    if failed or snapshot.tree_truncated or snapshot.contents_state.failures:
        return ScanStatus.PARTIAL
    return ScanStatus.SUCCESS


def _last_error(source: Source, snapshot: Snapshot) -> str | None:
    states = [snapshot.metadata_state]
    if source.import_repo_readme:
        states.append(snapshot.readme_state)
    if source.import_artifacts:
        states += [snapshot.tree_state, snapshot.contents_state]
    return next((state.error for state in states if state.error), None)
