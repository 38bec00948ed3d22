"""Detectors of plugins: their manifests, the marketplaces that name them, and what both declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from generator.model import ArtifactType, DetectionRule
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.listing import File
from generator.scan.markdown import markdown_finding
from generator.scan.scene import Scene
from generator.scan.texts import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE, one_line

COMPONENTS = ("skills", "commands", "agents", "hooks", "mcpServers")
"""What a marketplace entry may say itself of a plugin; one that does is a plugin of its own."""
MAX_ENTRIES = 1_000
"""Plugins of one marketplace, and paths of one declaration, that are looked at."""


def plugin_manifest(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``plugin_manifest``: a JSON file in a hidden folder makes the folder above that one a plugin."""
    files = scene.matching(rule)
    for file in sorted(files, key=lambda f: (f.path.count("/"), f.path)):
        home = file.folder.rpartition("/")[0]
        reason = scene.ignored(file.path)
        if file.entry.size == 0:
            reason = "an empty file"
        elif reason is None and (owner := scene.owner_of(home)) is not None:
            reason = f"material of {owner}"
        if reason is not None:
            yield Refusal(file.path, kind, rule, reason)
            continue
        manifest = scene.texts.json_object(file.entry)
        name = one_line(manifest.get("name"), MAX_NAME) or scene.named_after(home)
        scene.plugins.setdefault(home, name)
        scene.declarations.append((home, manifest))
        yield Finding(
            kind,
            rule,
            file.path,
            file.entry.oid,
            name,
            rule.confidence,
            title=one_line(manifest.get("displayName") or manifest.get("title"), MAX_TITLE),
            description=one_line(manifest.get("description"), MAX_DESCRIPTION),
            home=home,
            content=f"{file.entry.oid} {name}",
            alone=False,
        )


def other_plugin_manifest(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``other_plugin_manifest``: as ``plugin_manifest``, but only in a source without any plugin so far."""
    if not scene.plugins:
        yield from plugin_manifest(scene, kind, rule)
        return
    for file in scene.matching(rule):
        yield Refusal(file.path, kind, rule, "says for another tool what is known already")


def marketplace(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``marketplace``: a JSON file lists plugins; those with a folder of this repository are found."""
    for file in scene.matching(rule):
        reason = scene.ignored(file.path)
        if reason is None and not scene.texts.knows(file.entry):
            reason = "its text is not known"
        if reason is not None:
            yield Refusal(file.path, kind, rule, reason)
            continue
        text = scene.texts.json_object(file.entry)
        entries = [e for key in rule.keys for e in _list(text.get(key))]
        for entry in islice(entries, MAX_ENTRIES):
            if isinstance(entry, dict):
                yield _entry(scene, kind, rule, file=file, entry=entry)


def _entry(
    scene: Scene, kind: ArtifactType, rule: DetectionRule, *, file: File, entry: Mapping[str, object]
) -> Result:
    """What one line of the marketplace ``file`` is."""
    text = scene.texts.json_object(file.entry)
    folder = _local_folder(_base(file.path), text, entry.get("source"))
    name = one_line(entry.get("name"), MAX_NAME)
    if folder is None:
        return Refusal(
            file.path, kind, rule, f"{name or 'an entry'} lives in another repository", of_entry=True
        )
    if not scene.listing.is_folder(folder):
        what = scene.listing.links.get(folder, "not here")
        reason = f"{name or 'an entry'} is to be in {folder}, which is {what}"
        return Refusal(file.path, kind, rule, reason, of_entry=True)
    name = name or scene.named_after(folder)
    scene.plugins.setdefault(folder, name)
    scene.declarations.append((folder, entry))
    oid = scene.listing.folder_oid(folder)
    return Finding(
        kind,
        rule,
        folder,
        oid,
        name,
        rule.confidence,
        title=one_line(entry.get("displayName"), MAX_TITLE),
        description=one_line(entry.get("description"), MAX_DESCRIPTION),
        is_folder=True,
        home=folder,
        content=f"{oid} {name}" if oid else "",
        alone=False,
        partial=any(key in entry for key in COMPONENTS),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _base(path: str) -> str:
    """The folder that the paths of a marketplace start from: above its hidden folders."""
    segments = path.split("/")
    hidden = next((i for i, s in enumerate(segments) if s.startswith(".")), len(segments) - 1)
    return "/".join(segments[:hidden])


def _local_folder(base: str, text: Mapping[str, object], source: object) -> str | None:
    """The folder of this repository that ``source`` means, from the scanned root; None: none of it."""
    if isinstance(source, dict):
        where = source.get("path") if source.get("source") == "local" else source.get("url")
        if not isinstance(where, str) or not (source.get("source") == "local" or where.startswith("./")):
            return None
        return inside(base, where)
    if not isinstance(source, str) or ":" in source:
        return None
    if source.startswith(("./", ".")) or source == "":
        return inside(base, source)
    metadata = text.get("metadata")
    prefix = metadata.get("pluginRoot") if isinstance(metadata, dict) else None
    return inside(base, f"{prefix}/{source}" if isinstance(prefix, str) else source)


def inside(base: str, path: str) -> str | None:
    """``path`` taken from ``base``, without its dots; None where it leaves the repository or is odd."""
    segments = base.split("/") if base else []
    for segment in path.split("/"):
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(segments)


def declared(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``declared``: a plugin's manifest or marketplace entry names Markdown files, or folders of them."""
    for home, says in scene.declarations:
        for key in rule.keys:
            for path in islice(_paths(says.get(key)), MAX_ENTRIES):
                target = inside(home, path)
                if target is None:
                    continue
                yield from _declared_at(scene, kind, rule, home, target)


def _declared_at(
    scene: Scene, kind: ArtifactType, rule: DetectionRule, home: str, target: str
) -> Iterator[Result]:
    file = scene.listing.file(target)
    if file is not None:
        if file.name.casefold().endswith(".md") and file.entry.size != 0:
            yield markdown_finding(scene, kind, rule, file, anchor=home)
    elif target in scene.listing.links:
        yield Refusal(target, kind, rule, scene.listing.links[target])
    elif scene.listing.is_folder(target) and target != home:
        for below in islice(scene.listing.below(target), MAX_ENTRIES):
            if below.name.casefold().endswith(".md"):
                admitted = scene.admit(kind, rule, below)
                yield (
                    admitted
                    if isinstance(admitted, Refusal)
                    else markdown_finding(scene, kind, rule, below, anchor=target)
                )


def _paths(value: object) -> Iterator[str]:
    """The paths of a declaration: one, a list of them, or a mapping of names to them."""
    values = (
        list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    )
    for one in values:
        path = one.get("source") or one.get("path") if isinstance(one, dict) else one
        if isinstance(path, str):
            yield path
