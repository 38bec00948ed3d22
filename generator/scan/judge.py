"""From findings to artifacts: one type a file, one artifact a thing, duplicates and exclusions named."""

from __future__ import annotations

from collections import Counter, defaultdict
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


SURE = 95
"""Confidence of rules whose word on a file's type counts before where it lies."""
MAX_COPIES = 20
"""Of one content, that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding and its status; ``original`` is set for duplicates only."""

    finding: Finding
    status: ArtifactStatus = ArtifactStatus.LISTED
    original: Finding | None = None
    reason: str | None = None


def one_type_each(results: Iterable[Result], types: Sequence[ArtifactType]) -> Iterator[Result]:
    """Of the findings that claim one file for themselves, the one that the most speaks for.

    That is a rule with a confidence of 95 or more; else the one whose folder lies deeper,
    then the more confident one, then the earlier type.
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
            key=lambda f: (
                -max(f.rule.confidence, SURE - 1),
                -f.anchor,
                -f.rule.confidence,
                order[f.kind.id],
                -f.confidence,
                f.rule.id,
            ),
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
    """All findings of one folder as one, but for those that are about a part of it, one a name."""
    by_name: dict[str, list[Finding]] = defaultdict(list)
    whole = next((f.name.casefold() for f in group if not f.partial), None)
    for finding in group:
        name = finding.name.casefold() if finding.partial or whole is None else whole
        by_name[name].append(finding)
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
                same = finding.content and finding.content == original.content
                mirror = "a mirror for another tool" if _tool_folder(finding.path) else "a copy"
                reason = finding.same if same else mirror
                judged.append(Judged(finding, ArtifactStatus.DUPLICATE, original, reason))
    return judged


def _same_things(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups of what is the same thing, the most canonical first."""
    ordered = sorted(findings, key=_canonical)
    leader = list(range(len(ordered)))

    def top(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    def join(i: int, k: int) -> None:
        first, second = sorted((top(i), top(k)))
        leader[second] = first

    by_content: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_name: dict[tuple[str, str], tuple[int, str]] = {}
    for i, finding in enumerate(ordered):
        tool = _tool_folder(finding.path)
        named = (finding.kind.id, finding.name.casefold())
        if finding.content:
            by_content[finding.kind.id, finding.content].append(i)
        if tool and named in by_name and by_name[named][1] != tool:
            join(by_name[named][0], i)
        by_name.setdefault(named, (i, tool))
    for same in by_content.values():
        for i in same[1:]:
            join(same[0], i)
    for i, k in _mirrored(ordered, by_content.values()):
        join(i, k)
    groups: dict[int, list[Finding]] = defaultdict(list)
    for i, finding in enumerate(ordered):
        groups[top(i)].append(finding)
    return list(groups.values())


def _mirrored(ordered: Sequence[Finding], same: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of findings of equal name in two folders of which one is a copy of the other by and large.

    That is where five or more names stand in both, four fifths of the smaller folder,
    and a quarter of what they share has equal content.
    """
    folders: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for i, finding in enumerate(ordered):
        if finding.alone:
            folders[_folder_and_tail(finding)[0]].setdefault(_folder_and_tail(finding)[1], i)
    equal: Counter[tuple[tuple[str, str], tuple[str, str]]] = Counter()
    for group in same:
        homes = [_folder_and_tail(ordered[i]) for i in group[:MAX_COPIES] if ordered[i].alone]
        for n, (one, tail) in enumerate(homes):
            equal.update((one, other) for other, there in homes[n + 1 :] if other != one and there == tail)
    for (one, other), count in equal.items():
        shared = folders[one].keys() & folders[other].keys()
        smaller = min(len(folders[one]), len(folders[other]))
        if len(shared) >= 5 and 5 * len(shared) >= 4 * smaller and 4 * count >= len(shared):
            yield from ((folders[one][tail], folders[other][tail]) for tail in shared)


def _folder_and_tail(finding: Finding) -> tuple[tuple[str, str], str]:
    """The folder that a finding stands in with others of its type, and its name there."""
    whole = finding.home and finding.path.rpartition("/")[0] == finding.home
    folder, _, tail = (finding.home if whole else finding.path).rpartition("/")
    return (finding.kind.id, folder), tail


def _canonical(finding: Finding) -> tuple[int, bool, int, int, int, str, str]:
    """Sorting key, originals before copies.

    Plain folders, ``.claude``, ``.agents``, other tools; what the most speaks for; short paths.
    """
    folders = finding.path.casefold().split("/")[:-1]
    tool = _tool_folder(finding.path)
    return (
        (2 if tool == ".agents" else 3) if tool else int(".claude" in folders),
        not COPY_FOLDERS.isdisjoint(folders),
        -finding.rule.confidence,
        len(folders),
        len(finding.path),
        finding.path,
        finding.name,
    )


def _tool_folder(path: str) -> str:
    """The hidden tool folder that ``path`` lies in; empty for none, and for ``.claude``."""
    return next((s for s in path.casefold().split("/") if s in TOOL_FOLDERS), "")
