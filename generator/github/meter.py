"""How many requests a run made, and when it has to stop making them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum


class Kind(StrEnum):
    """GitHub counts the first two apart, each with its own hourly limit."""

    GRAPHQL = "graphql"
    REST = "rest"
    GIT = "git"
    """Questions and fetches of git, at any host."""


@dataclass(slots=True)
class Quota:
    """What GitHub last said of one hourly limit."""

    limit: int | None = None
    remaining: int | None = None
    resets_in: float | None = None
    """Seconds from that answer until the limit is whole again, by GitHub's own clock."""
    hour: int | None = None
    """When it is whole again, as GitHub named it."""


MOST_SECONDS = 24 * 3600.0
"""No wait that an answer asks for is taken to be longer, whatever its clock says."""


class Meter:
    """Counts requests; refuses those over the budget."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        max_requests: int | None = None,
        max_seconds: float | None = None,
        reserve: int | None = None,
    ) -> None:
        """``reserve`` requests of each hourly limit are left to others; None: a twentieth of it."""
        self._monotonic = monotonic
        self._max_requests = max_requests
        self._ends_at = None if max_seconds is None else monotonic() + max_seconds
        self._reserve = reserve
        self.counts = dict.fromkeys(Kind, 0)
        self._under_way = dict.fromkeys(Kind, 0)
        self.quotas = {kind: Quota() for kind in Kind}
        self.outcomes: Counter[tuple[Kind, str]] = Counter()
        """How requests ended, in the words of :class:`generator.model.Outcome`."""

    @property
    def total(self) -> int:
        """Requests of all kinds."""
        return sum(self.counts.values())

    def refusal(self, kind: Kind) -> tuple[str, float | None] | None:
        """Why one more request must not be made, with the seconds until it may; None: go on."""
        if self._max_requests is not None and self.total >= self._max_requests:
            return f"{self.total} requests were made, as many as allowed", None
        if self._ends_at is not None and self._monotonic() >= self._ends_at:
            return "the time allowed is over", None
        quota = self.quotas[kind]
        # What is under way may not be in GitHub's last count yet.
        if quota.remaining is not None and quota.remaining - self._under_way[kind] <= self.reserve(kind):
            left = f"{quota.remaining} of {quota.limit or '?'} {kind} requests are left this hour"
            return f"{left}, and they are kept in reserve", quota.resets_in
        return None

    def room(self, kind: Kind, besides: int = 0) -> int | None:
        """How many requests of a kind may still be made, with ``besides`` of another; None: not known yet."""
        quota = self.quotas[kind]
        rooms = []
        if self._max_requests is not None:
            rooms.append(self._max_requests - self.total - besides)
        if quota.remaining is not None:
            rooms.append(quota.remaining - self._under_way[kind] - self.reserve(kind))
        return max(0, min(rooms)) if rooms else None

    def reserve(self, kind: Kind) -> int:
        """How many requests of this hour are left to others."""
        return (self.quotas[kind].limit or 0) // 20 if self._reserve is None else self._reserve

    def count(self, kind: Kind) -> None:
        """One more request goes out; :meth:`heard` or :meth:`lost` is to follow."""
        self.counts[kind] += 1
        self._under_way[kind] += 1

    def ended(self, kind: Kind, outcome: str) -> None:
        """A request ended so."""
        self.outcomes[kind, outcome] += 1

    def lost(self, kind: Kind) -> None:
        """A request brought no answer."""
        self._under_way[kind] -= 1

    def heard(self, kind: Kind, headers: Mapping[str, str]) -> None:
        """A request was answered; take note of the limits that its headers name (in lower case)."""
        self._under_way[kind] -= 1
        remaining = whole_number(headers.get("x-ratelimit-remaining"))
        if remaining is None:
            return
        hour, last = whole_number(headers.get("x-ratelimit-reset")), self.quotas[kind]
        if hour is not None and hour == last.hour and last.remaining is not None:
            remaining = min(remaining, last.remaining)  # of answers that came together, in any order
        self.quotas[kind] = Quota(
            hour=hour,
            limit=whole_number(headers.get("x-ratelimit-limit")),
            remaining=remaining,
            resets_in=resets_in(headers),
        )


def whole_number(text: str | None) -> int | None:
    """A header's plain decimal number; None where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 15 else None


def resets_in(headers: Mapping[str, str]) -> float | None:
    """Seconds until the hourly limit is whole again, by the clock that wrote the headers."""
    reset, sent = whole_number(headers.get("x-ratelimit-reset")), _epoch(headers.get("date"))
    if reset is None or sent is None:
        return None
    return min(max(reset - sent, 0.0), MOST_SECONDS)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks to wait: a number, or a date by the sender's clock."""
    text = headers.get("retry-after")
    if text is None:
        return None
    seconds = whole_number(text.strip())
    if seconds is not None:
        return min(float(seconds), MOST_SECONDS)
    then, sent = _epoch(text), _epoch(headers.get("date"))
    if then is None or sent is None:
        return None
    return min(max(then - sent, 0.0), MOST_SECONDS)


def _epoch(date: str | None) -> float | None:
    """Seconds since 1970 of a date of HTTP."""
    if date is None:
        return None
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
