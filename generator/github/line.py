"""One run's line to GitHub: counts, bounds, slows down, and knows when to hang up.

Every request of a session goes through :meth:`Line.ask`. What ends the run is kept in
:attr:`Line.stop`, and from then on nothing is asked any more.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urljoin, urlsplit

from generator.github.answers import Manners, Stop
from generator.github.attempt import Transport
from generator.github.judge import REDIRECTS, Failure, Phase, Reply, judge
from generator.github.meter import Kind, Meter, resets_in, retry_after
from generator.model import Outcome

MAX_REDIRECTS = 3

FAILURES_IN_A_ROW = 5
"""After so many, GitHub is asked whether it is there at all."""

MOST_FAILURES_IN_A_ROW = 20
"""And after so many the run ends though it said yes."""

_UNWELL = (Outcome.TIMEOUT, Outcome.NETWORK, Outcome.SERVER)


class Line:
    """Asks, within the budget."""

    def __init__(self, transport: Transport, meter: Meter, manners: Manners, api_url: str) -> None:
        self._transport = transport
        self._meter = meter
        self._manners = manners
        self._api_url = api_url
        self._turns = {Kind.GRAPHQL: asyncio.Semaphore(1), Kind.REST: asyncio.Semaphore(manners.jobs)}
        self._waiting = asyncio.Lock()
        self._heard = False
        self._failures = 0
        self.stop: Stop | None = None

    async def get(self, path: str, **options: Any) -> Reply | Failure | Stop:  # noqa: ANN401
        """A REST request; redirects on the same host are followed, at most three."""
        address, query = path, options.pop("query", None)
        for _ in range(MAX_REDIRECTS + 1):
            reply = await self.ask(Kind.REST, "GET", address, query=query, **options)
            if not isinstance(reply, Reply) or reply.status not in REDIRECTS:
                return reply
            base = address if "://" in address else self._api_url + address
            target = _same_host(base, reply.headers.get("location", ""))
            if target is None:
                return Failure(Outcome.REDIRECT, f"HTTP {reply.status}: a redirect to elsewhere was refused")
            query = None if urlsplit(target).query else query
            address = target
        return Failure(Outcome.REDIRECT, f"more than {MAX_REDIRECTS} redirects")

    async def ask(self, kind: Kind, verb: str, path: str, **options: Any) -> Reply | Failure | Stop:  # noqa: ANN401
        """One request, once more after a plea to slow down."""
        async with self._turns[kind]:
            result = await self._once(kind, verb, path, **options)
            if isinstance(result, Reply) and judge(result)[0] is Outcome.RATE_SECONDARY:
                wait = retry_after(result.headers)
                if wait is not None and wait <= self._manners.max_wait and not self.stop:
                    async with self._waiting:  # the others wait as well
                        await self._manners.sleep(wait)
                    result = await self._once(kind, verb, path, **options)
            return self._hung_up(result)

    async def _once(self, kind: Kind, verb: str, path: str, **options: Any) -> Reply | Failure | Stop:  # noqa: ANN401
        async with self._waiting:
            pass
        if self.stop:
            return self.stop
        if refusal := self._meter.refusal(kind):
            return self._end(Outcome.BUDGET, *refusal)
        return await self._checked(await self._counted(kind, verb, path, **options))

    async def _counted(self, kind: Kind, verb: str, path: str, **options: Any) -> Reply | Failure:  # noqa: ANN401
        self._meter.count(kind)
        result = await self._transport.attempt(verb, path, **options)
        if isinstance(result, Reply):
            self._meter.heard(kind, result.headers)
        else:
            self._meter.lost(kind)
        outcome = judge(result)[0] if isinstance(result, Reply) else result.outcome
        self._meter.ended(kind, outcome.value)
        return result

    async def _checked(self, result: Reply | Failure) -> Reply | Failure | Stop:
        """Notice when nobody is there: at once if nobody was reached, else after some failures."""
        if not isinstance(result, Failure) and result.status < 500:
            self._heard, self._failures = True, 0
            return result
        if isinstance(result, Failure) and result.outcome not in _UNWELL:
            return result
        self._failures += 1
        unreached = isinstance(result, Failure) and result.phase is Phase.CONNECTING
        if unreached and not self._heard:
            return self._unreachable(result)
        if self._failures >= MOST_FAILURES_IN_A_ROW:
            return self._unreachable(result)
        doubtful = unreached or self._failures == FAILURES_IN_A_ROW
        async with self._waiting:  # whoever fails meanwhile learns whether all will
            if doubtful and not self.stop and not await self._is_there():
                self._unreachable(result)
        return self.stop or result

    async def _is_there(self) -> bool:
        """Ask for what costs nothing: https://docs.github.com/rest/rate-limit/rate-limit."""
        result = await self._counted(Kind.REST, "GET", "/rate_limit")
        return isinstance(result, Reply) and result.status < 500

    def _unreachable(self, result: Reply | Failure) -> Stop:
        if isinstance(result, Failure):
            return self._end(result.outcome, f"GitHub cannot be reached: {result.error}")
        return self._end(Outcome.SERVER, f"GitHub is unwell: HTTP {result.status}")

    def _hung_up(self, result: Reply | Failure | Stop) -> Reply | Failure | Stop:
        """Turn an answer that no other request can do better than into the end of the run."""
        if isinstance(result, Reply):
            outcome, error = judge(result)
            if outcome is Outcome.RATE_PRIMARY:
                return self._end(outcome, error or "", resets_in(result.headers))
            if outcome.stops_run:
                return self._end(outcome, error or "", retry_after(result.headers))
        return result

    def end(self, kind: Kind, outcome: Outcome, error: str) -> Stop:
        """Hang up for a reason that stood in an answer's body."""
        return self._end(outcome, error, self._meter.quotas[kind].resets_in)

    def _end(self, outcome: Outcome, error: str, resume_in: float | None = None) -> Stop:
        self.stop = self.stop or Stop(outcome, error, resume_in)
        return self.stop


def _same_host(base: str, location: str) -> str | None:
    """Where a redirect leads, if that is the same scheme, host and port; else None."""
    try:
        here, there = urlsplit(base), urlsplit(urljoin(base, location))
        same = (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)
        plain = there.username is None and there.password is None
    except ValueError:
        return None
    return there.geturl() if same and plain and location else None
