"""Plans shown and written: what every command does that changes definitions."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.telemetry import current
from generator.cli.terminal import counted_noun, note, report_problems, safe, say
from generator.edit import Plan, write
from generator.lock import read_lock, write_lock
from generator.places import LOCK


def carry_out(root: Path, plan: Plan, done: str, *, dry_run: bool, quiet: bool = False) -> None:
    """Show a plan and, unless it is a dry run, write it; ``done`` says what was done.

    With ``quiet`` a dry run shows nothing, since somebody else does.

    Raises EditError where nothing could be written.
    """
    if plan.problems:
        report_problems(plan.problems)
    if not plan.changes:
        note("nothing to change")
        return
    if dry_run:
        for line in () if quiet else plan.diff():
            say(_coloured(line))
        note(f"\n{counted_noun(len(plan.changes), 'file')} would change; nothing was written (--dry-run)")
        return
    snapshots = read_lock(root / LOCK) if plan.renamed else {}
    with current().span("edit", files=len(plan.changes), **_told(plan)):
        write(root, plan)
    for change in plan.changes:
        verb = "wrote" if change.before is None else "deleted" if change.after is None else "changed"
        note(f"{verb} {change.file}")
    moved = {new: snapshots[old] for old, new in plan.renamed if old in snapshots}
    if moved:
        from dataclasses import replace

        kept = {key: s for key, s in snapshots.items() if key not in dict(plan.renamed)}
        write_lock(root / LOCK, kept | {new: replace(s, source_id=new) for new, s in moved.items()})
    note(safe(done))


def _told(plan: Plan) -> dict[str, str]:
    """Which sources a plan changes, and which tags it adds, for whoever listens."""
    ids = [Path(change.file).stem for change in plan.changes]
    return {"source_id": ",".join(ids), "tags_added": ",".join(plan.tags_added)}


def _coloured(line: str) -> str:
    text = safe(line)
    if line.startswith("+"):
        return click.style(text, fg="green")
    return click.style(text, fg="red") if line.startswith("-") else text
