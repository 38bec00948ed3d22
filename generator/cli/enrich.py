"""`catalog enrich`: ask GitHub for what is stale, and keep it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from generator.cli.access import Access, access_options, sides
from generator.cli.shard import shard_option
from generator.cli.telemetry import current, finish_report, told_by
from generator.cli.terminal import counted_noun, note, safe, say, table
from generator.errors import CatalogError, UnknownSourceError
from generator.model import GitHubBy, Outcome, Snapshot, Source
from generator.shards import Shard

if TYPE_CHECKING:
    from generator.enrich import EnrichOptions, EnrichReport
    from generator.loaded import Loaded

SHOWN_FAILURES = 20
"""Failures that a summary lists; the rest is counted, and shown on the sources' pages."""

BUILD_MINUTES = 10.0
"""What a build spends on GitHub at most; `catalog enrich` goes on where it stopped."""


@click.command()
@click.option("--only", metavar="ID", multiple=True, help="Only this source; may be given several times.")
@click.option("--force", is_flag=True, help="Also what is fresh, or waits after a failure.")
@click.option("--max-requests", type=click.IntRange(1), help="Stop after so many requests.")
@click.option("--max-minutes", type=click.FloatRange(0, min_open=True), help="Stop after so many minutes.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 8), default=2, show_default=True, help="Requests at once."
)
@click.option("--no-texts", is_flag=True, help="Keep no text of others in the lock, to publish it.")
@access_options
@shard_option("Only this share of the sources, into a part of the lock, to be merged.")
@click.pass_context
def enrich(  # noqa: PLR0917 - options of a command, by name
    ctx: click.Context,
    only: tuple[str, ...],
    max_requests: int | None,
    max_minutes: float | None,
    jobs: int,
    github_by: str | None,
    git_mirror: tuple[str, ...],
    *,
    force: bool,
    no_texts: bool,
    shard: Shard | None,
) -> None:
    """Ask GitHub, and other hosts, for what is stale.

    That is descriptions, READMEs, stars and files of the sources.

    What is learned goes into catalog.lock and .cache/, source by source, so a run that
    stops or is killed goes on where it was. A token in GITHUB_TOKEN or GH_TOKEN raises
    GitHub's limit from 60 requests an hour to 5,000; --github-by git has no limit, and
    brings no stars and descriptions. Sources and artifacts that came, went
    or were renamed are added to catalog.history.jsonl.

    \b
    Examples:
      catalog enrich
      catalog enrich --only anthropics-skills --force
      catalog enrich --max-requests 900 --max-minutes 20
      catalog enrich --shard 2/5
      catalog enrich --github-by git
    """
    from generator.enrich import EnrichOptions
    from generator.loaded import load

    loaded = load(ctx.obj)
    _check_ids(only, {source.id for source in loaded.sources})
    options = EnrichOptions(
        only=frozenset(only), force=force, max_requests=max_requests, max_minutes=max_minutes, jobs=jobs
    )
    access = Access(GitHubBy(github_by) if github_by else None, git_mirror)
    started = time.monotonic()
    _, report = run_enrich(loaded, options, shard, access, no_texts=no_texts)
    _summarise(report)
    failures = [f"{r.source_id}: {r.error or r.outcome.value}" for r in report.failed]
    seconds = time.monotonic() - started
    finish_report(ctx.obj, "enrich", site=None, seconds=seconds, warnings=failures)
    if report.unreachable or (report.stop and report.stop.outcome is Outcome.AUTH):
        ctx.exit(1)


def _check_ids(only: tuple[str, ...], known: set[str]) -> None:
    if unknown := sorted(set(only) - known):
        raise UnknownSourceError(
            f"no source has the id {', '.join(unknown)}; `catalog list` shows what there is"
        )


def run_enrich(
    loaded: Loaded,
    options: EnrichOptions,
    shard: Shard | None = None,
    access: Access = Access(),  # noqa: B008 - frozen
    *,
    no_texts: bool = False,
) -> tuple[Loaded, EnrichReport]:
    """Ask, with a progress bar; what is known afterwards, and how it went.

    With a ``shard`` only for its sources, and what is learned goes into its part of the lock; else what
    changed goes into the history. Raises AccessError for an address or token that must not be used,
    LockError, HistoryError and CacheError.
    """
    from generator.enrich import enrich, without_texts
    from generator.lock import Journal, LockFile, read_lock
    from generator.lock.parts import overlaid, part_path
    from generator.places import CACHE, LOCK
    from generator.recording import Recorder

    path = loaded.root / LOCK
    if shard is not None:
        path = part_path(path, shard)
        own = tuple(source for source in loaded.sources if shard.has(source.id))
        loaded = replace(loaded, sources=own, snapshots=overlaid(loaded.snapshots, read_lock(path)))
    ids = {source.id for source in loaded.sources}
    told = loaded.settings.history and shard is None
    recorder = Recorder(loaded.root, loaded.sources, loaded.snapshots) if told else None
    journal = Journal(loaded.root / CACHE / f"{path.name}.journal")
    killed = {key: snapshot for key, snapshot in journal.read().items() if key in ids}
    loaded = replace(loaded, snapshots=overlaid(loaded.snapshots, killed))
    # Lines of sources that have no definition any more go.
    lock = LockFile(path, {key: s for key, s in loaded.snapshots.items() if key in ids}, journal)
    save = recorder.watching(lock.save) if recorder else lock.save
    if killed or shard is not None or loaded.snapshots.keys() - ids:
        save({})  # also where nothing is due: there is a part to merge, or lines come or go
    github, git = sides(loaded.settings, loaded.cache, access)

    def kept_by(keep: Callable[[Mapping[str, Snapshot]], None]) -> Callable[[Mapping[str, Snapshot]], None]:
        if not no_texts:
            return keep
        return lambda changed: keep({key: without_texts(s) for key, s in changed.items()})

    with _Progress() as progress, current().span("enrich", sources=len(loaded.sources)):
        report = enrich(
            loaded.sources,
            loaded.settings,
            loaded.snapshots,
            loaded.cache,
            github,
            git=git,
            now=lambda: datetime.now(UTC),
            monotonic=time.monotonic,
            options=options,
            telemetry=current(),
            save=kept_by(save),
            note=kept_by(journal.add),
            on_progress=progress,
        )
    told_by(report, loaded.cache)
    loaded = replace(loaded, snapshots=read_lock(path))
    if recorder:
        recorder.finish(loaded.snapshots, datetime.now(UTC).replace(microsecond=0))
    return loaded, report


