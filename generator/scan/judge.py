"""From findings to artifacts: one type a file, one artifact a thing, duplicates and exclusions named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model import ArtifactStatus, ArtifactType, Exclusion
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.globs import Glob

MAX_ARTIFACTS = 5_000
"""Of one source; what comes after, by path, is turned down."""

TOOL_FOLDERS = frozenset(
    {
        ".agents",
        ".codex",
        ".cursor",
        ".gemini",
        ".opencode",
        ".github",
        ".kiro",
        ".windsurf",
        ".cline",
        ".roo",
    }
    | {".factory", ".qwen", ".continue", ".trae", ".augment", ".goose", ".pi", ".kimi", ".copilot", ".amp"}
    | {".junie", ".crush", ".iflow", ".codebuddy", ".antigravity", ".agent", ".openclaw", ".kilocode"}
)
"""Hidden folders of agent tools: what stands there and elsewhere too is a mirror."""

COPY_FOLDERS = frozenset(
    {"dist", "build", "out", "backup", "backups", "archive", "archived", "old", "copy", "external", "legacy"}
    | {"deprecated", "mirror", "mirrors", "vendor", "vendored", "generated", "bundle", "bundles", "release"}
)
"""Folders whose content is likely a copy of what stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and its status; ``original`` is set for duplicates only."""

    finding: Finding
    status: ArtifactStatus = ArtifactStatus.LISTED
    original: Finding | None = None
    reason: str | None = None


def one_type_each(results: Iterable[Result], types: Sequence[ArtifactType]) -> Iterator[Result]:
    """Of the findings that claim one file for themselves, the one that the most speaks for.

    That is the rule with the most confidence, then the deeper folder, then the earlier type.
    """
    order = {kind.id: i for i, kind in enumerate(types)}
    claims: dict[str, list[Finding]] = defaultdict(list)
    for result in results:
        if isinstance(result, Finding) and result.alone:
            claims[result.path].append(result)
        else:
            yield result
    for path in sorted(claims):
        best, *others = sorted(
            claims[path],
            key=lambda f: (-f.rule.confidence, -f.anchor, order[f.kind.id], -f.confidence, f.rule.id),
        )
        yield best
        for other in others:
            if other.kind.id != best.kind.id:
                yield Refusal(path, other.kind, other.rule, f"taken by {best.rule.id}")


def one_artifact_each(results: Iterable[Result]) -> Iterator[Result]:
    """Folders that several rules of a type found, joined: the strongest evidence, with what the rest tell."""
    homes: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for result in results:
        if isinstance(result, Finding) and not result.alone and _about_folder(result):
            homes[result.kind.id, result.home].append(result)
        else:
            yield result
    for key in sorted(homes):
        group = sorted(homes[key], key=lambda f: (-f.confidence, f.is_folder, f.path, f.rule.id, f.name))
        yield from _joined(group)


def _about_folder(finding: Finding) -> bool:
    """Whether the finding is about its home as a whole, not about one of many things in a file."""
    return finding.rule.kind in (
        "plugin_manifest",
        "other_plugin_manifest",
        "marketplace",
        "folder_manifest",
    ) or (finding.rule.kind == "json_file" and finding.rule.name == "manifest")


def _joined(group: list[Finding]) -> Iterator[Result]:
    """One finding a name; a manifest and one other name for its folder mean the same."""
    by_name: dict[str, list[Finding]] = defaultdict(list)
    for finding in group:
        by_name[finding.name.casefold()].append(finding)
    first = group[0]
    if first.rule.kind == "json_file" or (not first.is_folder and len(by_name) == 2):
        by_name = {first.name.casefold(): group}
    for findings in by_name.values():
        yield replace(
            findings[0],
            title=next((f.title for f in findings if f.title), None),
            description=next((f.description for f in findings if f.description), None),
        )


def with_status(findings: Iterable[Finding], exclude: Sequence[Exclusion], root: str) -> list[Judged]:
    """Every finding with its status.

    Of things that are the same, the most canonical one that is not excluded is listed.
    What is the same does not depend on exclusions, so that one more of them never
    makes for more listed artifacts.
    """
    globs = [(Glob.of(e.pattern), e) for e in exclude]
    judged: list[Judged] = []
    for group in _same_things(findings):
        original: Finding | None = None
        for finding in group:
            path = "/".join(p for p in (root, finding.path) if p)
            hit = next((e for glob, e in globs if glob.covers(path)), None)
            if hit is not None:
                reason = hit.reason or f"excluded by {hit.pattern}"
                judged.append(Judged(finding, ArtifactStatus.EXCLUDED, reason=reason))
            elif original is None:
                original = finding
                judged.append(Judged(finding))
            else:
                same = finding.content == original.content
                reason = "the same content" if same else "a mirror for another tool"
                judged.append(Judged(finding, ArtifactStatus.DUPLICATE, original, reason))
    return judged


def _same_things(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups of the same content and of mirrors, the most canonical first."""
    groups: list[list[Finding]] = []
    by_content: dict[tuple[str, str], int] = {}
    by_name: dict[tuple[str, str], tuple[int, str]] = {}
    for finding in sorted(findings, key=_canonical):
        tool = _tool_folder(finding.path)
        named = (finding.kind.id, finding.name.casefold())
        content = (finding.kind.id, finding.content)
        group = by_content.get(content) if finding.content else None
        if group is None and tool and named in by_name and by_name[named][1] != tool:
            group = by_name[named][0]
        if group is None:
            group = len(groups)
            groups.append([])
        groups[group].append(finding)
        by_content.setdefault(content, group)
        by_name.setdefault(named, (group, tool))
    return groups


def _canonical(finding: Finding) -> tuple[int, bool, int, int, str, str]:
    """Sorting key, originals before copies: plain folders, ``.claude``, other tools; then short paths."""
    folders = finding.path.casefold().split("/")[:-1]
    return (
        2 if _tool_folder(finding.path) else int(".claude" in folders),
        not COPY_FOLDERS.isdisjoint(folders),
        len(folders),
        len(finding.path),
        finding.path,
        finding.name,
    )


def _tool_folder(path: str) -> str:
    """The hidden tool folder that ``path`` lies in; empty for none, and for ``.claude``."""
    return next((s for s in path.casefold().split("/") if s in TOOL_FOLDERS), "")
