"""From the listing of a repository to the artifacts in it.

The rules are data (:mod:`generator.scan.defaults`, or ``catalog.yaml``). The stages,
each a function of values, in the order of :func:`_judged`:

- :mod:`generator.scan.listing`: the tree below ``root_hint``, without what cannot be an artifact;
- :mod:`generator.scan.detectors`: one detector a kind of evidence gives findings and refusals;
- :mod:`generator.scan.overrides`: the definition's own word, ``manual_map`` and ``single_artifact``;
- :mod:`generator.scan.judge`: one type a file, one artifact a thing, exclusions, duplicates.

``docs/detection.md`` tells users the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import Artifact, ArtifactStatus, Settings, Source, Tree, TreeEntry
from generator.scan.defaults import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE
from generator.scan.detectors import DETECTORS, detect
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.judge import MAX_ARTIFACTS, Judged, one_artifact_each, one_type_each, with_status
from generator.scan.listing import Listing
from generator.scan.overrides import mapped, single
from generator.scan.scene import Scene
from generator.scan.texts import Texts
from generator.scan.wanted import most_useful
from generator.urls import RepoLocation, blob_url, tree_url

__all__ = [
    "DEFAULT_ARTIFACT_TYPES",
    "DEFAULT_IGNORE",
    "RULE_KINDS",
    "Verdict",
    "explain",
    "scan",
    "wanted_contents",
]

RULE_KINDS = tuple(sorted(DETECTORS))
"""The words that a rule's ``kind`` may be."""


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """What became of one path that a rule looked at."""

    path: str
    """From the repository's root; empty: the root itself."""
    artifact_type: str
    """Id of the type that the rule speaks for."""
    outcome: str
    """``listed`` ``excluded`` ``duplicate``, or ``turned down`` for what is no artifact."""
    name: str
    """The artifact's; empty for what was turned down."""
    rule: str
    """``<rule id>: <in words>``."""
    reason: str
    """Why it is not listed; empty if it is."""


def wanted_contents(tree: Tree, source: Source, settings: Settings) -> tuple[TreeEntry, ...]:
    """Files whose text would improve the scan, the most useful first; see :mod:`generator.scan.wanted`."""
    scene, judged, _ = _judged(tree, {}, source, settings)
    excluded = {scene.listing.full(j.finding.path) for j in judged if j.status is ArtifactStatus.EXCLUDED}
    found = {scene.listing.full(j.finding.path) for j in judged}
    entries = {scene.listing.full(f.path): f.entry for f in scene.listing}
    asked = [entries[path] for path in scene.texts.asked if path in entries and path not in excluded]
    return most_useful(asked, found)


def scan(
    tree: Tree,
    contents: Mapping[str, bytes],
    source: Source,
    settings: Settings,
    location: RepoLocation,
) -> tuple[Artifact, ...]:
    """The artifacts of all statuses, sorted by type, name and path; at most 5,000.

    ``contents`` maps paths from the repository's root to the bytes of what
    :func:`wanted_contents` asked for, as far as they are known. The order of the
    tree's entries does not matter, and nothing that strangers wrote raises.
    """
    scene, judged, _ = _judged(tree, contents, source, settings)
    return tuple(sorted((_artifact(j, scene, location) for j in judged), key=_order))


def explain(
    tree: Tree, contents: Mapping[str, bytes], source: Source, settings: Settings
) -> tuple[Verdict, ...]:
    """Every path that a rule looked at, with what became of it and why; sorted by path.

    Of the rules that turned a path down, the one with the most confidence speaks, and
    only where no rule found an artifact there. A file that lists things has a line for
    each of them that is not here.
    """
    scene, judged, refusals = _judged(tree, contents, source, settings)
    verdicts = {_verdict_of(j, scene) for j in judged}
    silent = {j.finding.path for j in judged}
    for r in sorted(refusals, key=lambda r: (r.path, -r.rule.confidence, r.rule.id, r.reason)):
        if r.of_entry or r.path not in silent:
            verdicts.add(
                Verdict(
                    scene.listing.full(r.path),
                    r.kind.id,
                    "turned down",
                    "",
                    f"{r.rule.id}: {r.rule.says}",
                    r.reason,
                )
            )
        if not r.of_entry:
            silent.add(r.path)
    return tuple(sorted(verdicts))


def _judged(
    tree: Tree, contents: Mapping[str, bytes], source: Source, settings: Settings
) -> tuple[Scene, list[Judged], list[Refusal]]:
    """The whole scan, before anything is worded for outside."""
    listing = Listing(tree, (source.root_hint or "").strip("/"))
    scene = Scene.of(listing, Texts(contents), source, settings)
    types = settings.artifact_types
    results: Iterable[Result] = detect(scene, types)
    results = one_artifact_each(one_type_each(results, types))
    whole = settings.artifact_type(source.single_artifact) if source.single_artifact else None
    results = single(results, scene, whole) if whole else mapped(results, scene, settings)
    findings: list[Finding] = []
    refusals: list[Refusal] = []
    for result in results:
        if isinstance(result, Finding):
            findings.append(result)
        else:
            refusals.append(result)
    findings.sort(key=lambda f: (f.path, f.kind.id, f.name, f.rule.id))
    refusals += [
        Refusal(late.path, late.kind, late.rule, f"more than {MAX_ARTIFACTS:,} artifacts")
        for late in findings[MAX_ARTIFACTS:]
    ]
    return scene, with_status(findings[:MAX_ARTIFACTS], source.exclude, listing.root), refusals


def _artifact(judged: Judged, scene: Scene, location: RepoLocation) -> Artifact:
    finding = judged.finding
    path = scene.listing.full(finding.path)
    to_url = tree_url if finding.is_folder else blob_url
    return Artifact(
        artifact_type=finding.kind.id,
        name=finding.name,
        path=path,
        url=to_url(location.full_name, location.commit, path),
        sha=finding.oid,
        detected_by=f"{finding.rule.id}: {finding.rule.says}",
        confidence=max(0, min(100, finding.confidence)),
        title=finding.title,
        description=finding.description,
        status=judged.status,
        duplicate_of=scene.listing.full(judged.original.path) if judged.original else None,
        reason=judged.reason,
    )


def _order(artifact: Artifact) -> tuple[str, str, str, str]:
    return (artifact.artifact_type, artifact.name, artifact.path, artifact.detected_by)


def _verdict_of(judged: Judged, scene: Scene) -> Verdict:
    finding = judged.finding
    reason = judged.reason or ""
    if judged.original is not None:
        reason += f" as {scene.listing.full(judged.original.path)}"
    return Verdict(
        scene.listing.full(finding.path),
        finding.kind.id,
        judged.status.value,
        finding.name,
        f"{finding.rule.id}: {finding.rule.says}",
        reason,
    )
