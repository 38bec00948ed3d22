"""`catalog import` and `catalog export`: other catalogs' forms."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from generator.cli.environment import source_date
from generator.cli.terminal import counted_noun, note, safe, say
from generator.errors import CatalogError, Problem
from generator.exchange import EXPORTS, FORMS, MAX_FILE, Options, Plan
from generator.model import TrustLevel
from generator.printable import is_printable, printable_json


@click.command("import")
@click.argument("form", metavar="FORM", type=click.Choice(list(FORMS)))
@click.argument("path", type=click.Path(path_type=Path, exists=True, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="A tag for every new source.")
@click.option("--trust-level", type=click.Choice(list(TrustLevel)), help="For every new source.")
@click.option(
    "--added",
    metavar="DATE",
    help="The day that new sources came into the catalog.  [default: today; of csv, none]",
)
@click.option(
    "--repository", metavar="OWNER/NAME", default="", help="Of a marketplace: where its own plugins lie."
)
@click.option("--strict", is_flag=True, help="Write nothing where anything is left out.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def import_(
    ctx: click.Context,
    form: str,
    path: Path,
    *,
    dry_run: bool,
    tags: tuple[str, ...],
    trust_level: str | None,
    added: str | None,
    repository: str,
    strict: bool,
    output: str,
) -> None:
    """Make definitions of the entries of another catalog.

    FORM is one of awesome-selfhosted, landscape, best-of, marketplace, awesome-list, csv;
    PATH its file (- is what comes in by a pipe), or for awesome-selfhosted its folder.

    One definition is written for each repository that the catalog does not have
    yet, all of them or none. Whatever cannot be taken is listed with its place and the
    reason. A second import of the same changes nothing.

    \b
    Examples:
      catalog import awesome-list README.md --dry-run
      catalog import csv sources.csv --tag imported
      catalog import marketplace .claude-plugin/marketplace.json --repository acme/plugins
    """
    from generator.imports import plan_import, write_import

    root: Path = ctx.obj
    today = (source_date() or datetime.now(UTC)).date().isoformat()
    day = added or ("" if form == "csv" else today)  # a table says itself what is known
    fields = {name: value for name, value in (("added", day), ("trust_level", trust_level)) if value}
    options = Options(tags=tags, fields=fields, repository=repository)
    piped = sys.stdin.buffer.read(MAX_FILE + 1) if str(path) == "-" else None
    made = plan_import(root, form, path, options, content=piped)
    refused = strict and bool(made.left_out)
    if not dry_run and not refused:
        write_import(root, made)
    if output == "json":
        say(printable_json(_plan_json(made)))
    else:
        _print_plan(made, written=not dry_run and not refused, listed=dry_run)
    if refused:
        raise CatalogError("nothing was written: with --strict, nothing may be left out")


def _plan_json(made: Plan) -> dict[str, Any]:
    return {
        "new": [
            {
                "id": new.source.id,
                "file": new.file,
                "repo_url": new.source.repo_url,
                "from": {"file": new.origin.file, "line": new.origin.line},
            }
            for new in made.new
        ],
        "there": [{"id": known, "from": {"file": p.file, "line": p.line}} for p, known in made.there],
        "left_out": [_problem_json(problem) for problem in made.left_out],
        "remarks": [_problem_json(problem) for problem in made.remarks],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in asdict(problem).items() if value not in ("", 0)}


def _print_plan(made: Plan, *, written: bool, listed: bool) -> None:
    for heading, problems in (("Taken with changes:", made.remarks), ("Left out:", made.left_out)):
        if problems:
            note(f"{heading}")
            for problem in problems:
                hint = f" ({safe(problem.hint)})" if problem.hint else ""
                note(f"  {safe(problem.place)}: {safe(problem.message)} [{problem.code}]{hint}")
    if listed:
        for new in made.new:
            say(f"{new.file}  {safe(new.source.title)}")
    verb = "written" if written else "to be written"
    told = f"{counted_noun(len(made.new), 'definition')} {verb}"
    note(f"{told}, {len(made.there):,} there already, {len(made.left_out):,} left out")
    if written and made.new:
        note("next: `catalog validate`, then `catalog enrich`")


@click.command("export")
@click.argument("form", metavar="FORM", type=click.Choice(list(EXPORTS)))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write into this file, which is replaced as a whole.  [default: print]",
)
@click.pass_obj
def export(root: Path, form: str, *, output: Path | None) -> None:
    """Write the catalog as csv, json, markdown or marketplace.

    csv and json have all sources, also the unlisted ones; `catalog import csv` takes a table
    back with everything that definitions say. markdown (a list of links) and marketplace
    (a marketplace.json of the plugins that were found) have the public ones. From what is
    known: nothing is asked of GitHub.

    \b
    Examples:
      catalog export csv -o sources.csv
      catalog export markdown > AWESOME.md
      catalog export marketplace -o .claude-plugin/marketplace.json
    """
    from generator.atomic import replace_file
    from generator.exports import export_catalog
    from generator.loaded import load

    text, left_out = export_catalog(load(root), form, source_date())
    if output is None and not is_printable(text):
        raise CatalogError(
            "it holds characters or lines that would do something to a terminal or to the log of a CI job;"
            " write it into a file with --output"
        )
    if output is None:
        click.echo(text.encode("utf-8", "replace"), nl=False)
    else:
        try:
            replace_file(output, text.encode("utf-8", "replace"))
        except OSError as error:
            raise CatalogError(f"{safe(str(output))}: {error.strerror}") from error
        note(f"wrote {safe(str(output))}")
    for problem in left_out:
        note(f"not in it: {safe(problem.file)}: {safe(problem.message)}")
