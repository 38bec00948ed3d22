"""`catalog edit`, `catalog rename` and `catalog remove`: definitions changed, comments kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from generator.cli.field_options import field_options, fields_of
from generator.cli.plans import carry_out
from generator.edit import Definitions, edit_source, remove_source, rename_source
from generator.schema import SOURCE, suggestion
from generator.yaml_text import Plain

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
FIELDS = tuple(field.name for field in SOURCE.fields)


def unset_fields(_ctx: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of fields, also with hyphens. Raises click.BadParameter for one that is none."""
    found = tuple(name.strip().replace("-", "_") for one in names for name in one.split(","))
    for name in found:
        if name not in FIELDS:
            near = suggestion(name, FIELDS)
            raise click.BadParameter(
                f'there is no field "{name}"' + (f'; did you mean "{near}"?' if near else "")
            )
    return found


@click.command()
@click.argument("source_id", metavar="ID")
@click.option("--repo-url", "repo_url", metavar="URL", help="The repository on GitHub.")
@field_options
@click.option(
    "--unset", multiple=True, metavar="FIELD", callback=unset_fields, help="Take a field out. Repeatable."
)
@dry_run_option
@click.pass_obj
def edit(root: Path, /, source_id: str, unset: tuple[str, ...], *, dry_run: bool, **given: object) -> None:
    """Change fields of a definition.

    Comments, order and quoting of its file stay as they are. A list is replaced as a whole;
    `catalog tag` adds and removes single tags. An empty value takes the field out.

    \b
    Examples:
      catalog edit anthropics-skills --description "Skills for office files." --trust-level official
      catalog edit expo-skills --exclude '.claude/**: for work on the repository itself'
      catalog edit expo-skills --unset homepage --dry-run
    """
    definitions = Definitions.read(root)
    changes: dict[str, Plain] = fields_of(given) | dict.fromkeys(unset)
    if not changes:
        raise click.UsageError("say what to change, such as --description TEXT; --help lists every field")
    _merge_records(definitions, source_id, changes)
    plan = edit_source(definitions, source_id, changes)
    carry_out(root, plan, f"changed {', '.join(changes)}", dry_run=dry_run)


def _merge_records(definitions: Definitions, source_id: str, changes: dict[str, Plain]) -> None:
    """Of a record such as `trust`, what was not given stays."""
    from generator.edit import fields_now

    now = fields_now(definitions, source_id)
    for name, value in changes.items():
        before = now.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and name == "trust":
            merged = before | value
            changes[name] = {key: inner for key, inner in merged.items() if inner not in ("", None)}


@click.command()
@click.argument("source_id", metavar="ID")
@click.argument("new_id", metavar="NEW")
@dry_run_option
@click.pass_obj
def rename(root: Path, source_id: str, new_id: str, *, dry_run: bool) -> None:
    """Give a source another id.

    The old id becomes an alias, so that its address leads on; sources that named it as
    their successor follow, and what is known of it in catalog.lock is kept.

    \b
    Examples:
      catalog rename anthropics-skills anthropic-skills
      catalog rename old-id new-id --dry-run
    """
    plan = rename_source(Definitions.read(root), source_id, new_id)
    carry_out(root, plan, f"{source_id} is now {new_id}; its old address leads there", dry_run=dry_run)


@click.command()
@click.argument("source_id", metavar="ID")
@click.option(
    "--successor", metavar="ID", default="", help="The source to see instead; the address leads there."
)
@click.option("--reason", metavar="TEXT", default="", help="Why; what is left of its page says so.")
@click.option("--purge", is_flag=True, help="Leave nothing behind, not even a page that says so.")
@dry_run_option
@click.pass_obj
def remove(root: Path, source_id: str, successor: str, reason: str, *, purge: bool, dry_run: bool) -> None:
    """Take a source out of the catalog.

    With --successor, the definition is deleted, and the source's addresses lead on to
    another one. With --reason, the definition stays with the reason and the day; the
    source's page says so, and whoever adds the repository again is told.

    \b
    Examples:
      catalog remove old-skills --successor new-skills
      catalog remove old-skills --reason "The repository was deleted."
      catalog remove spam-skills --purge
    """
    if sum((bool(successor), bool(reason), purge)) != 1:
        raise click.UsageError("say one of --successor ID, --reason TEXT, or --purge to leave nothing behind")
    definitions = Definitions.read(root)
    source = definitions.find(source_id)
    today = datetime.now(UTC).date()
    plan = remove_source(definitions, source_id, successor=successor, reason=reason, on=today)
    left = (
        f"its address leads to {successor}"
        if successor
        else "its page says why"
        if reason
        else "nothing is left"
    )
    carry_out(root, plan, f"{source.id} was removed; {left}", dry_run=dry_run)
