"""`catalog explain`: what a scan finds in a repository, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.terminal import counted_noun, note, safe, say, table
from generator.errors import CatalogError
from generator.model import Settings, Snapshot, Source, Tree
from generator.printable import printable_json

if TYPE_CHECKING:
    from generator.loaded import Loaded
    from generator.scan import Verdict


@click.command()
@click.argument("repository", metavar="OWNER/REPO|ID")
@click.option("--offline", is_flag=True, help="Ask GitHub nothing; explain what is in the cache.")
@click.option("--all", "everything", is_flag=True, help="Also every path that a rule turned down.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def explain(root: Path, repository: str, form: str, *, offline: bool, everything: bool) -> None:
    """Print what a scan finds in a repository, and why.

    That is each artifact with the rule that found it, and what was left out for which reason.

    For a source of this catalog its definition counts (manual_map, exclude and so on);
    any other repository is looked at as a definition with nothing but its address would.

    \b
    Examples:
      catalog explain anthropics-skills
      catalog explain obra/superpowers --all
      catalog explain https://github.com/openai/skills/tree/main/skills
    """
    from generator.loaded import load
    from generator.scan import explain as verdicts_of

    loaded = load(root)
    source = _source(repository, loaded.sources, loaded.settings)
    snapshot = _snapshot(source, loaded, offline=offline)
    if snapshot is None or snapshot.scanned_tree is None:
        why = snapshot and (snapshot.metadata_state.error or snapshot.tree_state.error)
        raise CatalogError(f"the files of {source.full_name} are not known: {why or 'never fetched'}")
    tree, contents = texts_of(source, snapshot, loaded)
    verdicts = verdicts_of(tree, contents, source, loaded.settings)
    if not everything:
        verdicts = tuple(v for v in verdicts if v.outcome != "turned down")
    if form == "json":
        say(printable_json([asdict(verdict) for verdict in verdicts]))
        return
    _print(source, snapshot, verdicts, truncated=tree.truncated)


def _source(repository: str, sources: tuple[Source, ...], settings: Settings) -> Source:
    """The source of that id or repository, else one that is nothing but the address."""
    from generator.edit import address_source

    for source in sources:
        if repository == source.id or repository in source.aliases:
            return source
    asked = address_source(repository, settings)
    for source in sources:
        same_folder = asked.root_hint in (None, source.root_hint) and asked.ref in (None, source.ref)
        if same_folder and source.full_name.casefold() == asked.full_name.casefold():
            return source
    return replace(asked, import_repo_readme=False, import_repo_description=False, file="")


def _snapshot(source: Source, loaded: Loaded, *, offline: bool) -> Snapshot | None:
    """What is known of the repository after asking for it; the lock is left alone."""
    from generator.assemble import snapshot_of
    from generator.cli.enrich import ask_for_one

    known = snapshot_of(source, loaded.known)
    if offline or source.path is not None:
        return known
    asked, error = ask_for_one(source, loaded)
    if error:
        note(f"{source.full_name} could not be asked for: {safe(error)}")
    return asked or known


def texts_of(source: Source, snapshot: Snapshot, loaded: Loaded) -> tuple[Tree, dict[str, bytes]]:
    """A source's list of files, and the texts that its scan reads. Raises CatalogError without the list."""
    from generator.cache import blob_key, read_tree
    from generator.folders import read_folder
    from generator.scan import wanted_contents

    if source.path is not None:
        folder = read_folder(loaded.root, source.path)
        files = wanted_contents(folder.tree, source, loaded.settings)
        return folder.tree, {e.path: text for e in files if (text := folder.content(e.oid)) is not None}
    tree = read_tree(loaded.cache, snapshot.scanned_tree or "")
    if tree is None:
        raise CatalogError(
            f"the list of files of {source.full_name} is not in the cache; run without --offline"
        )
    contents = {
        entry.path: content
        for entry in wanted_contents(tree, source, loaded.settings)
        if (content := loaded.cache.get(blob_key(entry.oid))) is not None
    }
    return tree, contents


def _print(source: Source, snapshot: Snapshot, verdicts: tuple[Verdict, ...], *, truncated: bool) -> None:
    if verdicts:
        say(
            table(
                ("OUTCOME", "TYPE", "NAME", "PATH", "RULE", "REASON"),
                [(v.outcome, v.artifact_type, v.name, v.path or ".", v.rule, v.reason) for v in verdicts],
            )
        )
    commit = f" at {snapshot.scanned_commit[:12]}" if snapshot.scanned_commit else ""
    note(f"\n{source.full_name}{commit}: {counted_noun(len(verdicts), 'line')}")
    for (outcome, kind), count in sorted(Counter((v.outcome, v.artifact_type) for v in verdicts).items()):
        note(f"  {count:>5,} {outcome} {kind}")
    if truncated:
        note("GitHub listed only a part of the files, so more may be there.")
