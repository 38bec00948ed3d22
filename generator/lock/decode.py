"""Lines of the lock become snapshots, or an error that names the line and the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

from generator.checked_json import (
    FileKind,
    Reader,
    WrongError,
    count,
    flag,
    items,
    json_object,
    moment,
    object_id,
    optional_count,
    optional_object_id,
    optional_text,
    percent,
    record,
    text,
    texts,
    word_of,
)
from generator.errors import LockError
from generator.lock.encode import VERSION, address
from generator.model import Artifact, ArtifactStatus, Outcome, PartState, Provider, ReadmeRef, Snapshot

_LOCK = FileKind(
    key="lock",
    version=VERSION,
    error=LockError,
    mend="nothing was changed; restore the file from version control, or delete it and run `catalog enrich`",
)


class LineReader(Protocol):
    """Makes a snapshot of one line."""

    def __call__(self, line: bytes, *, lenient: bool) -> Snapshot:
        """``lenient``: the line is of an older version. Raises WrongError."""


def read_line(line: bytes, *, lenient: bool) -> Snapshot:
    """The snapshot of a line, as `LineReader` has it."""
    found = json_object(line)
    plain = found.pop("artifacts", [])

    def artifacts(snapshot: Snapshot) -> tuple[Artifact, ...]:
        return tuple(read_artifacts(plain, snapshot, lenient=lenient))

    return snapshot_of(found, artifacts, lenient=lenient)


def decode_lock(
    content: bytes, name: str = "catalog.lock", read: LineReader = read_line
) -> dict[str, Snapshot]:
    """Every snapshot by source id. Raises LockError; ``name`` is the file's, for its text."""
    version, lines = _LOCK.lines(content, name)
    snapshots: dict[str, Snapshot] = {}
    for number, line in enumerate(lines, start=2):
        try:
            snapshot = read(line, lenient=version < VERSION)
        except WrongError as wrong:
            raise _LOCK.wrong(name, number, wrong) from None
        if snapshot.source_id in snapshots:
            twice = WrongError(f'"{snapshot.source_id}" has two lines')
            raise _LOCK.wrong(name, number, twice)
        snapshots[snapshot.source_id] = snapshot
    return snapshots


def version_of_lock(content: bytes, name: str = "catalog.lock") -> int:
    """The version of a lock. Raises LockError, also where it is newer than this program."""
    return _LOCK.lines(content, name)[0]


def passed_over(content: bytes) -> Counter[str]:
    """What an older lock holds that has no place in today's: fields by name, and how often."""
    found: Counter[str] = Counter()
    for line in content.split(b"\n")[1:-1]:
        values = json_object(line)
        found.update(values.keys() - _SNAPSHOT.keys() - _NESTED.keys() - {"artifacts"})
        parts = [(values.get(name), readers) for name, readers in _NESTED.items()]
        parts += [(artifact, _ARTIFACT) for artifact in values.get("artifacts", ())]
        for value, readers in parts:
            found.update(value.keys() - readers.keys() if isinstance(value, dict) else ())
    return found


def snapshot_of(
    line: dict[str, Any],
    artifacts: Callable[[Snapshot], Sequence[Artifact]],
    *,
    lenient: bool,
) -> Snapshot:
    """The snapshot of a line's object without ``artifacts``, which are made knowing all else of it."""
    read = record(line, _STRICT if not lenient else _LENIENT, frozenset({"id", "full_name"}), lenient=lenient)
    source_id = read.pop("id")
    bare = Snapshot(source_id=source_id, **read)
    found = artifacts(bare)
    return Snapshot(source_id=source_id, artifacts=found, **read) if found else bare


def read_artifacts(plain: object, snapshot: Snapshot, *, lenient: bool) -> Iterator[Artifact]:
    """The artifacts of a line; ``snapshot`` is what else it says. Raises WrongError."""
    try:
        rows = items(plain)
    except WrongError as wrong:
        raise WrongError(f"artifacts: {wrong}") from None
    for index, row in enumerate(rows):
        try:
            read = record(row, _ARTIFACT, _ARTIFACT_REQUIRED, lenient=lenient)
        except WrongError as wrong:
            raise WrongError(f"artifacts[{index}]: {wrong}") from None
        if read["url"] in ("blob", "tree"):
            read["url"] = address(read["url"], read["path"], snapshot)
        yield Artifact(**read)


_README: dict[str, Reader] = {"path": text, "oid": object_id, "size": optional_count}

_PART: dict[str, Reader] = {
    "fetched_at": moment,
    "outcome": word_of(Outcome),
    "error": optional_text,
    "failures": count,
    "retry_at": moment,
}

_ARTIFACT: dict[str, Reader] = {
    "artifact_type": text,
    "name": text,
    "path": text,
    "url": text,
    "sha": text,
    "detected_by": text,
    "confidence": percent,
    "title": optional_text,
    "description": optional_text,
    "status": word_of(ArtifactStatus),
    "duplicate_of": optional_text,
    "reason": optional_text,
}

_NESTED: dict[str, dict[str, Reader]] = {
    "readme": _README,
    **{f"{part}_state": _PART for part in ("metadata", "readme", "tree", "contents")},
}

_ARTIFACT_REQUIRED = frozenset({"artifact_type", "name", "path", "url", "sha", "detected_by", "confidence"})

_SNAPSHOT: dict[str, Reader] = {
    "id": text,
    "full_name": text,
    "provider": word_of(Provider),
    "ref": optional_text,
    "root_hint": optional_text,
    "repo_description": optional_text,
    "stars": optional_count,
    "forks": optional_count,
    "license": optional_text,
    "topics": texts,
    "language": optional_text,
    "archived": flag,
    "default_branch": optional_text,
    "pushed_at": moment,
    "node_id": optional_text,
    "name_with_owner": optional_text,
    "commit": optional_text,
    "tree": optional_object_id,
    "scanned_tree": optional_object_id,
    "scanned_commit": optional_text,
    "scan_key": optional_text,
    "tree_truncated": flag,
    "missing_since": moment,
    "missing_count": count,
    "missing": flag,
    "moved_to": optional_text,
    "replaced": flag,
}


_PLAIN = (str, int, bool, type(None))


def _readers(*, lenient: bool) -> dict[str, Reader]:
    """Of a line's fields, but for ``artifacts``."""

    def readme(value: object) -> ReadmeRef:
        return ReadmeRef(**record(value, _README, frozenset({"path", "oid"}), lenient=lenient))

    @lru_cache(maxsize=4096)
    def part_of(*given: tuple[type, str, object]) -> PartState:
        return PartState(
            **record({name: value for _, name, value in given}, _PART, frozenset(), lenient=lenient)
        )

    def part(value: object) -> PartState:
        # Nearly all parts of nearly all sources are as some other is: fetched in the same batch.
        if not isinstance(value, dict) or any(type(one) not in _PLAIN for one in value.values()):
            return PartState(**record(value, _PART, frozenset(), lenient=lenient))
        return part_of(*((type(one), name, one) for name, one in value.items()))

    parts = ("metadata", "readme", "tree", "contents")
    return {**_SNAPSHOT, "readme": readme, **{f"{name}_state": part for name in parts}}


_STRICT, _LENIENT = _readers(lenient=False), _readers(lenient=True)
