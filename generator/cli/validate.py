"""`catalog validate`: definitions and settings, held against every rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from generator.cli.terminal import counted_noun, note, report_problems, safe, say
from generator.errors import CatalogError, LockError, Problem, SettingsError, Severity
from generator.model import Settings, Snapshot, Source
from generator.printable import printable_json
from generator.schema.codes import CODES, LOOK_CODES

MAX_ASKED = 50
"""Repositories that ``--online`` asks GitHub about in one run."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--changed-since", metavar="REV", help="Only definitions that changed since a commit of git.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--online", is_flag=True, help="Also ask GitHub and the homepages whether they are still there."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="github: annotations for pull requests.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[Path, ...],
    changed_since: str | None,
    form: str,
    *,
    strict: bool,
    online: bool,
) -> None:
    """Check settings, definitions, and what lies in theme/ and pages/.

    Every definition, or only FILES, or those that changed since a commit; all problems are
    reported at once. What is only suspicious (a name used twice, a tag like another one, a
    repository that was renamed) is a warning. docs/codes/ explains each code.

    Exits with 1 where there is an error, with 0 where there are at most warnings.

    \b
    Examples:
      catalog validate
      catalog validate sources/my-source.yaml
      catalog validate --changed-since origin/main --format github
      catalog validate --online --strict
    """
    if files and changed_since is not None:
        raise click.UsageError("name files or a commit, not both")
    root: Path = ctx.obj
    count, problems = checked(root, files or None, changed_since, online=online)
    failed = any(strict or p.severity is Severity.ERROR for p in problems)
    if form == "json":
        say(printable_json(_plain(count, problems)))
    elif form == "github":
        from generator.annotations import annotation_lines

        for line in annotation_lines(problems):
            say(line)
    if problems and form == "text":
        report_problems(problems)
    if failed:
        ctx.exit(1)
    good = "no errors" if problems else "all good"
    note(f"{counted_noun(count, 'definition')} checked, {good}")


def checked(
    root: Path, files: Sequence[Path] | None, changed_since: str | None, *, online: bool
) -> tuple[int, list[Problem]]:
    """How many good definitions were checked, and every problem."""
    from generator.despite import settings_or_everything
    from generator.load import check_sources
    from generator.schema import default_settings
    from generator.theme_check import theme_problems

    only = files
    if changed_since is not None:
        from generator.changed import changed_files

        only = changed_files(root, changed_since)
    try:
        settings = settings_or_everything(root, only)
    except SettingsError as error:
        return 0, [*error.problems, *theme_problems(root, default_settings("Catalog"))]
    sources, problems = check_sources(root, settings, only=only)
    problems = (*problems, *theme_problems(root, settings))
    every = sources if only is None else check_sources(root, settings)[0]
    news = None if only is None else {source.file for source in sources}
    soft = _soft(root, every, news)
    if online:
        soft += _online(root, settings, [s for s in sources if s.removed is None])
    return len(sources), sorted({*problems, *(_placed(root, problem) for problem in soft)})


def _soft(root: Path, sources: Sequence[Source], news: set[str] | None) -> list[Problem]:
    from generator.lock import read_lock
    from generator.places import LOCK
    from generator.soft_checks import soft_problems

    try:
        snapshots = read_lock(root / LOCK)
    except LockError as error:
        note(f"the lock cannot be read, so renamed repositories are not found: {safe(str(error))}")
        snapshots = {}
    return soft_problems([s for s in sources if s.removed is None], snapshots, news)


def _online(root: Path, settings: Settings, sources: Sequence[Source]) -> list[Problem]:
    from generator.homepages import homepage_problems
    from generator.soft_checks import github_problems

    found = list(homepage_problems(sources))
    for source in [s for s in sources if s.path is None and not s.clone_url][:MAX_ASKED]:
        snapshot = _asked(root, settings, source)
        if snapshot is None:
            break
        found += github_problems(source, snapshot)
    return found


def _asked(root: Path, settings: Settings, source: Source) -> Snapshot | None:
    """What GitHub says of one repository now; None where it cannot be asked at all."""
    from generator.cache import Cache
    from generator.cli.enrich import ask_for_one
    from generator.loaded import Loaded
    from generator.places import CACHE

    asked = replace(source, import_artifacts=False, import_repo_readme=False)
    try:
        snapshot, error = ask_for_one(asked, Loaded(root, settings, (), {}, Cache(root / CACHE)))
    except CatalogError as failure:
        snapshot, error = None, str(failure)
    if snapshot is None:
        note(f"GitHub could not be asked: {safe(error or 'no answer')}")
    return snapshot


def _placed(root: Path, problem: Problem) -> Problem:
    """A warning with the line of the field that it is about."""
    from generator.yaml_text import MappingNode, parse_all

    try:
        node, _ = parse_all((root / problem.file).read_text(encoding="utf-8"), problem.file)
    except (OSError, UnicodeDecodeError):
        return problem
    value = node.get(problem.field) if isinstance(node, MappingNode) else None
    return replace(problem, line=value.line, column=value.column) if value else problem


def _plain(checked: int, problems: Sequence[Problem]) -> dict[str, object]:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return {
        "checked": checked,
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [
            {
                **asdict(problem),
                "severity": problem.severity.value,
                "meaning": (CODES | LOOK_CODES).get(problem.code, ""),
            }
            for problem in problems
        ],
    }
