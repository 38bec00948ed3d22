"""Lines of the lock that were read before: their artifacts are left for later."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any

from generator.answers import Answers
from generator.fingerprint import DIGEST_BYTES
from generator.later import LaterArtifacts, artifacts_print, listed_counts
from generator.lock.decode import read_artifacts, read_line, snapshot_of
from generator.model import Artifact, Snapshot

_KEY = '"artifacts":'

_JSON = json.JSONDecoder()


class LinesAgain:
    """Reads lines as `read_line` does; of those that it knows only what is no artifact."""

    def __init__(self, known: Answers) -> None:
        self._known = known

    def __call__(self, line: bytes, *, lenient: bool) -> Snapshot:
        """The snapshot of a line. Raises WrongError."""
        if lenient:  # of an older version, which is read otherwise
            return read_line(line, lenient=lenient)
        digest = hashlib.blake2b(line, digest_size=DIGEST_BYTES).hexdigest()
        again = _again(line.decode(), self._known.get(digest))
        if again is not None:
            return again
        snapshot = read_line(line, lenient=lenient)
        if (row := _row(line.decode(), snapshot)) is not None:
            self._known.put(digest, row)
        return snapshot


def _row(line: str, snapshot: Snapshot) -> list[object] | None:
    """Where the artifacts of a good line begin and end, how many there are, their counts and fingerprint.

    None where the line without them would not say the rest, or where there are none.
    """
    start = line.find(_KEY)
    if start < 0:
        return None
    whole = json.loads(line)
    _, end = _JSON.raw_decode(line, start + len(_KEY))
    try:
        rest = json.loads(line[:start] + line[end + 1 :])
    except ValueError:
        return None
    if whole.pop("artifacts", None) is None or rest != whole:
        return None
    found = snapshot.artifacts
    return [start, end, len(found), dict(listed_counts(found)), artifacts_print(found)]


def _again(line: str, row: Any) -> Snapshot | None:  # noqa: ANN401 - any JSON
    """The snapshot of a line by its row; None for what is no row of one."""
    try:
        start, end, length, counts, digest = row
        rest = json.loads(line[:start] + line[end + 1 :])
        text = line[start + len(_KEY) : end]
    except (TypeError, ValueError):
        return None

    def later(snapshot: Snapshot) -> LaterArtifacts:
        load = partial(_load, text, snapshot)
        return LaterArtifacts(load, length, counts, digest)

    return snapshot_of(rest, later, lenient=False)


def _load(text: str, bare: Snapshot) -> tuple[Artifact, ...]:
    return tuple(read_artifacts(json.loads(text), bare, lenient=False))
