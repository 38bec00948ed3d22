"""What a run learned since it last wrote the lock, so that a killed one loses hardly anything.

A big lock takes a while to write, so it is not written after each batch; a journal is only
ever added to. It is a lock whose lines may repeat a source, the last one counting, and whose
end may be missing. The next run takes it over.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from generator.errors import LockError
from generator.lock.decode import decode_lock
from generator.lock.encode import VERSION, encode_snapshot
from generator.model import Snapshot

_HEADER = json.dumps({"lock": VERSION}).encode() + b"\n"


class Journal:
    """A journal in a file, which need not exist."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Snapshot]:
        """What it tells, by source id, up to the first line that is not whole.

        Nothing where it is of another version or cannot be read: it saves requests, and is not relied on.
        """
        try:
            header, *lines = self._path.read_bytes().splitlines(keepends=True)
        except (OSError, ValueError):
            return {}
        told: dict[str, Snapshot] = {}
        for line in lines if header == _HEADER else []:
            try:
                told |= decode_lock(header + line, str(self._path))
            except LockError:
                break
        return told

    def add(self, changed: Mapping[str, Snapshot]) -> None:
        """Write down ``changed``; it is on the disk when this returns. Raises LockError."""
        lines = b"".join(encode_snapshot(changed[key]) + b"\n" for key in sorted(changed))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(lines if file.tell() else _HEADER + lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise LockError(f"{self._path}: cannot be written: {error.strerror}") from error

    def clear(self) -> None:
        """Forget everything, since the lock has it."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
