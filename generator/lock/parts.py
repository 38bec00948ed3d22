"""Parts of the lock: what one of several machines learned, to be put together later.

A part is a lock of its own, beside the lock, with the lines of one shard's sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.model import Snapshot
from generator.shards import Shard


def part_path(lock: Path, shard: Shard) -> Path:
    """Where the part of a shard lies: ``catalog.lock.2-of-5``."""
    return lock.with_name(f"{lock.name}.{shard.suffix}")


def overlaid(lock: Mapping[str, Snapshot], part: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """The lock with a part's lines in place of its own, unless its own were fetched later.

    So a part that was left lying about never sets back what was learned since.
    """
    newer = {key: found for key, found in part.items() if not _later(lock.get(key), found)}
    return {**lock, **newer}


def _later(one: Snapshot | None, other: Snapshot) -> bool:
    moment = one.metadata_state.fetched_at if one else None
    before = other.metadata_state.fetched_at
    return moment is not None and (before is None or moment > before)
