"""What the commands print: always escaped, errors to standard error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from generator.errors import CatalogError, Problem, ProblemsError, Severity
from generator.printable import printable

LONGEST = 500
"""Characters of one printed text, so that no stranger's text floods a log."""


def say(text: str = "") -> None:
    """Print one line of our own words to standard output."""
    click.echo(text)


def note(text: str) -> None:
    """Print one line for a person to standard error, where it does not mix with results."""
    click.echo(text, err=True)


def warn(text: str) -> None:
    """Print a warning to standard error."""
    click.echo(click.style("warning: ", fg="yellow", bold=True) + safe(text), err=True)


def safe(text: str) -> str:
    """Somebody else's text, fit for a terminal and a CI log, on one line."""
    return printable(text, LONGEST)


def report_error(error: CatalogError) -> None:
    """Print an error, or every problem of many, to standard error."""
    if isinstance(error, ProblemsError):
        report_problems(error.problems)
        return
    click.echo(click.style("error: ", fg="red", bold=True) + safe(str(error)), err=True)


def report_problems(problems: Sequence[Problem]) -> None:
    """Print problems with their places, and how many there are, to standard error."""
    for problem in problems:
        for line in problem_lines(problem):
            click.echo(line, err=True)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    files = len({p.file for p in problems})
    counted = " and ".join(
        part for part in (counted_noun(errors, "error"), counted_noun(warnings, "warning")) if part[0] != "0"
    )
    click.echo(f"\n{counted} in {counted_noun(files, 'file')}", err=True)


def problem_lines(problem: Problem) -> Iterable[str]:
    """A problem as lines: place, field, message and code; then what was expected, found, to do."""
    colour = "red" if problem.severity is Severity.ERROR else "yellow"
    word = click.style(problem.severity.value, fg=colour, bold=True)
    field = f"{safe(problem.field)}: " if problem.field else ""
    place = click.style(safe(problem.place), bold=True)
    yield f"{place}: {word}: {field}{safe(problem.message)} [{problem.code}]"
    for label, text in (("expected", problem.expected), ("found", problem.found), ("hint", problem.hint)):
        if text:
            yield f"    {label + ':':<10}{safe(text)}"


def counted_noun(count: int, noun: str, plural: str | None = None) -> str:
    """``1 file``, ``2 files``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Columns as wide as their widest cell; the numbers in ``right`` are set flush right."""
    cells = [[safe(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(headings), *cells]) for i in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()

    return "\n".join([click.style(line(headings), bold=True), *map(line, cells)])
