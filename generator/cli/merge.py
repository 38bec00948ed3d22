"""`catalog merge`: one whole of what several machines made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.terminal import counted_noun, note

if TYPE_CHECKING:
    from generator.merge import LockReport

EXISTING = click.Path(path_type=Path)


@click.command()
@click.argument("parts", metavar="PART...", nargs=-1, required=True, type=EXISTING)
@click.option("--locks", is_flag=True, help="The parts are of catalog.lock, and are merged into it.")
@click.option("-o", "--output", type=EXISTING, help="Folder of the site.  [default: site]")
@click.option("--clean", is_flag=True, help="Delete files in the output that no build made.")
@click.pass_obj
def merge(root: Path, /, parts: tuple[Path, ...], output: Path | None, *, locks: bool, clean: bool) -> None:
    """Make one site, or one lock, of its parts.

    The parts are what `catalog build --shard K/N` built.

    Every part has to be there, once, and made from the same files by the same program.
    The site is the one that a single machine would have built, byte for byte. With
    --locks the parts are files that `catalog enrich --shard K/N` wrote; the lock keeps
    its lines for sources that no part has.

    \b
    Examples:
      catalog merge parts/* --output site
      catalog merge --locks catalog.lock.*-of-5
    """
    from generator.merge import merge_site
    from generator.places import LOCK

    if locks:
        if output or clean:
            raise click.UsageError("--locks merges into catalog.lock; --output and --clean are for sites")
        learned = _merge_locks(root, parts)
        note(
            f"Merged {counted_noun(len(parts), 'part')} into {root / LOCK}:"
            f" {counted_noun(learned.sources, 'source')}, {learned.changed:,} changed"
        )
        return
    target = output or root / "site"
    report = merge_site(parts, target, clean=clean)
    note(
        f"Merged {counted_noun(len(parts), 'part')} into {target}"
        f" ({report.written:,} files written, {report.unchanged:,} unchanged)"
    )


def _merge_locks(root: Path, parts: Sequence[Path]) -> LockReport:
    """Merge, and tell the history of it where there are definitions, which say what visitors see."""
    from generator.load import load_settings, load_sources
    from generator.lock import read_lock
    from generator.merge import merge_locks
    from generator.places import LOCK, SOURCES
    from generator.recording import Recorder

    if not (root / SOURCES).is_dir():
        return merge_locks(root / LOCK, parts)
    settings = load_settings(root)
    if not settings.history:
        return merge_locks(root / LOCK, parts)
    recorder = Recorder(root, load_sources(root, settings), read_lock(root / LOCK))
    learned = merge_locks(root / LOCK, parts)
    recorder.finish(read_lock(root / LOCK), datetime.now(UTC).replace(microsecond=0))
    return learned
