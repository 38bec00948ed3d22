"""The findings of a catalog's folder, and the safe ones among them mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from generator.doctor import Finding, Fix, examine
from generator.edit import Definitions, FileChange, fields_now, write
from generator.load import file_of
from generator.loaded import Loaded, catalog_of
from generator.lock import encode_lock, read_lock
from generator.model import FindingCode, Snapshot
from generator.places import LOCK
from generator.schema import SOURCE, parse_repo_url
from generator.yaml_text import Plain, edited

_ORDER = tuple(field.name for field in SOURCE.fields)


def diagnose(loaded: Loaded, as_of: datetime | None, today: date) -> tuple[Finding, ...]:
    """Every finding of a catalog; see :func:`generator.doctor.examine`."""
    return examine(catalog_of(loaded, as_of), loaded.snapshots, today)


def mend(root: Path, findings: Sequence[Finding], *, dry_run: bool = False) -> list[str]:
    """Mend what the findings offer a fix for, exempted ones left alone; what was done, a line each.

    Definitions and lock are changed together or not at all, and all definitions are checked
    before. Raises EditError, DefinitionError, LockError.
    """
    fixes: dict[str, list[Fix]] = defaultdict(list)
    for finding in findings:
        if finding.fix and not finding.exemption:
            fixes[finding.source_id].append(finding.fix)
    definitions = Definitions.read(root)
    before = (root / LOCK).read_bytes() if (root / LOCK).is_file() else None
    snapshots = read_lock(root / LOCK)
    kept = dict(snapshots)
    texts: dict[str, str | None] = {}
    done = []
    for source_id, some in sorted(fixes.items()):
        if any(fix.forget for fix in some):
            kept.pop(source_id, None)
            done.append(f"{LOCK}: forgot {source_id}")
        edits = [fix for fix in some if not fix.forget]
        if edits:
            file = file_of(source_id)
            text = definitions.content(source_id).decode()
            texts[source_id] = edited(text, _changes(definitions, source_id, edits), order=_ORDER, file=file)
            done += [f"{file}: {_said(fix)}" for fix in edits]
            kept |= _moved(kept.get(source_id), edits)
    plan = definitions.plan(texts)
    if dry_run:
        return [f"would change {line}" for line in done]
    if kept != snapshots:
        lock = FileChange(LOCK, before, encode_lock(kept))
        plan = replace(plan, changes=(*plan.changes, lock))
    write(root, plan)
    return done


def _said(fix: Fix) -> str:
    if fix.without_exemption:
        return f"without the exemption from {fix.without_exemption}"
    return ", ".join(f"{name} is {value} now" for name, value in fix.changes.items())


def _changes(definitions: Definitions, source_id: str, fixes: Iterable[Fix]) -> Mapping[str, Plain]:
    """The fields that the fixes change; None takes one out."""
    changes: dict[str, Plain] = {}
    over: set[FindingCode] = set()
    for fix in fixes:
        changes |= fix.changes
        over |= {fix.without_exemption} if fix.without_exemption else set()
    given = fields_now(definitions, source_id).get("exempt")
    if over and isinstance(given, list):
        changes["exempt"] = [
            e for e in given if not (isinstance(e, dict) and e.get("finding") in over)
        ] or None
    return changes


def _moved(snapshot: Snapshot | None, fixes: Iterable[Fix]) -> dict[str, Snapshot]:
    """The snapshot under the new name, so that nothing known is lost until the next fetch."""
    addresses = [fix.changes["repo_url"] for fix in fixes if "repo_url" in fix.changes]
    if snapshot is None or not addresses:
        return {}
    name = parse_repo_url(addresses[-1]).full_name
    settled = replace(snapshot, full_name=name, name_with_owner=name, moved_to=None)
    return {snapshot.source_id: settled}
