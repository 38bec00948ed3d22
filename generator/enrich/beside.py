"""Sources that are folders beside the catalog: read whenever the catalog is, kept in no lock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator import urls
from generator.cache import Cache, blob_key
from generator.enrich.scanning import scan_key, scanned, wanted
from generator.errors import CacheError
from generator.folders import Folder, FolderError, read_folder
from generator.github import SYMLINK, choose_readme, link_target
from generator.licences import licence_file, licence_of
from generator.model import (
    Artifact,
    Outcome,
    PartState,
    Provider,
    ReadmeRef,
    Settings,
    Snapshot,
    Source,
    TreeEntry,
)

KNOWN = PartState(outcome=Outcome.OK)
"""Read just now. Without a moment: what is on this disk is never older than the build."""


def snapshot_beside(source: Source, root: Path, settings: Settings, cache: Cache, rules: str) -> Snapshot:
    """What a folder holds now; ``rules`` is a `rules_key`. A folder that cannot be read is told as that.

    The README's text goes into the cache, where pages look for it.
    """
    snapshot = Snapshot(
        source.id,
        source.full_name,
        provider=Provider.PATH,
        root_hint=source.root_hint,
        name_with_owner=settings.repository,
    )
    try:
        folder = read_folder(root, source.path or "")
    except FolderError as error:
        failed = PartState(outcome=Outcome.NOT_FOUND, error=f"{source.path}: {error}", failures=1)
        return replace(snapshot, metadata_state=failed, tree_state=failed)
    licence = licence_file(folder.tree.entries)
    text = folder.content(licence.oid) if licence else None
    snapshot = replace(
        snapshot,
        tree=folder.tree.oid,
        license=licence_of(text) if text else None,
        metadata_state=KNOWN,
    )
    if source.import_repo_readme:
        snapshot = _with_readme(snapshot, source, folder, cache)
    return _scanned(snapshot, source, settings, folder, rules) if source.import_artifacts else snapshot


def _with_readme(snapshot: Snapshot, source: Source, folder: Folder, cache: Cache) -> Snapshot:
    entry = choose_readme(folder.tree.entries, source.root_hint)
    if entry and entry.mode == SYMLINK:
        entry = _behind(entry, folder)
    content = folder.content(entry.oid) if entry else None
    if entry is None or content is None:
        return replace(snapshot, readme_state=KNOWN)
    try:
        if not cache.has(blob_key(entry.oid)):
            cache.put(blob_key(entry.oid), content)
    except CacheError as error:
        failed = PartState(outcome=Outcome.BAD_INPUT, error=str(error)[:200], failures=1)
        return replace(snapshot, readme_state=failed)
    readme = ReadmeRef(f"{source.path}/{entry.path}", entry.oid, entry.size)
    return replace(snapshot, readme=readme, readme_state=KNOWN)


def _behind(link: TreeEntry, folder: Folder) -> TreeEntry | None:
    """The file that a link in the folder leads to, in the folder; one step, as on GitHub."""
    try:
        target = link_target(link.path, (folder.place / link.path).readlink().as_posix())
    except OSError:
        return None
    entries = {e.path: e for e in folder.tree.entries if e.type == "blob" and e.mode != SYMLINK}
    return entries.get(target) if target else None


def _scanned(snapshot: Snapshot, source: Source, settings: Settings, folder: Folder, rules: str) -> Snapshot:
    files = wanted(folder.tree, source, settings)
    contents = {e.path: content for e in files if (content := folder.content(e.oid)) is not None}
    made = scanned(
        snapshot,
        folder.tree,
        contents,
        source,
        settings,
        key=scan_key(source, rules),
        complete=len(contents) == len(files),
    )
    folders = frozenset(entry.path for entry in folder.tree.entries if entry.type == "tree")
    artifacts = tuple(_linked(a, source, settings, folders) for a in made.artifacts)
    return replace(made, artifacts=artifacts, tree_state=KNOWN, contents_state=KNOWN)


def _linked(artifact: Artifact, source: Source, settings: Settings, folders: frozenset[str]) -> Artifact:
    """The artifact with its page in the catalog's own repository; without one it has no page."""
    if settings.repository is None:
        return replace(artifact, url="")
    to_url = urls.tree_url if artifact.path in folders or not artifact.path else urls.blob_url
    return replace(
        artifact, url=to_url(settings.repository, settings.branch, f"{source.path}/{artifact.path}")
    )
