"""`catalog from-issue`: a filled issue form becomes a definition."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from generator.cli.edit import dry_run_option
from generator.cli.plans import carry_out
from generator.cli.terminal import say
from generator.edit import Definitions, Plan, add_source, address_source, propose
from generator.errors import CatalogError, DefinitionError
from generator.issue_form import MAX_BODY, fields_of_issue, in_issue
from generator.printable import printable_json
from generator.yaml_text import Plain


@click.command("from-issue")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--id", "source_id", metavar="ID", help="The source's id.  [default: OWNER-NAME]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: the id and the file, for workflows.",
)
@dry_run_option
@click.pass_obj
def from_issue(root: Path, /, file: Path, source_id: str | None, form: str, *, dry_run: bool) -> None:
    """Turn an issue into a definition.

    FILE holds the body of an issue that was made by the form in .github/ISSUE_TEMPLATE/; - reads
    it from standard input. It is only read, strictly, and nothing in it is run or asked for;
    what is printed is harmless in a terminal and in the log of a workflow.

    \b
    Examples:
      catalog from-issue issue.md --dry-run
      gh issue view 12 --json body --jq .body | catalog from-issue -
    """
    name = "issue" if str(file) == "-" else file.name
    body = _body(file)
    fields, starts = fields_of_issue(body, name)
    definitions = Definitions.read(root)
    try:
        source_id, plan = _planned(definitions, source_id, fields)
    except DefinitionError as error:
        raise DefinitionError(in_issue(error.problems, starts, name)) from None
    if form == "json":
        say(printable_json({"id": source_id, "file": plan.changes[0].file, "written": not dry_run}))
    carry_out(
        root, plan, f"{source_id} was made of the issue", dry_run=dry_run, quiet=form == "json" and dry_run
    )


def _planned(definitions: Definitions, source_id: str | None, fields: dict[str, Plain]) -> tuple[str, Plan]:
    address = fields.get("repo_url")
    if not isinstance(address, str):
        raise CatalogError("the issue names no repository")
    today = datetime.now(UTC).date()
    if source_id is None:
        asked = address_source(address.splitlines()[0], definitions.settings)
        proposal = propose(asked, None, definitions.settings, others=(), taken=definitions.ids(), today=today)
        source_id = proposal.id
    schema = (definitions.root / "schemas" / "source.schema.json").is_file()
    return source_id, add_source(
        definitions, source_id, {**fields, "added": today.isoformat()}, schema=schema
    )


def _body(file: Path) -> str:
    if str(file) == "-":
        content = sys.stdin.buffer.read(MAX_BODY + 1)
    else:
        try:
            with file.open("rb") as stream:
                content = stream.read(MAX_BODY + 1)
        except OSError as error:
            raise CatalogError(f"{file}: cannot be read: {error.strerror}") from error
    if len(content) > MAX_BODY:
        raise CatalogError(f"the issue is longer than {MAX_BODY:,} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise CatalogError("the issue is not UTF-8") from None
