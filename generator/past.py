"""What happened to a catalog: the values that its history is made of."""

from __future__ import annotations

from datetime import datetime

from generator.values import Word, dataclass


class ChangeKind(Word):
    """What happened to a source or an artifact."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a source, or to one of its artifacts."""

    kind: ChangeKind
    source_id: str
    """Of now; of a source that was removed, the last one."""
    full_name: str
    """``owner/repo`` of the source, as GitHub spells it where it was asked."""
    artifact_type: str | None = None
    """None: the change is the source's own."""
    name: str | None = None
    """The artifact's; None for sources."""
    path: str | None = None
    """The artifact's within its repository; None for sources."""
    before: str | None = None
    """What was renamed was this: a source's id or ``owner/repo`` (the one with a slash), an
    artifact's path, or its name where its path is the same."""
    counts: tuple[tuple[str, int], ...] = ()
    """Artifacts by type that a source came or went with, types sorted; those are no changes of their own."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a catalog holds for its visitors; types without any are left out, and sorted."""

    sources: int
    sources_by_type: tuple[tuple[str, int], ...] = ()
    """Sources that have a listed artifact of a type."""
    artifacts_by_type: tuple[tuple[str, int], ...] = ()
    """Listed artifacts."""

    @property
    def artifacts(self) -> int:
        """Of all types."""
        return sum(count for _, count in self.artifacts_by_type)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the enrichment changed: one line of the history."""

    at: datetime
    """The end of the run (UTC, whole seconds)."""
    totals: Totals
    """After the run."""
    changes: tuple[Change, ...] = ()
    """Of what visitors see; none in the line that a history begins with."""
    left_out: int = 0
    """Further changes, for which a line has no room."""
    unlisted: tuple[str, ...] | None = ()
    """Ids, sorted, of sources that only had a page of their own after the run, so that nobody is told
    when they go. None: they were too many to write down."""
