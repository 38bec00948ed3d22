"""The changes between two locks as text for a terminal, as JSON, and as Markdown for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from generator.markdown_text import code
from generator.past import Change, ChangeKind
from generator.printable import printable, printable_json

LONGEST = 200
"""Characters of one name or path in text."""

_SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.RENAMED: "~"}


def change_json(change: Change) -> dict[str, Any]:
    """One change, with all fields; what does not apply is null."""
    return {
        "kind": change.kind.value,
        "source_id": change.source_id,
        "full_name": change.full_name,
        "artifact_type": change.artifact_type,
        "name": change.name,
        "path": change.path,
        "before": change.before,
        "counts_by_type": dict(change.counts),
    }


def diff_json(changes: Sequence[Change]) -> str:
    """``{"changes": [...], "counts": {...}}``, ending in a line's end."""
    whole = {"changes": [change_json(change) for change in changes], "counts": _counts(changes)}
    return printable_json(whole) + "\n"


def _counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    counted = Counter((c.artifact_type is None, c.kind) for c in changes)
    return {
        "sources": {kind.value: counted[True, kind] for kind in ChangeKind},
        "artifacts": {kind.value: counted[False, kind] for kind in ChangeKind},
    }


def summary(changes: Sequence[Change]) -> str:
    """``2 sources added, 1 renamed; 40 artifacts added``, or that nothing changed."""
    parts = []
    for noun, by_kind in _counts(changes).items():
        some = [(kind, number) for kind, number in by_kind.items() if number]
        if some:
            (first_kind, first), *others = some
            words = [f"{first:,} {noun[:-1] if first == 1 else noun} {first_kind}"]
            parts.append(", ".join(words + [f"{number:,} {kind}" for kind, number in others]))
    return "; ".join(parts) or "no source or artifact was added, removed or renamed"


def diff_text(changes: Iterable[Change]) -> Iterator[str]:
    """Lines for a terminal: ``+`` added, ``-`` removed, ``~`` renamed, artifacts under their source."""
    for source_id, group in groupby(changes, key=attrgetter("source_id")):
        told = False
        for change in group:
            sign = _SIGNS[change.kind]
            if change.artifact_type is None:
                yield f"{sign} {_named(change)}"
                told = True
                continue
            if not told:
                yield f"  {printable(source_id, LONGEST)}  {printable(change.full_name, LONGEST)}"
                told = True
            name, path = printable(change.name or "", LONGEST), printable(change.path or ".", LONGEST)
            was = f"  was {printable(change.before, LONGEST)}" if change.before is not None else ""
            kind = printable(change.artifact_type, LONGEST)
            yield f"  {sign} {kind}  {name}  {path}{was}"


def _named(change: Change) -> str:
    was = f"  was {printable(change.before, LONGEST)}" if change.before is not None else ""
    counts = "".join(f"  {number:,} {printable(kind, LONGEST)}" for kind, number in change.counts)
    return f"{printable(change.source_id, LONGEST)}  {printable(change.full_name, LONGEST)}{was}{counts}"


def diff_markdown(changes: Sequence[Change]) -> Iterator[str]:
    """Lines of Markdown; all that strangers wrote stands in code spans, so it mentions nobody."""
    yield f"**{summary(changes).capitalize()}.**"
    of_sources = [change for change in changes if change.artifact_type is None]
    if of_sources:
        yield from ("", "### Sources", "")
    for change in of_sources:
        counts = ", ".join(f"{number:,} {code(kind)}" for kind, number in change.counts)
        was = f", was {code(change.before)}" if change.before is not None else ""
        tail = f": {counts}" if counts else ""
        yield f"- {change.kind} {code(change.source_id)} ({code(change.full_name)}){was}{tail}"
    of_artifacts = [change for change in changes if change.artifact_type is not None]
    if of_artifacts:
        yield from ("", "### Artifacts")
    for source_id, group in groupby(of_artifacts, key=attrgetter("source_id")):
        yield from ("", f"In {code(source_id)}:", "")
        for change in group:
            was = f", was {code(change.before or '.')}" if change.before is not None else ""
            kind = code(change.artifact_type or "")
            yield f"- {change.kind} {kind} {code(change.name or '')} at {code(change.path or '.')}{was}"
