"""Batch after batch, within the budget, each saved as soon as it is complete."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from generator.assemble import snapshot_of
from generator.cache import Cache
from generator.enrich.batch import Batches
from generator.enrich.due import due_sources
from generator.enrich.learning import snapshot_for
from generator.enrich.report import EnrichOptions, EnrichReport, SourceResult
from generator.enrich.scanning import rescan, rules_key
from generator.enrich.work import Work
from generator.github import GitHub, Kind, Manners, Meter, Stop
from generator.model import Outcome, Provider, Settings, Snapshot, Source
from generator.telemetry import SILENT, Telemetry

BATCH = 25
"""Sources that are lost, and asked for again, where the program is killed."""

QUERIES_A_BATCH = 2
"""Requests of GraphQL: one for facts, one for files."""

SAVING_SHARE = 10
"""Saving a big lock takes a tenth of the time at most; the last one always is saved."""

DEFAULT_OPTIONS = EnrichOptions()

Save = Callable[[Mapping[str, Snapshot]], None]
"""Takes what changed since it was last called, by source id."""


def _nothing(_changed: Mapping[str, Snapshot]) -> None:
    """Keep nothing."""


Progress = Callable[[int, int, str, Outcome], None]
"""Told after each source: how many are done, of how many, which one, and how it came out."""


def enrich(
    sources: Iterable[Source],
    settings: Settings,
    snapshots: Mapping[str, Snapshot],
    cache: Cache,
    github: GitHub,
    *,
    now: Callable[[], datetime],
    monotonic: Callable[[], float],
    options: EnrichOptions = DEFAULT_OPTIONS,
    save: Save = _nothing,
    note: Save = _nothing,
    on_progress: Progress = lambda _done, _total, _source_id, _outcome: None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    git: GitHub | None = None,
    telemetry: Telemetry = SILENT,
) -> EnrichReport:
    """Ask GitHub for what is stale, and have what was learned saved batch by batch.

    Where saving takes long, because the lock is big, it is not called after each batch; ``note`` then
    gets the batch, to keep it in a quicker way until the next call of ``save``, which has it all.
    ``git`` is asked for what is not on GitHub, and may stand in the place of ``github`` as
    well; without one, nothing is asked of other hosts. ``now`` gives the moment in UTC,
    ``monotonic`` seconds for the budget. Where nothing is due, no connection is made and
    the client's library not even imported. Raises only what ``save`` and the cache raise
    (LockError, CacheError), and KeyboardInterrupt; what was complete by then is saved.
    """
    sources = list(sources)
    due = due_sources(sources, snapshots, cache, options, now())
    saving = _Saving(save, note, monotonic)
    asked = {source.id for source in due}
    _rescan([s for s in sources if s.id not in asked], settings, snapshots, cache, saving)
    if not due:
        return EnrichReport()
    meter = Meter(
        monotonic=monotonic,
        max_requests=options.max_requests,
        max_seconds=None if options.max_minutes is None else options.max_minutes * 60,
        reserve=options.reserve,
    )
    run = _Run(settings, dict(snapshots), cache, now, options, saving, on_progress, telemetry)
    manners = Manners(jobs=max(1, options.jobs), max_wait=options.max_wait, sleep=sleep)
    sides = ((github, Provider.GITHUB), (git, Provider.GIT)) if git is not github else ((github, None),)
    asked_of = [(side, [s for s in due if kind in (None, s.provider)]) for side, kind in sides if side]
    with asyncio.Runner() as runner:
        return runner.run(run.every([(side, those) for side, those in asked_of if those], meter, manners))


def _rescan(
    sources: Iterable[Source],
    settings: Settings,
    snapshots: Mapping[str, Snapshot],
    cache: Cache,
    saving: _Saving,
) -> None:
    """Scan anew what is fresh, where the rules changed since: that takes no request."""
    rules = rules_key(settings)
    for source in sources:
        snapshot = snapshot_of(source, snapshots)
        if snapshot and (scanned := rescan(source, snapshot, settings, cache, rules)):
            saving.add(scanned)
    saving.at_once()


@dataclass(slots=True)
class _Saving:
    """Saves often, and never for long."""

    save: Save
    note: Save
    monotonic: Callable[[], float]
    pending: dict[str, Snapshot] = field(default_factory=dict)
    """What is not saved yet."""
    unnoted: dict[str, Snapshot] = field(default_factory=dict)
    """What of that is not noted either."""
    not_before: float = float("-inf")

    def add(self, snapshot: Snapshot) -> None:
        self.pending[snapshot.source_id] = self.unnoted[snapshot.source_id] = snapshot

    def soon(self) -> None:
        """Save, or only note where saving took too much of the time lately."""
        if self.monotonic() >= self.not_before:
            self.at_once()
        elif self.unnoted:
            self.note(self.unnoted)
            self.unnoted = {}

    def at_once(self) -> None:
        """Save whatever is not saved yet."""
        if not self.pending:
            return
        started = self.monotonic()
        self.save(self.pending)
        self.pending, self.unnoted = {}, {}
        ended = self.monotonic()
        self.not_before = ended + SAVING_SHARE * (ended - started)


@dataclass(slots=True)
class _Run:
    settings: Settings
    snapshots: dict[str, Snapshot]
    cache: Cache
    now: Callable[[], datetime]
    options: EnrichOptions
    saving: _Saving
    on_progress: Progress
    telemetry: Telemetry
    results: list[SourceResult] = field(default_factory=list)
    due: int = 0

    async def every(
        self, asked_of: Sequence[tuple[GitHub, list[Source]]], meter: Meter, manners: Manners
    ) -> EnrichReport:
        """One side after the other; where one has to stop, the other is asked all the same."""
        self.due = sum(len(sources) for _, sources in asked_of)
        stops = [await self._all(sources, side, meter, manners) for side, sources in asked_of]
        stop = next((stop for stop in stops if stop), None)
        resume_in = stop.resume_in if stop else None
        return EnrichReport(
            results=tuple(self.results),
            due=self.due,
            requests={kind: count for kind, count in meter.counts.items() if count},
            ended=dict(meter.outcomes),
            remaining={k: q.remaining for k, q in meter.quotas.items() if q.remaining is not None},
            stop=stop,
            resume_at=None if resume_in is None else self._moment() + timedelta(seconds=resume_in + 1),
        )

    async def _all(self, due: list[Source], github: GitHub, meter: Meter, manners: Manners) -> Stop | None:
        """Every batch, until there is none or the session says stop; why it did."""
        async with github.session(meter, manners) as session:
            patient = not (self.options.force or self.options.only)
            batches = Batches(
                session, self.cache, self.settings, self._moment, patient=patient, telemetry=self.telemetry
            )
            try:
                todo, broke = due, None
                while todo and not session.stop:
                    # Where one is asked for at a time, each is finished before the budget is.
                    size = BATCH if session.speaks_graphql else manners.jobs
                    batch = self._affordable(todo[:size], meter) if session.speaks_graphql else todo[:size]
                    if not batch:
                        broke = _broke(meter)
                        break
                    with self.telemetry.span("enrich.batch", sources=len(batch)):
                        self._done(await batches.run(self._with_last(batch)))
                    todo = todo[len(batch) :]
                    for work in batches.waiting:
                        self.saving.add(work.unfinished)
                    self.saving.soon()
                with self.telemetry.span("enrich.batch", sources=len(batches.waiting)):
                    self._done(await batches.rest())
            finally:
                self.saving.at_once()
            return session.stop or broke

    def _affordable(self, sources: list[Source], meter: Meter) -> list[Source]:
        """The first ones, as far as the listings that they lack may still be asked for.

        Else the facts of the others would be asked for now, and again by the run that gets their listings.
        """
        room, queries = meter.room(Kind.REST, besides=QUERIES_A_BATCH), meter.room(Kind.GRAPHQL)
        if queries is not None and queries < QUERIES_A_BATCH:
            room = 0
        if room is None or meter.total == 0:
            return sources
        for number, source in enumerate(sources):
            room -= self._lacks_listing(source)
            if room < 0:
                return sources[:number]
        return sources

    def _lacks_listing(self, source: Source) -> bool:
        by_api = source.provider is Provider.GITHUB and source.import_artifacts
        return by_api and self._last(source).scanned_tree is None

    def _done(self, works: list[Work]) -> None:
        """Take over what was learned, and tell of it."""
        for work in works:
            result = work.result
            if result is None:
                continue
            self.snapshots[work.source.id] = work.now
            self.saving.add(work.now)
            self.results.append(result)
            self.telemetry.done(
                "enrich.source",
                work.started,
                source_id=result.source_id,
                outcome=result.outcome.value,
                repo_details_fetched=work.facts is not None,
                artifacts=len(work.now.artifacts),
            )
            self.on_progress(len(self.results), self.due, result.source_id, result.outcome)

    def _with_last(self, sources: list[Source]) -> list[tuple[Source, Snapshot]]:
        return [(source, self._last(source)) for source in sources]

    def _last(self, source: Source) -> Snapshot:
        accept = self.options.force and source.id in self.options.only
        return snapshot_for(source, self.snapshots.get(source.id), accept=accept)

    def _moment(self) -> datetime:
        """The moment in whole seconds, as the lock keeps it."""
        return self.now().replace(microsecond=0)


def _broke(meter: Meter) -> Stop:
    """Nothing more is asked for, since no further source could be finished."""
    few = f"{meter.total} requests were made, and what is left of those allowed is too little for a source"
    refusal = meter.refusal(Kind.REST) or meter.refusal(Kind.GRAPHQL)
    return Stop(Outcome.BUDGET, *(refusal or (few, None)))
