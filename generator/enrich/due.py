"""Which sources are to be asked for, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from generator.assemble import snapshot_of
from generator.cache import Cache, blob_key
from generator.enrich.report import EnrichOptions
from generator.enrich.states import parts
from generator.model import PartState, Snapshot, Source

NEVER = datetime.min.replace(tzinfo=UTC)
"""What was never fetched was fetched then."""


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
    chosen = [s for s in sources if s.path is None and (not options.only or s.id in options.only)]
    known = {s.id: snapshot_of(s, snapshots) for s in chosen}
    asked_for = bool(options.force or options.only)
    due = [s for s in chosen if asked_for or is_due(s, known[s.id], cache, options, now)]

    def staleness(source: Source) -> tuple[datetime, int, str]:
        snapshot = known[source.id]
        state = snapshot.metadata_state if snapshot else PartState()
        return state.fetched_at or NEVER, state.failures, source.id

    return sorted(due, key=staleness)


def is_due(
    source: Source, snapshot: Snapshot | None, cache: Cache, options: EnrichOptions, now: datetime
) -> bool:
    """Whether anything of a source is worth asking for now."""
    return now >= due_from(source, snapshot, cache, options)


def due_from(source: Source, snapshot: Snapshot | None, cache: Cache, options: EnrichOptions) -> datetime:
    """The moment from which something of a source is worth asking for; long past where it is already."""
    if snapshot is None:
        return NEVER
    metadata = snapshot.metadata_state
    moments = [NEVER if metadata.fetched_at is None else metadata.fetched_at + options.max_age]
    if snapshot.root_hint != source.root_hint:
        moments.append(NEVER)
    moments += [s.retry_at or NEVER for s in parts(source, snapshot) if not (s.outcome and s.outcome.good)]
    if source.import_repo_readme and snapshot.readme and not cache.has(blob_key(snapshot.readme.oid)):
        moments.append(NEVER)
    return max(min(moments), metadata.retry_at or NEVER)


def next_due(
    sources: Iterable[Source], snapshots: Mapping[str, Snapshot], cache: Cache, options: EnrichOptions
) -> datetime | None:
    """The moment from which any of the sources is worth asking for; None where there is no source."""
    return min(
        (due_from(s, snapshot_of(s, snapshots), cache, options) for s in sources if s.path is None),
        default=None,
    )


def waits(state: PartState, now: datetime) -> bool:
    """Whether a part failed lately, and is not to be tried again yet."""
    return state.retry_at is not None and now < state.retry_at
