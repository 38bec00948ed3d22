"""What a catalog suffers from, and the command that mends each.

Pure: findings come from what is known, and ages are counted from moments that are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from generator.model import (
    Catalog,
    CatalogEntry,
    Exemption,
    FindingCode,
    ScanStatus,
    Snapshot,
    Source,
    SourceStatus,
)
from generator.urls import repo_url

FAILURES = 3
"""Attempts in a row that failed before a source counts as quarantined: the pause is 4 to 8 hours then."""

RARE_TAG_SOURCES = 10
"""Sources that a catalog has at least before tags that are used once are worth a word."""

LIKE = 0.85
"""How alike two tags are at least to be taken for one word, by ``difflib``: a slip or two apart."""


class Ailment(StrEnum):
    """What is wrong with exemptions, and with the lock; no exemption helps against these."""

    EXPIRED_EXEMPTION = "expired-exemption"
    """The last day of an exemption is over, and its finding is there, or not known to be gone."""
    IDLE_EXEMPTION = "idle-exemption"
    """An exemption whose finding is not there, or not any more."""
    LEFT_OVER = "left-over"
    """The lock has facts of a source that the catalog does not have."""


CODES: Mapping[str, str] = MappingProxyType(
    {
        FindingCode.MISSING: "The repository was not found several times over two days.",
        FindingCode.REPLACED: "Another repository stands under the name; facts of the old one are shown.",
        FindingCode.MOVED: "The repository is found under another name.",
        FindingCode.ARCHIVED: "Its owner made the repository read-only.",
        FindingCode.STALE: "Nothing was pushed for the days of stale_after_days.",
        FindingCode.QUARANTINED: "Fetching failed several times in a row and is put off.",
        FindingCode.OVERSIZE: "GitHub cut the list of files, so that artifacts may be missing.",
        FindingCode.DUPLICATE: "Two sources are one repository, or hold the same files.",
        FindingCode.NO_ARTIFACTS: "The scan found nothing that is listed.",
        FindingCode.RARE_TAG: "No other source carries the tag.",
        Ailment.EXPIRED_EXEMPTION: "The last day of an exemption is over.",
        Ailment.IDLE_EXEMPTION: "An exemption whose finding is not there.",
        Ailment.LEFT_OVER: "The lock has facts of a source that the catalog does not have.",
    }
)
"""Every finding with its meaning, in the order in which they are reported: the gravest first."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What ``--fix`` does about a finding; nothing that a person has to judge."""

    source_id: str
    changes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Fields of the definition that get these values."""
    without_exemption: FindingCode | None = None
    """An exemption that is taken out of the definition."""
    forget: bool = False
    """Whether the source's line is taken out of the lock."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, and what mends it."""

    code: FindingCode | Ailment
    source_id: str
    message: str
    command: str
    """What to type, or the nearest to it; ``…`` stands for what only a person can say."""
    fix: Fix | None = None
    exemption: Exemption | None = None
    """That covers it; then it is only listed."""


def examine(catalog: Catalog, snapshots: Mapping[str, Snapshot], today: date) -> tuple[Finding, ...]:
    """Every finding, exempted ones included, the gravest codes first, then by id.

    ``snapshots`` is the lock. Staleness is that of the catalog (:func:`generator.assemble.source_status`);
    ``today`` only decides which exemptions are over.
    """
    findings = [f for entry in catalog.entries for f in _of_one(entry, catalog)]
    findings += _duplicates(catalog.entries)
    findings += _rare_tags(catalog.entries)
    by_id = {entry.source.id: entry.source for entry in catalog.entries}
    settled = [_exempted(finding, by_id[finding.source_id], today) for finding in findings]
    settled += _exemptions(catalog.entries, findings, catalog, today)
    settled += _left_over(snapshots, by_id)
    order = {code: number for number, code in enumerate(CODES)}
    return tuple(sorted(settled, key=lambda f: (order[f.code], f.source_id, f.message)))


