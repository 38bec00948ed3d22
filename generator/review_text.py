"""What a reviewer wants to know of sources that a pull request adds or changes, as Markdown.

It goes into the summary of a CI run, so every word of strangers is escaped or stands in a code span.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.errors import Problem, Severity
from generator.markdown_text import code, escaped, link
from generator.model import CatalogEntry, Settings
from generator.scan import Verdict
from generator.urls import repo_url

MOST_ROWS = 50
"""Rows of a table; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Review:
    """One source, and what is to be said of it."""

    entry: CatalogEntry
    verdicts: tuple[Verdict, ...]
    """What its scan found and left out, and why."""
    findings: tuple[tuple[str, str], ...] = ()
    """What it suffers from: code, and what is to be known."""
    error: str | None = None
    """Why GitHub could not be asked."""


def review_markdown(
    reviews: Sequence[Review], problems: Sequence[Problem], settings: Settings | None
) -> Iterator[str]:
    """The lines of the summary: problems first, then a section a source.

    Without ``settings``, as where they or a definition are wrong, there are only problems.
    """
    if not reviews and not problems:
        yield "No definition changed."
        return
    errors = [p for p in problems if p.severity is Severity.ERROR]
    warnings = [p for p in problems if p.severity is not Severity.ERROR]
    for heading, some in (("To be mended", errors), ("To be looked at", warnings)):
        if some:
            yield from (f"## {heading}", "")
            yield from map(_problem, some)
            yield ""
    if settings:
        for review in reviews:
            yield from _source(review, settings)


def _problem(problem: Problem) -> str:
    hint = f" {escaped(problem.hint)}" if problem.hint else ""
    field = f" {code(problem.field)}:" if problem.field else ""
    return f"- {code(problem.place)}{field} {escaped(problem.message)} ({code(problem.code)}).{hint}"


def _source(review: Review, settings: Settings) -> Iterator[str]:
    entry = review.entry
    source, snapshot = entry.source, entry.snapshot
    yield from (f"## {escaped(source.title)}", "")
    if entry.description:
        yield from (f"> {escaped(entry.description)}", "")
    labels = {trust.level: trust.label for trust in settings.trust_levels}
    rows = [
        ("Id", code(source.id)),
        ("Repository", _repository(entry)),
        ("Trust", escaped(labels.get(source.trust_level, source.trust_level))),
        ("Tags", ", ".join(map(code, source.tags)) or "none"),
        ("Artifacts", _counts(entry, settings)),
    ]
    if snapshot:
        rows += [
            ("Licence", code(snapshot.license) if snapshot.license else "not known"),
            ("Stars", f"{snapshot.stars:,}" if snapshot.stars is not None else "not known"),
            ("Last push", f"{snapshot.pushed_at:%Y-%m-%d}" if snapshot.pushed_at else "not known"),
        ]
    yield from ("| | |", "| --- | --- |")
    yield from (f"| {name} | {_cell(value)} |" for name, value in rows)
    yield ""
    for finding, words in review.findings:
        yield f"- {code(finding)}: {escaped(words)}"
    if review.error:
        yield f"- GitHub was not asked for everything: {escaped(review.error)}"
    if review.findings or review.error:
        yield ""
    kept = [v for v in review.verdicts if v.outcome == "listed"]
    others = [v for v in review.verdicts if v.outcome not in ("listed", "turned down")]
    yield from _table("Artifacts, and why", kept, "Rule")
    yield from _table("Left out, and why", others, "Reason")


def _repository(entry: CatalogEntry) -> str:
    address = repo_url(entry.source.full_name)
    return link(entry.source.full_name, address) if address else code(entry.source.full_name)


def _counts(entry: CatalogEntry, settings: Settings) -> str:
    if not entry.counts_by_type:
        return escaped(entry.scan_status.value)
    labels = {kind.id: kind for kind in settings.artifact_types}
    return ", ".join(
        f"{count:,} {escaped((labels[kind].label if count == 1 else labels[kind].plural).lower())}"
        for kind, count in entry.counts_by_type.items()
    )


def _table(heading: str, verdicts: Sequence[Verdict], last: str) -> Iterator[str]:
    if not verdicts:
        return
    yield from (f"<details><summary>{heading}: {len(verdicts):,}</summary>", "")
    yield from (f"| Type | Name | Path | {last} |", "| --- | --- | --- | --- |")
    for verdict in verdicts[:MOST_ROWS]:
        why = verdict.rule if last == "Rule" else f"{verdict.outcome}: {verdict.reason}"
        cells = (code(verdict.artifact_type), code(verdict.name), code(verdict.path or "."), escaped(why))
        yield f"| {' | '.join(map(_cell, cells))} |"
    if len(verdicts) > MOST_ROWS:
        yield from ("", f"And {len(verdicts) - MOST_ROWS:,} more.")
    yield from ("", "</details>", "")


def _cell(text: str) -> str:
    """Markdown within a cell: a bar would end it, in a code span too, but for one with a backslash."""
    return text.replace("\\|", "|").replace("|", "\\|")
