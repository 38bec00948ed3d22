"""`catalog review`: what a pull request brings, for whoever reviews it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.environment import source_date
from generator.cli.terminal import note, safe, say
from generator.errors import CatalogError, Severity, UnknownSourceError
from generator.places import SOURCES

if TYPE_CHECKING:
    from generator.loaded import Loaded
    from generator.review_text import Review
    from generator.scan import Verdict


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--changed-since", metavar="REV", help="The sources that changed since a commit of git.")
@click.option("--offline", is_flag=True, help="Ask GitHub nothing; review what is known.")
@click.option("--max-requests", type=click.IntRange(1), default=60, show_default=True, help="To GitHub.")
@click.option("--max-minutes", type=click.FloatRange(0, min_open=True), default=5.0, show_default=True)
@click.pass_obj
def review(
    root: Path,
    ids: tuple[str, ...],
    changed_since: str | None,
    max_requests: int,
    max_minutes: float,
    *,
    offline: bool,
) -> None:
    """Sum up sources for a reviewer, as Markdown.

    Problems of their definitions, how they will be shown, which artifacts were found by which
    rule, what was left out, duplicates, and what speaks against them. GitHub is asked for
    these sources alone, and what is learned is kept.

    Exits with 0 also where there are problems: `catalog validate` is what fails.

    \b
    Examples:
      catalog review anthropics-skills
      catalog review --changed-since origin/main >> "$GITHUB_STEP_SUMMARY"
    """
    from generator.cli.validate import checked
    from generator.loaded import load
    from generator.review_text import review_markdown

    if bool(ids) == (changed_since is not None):
        raise click.UsageError("name sources, or a commit with --changed-since")
    files = [root / SOURCES / f"{source_id}.yaml" for source_id in ids] or None
    if unknown := [file.stem for file in files or () if not file.is_file()]:
        raise UnknownSourceError(
            f"no source has the id {', '.join(unknown)}; `catalog list` shows what there is"
        )
    _, problems = checked(root, files, changed_since, online=False)
    reviews: list[Review] = []
    if any(problem.severity is Severity.ERROR for problem in problems):
        settings = None
    else:
        loaded = load(root)
        settings = loaded.settings
        wanted = _wanted(loaded, ids, changed_since)
        reviews = _reviews(loaded, wanted, None if offline else (max_requests, max_minutes))
    for line in review_markdown(reviews, problems, settings):
        say(line)


def _wanted(loaded: Loaded, ids: tuple[str, ...], changed_since: str | None) -> set[str]:
    """The ids to review, all where anything may have changed."""
    from generator.changed import changed_files

    if changed_since is None:
        return set(ids)
    files = changed_files(loaded.root, changed_since)
    if files is None:
        note("settings changed, or a definition went away: all sources are concerned")
    names = None if files is None else {file.relative_to(loaded.root).as_posix() for file in files}
    return {s.id for s in loaded.sources if s.removed is None and (names is None or s.file in names)}


def _reviews(loaded: Loaded, wanted: set[str], budget: tuple[int, float] | None) -> list[Review]:
    from datetime import UTC, datetime

    from generator.doctor import examine
    from generator.loaded import catalog_of
    from generator.review_text import Review

    errors: dict[str, str] = {}
    if budget and wanted:
        loaded, errors = _asked(loaded, wanted, budget)
    catalog = catalog_of(loaded, source_date())
    today = (source_date() or datetime.now(UTC)).date()
    findings = examine(catalog, loaded.snapshots, today)
    return [
        Review(
            entry,
            _verdicts(loaded, entry.source.id),
            tuple((f.code.value, f.message) for f in findings if f.source_id == entry.source.id),
            errors.get(entry.source.id),
        )
        for entry in catalog.entries
        if entry.source.id in wanted
    ]


def _asked(loaded: Loaded, wanted: set[str], budget: tuple[int, float]) -> tuple[Loaded, dict[str, str]]:
    """What is known after asking for these sources, and why some could not be asked."""
    from generator.cli.enrich import run_enrich
    from generator.enrich import EnrichOptions

    max_requests, max_minutes = budget
    options = EnrichOptions(only=frozenset(wanted), max_requests=max_requests, max_minutes=max_minutes)
    try:
        loaded, report = run_enrich(loaded, options)
    except CatalogError as error:
        return loaded, dict.fromkeys(wanted, str(error))
    if report.stop:
        note(f"stopped asking GitHub: {safe(report.stop.error or '')}")
    return loaded, {r.source_id: r.error or r.outcome.value for r in report.failed}


def _verdicts(loaded: Loaded, source_id: str) -> tuple[Verdict, ...]:
    """What the scan of a source found; nothing where its files are not known."""
    from generator.cli.explain import texts_of
    from generator.scan import explain

    source = next(s for s in loaded.sources if s.id == source_id)
    snapshot = loaded.known.get(source_id)
    if snapshot is None or snapshot.scanned_tree is None or not source.import_artifacts:
        return ()
    try:
        tree, contents = texts_of(source, snapshot, loaded)
    except CatalogError:
        return ()
    return explain(tree, contents, source, loaded.settings)
