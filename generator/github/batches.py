"""Many things by one GraphQL query, and in ever smaller ones what fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from generator.github import graphql, queries
from generator.github.answers import Answer, Stop
from generator.github.graphql import Trouble
from generator.github.line import Line
from generator.github.meter import Kind
from generator.github.queries import Payload
from generator.github.rest import json_of, unasked
from generator.model import Outcome

FAILURES_IN_A_ROW = 10
"""After so many GraphQL is given up for the run. One poisonous repository among 25 fails
five times until it is alone; by then it is asked whether GraphQL is there at all."""

OF_THE_ANSWER = (Outcome.TIMEOUT, Outcome.NETWORK, Outcome.SERVER, Outcome.TOO_BIG, Outcome.BAD_BODY)
"""Outcomes that a query has as a whole, and that say nothing of what it asks for."""

A = TypeVar("A")
V = TypeVar("V")

Read = Callable[[Sequence[A], object], "list[Answer[V]] | Trouble"]


class GraphQL:
    """GraphQL, as long as it answers."""

    def __init__(self, line: Line, url: str | None) -> None:
        """``url`` is None where there is no token: GraphQL answers nobody without one."""
        self._line = line
        self._url = url
        self._answered = False
        self._failures = 0
        self.too_much = 0
        """How often a query asked for more than was answered in time."""

    @property
    def spoken(self) -> bool:
        """Whether asking makes sense."""
        return self._url is not None

    async def batch(
        self, asks: Sequence[A], query: Callable[[Sequence[A]], Payload], read: Read[A, V]
    ) -> list[Answer[V] | None]:
        """Ask for all at once, and for what fails again in smaller batches, down to one.

        None for what was not or could not be asked, so that REST may be.
        """
        if not self.spoken:
            return [None] * len(asks)
        got = await self.ask(query(asks))
        if isinstance(got, Stop):
            return [unasked(got)] * len(asks)
        result = got if isinstance(got, Trouble) else read(asks, got)
        answers: list[Answer[V] | None]
        if isinstance(result, Trouble):
            if not await self._still_spoken():
                return [None] * len(asks)
            answers = [Answer(result.outcome, error=result.error)] * len(asks)
            self.too_much += result.outcome in (Outcome.TIMEOUT, Outcome.TOO_BIG)
            again = list(range(len(asks)))
        else:
            self._answered, self._failures = True, 0
            answers = list(result)
            again = [i for i, answer in enumerate(result) if answer.outcome is Outcome.SERVER]
        if len(asks) == 1 or not again:
            return answers
        # Where all failed, smaller batches; where some did, those few by themselves.
        middle = len(again) // 2
        for part in [again] if len(again) < len(asks) else [again[:middle], again[middle:]]:
            smaller = await self.batch([asks[i] for i in part], query, read)
            for i, answer in zip(part, smaller, strict=True):
                answers[i] = answer
        return answers

    async def ask(self, payload: Payload) -> object | Trouble | Stop:
        """A query's whole answer as JSON."""
        assert self._url is not None  # noqa: S101 - callers look first
        reply = await self._line.ask(Kind.GRAPHQL, "POST", self._url, payload=payload)
        if isinstance(reply, Stop):
            return reply
        failed, body = json_of(reply)
        if failed:
            # A 404 here is GraphQL's own, and says nothing of a repository.
            outcome = failed.outcome if failed.outcome in OF_THE_ANSWER else Outcome.SERVER
            return Trouble(outcome, failed.error or "")
        trouble = graphql.rate_limited(body)
        return self._line.end(Kind.GRAPHQL, trouble.outcome, trouble.error) if trouble else body

    async def _still_spoken(self) -> bool:
        """After a failure: whether it is worth asking on."""
        self._failures += 1
        if self._failures == FAILURES_IN_A_ROW // 2:
            self._answered = False
        if not self._answered and not self._line.stop:
            probe = await self.ask(queries.PROBE)
            self._answered = not isinstance(probe, Trouble | Stop) and graphql.answers_probe(probe)
        if self._line.stop:
            return True  # the next question learns why
        if not self._answered or self._failures >= FAILURES_IN_A_ROW:
            self._url = None
        return self.spoken
