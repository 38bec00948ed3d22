"""One detector a kind of evidence; :data:`DETECTORS` is the table that a rule's ``kind`` names.

They run from top to bottom, since the first ones tell whose folder is whose. What is
read in a text speaks louder than a path; where a text is not known, the path counts
with less confidence, and only if one of the rule's ``hints`` agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.model import ArtifactType, DetectionRule
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.manifests import folder_manifest, hook_folder, json_file, json_key
from generator.scan.markdown import markdown_collection, markdown_folder, plugin_folder
from generator.scan.plugins import declared, marketplace, other_plugin_manifest, plugin_manifest
from generator.scan.scene import Scene
from generator.scan.texts import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE, one_line


def file(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``file``: a Markdown file by its name alone. With ``name: folder`` it stands for its whole folder."""
    for found in scene.matching(rule):
        whole = rule.name == "folder"
        reason = scene.ignored(found.path)
        owner = scene.owner_of_folder(found.folder) if whole else scene.owner_of(found.path)
        if found.entry.size == 0:
            reason = "an empty file"
        elif reason is None and owner is not None:
            reason = f"material of {owner}"
        if reason is not None:
            yield Refusal(found.path, kind, rule, reason)
            continue
        front = scene.texts.front_matter(found.entry)
        stem = found.stem.removesuffix(".agent")
        fallback = scene.named_after(found.folder) if whole else one_line(stem, MAX_NAME) or stem[:MAX_NAME]
        yield Finding(
            kind,
            rule,
            found.path,
            found.entry.oid,
            one_line(front.get("name"), MAX_NAME) or fallback,
            rule.confidence,
            title=one_line(front.get("title"), MAX_TITLE),
            description=one_line(front.get("description"), MAX_DESCRIPTION),
            home=found.folder,
            content=found.entry.oid,
        )


Detector = Callable[[Scene, ArtifactType, DetectionRule], Iterator[Result]]

DETECTORS: dict[str, Detector] = {
    "plugin_manifest": plugin_manifest,
    "marketplace": marketplace,
    "other_plugin_manifest": other_plugin_manifest,
    "file": file,
    "declared": declared,
    "plugin_folder": plugin_folder,
    "markdown_folder": markdown_folder,
    "markdown_collection": markdown_collection,
    "json_file": json_file,
    "json_key": json_key,
    "hook_folder": hook_folder,
    "folder_manifest": folder_manifest,
}
"""Kind of evidence → detector, in the order in which they run."""


def detect(scene: Scene, types: Iterable[ArtifactType]) -> Iterator[Result]:
    """Everything that the rules of ``types`` find or turn down."""
    rules = [(kind, rule) for kind in types for rule in kind.rules]
    for _, rule in rules:
        if rule.kind == "file" and rule.name == "folder":
            found = scene.matching(rule)
            scene.owners.update(f.folder for f in found if scene.ignored(f.path) is None)
    for name, detector in DETECTORS.items():
        for kind, rule in rules:
            if rule.kind == name:
                yield from detector(scene, kind, rule)
