"""`catalog build`: load, enrich what is stale, render, write."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator.cli.enrich import build_asks_from, enrich_before_build
from generator.cli.environment import source_date
from generator.cli.shard import run_build_part, shard_option
from generator.cli.telemetry import begin_report, current, finish_report, told_of
from generator.cli.terminal import counted_noun, note, warn
from generator.errors import CatalogError
from generator.places import CACHE, HISTORY, LOCK
from generator.shards import Shard

if TYPE_CHECKING:
    from generator.last_build import BuildReport, LastBuild

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BuildSwitches:
    """What `build` and `serve` were told."""

    output: Path
    offline: bool
    strict: bool
    clean: bool
    base_url: str | None
    jobs: int | None
    report: Path | None = None

    def again(self) -> BuildSwitches:
        """For a rebuild while serving: GitHub was asked at the start."""
        return replace(self, offline=True, clean=False)


def build_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add the options that `build` and `serve` share; the command gets one `BuildSwitches`."""

    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), help="Folder of the site.  [default: site]"
    )
    @click.option("--offline", is_flag=True, help="Ask GitHub nothing; build from what is known.")
    @click.option("--strict", is_flag=True, help="Fail where a warning is given or a source has an error.")
    @click.option("--clean", is_flag=True, help="Delete files in the output that no build made.")
    @click.option(
        "--base-url", metavar="URL", help="Absolute address of the hosted site, over catalog.yaml's."
    )
    @click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        help="File for the run's report, as JSON.  [default: .cache/build-report.json]",
    )
    @click.option("--jobs", "-j", type=click.IntRange(1), help="Worker processes.  [default: one a core]")
    @click.pass_obj
    @functools.wraps(command)
    def wrapped(root: Path, /, output: Path | None, **options: object) -> T:
        own = {
            name: options.pop(name) for name in ("offline", "strict", "clean", "base_url", "jobs", "report")
        }
        switches = BuildSwitches(output=output or root / "site", **own)  # type: ignore[arg-type]
        return command(root, switches, **options)

    return wrapped


@click.command()
@build_options
@shard_option("Build this share of the site alone, to be merged; asks GitHub nothing.")
def build(root: Path, switches: BuildSwitches, shard: Shard | None) -> None:
    """Build the site.

    Loads the definitions, asks GitHub for what is stale, scans, renders and writes.

    Without network or token the site is built from what is known. The old site stays
    whole until the new one is.

    \b
    Examples:
      catalog build
      catalog build --offline --output public
      catalog build --base-url https://example.org/catalog --strict
      catalog build --shard 2/5 --output parts/2
    """
    if shard is None:
        run_build(root, switches)
    else:
        run_build_part(root, switches, shard)


def run_build(root: Path, switches: BuildSwitches) -> None:
    """Build once and say what came of it. Raises CatalogError where it fails."""
    started = time.monotonic()
    begin_report()
    last = last_build(root, switches)
    now = None if switches.offline else datetime.now(UTC)
    report = None if switches.clean else last.standing(now)
    warnings: list[str] = []
    if report is None:
        report, warnings = _build(root, switches, last)
    for warning in warnings:
        warn(warning)
    seconds = time.monotonic() - started
    note(
        f"Built {counted_noun(report.pages, 'page')} of {counted_noun(report.sources, 'source')}"
        f" with {counted_noun(report.artifacts, 'artifact')} into {switches.output}"
        f" ({report.written:,} files written, {report.unchanged:,} unchanged, {seconds:.1f} s)"
    )
    finish_report(root, "build", site=report, seconds=seconds, warnings=warnings, to=switches.report)
    if switches.strict and warnings:
        raise CatalogError(f"--strict: {counted_noun(len(warnings), 'warning')}, see above")


def last_build(root: Path, switches: BuildSwitches) -> LastBuild:
    """What the last build with these switches read and wrote."""
    from generator.last_build import BuildKey, LastBuild
    from generator.places import shipped_theme
    from generator.theme import read_theme, theme_digest

    theme = theme_digest(read_theme([shipped_theme()]))
    return LastBuild(root, root / CACHE, switches.output, BuildKey(theme, switches.base_url, source_date()))


def _build(root: Path, switches: BuildSwitches, last: LastBuild) -> tuple[BuildReport, list[str]]:
    """Build, remember what was read and written, and give what a person should be warned of."""
    from generator.build import build_site
    from generator.cache import Cache
    from generator.loaded import LoadMemory, load
    from generator.look import files_of

    started_ns, reads = time.time_ns(), last.reads()
    telemetry = current()
    with telemetry.span("load") as span:
        memory = LoadMemory(Cache(root / CACHE), {name: str(digest) for name, (_, digest) in reads.items()})
        loaded = load(root, base_url=switches.base_url, memory=memory)
        memory.save()
        span.set(sources=len(loaded.sources))
    warnings: list[str] = []
    if not switches.offline:
        loaded, warnings = enrich_before_build(loaded)
        reads |= last.reads(LOCK, HISTORY)
    reads |= last.also_reads(files_of(loaded.settings))
    report = build_site(
        loaded,
        switches.output,
        as_of=source_date(),
        jobs=switches.jobs,
        clean=switches.clean,
        telemetry=telemetry,
    )
    told_of(loaded.cache)
    folders = {s.path: loaded.folders[s.id].tree or "" for s in loaded.sources if s.path is not None}
    last.record(report, reads=reads, started_ns=started_ns, due=build_asks_from(loaded), folders=folders)
    return report, [*warnings, *report.warnings]
