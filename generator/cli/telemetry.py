"""What commands tell of themselves: the log, the report of a run, and OpenTelemetry."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator import __version__
from generator.cli.terminal import note, warn
from generator.errors import TelemetryError
from generator.places import CACHE
from generator.telemetry import SILENT, Sink, Telemetry
from generator.telemetry.log import Form, Level, Log
from generator.telemetry.report import Report

if TYPE_CHECKING:
    from generator.cache import Cache
    from generator.enrich import EnrichReport
    from generator.last_build import BuildReport

T = TypeVar("T")

_TELEMETRY = "generator.telemetry"
_REPORT = "generator.telemetry.report"

_SECRETS = ("GITHUB_TOKEN", "GH_TOKEN")


def log_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add the options; the command gets ``log_format`` and ``log_level``."""
    command = click.option(
        "--log-level",
        type=click.Choice([level.value for level in Level]),
        help="Log what is done, from this level on, to standard error.  [default with --log-format: info]",
    )(command)
    return click.option(
        "--log-format",
        type=click.Choice([form.value for form in Form]),
        help="Lines of text, or of JSON.  [default with --log-level: text]",
    )(command)


def begin(ctx: click.Context, log_format: str | None, log_level: str | None) -> None:
    """Start telling; it ends with ``ctx``. The environment says whether OpenTelemetry hears it."""
    report = Report()
    sinks: list[Sink] = [report]
    if log_format or log_level:
        sinks.append(
            Log(
                lambda line: click.echo(line, err=True),
                form=Form(log_format or Form.TEXT),
                level=Level(log_level or Level.INFO),
                now=lambda: datetime.now(UTC),
                secrets=[os.environ.get(name, "") for name in _SECRETS],
            )
        )
    sinks += _collectors(os.environ)
    telemetry = Telemetry(sinks, time.monotonic)
    ctx.meta[_TELEMETRY], ctx.meta[_REPORT] = telemetry, report
    ctx.call_on_close(telemetry.close)
    ctx.with_resource(telemetry.span(f"command.{ctx.invoked_subcommand or 'none'}"))


def _collectors(environment: Mapping[str, str]) -> list[Sink]:
    # The names are looked at here, so that nothing is imported for those who ask for nothing.
    if not any(name.startswith("OTEL_EXPORTER_OTLP_") for name in environment):
        return []
    from generator import otel

    try:
        return [otel.connect(warn)] if otel.is_asked_for(environment) else []
    except TelemetryError as error:
        warn(str(error))
        return []


def current() -> Telemetry:
    """Whom the present command tells."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(_TELEMETRY, SILENT) if ctx else SILENT


def begin_report() -> None:
    """Forget what was told before this run, where one command runs several."""
    ctx = click.get_current_context(silent=True)
    report = ctx.meta.get(_REPORT) if ctx else None
    if report is not None:
        report.clear()


def told_by(report: EnrichReport, cache: Cache) -> None:
    """Count the requests of an enrichment, what the cache had, and what is left of the limits."""
    telemetry = current()
    told_of(cache)
    for (kind, outcome), count in sorted(report.ended.items()):
        telemetry.count("requests", count, kind=kind.value, outcome=outcome)
    for kind, remaining in report.remaining.items():
        telemetry.measure("rate_limit.remaining", remaining, kind=kind.value)


def told_of(cache: Cache) -> None:
    """Count what the cache had and had not since it was last told of."""
    telemetry = current()
    telemetry.count("cache", cache.hits, result="hit")
    telemetry.count("cache", cache.misses, result="miss")
    cache.hits = cache.misses = 0


def finish_report(
    root: Path,
    command: str,
    *,
    site: BuildReport | None,
    seconds: float,
    warnings: list[str],
    to: Path | None = None,
) -> None:
    """Write the run's report beside the cache, or to ``to``, and print what a person may want of it.

    A disk that refuses costs the report and nothing else, unless it was asked for by ``to``.
    """
    from generator.atomic import replace_file

    ctx = click.get_current_context(silent=True)
    report: Report | None = ctx.meta.get(_REPORT) if ctx else None
    if report is None:
        return
    plain = report.plain(
        command=command,
        program=__version__,
        ended_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 3),
        site=None if site is None else {k: v for k, v in site.plain().items() if k != "warnings"},
        warnings=warnings,
    )
    content = json.dumps(plain, indent=1, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    if site is not None and (summary := report.summary()):
        note(summary)
    if to is not None:
        try:
            replace_file(to, content)
        except OSError as error:
            warn(f"{to}: the report cannot be written: {error.strerror}")
        return
    with contextlib.suppress(OSError):
        (root / CACHE).mkdir(exist_ok=True)
        replace_file(root / CACHE / f"{command}-report.json", content, durable=False)