# ---------------------------------------------------------------- one by one


def _of_one(entry: CatalogEntry, catalog: Catalog) -> Iterator[Finding]:
    source, snapshot = entry.source, entry.snapshot
    if snapshot is None:
        return
    if snapshot.missing:
        since = f" since {snapshot.missing_since:%Y-%m-%d}" if snapshot.missing_since else ""
        told = f"{source.full_name} is not found{since}"
        yield Finding(FindingCode.MISSING, source.id, told, f'catalog remove {source.id} --reason "…"')
    if snapshot.replaced:
        told = f"another repository stands under the name {source.full_name}"
        yield Finding(FindingCode.REPLACED, source.id, told, f'catalog remove {source.id} --reason "…"')
    if snapshot.moved_to and not snapshot.missing:
        yield _moved(source, snapshot, catalog)
    if snapshot.archived:
        told = "archived by its owner"
        note = f'catalog edit {source.id} --status-note "…"'
        yield Finding(FindingCode.ARCHIVED, source.id, told, note)
    if entry.status is SourceStatus.STALE and snapshot.pushed_at:
        told = f"no push since {snapshot.pushed_at:%Y-%m-%d}"
        yield Finding(FindingCode.STALE, source.id, told, f'catalog edit {source.id} --status-note "…"')
    if finding := _quarantined(source, snapshot):
        yield finding
    if snapshot.tree_truncated and source.import_artifacts:
        told = "GitHub cut the list of files: some artifacts may be missing"
        yield Finding(FindingCode.OVERSIZE, source.id, told, f"catalog edit {source.id} --root-hint …")
    if entry.scan_status is ScanStatus.SUCCESS and not entry.artifact_count:
        told = "the scan found nothing that is listed"
        yield Finding(FindingCode.NO_ARTIFACTS, source.id, told, f"catalog explain {source.id}")


def _moved(source: Source, snapshot: Snapshot, catalog: Catalog) -> Finding:
    """Safe to mend, as long as no other source has the new name already."""
    name = snapshot.moved_to or ""
    told = f"{source.full_name} is {name} now"
    taken = next(
        (
            other.source.id
            for other in catalog.entries
            if other.source.full_name.casefold() == name.casefold()
            and other.source.root_hint == source.root_hint
        ),
        None,
    )
    if taken:
        command = f"catalog remove {source.id} --successor {taken}"
        return Finding(FindingCode.MOVED, source.id, f"{told}, which is the source {taken}", command)
    address = repo_url(name)
    fix = Fix(source.id, changes=MappingProxyType({"repo_url": address}))
    return Finding(
        FindingCode.MOVED, source.id, told, f"catalog edit {source.id} --repo-url {address}", fix=fix
    )


def _quarantined(source: Source, snapshot: Snapshot) -> Finding | None:
    states = [snapshot.metadata_state]
    states += [snapshot.readme_state] if source.import_repo_readme else []
    states += [snapshot.tree_state, snapshot.contents_state] if source.import_artifacts else []
    worst = max(states, key=lambda state: state.failures)
    if worst.failures < FAILURES or snapshot.missing or snapshot.replaced:
        return None
    again = f"; put off until {worst.retry_at:%Y-%m-%d %H:%M} UTC" if worst.retry_at else ""
    told = f"fetching failed {worst.failures} times in a row ({worst.error or 'no reason known'}){again}"
    command = f"catalog enrich --only {source.id} --force"
    return Finding(FindingCode.QUARANTINED, source.id, told, command)


# ---------------------------------------------------------------- side by side


