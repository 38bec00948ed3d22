"""Lines of the lock become snapshots, or an error that names the line and the field."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from generator.errors import LockError
from generator.lock.encode import VERSION, address
from generator.model import Artifact, ArtifactStatus, Outcome, PartState, ReadmeRef, Snapshot

MEND = "nothing was changed; restore the file from version control, or delete it and run `catalog enrich`"


class _WrongError(Exception):
    """A value that is not what it is to be; the text says what was expected."""


def decode_lock(content: bytes, name: str = "catalog.lock") -> dict[str, Snapshot]:
    """Every snapshot by source id. Raises LockError; ``name`` is the file's, for its text."""
    lines = content.split(b"\n")
    version = _version(lines[0], name)
    if lines.pop():
        raise LockError(f"{name}:{len(lines) + 1}: the last line is cut short; {MEND}")
    snapshots: dict[str, Snapshot] = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            snapshot = _snapshot(_object(line), lenient=version < VERSION)
        except _WrongError as wrong:
            raise LockError(f"{name}:{number}: {wrong}; {MEND}") from None
        if snapshot.source_id in snapshots:
            raise LockError(f'{name}:{number}: "{snapshot.source_id}" has two lines; {MEND}')
        snapshots[snapshot.source_id] = snapshot
    return snapshots


def _version(header: bytes, name: str) -> int:
    try:
        version = _object(header).get("lock")
    except _WrongError as wrong:
        raise LockError(f"{name}:1: {wrong}; {MEND}") from None
    if type(version) is not int or version < 0:
        raise LockError(f'{name}:1: expected {{"lock": {VERSION}}}; {MEND}')
    if version > VERSION:
        raise LockError(
            f"{name}: the file is of version {version}, and this program knows versions up to {VERSION}; "
            "nothing was changed; update sources-catalog"
        )
    return version


def _object(line: bytes) -> dict[str, Any]:
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
        raise _WrongError("a conflict of a merge stands here: keep either side's lines")
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise _WrongError("the line is no JSON") from None
    if not isinstance(value, dict):
        raise _WrongError("expected a JSON object")
    return value


_T = TypeVar("_T")

_Reader = Callable[[object], Any]


def _text(value: object) -> str:
    if type(value) is not str:
        raise _WrongError("expected text")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise _WrongError("expected a whole number of at least 0")
    return value


def _optional_count(value: object) -> int | None:
    return None if value is None else _count(value)


def _percent(value: object) -> int:
    number = _count(value)
    if number > 100:
        raise _WrongError("expected a whole number from 0 to 100")
    return number


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise _WrongError("expected true or false")
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
        if moment.tzinfo is None:
            raise _WrongError("expected a moment with its time zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _WrongError("expected a moment such as 2026-01-31T12:00:00Z") from None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise _WrongError("expected a list")
    return value


def _word_of(words: type[StrEnum]) -> _Reader:
    known = {str(word): word for word in words}

    def read(value: object) -> StrEnum:
        word = known.get(value) if type(value) is str else None
        if word is None:
            raise _WrongError(f"expected one of {', '.join(known)}")
        return word

    return read


def _record(
    value: object, readers: Mapping[str, _Reader], required: frozenset[str], *, lenient: bool
) -> dict[str, Any]:
    """A JSON object's fields, each read by its reader; wrong ones are named."""
    if type(value) is not dict:
        raise _WrongError("expected a JSON object")
    if not lenient and (unknown := value.keys() - readers.keys()):
        raise _WrongError(f'unknown field "{min(unknown)}"')
    if absent := required - value.keys():
        raise _WrongError(f'the field "{min(absent)}" is missing')
    read = {}
    for name, reader in readers.items():
        if name in value:
            try:
                read[name] = reader(value[name])
            except _WrongError as wrong:
                raise _WrongError(f"{name}: {wrong}") from None
    return read


def _readme(value: object, *, lenient: bool) -> ReadmeRef:
    return ReadmeRef(**_record(value, _README, frozenset({"path", "oid"}), lenient=lenient))


def _part(value: object, *, lenient: bool) -> PartState:
    return PartState(**_record(value, _PART, frozenset(), lenient=lenient))


def _snapshot(line: dict[str, Any], *, lenient: bool) -> Snapshot:
    def nested(reader: Callable[..., _T]) -> Callable[[object], _T]:
        return lambda value: reader(value, lenient=lenient)

    readers = {
        **_SNAPSHOT,
        "readme": nested(_readme),
        **{f"{part}_state": nested(_part) for part in ("metadata", "readme", "tree", "contents")},
    }
    read = _record(line, readers, frozenset({"id", "full_name"}), lenient=lenient)
    plain = read.pop("artifacts", ())
    snapshot = Snapshot(source_id=read.pop("id"), **read)
    if not plain:
        return snapshot
    artifacts = tuple(_artifacts(plain, snapshot, lenient=lenient))
    return Snapshot(source_id=snapshot.source_id, artifacts=artifacts, **read)


def _artifacts(plain: list[Any], snapshot: Snapshot, *, lenient: bool) -> Iterator[Artifact]:
    for index, item in enumerate(plain):
        try:
            read = _record(item, _ARTIFACT, _ARTIFACT_REQUIRED, lenient=lenient)
        except _WrongError as wrong:
            raise _WrongError(f"artifacts[{index}]: {wrong}") from None
        if read["url"] in ("blob", "tree"):
            read["url"] = address(read["url"], read["path"], snapshot)
        yield Artifact(**read)


_README: dict[str, _Reader] = {"path": _text, "oid": _text, "size": _optional_count}

_PART: dict[str, _Reader] = {
    "fetched_at": _moment,
    "outcome": _word_of(Outcome),
    "error": _optional_text,
    "failures": _count,
    "retry_at": _moment,
}

_ARTIFACT: dict[str, _Reader] = {
    "artifact_type": _text,
    "name": _text,
    "path": _text,
    "url": _text,
    "sha": _text,
    "detected_by": _text,
    "confidence": _percent,
    "title": _optional_text,
    "description": _optional_text,
    "status": _word_of(ArtifactStatus),
    "duplicate_of": _optional_text,
    "reason": _optional_text,
}

_ARTIFACT_REQUIRED = frozenset({"artifact_type", "name", "path", "url", "sha", "detected_by", "confidence"})

_SNAPSHOT: dict[str, _Reader] = {
    "id": _text,
    "full_name": _text,
    "ref": _optional_text,
    "root_hint": _optional_text,
    "repo_description": _optional_text,
    "stars": _optional_count,
    "forks": _optional_count,
    "license": _optional_text,
    "topics": _texts,
    "language": _optional_text,
    "archived": _flag,
    "default_branch": _optional_text,
    "pushed_at": _moment,
    "node_id": _optional_text,
    "name_with_owner": _optional_text,
    "commit": _optional_text,
    "tree": _optional_text,
    "scanned_tree": _optional_text,
    "scanned_commit": _optional_text,
    "scan_key": _optional_text,
    "tree_truncated": _flag,
    "artifacts": _list,
    "missing_since": _moment,
    "missing_count": _count,
    "missing": _flag,
    "moved_to": _optional_text,
    "replaced": _flag,
}
