"""``catalog.lock``: what was last known of every source, one line a source.

JSON Lines. The first line is ``{"lock": VERSION}``; then one object a source, sorted
by id, its keys sorted; fields that have :class:`Snapshot`'s defaults are left out.
``id`` stands for ``source_id``. An artifact's ``url`` is ``blob`` or ``tree`` where
it is the address that its path has at ``scanned_commit``.

Everything is checked while it is read, and what is damaged is never overwritten:
whoever gets a :class:`LockError` has written nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.answers import Answers
from generator.atomic import replace_file, sweep
from generator.errors import LockError
from generator.lock.again import LinesAgain
from generator.lock.decode import decode_lock, passed_over, read_line, version_of_lock
from generator.lock.encode import VERSION, encode_snapshot
from generator.lock.journal import Journal
from generator.model import Snapshot

__all__ = [
    "VERSION",
    "Journal",
    "LockFile",
    "decode_lock",
    "encode_lock",
    "encode_snapshot",
    "passed_over",
    "read_lock",
    "version_of_lock",
    "write_lock",
]


def read_lock(path: Path, known: Answers | None = None) -> dict[str, Snapshot]:
    """Every snapshot by source id; empty where there is no file.

    ``known`` is told of each line; of those that it knows the artifacts are made when they are looked at.
    Raises LockError, with the line where one is to blame.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise LockError(f"{path}: cannot be read: {error.strerror}") from error
    return decode_lock(content, str(path), LinesAgain(known) if known else read_line)


def write_lock(path: Path, snapshots: Mapping[str, Snapshot]) -> None:
    """Replace the lock as a whole; the old one stays where that fails. Raises LockError."""
    LockFile(path, snapshots).save({})


def encode_lock(snapshots: Mapping[str, Snapshot]) -> bytes:
    """The whole content of a lock."""
    return _whole({source_id: encode_snapshot(snapshot) for source_id, snapshot in snapshots.items()})


def _whole(lines: Mapping[str, bytes]) -> bytes:
    header = json.dumps({"lock": VERSION}).encode()
    return b"\n".join([header, *(lines[key] for key in sorted(lines)), b""])


class LockFile:
    """A lock that is rewritten often while little of it changes: lines are kept as bytes."""

    def __init__(self, path: Path, snapshots: Mapping[str, Snapshot], journal: Journal | None = None) -> None:
        """``journal`` is forgotten whenever the file has been replaced, since it then has everything."""
        self._path = path
        self._journal = journal
        self._fresh = dict(snapshots)
        self._lines: dict[str, bytes] = {}

    def save(self, changed: Mapping[str, Snapshot]) -> None:
        """Take over ``changed`` and replace the file; the old one stays where that fails.

        Raises LockError.
        """
        self._fresh.update(changed)
        self._lines.update((source_id, encode_snapshot(s)) for source_id, s in self._fresh.items())
        self._fresh.clear()
        content = _whole(self._lines)
        try:
            replace_file(self._path, content)
            sweep(self._path)
        except OSError as error:
            raise LockError(
                f"{self._path}: cannot be written, and was left as it is: {error.strerror}"
            ) from error
        if self._journal:
            self._journal.clear()
