"""``catalog.history.jsonl``: what happened to the catalog, one line a run that changed something.

JSON Lines. The first line is ``{"history": VERSION}``; the others are only ever appended. Every line
is checked when it is read, and a damaged file is reported and never written to. It is meant to be
committed beside the lock, or cached with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

from generator.atomic import replace_file, sweep
from generator.checked_json import (
    FileKind,
    Reader,
    WrongError,
    count,
    items,
    json_object,
    moment,
    optional_text,
    record,
    text,
    texts,
    word_of,
)
from generator.errors import HistoryError
from generator.past import Change, ChangeKind, Run, Totals

VERSION = 1
"""What this program writes, and the newest that it reads."""

LINE_BYTES = 64 * 1024
"""Of one line, its end included; what does not fit in is counted."""

FILE_BYTES = 64 * 1024 * 1024
"""Of the whole file: a line of that size every hour for six weeks, or of 1 KiB for seven years."""

ARTIFACTS_OF_A_SOURCE = 50
"""Changes of artifacts of one source that one line tells, so that nobody fills it alone."""

_KIND = FileKind(
    key="history",
    version=VERSION,
    error=HistoryError,
    mend="nothing was changed; restore the file from version control, or delete it to begin a new one",
)


def read_history(path: Path) -> tuple[Run, ...]:
    """Every run, by time; empty where there is no file.

    Raises HistoryError, with the line where one is to blame.
    """
    return _decode(_content(path), str(path))


def append_run(path: Path, run: Run) -> None:
    """Add a line; the file stays as it was where that fails, or where it is damaged. Raises HistoryError."""
    content = _content(path)
    _decode(content, str(path))
    header = b"" if content else json.dumps({"history": VERSION}).encode() + b"\n"
    line = encode_run(run)
    if len(content) + len(line) > FILE_BYTES:
        raise _too_big(path)
    try:
        replace_file(path, content + header + line)
        sweep(path)
    except OSError as error:
        raise HistoryError(f"{path}: cannot be written, and was left as it is: {error.strerror}") from error


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise _too_big(path)
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise HistoryError(f"{path}: cannot be read: {error.strerror}") from error


def _too_big(path: Path) -> HistoryError:
    return HistoryError(
        f"{path}: is larger than {FILE_BYTES // 2**20} MiB; nothing was changed;"
        " delete old lines after the first one, or put the file away to begin a new one"
    )


# -------------------------------------------------------------------- encoding


def encode_run(run: Run) -> bytes:
    """One line with its end, of at most `LINE_BYTES`; changes without room are counted in ``left_out``.

    Changes of sources go before those of artifacts, of which a source has `ARTIFACTS_OF_A_SOURCE` at most.
    """
    whole: dict[str, Any] = {
        "at": run.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "sources": run.totals.sources,
        "sources_by_type": dict(run.totals.sources_by_type),
        "artifacts_by_type": dict(run.totals.artifacts_by_type),
        "changes": [],
        "left_out": 2**31,
        "unlisted": None if run.unlisted is None else list(run.unlisted),
    }
    room = LINE_BYTES - len(_dump(whole))
    if room < 0:  # only where there are hundreds of artifact types or unlisted sources
        whole["unlisted"] = None
        room = LINE_BYTES - len(_dump(whole))
    chosen = []
    for change in _fair(run.changes):
        plain = _plain(change)
        room -= len(_dump(plain))
        if room < 0:
            break
        chosen.append((change, plain))
    kept = {id(change): plain for change, plain in chosen}
    whole["changes"] = [kept[id(change)] for change in run.changes if id(change) in kept]
    whole["left_out"] = run.left_out + len(run.changes) - len(kept)
    for name in ("changes", "left_out", "unlisted"):
        if whole[name] in ([], 0):
            del whole[name]
    return _dump(whole)


def _dump(value: object) -> bytes:
    """Compact JSON of ASCII alone, so that any text has a form, and a line's end."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _fair(changes: Iterable[Change]) -> list[Change]:
    """The changes in the order in which they get room."""
    told: dict[str, int] = {}
    of_sources, of_artifacts = [], []
    for change in changes:
        if change.artifact_type is None:
            of_sources.append(change)
            continue
        told[change.source_id] = told.get(change.source_id, 0) + 1
        if told[change.source_id] <= ARTIFACTS_OF_A_SOURCE:
            of_artifacts.append((told[change.source_id], change))
    return of_sources + [change for _, change in sorted(of_artifacts, key=lambda pair: pair[0])]


_NAMES = {
    "kind": "kind",
    "source_id": "source",
    "full_name": "repo",
    "artifact_type": "type",
    "name": "name",
    "path": "path",
    "before": "before",
}
"""The keys that fields of a change have in a line."""


def _plain(change: Change) -> dict[str, Any]:
    plain = {key: value for name, key in _NAMES.items() if (value := getattr(change, name)) is not None}
    return plain | {"counts": dict(change.counts)} if change.counts else plain


# -------------------------------------------------------------------- decoding


def _decode(content: bytes, name: str) -> tuple[Run, ...]:
    if not content:
        return ()
    _, lines = _KIND.lines(content, name)
    runs = []
    for number, line in enumerate(lines, start=2):
        try:
            runs.append(_run(line))
        except WrongError as wrong:
            raise _KIND.wrong(name, number, wrong) from None
    return tuple(sorted(runs, key=lambda run: run.at))


def _run(line: bytes) -> Run:
    if len(line) >= LINE_BYTES:
        raise WrongError(f"expected a line of less than {LINE_BYTES:,} bytes")
    read = record(json_object(line), _RUN, frozenset({"at", "sources"}), lenient=False)
    totals = Totals(read["sources"], read.get("sources_by_type", ()), read.get("artifacts_by_type", ()))
    return Run(read["at"], totals, read.get("changes", ()), read.get("left_out", 0), read.get("unlisted", ()))


def _counts(value: object) -> tuple[tuple[str, int], ...]:
    if type(value) is not dict:
        raise WrongError("expected a JSON object")
    return tuple(sorted((text(key), count(number)) for key, number in value.items()))


def _changes(value: object) -> tuple[Change, ...]:
    changes = []
    for index, item in enumerate(items(value)):
        try:
            changes.append(_change(item))
        except WrongError as wrong:
            raise WrongError(f"item {index + 1}: {wrong}") from None
    return tuple(changes)


def _change(value: object) -> Change:
    read = record(value, _CHANGE, frozenset({"kind", "source", "repo"}), lenient=False)
    fields = {name: read[key] for name, key in _NAMES.items() if key in read}
    change = Change(**fields, counts=read.get("counts", ()))
    if len({change.artifact_type is None, change.name is None, change.path is None}) > 1:
        raise WrongError("expected type, name and path together, or none of them")
    if (change.kind is ChangeKind.RENAMED) != (change.before is not None):
        raise WrongError('expected "before" with "renamed", and nowhere else')
    return change


_CHANGE: dict[str, Reader] = {
    "kind": word_of(ChangeKind),
    "source": text,
    "repo": text,
    "type": optional_text,
    "name": optional_text,
    "path": optional_text,
    "before": optional_text,
    "counts": _counts,
}

_RUN: dict[str, Reader] = {
    "at": moment,
    "sources": count,
    "sources_by_type": _counts,
    "artifacts_by_type": _counts,
    "changes": _changes,
    "left_out": count,
    "unlisted": lambda value: None if value is None else texts(value),
}
