"""`catalog migrate`: files of older versions in today's words."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.terminal import counted_noun, note, safe, say


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--check", is_flag=True, help="As --dry-run, and exit with 1 where anything would change.")
@click.pass_context
def migrate(ctx: click.Context, *, dry_run: bool, check: bool) -> None:
    """Bring definitions, settings and the lock to today's versions.

    Older versions keep loading, so nothing forces you to. Comments, order and quoting stay,
    nothing is lost, and all files are written or none. A file that is newer than this program
    is an error and changes nothing.

    \b
    Examples:
      catalog migrate --dry-run
      catalog migrate
      catalog migrate --check
    """
    from generator import migration

    root: Path = ctx.obj
    planned = migration.plan_migration(root)
    for line in planned.told:
        say(safe(line))
    if not planned.contents:
        note("everything is of today's versions")
        return
    counted = counted_noun(len(planned.contents), "file")
    if dry_run or check:
        note(f"{counted} would be written")
        ctx.exit(1 if check else 0)
    migration.migrate(root, planned)
    note(f"wrote {counted}")
