"""`catalog merge`: one whole of what several machines made."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.terminal import counted_noun, note

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
    from generator.merge import merge_locks, merge_site
    from generator.places import LOCK

    if locks:
        if output or clean:
            raise click.UsageError("--locks merges into catalog.lock; --output and --clean are for sites")
        learned = merge_locks(root / LOCK, parts)
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
