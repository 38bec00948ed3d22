"""Scanning what is in the cache; what could not be fetched never makes artifacts vanish."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator import __version__
from generator.cache import Cache, blob_key, read_tree
from generator.model import Artifact, Settings, Snapshot, Source, Tree, TreeEntry
from generator.scan import scan, wanted_contents
from generator.urls import RepoLocation

MAX_CONTENT_BYTES = 4 * 2**20
"""Of the files of one source that are fetched for its artifacts' sake, by their listed sizes."""

SUPPOSED_BYTES = 8_000
"""Of a file whose size is not listed: the mean of 2,232 that the scans of 42 repositories wanted is 7,633."""


def rules_key(settings: Settings) -> str:
    """Digest of the rules that every scan follows, and of the program that reads them."""
    return _digest((__version__, settings.artifact_types, settings.ignore))


def scan_key(source: Source, rules: str) -> str:
    """Digest of everything but the tree that a scan's result depends on; ``rules`` is a `rules_key`."""
    return _digest(
        (
            rules,
            source.full_name,
            source.root_hint,
            source.manual_map,
            source.single_artifact,
            source.exclude,
        )
    )


def _digest(values: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:16]


def wanted(tree: Tree, source: Source, settings: Settings) -> tuple[TreeEntry, ...]:
    """The files worth fetching, most useful first, within the bound of bytes."""
    chosen: list[TreeEntry] = []
    total = 0
    for entry in wanted_contents(tree, source, settings):
        total += SUPPOSED_BYTES if entry.size is None else entry.size
        if total > MAX_CONTENT_BYTES:
            break
        chosen.append(entry)
    return tuple(chosen)


def rescan(
    source: Source, snapshot: Snapshot, settings: Settings, cache: Cache, rules: str
) -> Snapshot | None:
    """The snapshot scanned anew by rules that changed since; nothing is asked of anybody.

    ``rules`` is the `rules_key` of ``settings``. None where the rules are the same, or
    where the cache lacks the tree or any file that the scan wants: then the artifacts of
    the lock stand until the next fetch.
    """
    key = scan_key(source, rules)
    if not source.import_artifacts or snapshot.scanned_tree is None or snapshot.scan_key == key:
        return None
    tree = read_tree(cache, snapshot.scanned_tree)
    if tree is None:
        return None
    files = wanted(tree, source, settings)
    contents = cached_contents(files, cache)
    if len(contents) < len(files):
        return None
    return replace(
        snapshot,
        artifacts=scan(tree, contents, source, settings, location_of(snapshot)),
        scan_key=key,
    )


def cached_contents(files: Iterable[TreeEntry], cache: Cache) -> dict[str, bytes]:
    """Bytes by path of those files that the cache has."""
    found = {entry.path: cache.get(blob_key(entry.oid)) for entry in files}
    return {path: content for path, content in found.items() if content is not None}


def scanned(
    snapshot: Snapshot,
    tree: Tree,
    contents: Mapping[str, bytes],
    source: Source,
    settings: Settings,
    *,
    key: str,
    complete: bool,
) -> Snapshot:
    """The snapshot with the artifacts of ``tree``, at its present commit; ``key`` is the `scan_key`.

    Where ``contents`` are not complete, what an unchanged file was last known to be stays.
    """
    current = replace(snapshot, scanned_commit=snapshot.commit)
    artifacts = scan(tree, contents, source, settings, location_of(current))
    if not complete:
        artifacts = _with_known(artifacts, snapshot.artifacts, tree)
    return replace(
        current,
        scanned_tree=tree.oid,
        scan_key=key,
        tree_truncated=tree.truncated,
        artifacts=artifacts,
    )


def location_of(snapshot: Snapshot) -> RepoLocation:
    """Where the artifacts of a snapshot are linked to."""
    return RepoLocation(snapshot.name_with_owner or snapshot.full_name, snapshot.scanned_commit or "HEAD")


def _with_known(found: Sequence[Artifact], known: Sequence[Artifact], tree: Tree) -> tuple[Artifact, ...]:
    """What was found, completed by what is known of files that are still the same."""
    oids = {entry.path: entry.oid for entry in tree.entries}
    same: dict[tuple[str, str], list[Artifact]] = defaultdict(list)
    for artifact in known:
        if artifact.path and oids.get(artifact.path) == artifact.sha:
            same[artifact.artifact_type, artifact.path].append(artifact)
    completed = []
    for artifact in found:
        last = same.get((artifact.artifact_type, artifact.path), [])
        if len(last) == 1 and artifact.description is None and artifact.title is None:
            told = last[0]
            completed.append(
                replace(artifact, name=told.name, title=told.title, description=told.description)
            )
        else:
            completed.append(artifact)
    paths = {artifact.path for artifact in found}
    completed += [a for (_, path), those in same.items() if path not in paths for a in those]
    return tuple(sorted(completed, key=lambda a: (a.artifact_type, a.name, a.path, a.detected_by)))