def enrich_before_build(loaded: Loaded) -> tuple[Loaded, list[str]]:
    """Ask for what is stale, within a build's patience; what is known then, and warnings for a person."""
    from generator.enrich import EnrichOptions

    try:
        loaded, report = run_enrich(loaded, EnrichOptions(max_minutes=BUILD_MINUTES))
    except CatalogError as error:
        return loaded, [f"nothing was asked for: {error}"]
    warnings = [f"{r.source_id}: {r.error or r.outcome.value}" for r in report.failed]
    if len(warnings) > SHOWN_FAILURES or (report.stop and len(warnings) > 1):
        warnings = [f"{counted_noun(len(warnings), 'source')} could not be refreshed: {_counts(report)}"]
    if report.stop:
        warnings.insert(0, f"{_why_stopped(report)}; built from what is known")
    return loaded, warnings


def build_asks_from(loaded: Loaded) -> datetime | None:
    """The moment from which a build would ask GitHub for something; None: never."""
    from generator.enrich import EnrichOptions, next_due

    return next_due(loaded.sources, loaded.snapshots, loaded.cache, EnrichOptions())


def ask_for_one(source: Source, loaded: Loaded) -> tuple[Snapshot | None, str | None]:
    """What GitHub says of one source now, kept in the cache but not in the lock; and what went wrong."""
    from generator.enrich import EnrichOptions, enrich

    github, git = sides(loaded.settings, loaded.cache, Access())
    learned: dict[str, Snapshot] = dict(loaded.snapshots)
    report = enrich(
        [source],
        loaded.settings,
        loaded.snapshots,
        loaded.cache,
        github,
        git=git,
        now=lambda: datetime.now(UTC),
        monotonic=time.monotonic,
        options=EnrichOptions(only=frozenset([source.id])),
        save=learned.update,
    )
    error = report.stop.error if report.stop else next((r.error for r in report.failed), None)
    return learned.get(source.id), error


def _counts(report: EnrichReport) -> str:
    return ", ".join(f"{count:,} {outcome.value}" for outcome, count in report.counts.items())


def _why_stopped(report: EnrichReport) -> str:
    if report.stop is None:
        return ""
    until = f" until {report.resume_at:%Y-%m-%d %H:%M:%S} UTC" if report.resume_at else ""
    left = f", {counted_noun(report.left, 'source')} left" if report.left else ""
    hint = " (set GITHUB_TOKEN for more, or ask --github-by git)" if _limited_without_token(report) else ""
    return f"stopped asking{until}: {report.stop.error}{left}{hint}"


def _limited_without_token(report: EnrichReport) -> bool:
    spent = report.stop is not None and report.stop.outcome in (Outcome.RATE_PRIMARY, Outcome.BUDGET)
    return spent and not any(os.environ.get(name) for name in ("GITHUB_TOKEN", "GH_TOKEN"))


def _summarise(report: EnrichReport) -> None:
    if not report.due:
        say("Everything is fresh; nothing was asked (--force asks all the same).")
        return
    if report.results:
        say(
            table(("OUTCOME", "SOURCES"), [(o.value, f"{n:,}") for o, n in report.counts.items()], right=(1,))
        )
    asked = " and ".join(f"{n:,} {kind.value}" for kind, n in report.requests.items() if n)
    remaining = ", ".join(f"{n:,} {kind.value}" for kind, n in report.remaining.items())
    note(f"\n{counted_noun(len(report.results), 'source')}, requests: {asked or 'none'}")
    if remaining:
        note(f"left of this hour's limit: {remaining}")
    for failed in report.failed[:SHOWN_FAILURES]:
        note(f"  {failed.source_id}: {failed.outcome.value}: {safe(failed.error or '')}")
    if len(report.failed) > SHOWN_FAILURES:
        note(f"  … and {len(report.failed) - SHOWN_FAILURES:,} more")
    if report.stop:
        note(safe(_why_stopped(report)))
        if report.left or report.resume_at:
            note("Run it again to go on; nothing is asked twice.")


class _Progress:
    """A bar on a terminal; nothing elsewhere, where the summary says enough."""

    def __init__(self) -> None:
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def __call__(self, done: int, total: int, source_id: str, outcome: Outcome) -> None:
        if not sys.stderr.isatty():
            return
        self._shown = True
        width = 30
        filled = width * done // max(1, total)
        line = f"{'█' * filled}{'░' * (width - filled)} {done:,}/{total:,} {source_id}: {outcome.value}"
        click.echo("\r\x1b[K" + line[: max(20, shutil.get_terminal_size().columns - 1)], nl=False, err=True)
