"""Snapshots become lines of the lock."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import MISSING, fields
from datetime import UTC, datetime

from generator import urls
from generator.model import Artifact, ArtifactStatus, PartState, ReadmeRef, Snapshot

VERSION = 2
"""What this program writes. 0: any lock before there were versions; 1: without `provider`.
Unknown keys in earlier locks are passed over; :func:`generator.lock.passed_over` names them."""

_OPTIONAL_TEXTS = ("title", "description", "duplicate_of", "reason")

_DEFAULTS: dict[str, object] = {
    f.name: None if f.default is MISSING else f.default
    for f in fields(Snapshot)
    if f.name not in ("source_id", "artifacts")
}


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """One line, without its end."""
    line: dict[str, object] = {"id": snapshot.source_id}
    for name, default in _DEFAULTS.items():
        value = getattr(snapshot, name)
        if value != default:
            line[name] = _plain(value)
    if snapshot.artifacts:
        line["artifacts"] = [_plain_artifact(a, snapshot) for a in snapshot.artifacts]
    try:
        return _dump(line, ascii_only=False).encode()
    except UnicodeEncodeError:  # half of a surrogate pair: only an escape can hold it
        return _dump(line, ascii_only=True).encode()


def _dump(line: object, *, ascii_only: bool) -> str:
    return json.dumps(line, ensure_ascii=ascii_only, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    """A field's value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, ReadmeRef | PartState):
        return {
            f.name: _plain(getattr(value, f.name))
            for f in fields(value)
            if f.default is MISSING or getattr(value, f.name) != f.default
        }
    if isinstance(value, tuple):
        return list(value)
    return value


def _plain_artifact(artifact: Artifact, snapshot: Snapshot) -> dict[str, object]:
    plain: dict[str, object] = {
        "artifact_type": artifact.artifact_type,
        "confidence": artifact.confidence,
        "detected_by": artifact.detected_by,
        "name": artifact.name,
        "path": artifact.path,
        "sha": artifact.sha,
        "url": artifact.url,
    }
    for kind in ("blob", "tree") if "/blob/" in artifact.url else ("tree", "blob"):
        if artifact.url == address(kind, artifact.path, snapshot):
            plain["url"] = kind
            break
    for name in _OPTIONAL_TEXTS:
        if (value := getattr(artifact, name)) is not None:
            plain[name] = value
    if artifact.status is not ArtifactStatus.LISTED:
        plain["status"] = artifact.status
    return plain


def address(kind: str, path: str, snapshot: Snapshot) -> str:
    """The page of an artifact's path at the scanned commit; ``kind`` is ``blob`` or ``tree``."""
    full_name = snapshot.name_with_owner or snapshot.full_name
    commit = snapshot.scanned_commit or "HEAD"
    if _PLAIN.fullmatch(path) and urls.has_file_pages(
        full_name
    ):  # nearly all: nothing to be percent-encoded, at a tenth of the cost
        return _page(kind, full_name, commit, "x")[:-1] + path
    return _page.__wrapped__(kind, full_name, commit, path)


@functools.lru_cache(maxsize=64)
def _page(kind: str, full_name: str, commit: str, path: str) -> str:
    return (urls.blob_url if kind == "blob" else urls.tree_url)(full_name, commit, path)


_PLAIN = re.compile(r"\.?[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
