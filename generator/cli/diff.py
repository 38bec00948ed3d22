"""`catalog diff`: what changed between two locks."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.terminal import note, say

LOCK_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("old", type=LOCK_FILE)
@click.argument("new", type=LOCK_FILE)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
)
def diff(old: Path, new: Path, form: str) -> None:
    """Show what changed between two locks.

    OLD and NEW are files such as catalog.lock. Prints the sources and artifacts that were added,
    removed or renamed. A source is renamed where the same repository has another id, or another
    name on GitHub; an artifact where its source has one of the same type with the same content
    or the same name in another place, or another name in the same place.

    \b
    Examples:
      catalog diff old.lock catalog.lock
      catalog diff old.lock catalog.lock --format markdown >> "$GITHUB_STEP_SUMMARY"
      catalog diff old.lock catalog.lock --format json
    """
    from generator.changes import compare
    from generator.diff_text import diff_json, diff_markdown, diff_text, summary
    from generator.lock import read_lock

    changes = compare(read_lock(old), read_lock(new))
    match form:
        case "json":
            click.echo(diff_json(changes), nl=False)
        case "markdown":
            say("\n".join(diff_markdown(changes)))
        case _:
            for line in diff_text(changes):
                say(line)
            note(f"\n{summary(changes)}" if changes else summary(changes))
