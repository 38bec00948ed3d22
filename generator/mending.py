"""The findings of a catalog's folder, and the safe ones among them mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from generator.atomic import replace_files
from generator.doctor import Finding, Fix, examine
from generator.errors import DefinitionError, EditError, Problem, Severity
from generator.load import load_settings
from generator.loaded import Loaded, catalog_of
from generator.lock import encode_lock, read_lock
from generator.model import Settings, Snapshot
from generator.places import LOCK, SOURCES
from generator.regular import read_regular
from generator.schema import SOURCE, parse_repo_url, read_source
from generator.yaml_text import ListNode, MappingNode, Plain, ScalarNode, decode, edited, parse, plain

_ORDER = tuple(field.name for field in SOURCE.fields)


def diagnose(loaded: Loaded, as_of: datetime | None, today: date) -> tuple[Finding, ...]:
    """Every finding of a catalog; see :func:`generator.doctor.examine`."""
    return examine(catalog_of(loaded, as_of), loaded.snapshots, today)


def mend(root: Path, findings: Sequence[Finding], *, dry_run: bool = False) -> list[str]:
    """Mend what the findings offer a fix for, exempted ones left alone; what was done, a line each.

    All changes are made and checked before the first file is written. Raises EditError,
    DefinitionError, LockError.
    """
    fixes: dict[str, list[Fix]] = defaultdict(list)
    for finding in findings:
        if finding.fix and not finding.exemption:
            fixes[finding.source_id].append(finding.fix)
    settings = load_settings(root)
    snapshots = read_lock(root / LOCK)
    kept = dict(snapshots)
    contents: dict[Path, bytes] = {}
    done = []
    for source_id, some in sorted(fixes.items()):
        if any(fix.forget for fix in some):
            kept.pop(source_id, None)
            done.append(f"{LOCK}: forgot {source_id}")
        edits = [fix for fix in some if not fix.forget]
        if edits:
            file = f"{SOURCES}/{source_id}.yaml"
            contents[root / file] = _edited(root, file, source_id, edits, settings)
            done += [f"{file}: {_said(fix)}" for fix in edits]
            kept |= _moved(kept.get(source_id), edits)
    if dry_run:
        return [f"would change {line}" for line in done]
    if kept != snapshots:
        contents[root / LOCK] = encode_lock(kept)
    try:
        replace_files(contents)
    except OSError as error:
        name = error.filename or root
        raise EditError(f"{name}: cannot be written, and nothing was: {error.strerror}") from error
    return done


def _said(fix: Fix) -> str:
    if fix.without_exemption:
        return f"without the exemption from {fix.without_exemption}"
    return ", ".join(f"{name} is {value} now" for name, value in fix.changes.items())


def _edited(root: Path, file: str, source_id: str, fixes: Iterable[Fix], settings: Settings) -> bytes:
    """The definition as the fixes leave it, read again before anybody keeps it."""
    content = read_regular(root / file, file)
    text = None if isinstance(content, Problem) else decode(content, file)[0]
    if text is None:
        raise EditError(f"{file} cannot be read any more; nothing was changed")
    changes: dict[str, Plain] = {}
    for fix in fixes:
        changes |= fix.changes
        if fix.without_exemption:
            changes["exempt"] = _without(text, file, fix.without_exemption)
    after = edited(text, changes, order=_ORDER, file=file)
    problems = read_source(parse(after, file), file, settings, source_id=source_id).problems
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DefinitionError(problems)
    return after.encode()


def _without(text: str, file: str, finding: str) -> Plain:
    """The exemptions but those from a finding; None where none is left."""
    node = parse(text, file)
    given = node.get("exempt") if isinstance(node, MappingNode) else None
    items = given.items if isinstance(given, ListNode) else ()

    def is_it(item: object) -> bool:
        named = item.get("finding") if isinstance(item, MappingNode) else None
        return isinstance(named, ScalarNode) and named.text == finding

    return [plain(item) for item in items if not is_it(item)] or None


def _moved(snapshot: Snapshot | None, fixes: Iterable[Fix]) -> dict[str, Snapshot]:
    """The snapshot under the new name, so that nothing known is lost until the next fetch."""
    addresses = [fix.changes["repo_url"] for fix in fixes if "repo_url" in fix.changes]
    if snapshot is None or not addresses:
        return {}
    name = parse_repo_url(addresses[-1]).full_name
    settled = replace(snapshot, full_name=name, name_with_owner=name, moved_to=None)
    return {snapshot.source_id: settled}
