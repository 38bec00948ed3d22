"""A run's questions to GitHub: GraphQL in batches where it is spoken, REST where it is not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.github import decode, graphql, queries
from generator.github.answers import Answer, Blob, BlobAsk, FoundFile, RepoAsk, RepoFacts, Stop
from generator.github.batches import OF_THE_ANSWER, GraphQL
from generator.github.graphql import Trouble
from generator.github.line import Line
from generator.github.rest import Rest, unasked
from generator.model import Outcome, Tree
from generator.printable import printable

REPOSITORIES_A_QUERY = 25
"""More do not answer within five seconds; on bad days, fewer do."""

FEWEST_A_QUERY = 5

BLOBS_A_QUERY = 150
BYTES_A_QUERY = 1_000_000
"""Of files asked for together, by what is known of their sizes."""

SUPPOSED_BYTES = 20_000
"""Of a file whose size is not known."""

GRAPHQL_CUTS_AT = 512_000
"""Bytes of a file's text that GraphQL gives; the rest it leaves out."""

_UNASKED: Answer[Any] = Answer(Outcome.BUDGET, error="only to be asked for by GraphQL", asked=False)

_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
_REPO = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")


class Session:
    """See :class:`generator.github.answers.GitHubSession`."""

    def __init__(self, line: Line, graphql_url: str | None, jobs: int) -> None:
        """``graphql_url`` is None where there is no token."""
        self._line = line
        self._graphql = GraphQL(line, graphql_url)
        self._rest = Rest(line, jobs)
        self._most = REPOSITORIES_A_QUERY

    @property
    def stop(self) -> Stop | None:
        """See the protocol."""
        return self._line.stop

    @property
    def speaks_graphql(self) -> bool:
        """See the protocol."""
        return self._graphql.spoken

    async def repositories(self, asks: Sequence[RepoAsk]) -> list[Answer[RepoFacts]]:
        """See the protocol.

        What GraphQL does not find, or cannot answer even alone, is asked of REST once
        more: that tells "blocked" from "gone", and no slip of one hides a repository.
        """
        answers: list[Answer[RepoFacts] | None] = [
            None if _sound(ask.owner, ask.repo) else _unsound(ask.full_name) for ask in asks
        ]
        todo = [i for i, answer in enumerate(answers) if answer is None]
        rest = list(todo)
        while rest:
            part, rest = rest[: self._most], rest[self._most :]
            found = await self._together([asks[i] for i in part])
            for i, answer in zip(part, found, strict=True):
                answers[i] = answer
        by_rest = [i for i in todo if _by_rest(answers[i]) or _is_missing(answers[i])]
        second = await asyncio.gather(*(self._rest.repository(asks[i]) for i in by_rest))
        for i, answer in zip(by_rest, second, strict=True):
            answers[i] = answer
        return [answer for answer in answers if answer is not None]

    async def _together(self, asks: Sequence[RepoAsk]) -> list[Answer[RepoFacts] | None]:
        """One query, and the next one smaller if this was too much, or else a little bigger."""
        before = self._graphql.too_much
        found = await self._graphql.batch(asks, queries.repositories_query, graphql.repositories_answers)
        if self._graphql.too_much > before:
            self._most = max(FEWEST_A_QUERY, self._most // 2)
        elif len(asks) == self._most:
            self._most = min(REPOSITORIES_A_QUERY, self._most + 1)
        return found

    async def tree(self, owner: str, repo: str, oid: str) -> Answer[Tree]:
        """See the protocol."""
        if not _sound(owner, repo, oid):
            return _unsound(f"{owner}/{repo}")
        return await self._rest.tree(owner, repo, oid)

    async def blobs(self, asks: Sequence[BlobAsk]) -> list[Answer[Blob]]:
        """See the protocol."""
        answers: list[Answer[Blob] | None] = [
            None if _sound(ask.owner, ask.repo, ask.oid) else _unsound(f"{ask.owner}/{ask.repo}")
            for ask in asks
        ]
        todo = [i for i, answer in enumerate(answers) if answer is None]
        for part in _by_size([i for i in todo if (asks[i].size or 0) <= GRAPHQL_CUTS_AT], asks):
            found = await self._graphql.batch(
                [asks[i] for i in part], queries.blobs_query, graphql.blobs_answers
            )
            for i, answer in zip(part, found, strict=True):
                answers[i] = answer
        by_rest = [i for i in todo if _by_rest(answers[i]) or _is_cut(answers[i])]
        vital = [i for i in by_rest if asks[i].vital]
        second = await asyncio.gather(*(self._rest.blob(asks[i]) for i in vital))
        for i, answer in zip(vital, second, strict=True):
            answers[i] = answer
        return [answer or _UNASKED for answer in answers]

    async def find_file(self, owner: str, repo: str, commit: str, path: str) -> Answer[FoundFile]:
        """See the protocol."""
        if not _sound(owner, repo, commit):
            return _unsound(f"{owner}/{repo}")
        if not self.speaks_graphql:
            return await self._rest.file(owner, repo, commit, path)
        got = await self._graphql.ask(queries.file_query(owner, repo, commit, path))
        if isinstance(got, Stop):
            return unasked(got)
        found = got if isinstance(got, Trouble) else graphql.file_answer(path, got)
        return Answer(found.outcome, error=found.error) if isinstance(found, Trouble) else found

    async def find_readme(self, owner: str, repo: str, commit: str, folder: str) -> Answer[FoundFile]:
        """See the protocol."""
        if not _sound(owner, repo, commit):
            return _unsound(f"{owner}/{repo}")
        return await self._rest.readme(owner, repo, commit, folder)


def _sound(owner: str, repo: str, oid: str = "0" * 40) -> bool:
    """Whether these may stand in an address: a name such as ``..`` would travel."""
    return bool(_OWNER.fullmatch(owner) and _REPO.fullmatch(repo) and decode.OBJECT_ID.fullmatch(oid))


def _unsound(name: str) -> Answer[Any]:
    return Answer(Outcome.BAD_INPUT, error=printable(f"{name} cannot be asked for"))


def _by_rest(answer: Answer[Any] | None) -> bool:
    """Whether GraphQL was not asked, or could not answer this alone either."""
    return answer is None or (answer.asked and answer.outcome in OF_THE_ANSWER)


def _is_missing(answer: Answer[Any] | None) -> bool:
    return answer is not None and answer.asked and answer.outcome is Outcome.NOT_FOUND


def _is_cut(answer: Answer[Blob] | None) -> bool:
    return answer is not None and answer.value is not None and not answer.value.complete


def _by_size(numbers: Sequence[int], asks: Sequence[BlobAsk]) -> Iterator[list[int]]:
    """Batches in order, bounded by number and by bytes; a big file may be alone in one."""
    batch: list[int] = []
    total = 0
    for i in numbers:
        size = asks[i].size
        weight = SUPPOSED_BYTES if size is None else size
        if batch and (len(batch) >= BLOBS_A_QUERY or total + weight > BYTES_A_QUERY):
            yield batch
            batch, total = [], 0
        batch.append(i)
        total += weight
    if batch:
        yield batch