def _duplicates(entries: Sequence[CatalogEntry]) -> Iterator[Finding]:
    """Sources that are one repository by GitHub's word, or whose files are the same to the byte."""
    groups: dict[tuple[str, str], list[CatalogEntry]] = defaultdict(list)
    for entry in entries:
        snapshot = entry.snapshot
        if snapshot is None or snapshot.missing or snapshot.replaced:
            continue
        folder = entry.source.root_hint or ""
        if snapshot.node_id:
            groups[f"repository {snapshot.node_id}", folder].append(entry)
        if snapshot.tree and entry.artifacts:
            groups[f"tree {snapshot.tree}", folder].append(entry)
    told: set[tuple[str, str]] = set()
    for (kind, _), group in groups.items():
        first, *others = sorted(group, key=lambda e: (e.source.added or date.max, e.source.id))
        for other in others:
            pair = (first.source.id, other.source.id)
            if pair in told:
                continue
            told.add(pair)
            what = "the same repository as" if kind.startswith("repository") else "the same files as"
            command = f"catalog remove {other.source.id} --successor {first.source.id}"
            yield Finding(FindingCode.DUPLICATE, other.source.id, f"{what} {first.source.id}", command)


def _rare_tags(entries: Sequence[CatalogEntry]) -> Iterator[Finding]:
    if len(entries) < RARE_TAG_SOURCES:
        return
    uses = Counter(tag for entry in entries for tag in entry.source.tags)
    common = [tag for tag, count in uses.items() if count > 1]
    for entry in entries:
        for tag in entry.source.tags:
            if uses[tag] == 1:
                near = get_close_matches(tag, common, n=1, cutoff=LIKE)
                like = f"; is it {near[0]}, which {uses[near[0]]} sources have?" if near else ""
                command = f"catalog tag remove {entry.source.id} {tag}"
                told = f'no other source has the tag "{tag}"{like}'
                yield Finding(FindingCode.RARE_TAG, entry.source.id, told, command)


# ------------------------------------------------------------------ exemptions


def _exempted(finding: Finding, source: Source, today: date) -> Finding:
    """The finding, with the exemption that covers it."""
    for exemption in source.exempt:
        if exemption.finding == finding.code and not _over(exemption, today):
            return Finding(
                finding.code,
                finding.source_id,
                finding.message,
                finding.command,
                exemption=exemption,
            )
    return finding


def _over(exemption: Exemption, today: date) -> bool:
    return exemption.until is not None and exemption.until < today


def _exemptions(
    entries: Iterable[CatalogEntry], findings: Sequence[Finding], catalog: Catalog, today: date
) -> Iterator[Finding]:
    """Exemptions that are over, and those that nothing is found for."""
    there = {(f.source_id, f.code) for f in findings}
    for entry in entries:
        source = entry.source
        for exemption in source.exempt:
            code = exemption.finding
            if (source.id, code) not in there and _is_certain(entry, code, catalog):
                told = f"exempt from {code}, which is not found"
                fix = Fix(source.id, without_exemption=code)
                yield Finding(Ailment.IDLE_EXEMPTION, source.id, told, "catalog doctor --fix", fix=fix)
            elif _over(exemption, today):
                told = f"the exemption from {code} ended on {exemption.until}"
                command = f"catalog edit {source.id} --exempt …"
                yield Finding(Ailment.EXPIRED_EXEMPTION, source.id, told, command)


def _is_certain(entry: CatalogEntry, code: FindingCode, catalog: Catalog) -> bool:
    """Whether a finding that is not there is so indeed, and not unknown or hidden by a graver one."""
    if code is FindingCode.RARE_TAG:
        return len(catalog.entries) >= RARE_TAG_SOURCES
    if entry.snapshot is None or any(state.failures for state in entry.snapshot.states):
        return False
    return entry.status in (SourceStatus.ACTIVE, SourceStatus.STALE) and not entry.snapshot.replaced


def _left_over(snapshots: Mapping[str, Snapshot], sources: Mapping[str, Source]) -> Iterator[Finding]:
    for source_id in sorted(snapshots.keys() - sources.keys()):
        told = "the lock knows it, and the catalog does not have it"
        fix = Fix(source_id, forget=True)
        yield Finding(Ailment.LEFT_OVER, source_id, told, "catalog doctor --fix", fix=fix)
