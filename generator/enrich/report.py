"""What a run may do, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.model import Outcome

if TYPE_CHECKING:
    from generator.github import Kind, Stop


@dataclass(frozen=True, slots=True)
class EnrichOptions:
    """How much is asked for, and how politely."""

    only: frozenset[str] = frozenset()
    """Ids of the sources to look at; empty: all."""
    force: bool = False
    """Ask for what is fresh or waiting as well; for sources in ``only`` also accept that
    another repository stands under the name now."""
    max_age: timedelta = timedelta(hours=20)
    """What was fetched later than so long ago is fresh. A little under a day, so that a daily
    run refreshes everything, and one that continues within the hour asks nothing twice."""
    max_requests: int | None = None
    max_minutes: float | None = None
    reserve: int | None = None
    """Requests of each hourly limit that are left to others; None: a twentieth of the limit."""
    jobs: int = 2
    """REST requests at once."""
    max_wait: float = 60.0
    """Seconds that one plea of GitHub to slow down may ask for; longer ones end the run."""


@dataclass(frozen=True, slots=True)
class SourceResult:
    """How one source came out of the run."""

    source_id: str
    outcome: Outcome
    """The first part that failed, in the order metadata, README, tree, contents; else
    ``not_modified`` where nothing new was learned, ``empty`` or ``ok``."""
    error: str | None = None
    """At most 200 printable characters."""


@dataclass(frozen=True, slots=True)
class EnrichReport:
    """A run in numbers."""

    results: tuple[SourceResult, ...] = ()
    """Of the sources that were asked for, in that order."""
    due: int = 0
    """How many sources there were to ask for."""
    requests: Mapping[Kind, int] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[tuple[Kind, str], int] = field(default_factory=lambda: MappingProxyType({}))
    """Requests by kind and by how they ended."""
    remaining: Mapping[Kind, int] = field(default_factory=lambda: MappingProxyType({}))
    """What GitHub said is left of each hourly limit."""
    stop: Stop | None = None
    """Why the run ended before all was asked for."""
    resume_at: datetime | None = None
    """When asking on makes sense, where GitHub said so (UTC)."""

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Sources by outcome, in the order of :class:`Outcome`."""
        counted = Counter(result.outcome for result in self.results)
        return {outcome: counted[outcome] for outcome in Outcome if counted[outcome]}

    @property
    def left(self) -> int:
        """How many sources are still to be asked for."""
        return self.due - len(self.results)

    @property
    def unreachable(self) -> bool:
        """Whether the run ended because GitHub did not answer: no network, or GitHub is down."""
        return self.stop is not None and not self.stop.outcome.stops_run

    @property
    def failed(self) -> tuple[SourceResult, ...]:
        """The results that a person may want to see."""
        return tuple(r for r in self.results if not r.outcome.good)
