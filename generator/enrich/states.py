"""How the state of one part of a snapshot moves on; values, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from generator.model import Outcome, PartState, Snapshot, Source

if TYPE_CHECKING:
    from generator.github import Answer

LONGEST_PAUSE = timedelta(days=7)

MISSING_COUNT = 3
MISSING_SPAN = timedelta(hours=48)
"""A repository counts as missing after so many 404s over at least so long: GitHub itself
answers 404 for a moment now and then, and owners make a repository private by mistake."""

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""Git's id of a folder with nothing in it: the tree of a repository without commits."""


def succeeded(now: datetime, outcome: Outcome = Outcome.OK) -> PartState:
    """The value is known, and no failure counts any more."""
    return PartState(fetched_at=now, outcome=outcome)


def failed(state: PartState, answer: Answer[object], now: datetime, spread: str) -> PartState:
    """One more failure; the value that is kept stays as old as it was. ``spread`` is any name."""
    failures = state.failures + 1
    return PartState(
        fetched_at=state.fetched_at,
        outcome=answer.outcome,
        error=answer.error or str(answer.outcome),
        failures=failures,
        retry_at=now + pause(failures, spread),
    )


def postponed(state: PartState, until: datetime | None = None) -> PartState:
    """Not asked for in this run: neither good nor a failure, and due again."""
    return replace(state, outcome=Outcome.BUDGET, retry_at=until)


def pause(failures: int, spread: str) -> timedelta:
    """How long to wait after so many failures in a row: ``min(2^n hours, 7 days)``.

    A quarter of it depends on ``spread``, so that sources that failed together do not
    all come back together. Whole seconds.
    """
    longest = min(timedelta(hours=2 ** min(failures, 16)), LONGEST_PAUSE)
    digest = hashlib.sha256(f"{spread}#{failures}".encode("utf-8", "replace")).digest()
    share = 0.75 + 0.25 * int.from_bytes(digest[:4], "big") / 2**32
    return timedelta(seconds=int(longest.total_seconds() * share))


def gone(snapshot: Snapshot, now: datetime) -> Snapshot:
    """One more 404."""
    since = snapshot.missing_since or now
    times = snapshot.missing_count + 1
    return replace(
        snapshot,
        missing_since=since,
        missing_count=times,
        missing=times >= MISSING_COUNT and now - since >= MISSING_SPAN,
    )


def parts(source: Source, snapshot: Snapshot) -> Iterator[PartState]:
    """The states of the parts that the definition does not turn off, metadata first."""
    yield snapshot.metadata_state
    if source.import_repo_readme:
        yield snapshot.readme_state
    if source.import_artifacts:
        yield snapshot.tree_state
        yield snapshot.contents_state
