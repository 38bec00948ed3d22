"""Which sources are to be asked for, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from generator.assemble import snapshot_of
from generator.cache import Cache, blob_key
from generator.enrich.report import EnrichOptions
from generator.enrich.states import parts
from generator.model import PartState, Snapshot, Source

_NEVER = datetime.min.replace(tzinfo=UTC)


def due_sources(
    sources: Iterable[Source],
    snapshots: Mapping[str, Snapshot],
    cache: Cache,
    options: EnrichOptions,
    now: datetime,
) -> list[Source]:
    """The sources to ask for, stalest first: never fetched, then by ``fetched_at``.

    Sources that are named are always asked for. Among those that were never fetched,
    the ones that failed already come last.
    """
    chosen = [s for s in sources if not options.only or s.id in options.only]
    known = {s.id: snapshot_of(s, snapshots) for s in chosen}
    asked_for = bool(options.force or options.only)
    due = [s for s in chosen if asked_for or is_due(s, known[s.id], cache, options, now)]

    def staleness(source: Source) -> tuple[datetime, int, str]:
        snapshot = known[source.id]
        state = snapshot.metadata_state if snapshot else PartState()
        return state.fetched_at or _NEVER, state.failures, source.id

    return sorted(due, key=staleness)


def is_due(
    source: Source, snapshot: Snapshot | None, cache: Cache, options: EnrichOptions, now: datetime
) -> bool:
    """Whether anything of a source is worth asking for now."""
    if snapshot is None:
        return True
    metadata = snapshot.metadata_state
    if waits(metadata, now):
        return False
    if metadata.fetched_at is None or now - metadata.fetched_at >= options.max_age:
        return True
    if snapshot.root_hint != source.root_hint:
        return True
    if any(not (s.outcome and s.outcome.good) and not waits(s, now) for s in parts(source, snapshot)):
        return True
    return bool(
        source.import_repo_readme and snapshot.readme and not cache.has(blob_key(snapshot.readme.oid))
    )


def waits(state: PartState, now: datetime) -> bool:
    """Whether a part failed lately, and is not to be tried again yet."""
    return state.retry_at is not None and now < state.retry_at
