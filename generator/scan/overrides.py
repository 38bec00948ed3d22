"""What a definition says itself: ``manual_map`` and ``single_artifact``, over what the rules found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model import ArtifactType, DetectionRule, Settings
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.listing import File, ancestors
from generator.scan.manifests import is_script
from generator.scan.markdown import markdown_finding, shouts
from generator.scan.plugins import inside
from generator.scan.scene import Scene

MANUAL = DetectionRule(
    id="manual-map", kind="manual", confidence=100, says="the definition's manual_map names its type"
)
SINGLE = DetectionRule(
    id="single-artifact", kind="manual", confidence=100, says="the definition calls the whole source one"
)

_MARKDOWN_KINDS = frozenset({"markdown_folder", "markdown_collection", "plugin_folder", "declared"})


def single(results: Iterable[Result], scene: Scene, kind: ArtifactType) -> Iterator[Result]:
    """The whole source as one artifact, worded by what was found at its root."""
    found = list(results)
    at_root = [f for f in found if isinstance(f, Finding) and f.kind.id == kind.id and f.home == ""]
    likely = [f for f in at_root if "/" not in f.path or f.rule.kind != "markdown_folder"]
    best = min(likely, key=lambda f: (-f.confidence, f.path, f.name), default=None)
    fallback = best or Finding(kind, SINGLE, "", "", scene.source.repo, 0)
    if not scene.listing.is_folder(""):
        yield Refusal("", kind, SINGLE, "no such path")
        return
    yield Finding(
        kind,
        SINGLE,
        "",
        scene.listing.folder_oid(""),
        scene.source.name or fallback.name,
        SINGLE.confidence,
        title=fallback.title,
        description=fallback.description,
        is_folder=True,
    )
    for result in found:
        if isinstance(result, Refusal):
            yield result
        else:
            yield Refusal(result.path, result.kind, result.rule, "a part of the single artifact")


def mapped(results: Iterable[Result], scene: Scene, settings: Settings) -> Iterator[Result]:
    """``results`` with the manual map laid over them: below a mapped path only its type counts."""
    places: dict[str, ArtifactType] = {}
    for path, word in scene.source.manual_map:
        kind = settings.artifact_type(word)
        place = _from_root(path, scene.listing.root)
        if place is not None and kind is not None:
            places[place] = kind
    if not places:
        yield from results
        return
    own: dict[str, list[Finding]] = {place: [] for place in places}
    for result in results:
        place = _nearest(result.path, places)
        if place is None or isinstance(result, Refusal):
            yield result
        elif places[place].id == result.kind.id and place != result.path:
            own[place].append(result)
        else:
            reason = f"the definition maps {place or 'the root'} to {places[place].id}"
            yield Refusal(result.path, result.kind, result.rule, reason)
    for place in sorted(places):
        yield from _place(scene, places[place], place, own[place], places)


def _place(
    scene: Scene, kind: ArtifactType, place: str, own: list[Finding], places: dict[str, ArtifactType]
) -> Iterator[Result]:
    """What one mapped path holds: itself if it is a file, else what is found in it, else itself."""
    file = scene.listing.file(place)
    if file is not None:
        yield _file(scene, kind, file)
        return
    if not scene.listing.is_folder(place):
        yield Refusal(place, kind, MANUAL, scene.listing.links.get(place, "no such path"))
        return
    taken = {f.path for f in own}
    yield from own
    kinds = {rule.kind for rule in kind.rules}
    for below in scene.listing.below(place):
        if below.path in taken or _nearest(below.path, places) != place:
            continue
        wanted = (
            below.name.casefold().endswith(".md")
            if kinds & _MARKDOWN_KINDS
            else "hook_folder" in kinds and not own and is_script(below)
        )
        if not wanted:
            continue
        reason = scene.ignored(below.path[len(place) :].lstrip("/"))
        if reason is None and below.entry.size == 0:
            reason = "an empty file"
        if reason is None and shouts(below):
            reason = "a name in capitals is a document's"
        if reason is None:
            taken.add(below.path)
            yield _file(scene, kind, below)
        else:
            yield Refusal(below.path, kind, MANUAL, reason)
    if not taken:
        yield Finding(
            kind,
            MANUAL,
            place,
            scene.listing.folder_oid(place),
            scene.named_after(place),
            MANUAL.confidence,
            is_folder=True,
            home=place,
        )


def _file(scene: Scene, kind: ArtifactType, file: File) -> Finding:
    finding = markdown_finding(scene, kind, MANUAL, file)
    return replace(finding, content="") if file.entry.size == 0 else finding


def _nearest(path: str, places: dict[str, ArtifactType]) -> str | None:
    """The mapped path that ``path`` is or lies below."""
    if path in places:
        return path
    return next((folder for folder in ancestors(path) if folder in places), None)


def _from_root(path: str, root: str) -> str | None:
    """A path of the repository as one of the scanned part; None where it is none of it."""
    clean = inside("", path)
    if clean is None:
        return None
    if not root or clean == root:
        return clean if not root else ""
    return clean[len(root) + 1 :] if clean.startswith(f"{root}/") else None
