"""Single things by REST."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from generator.github import decode
from generator.github.answers import Answer, Blob, BlobAsk, FoundFile, RepoAsk, RepoFacts, Stop
from generator.github.attempt import RAW
from generator.github.decode import BadBodyError
from generator.github.judge import Failure, Reply, judge
from generator.github.line import Line
from generator.model import Outcome, Tree
from generator.printable import printable

BEGINNING = 64 * 2**10
"""Bytes that are fetched of a file: more than is ever shown of a README."""


BEGINNING_ENCODED = BEGINNING * 3 // 2
"""The same in Base64 with its ends of lines, for servers that describe a file in JSON."""

_CONTENT = re.compile(rb'"content"\s*:\s*"((?:[A-Za-z0-9+/=]|\\n)*)')


class Rest:
    """Asks for one thing at a time; names and ids are sound already."""

    def __init__(self, line: Line, jobs: int) -> None:
        """``jobs`` repositories are looked at together: one is finished before another is begun."""
        self._line = line
        self._turns = asyncio.Semaphore(jobs)

    async def repository(self, ask: RepoAsk) -> Answer[RepoFacts]:
        """Facts: two requests, or three where the repository was renamed."""
        async with self._turns:
            return await self._repository(ask)

    async def _repository(self, ask: RepoAsk) -> Answer[RepoFacts]:
        failed, body = json_of(await self._line.get(_path(ask.owner, ask.repo)))
        if failed:
            return failed
        try:
            facts = decode.rest_repository(body, description=ask.description)
        except BadBodyError as error:
            return bad_body(error)
        owner, repo = facts.name_with_owner.split("/")
        # The list, since a single commit comes with the whole of its changes.
        query = {"per_page": "1"} | ({"sha": ask.ref} if ask.ref else {})
        head = await self._line.get(_path(owner, repo, "commits"), query=query)
        if isinstance(head, Reply) and judge(head)[0] is Outcome.EMPTY:
            return Answer(Outcome.OK, replace(facts, empty=True))
        failed, body = json_of(head)
        if failed and failed.asked and ask.ref and failed.outcome in (Outcome.NOT_FOUND, Outcome.BAD_INPUT):
            return Answer(Outcome.OK, facts)
        if failed:
            return failed
        try:
            commit, tree = decode.rest_head(body)
        except BadBodyError as error:
            return bad_body(error)
        return Answer(Outcome.OK, replace(facts, commit=commit, tree=tree))

    async def tree(self, owner: str, repo: str, oid: str) -> Answer[Tree]:
        """The recursive listing of a tree."""
        path = _path(owner, repo, "git", "trees", oid)
        failed, body = json_of(await self._line.get(path, query={"recursive": "1"}))
        if failed:
            return failed
        try:
            return Answer(Outcome.OK, decode.rest_tree(body, oid))
        except BadBodyError as error:
            return bad_body(error)

    async def blob(self, ask: BlobAsk) -> Answer[Blob]:
        """A file's beginning."""
        path = _path(ask.owner, ask.repo, "git", "blobs", ask.oid)
        reply = await self._line.get(path, accept=RAW, beginning=BEGINNING_ENCODED)
        failed = _failed(reply)
        if failed or not isinstance(reply, Reply):
            return failed or Answer(Outcome.BAD_BODY)
        content = reply.body
        if reply.headers.get("content-type", "").startswith("application/json"):
            try:
                content = _described(reply)
            except BadBodyError as error:
                return bad_body(error)
        complete = not reply.cut and len(content) <= BEGINNING
        content = content[:BEGINNING]
        if complete and ask.size is not None and len(content) != ask.size:
            return Answer(Outcome.BAD_BODY, error=f"{len(content)} bytes of a file of {ask.size}")
        if b"\0" in content[:8_000]:  # as git tells binary files
            return Answer(Outcome.OK, Blob(b"", binary=True))
        return Answer(Outcome.OK, Blob(content, complete=complete))

    async def file(self, owner: str, repo: str, commit: str, path: str) -> Answer[FoundFile]:
        """The file at a path."""
        return await self._found(_path(owner, repo, "contents", *path.split("/")), commit)

    async def readme(self, owner: str, repo: str, commit: str, folder: str) -> Answer[FoundFile]:
        """The README of a folder; empty: the repository's."""
        return await self._found(_path(owner, repo, "readme", *filter(None, folder.split("/"))), commit)

    async def _found(self, path: str, commit: str) -> Answer[FoundFile]:
        failed, body = json_of(await self._line.get(path, query={"ref": commit}))
        if failed:
            return failed
        try:
            where, oid, size, encoded = decode.found_file(body)
            content = None if encoded is None else _from_base64(encoded)
        except BadBodyError as error:
            return bad_body(error)
        whole = content if content is not None and len(content) == size else None
        return Answer(Outcome.OK, FoundFile(where, oid, size, whole))


def json_of(reply: Reply | Failure | Stop) -> tuple[Answer[Any] | None, object]:
    """What went wrong, or else the body."""
    failed = _failed(reply)
    if failed or not isinstance(reply, Reply):
        return failed, None
    try:
        return None, decode.parse_json(reply.body)
    except BadBodyError as error:
        return bad_body(error), None


def _failed(reply: Reply | Failure | Stop) -> Answer[Any] | None:
    """The answer of a request that brought no value; None where it brought one."""
    if isinstance(reply, Stop):
        return unasked(reply)
    if isinstance(reply, Failure):
        return Answer(reply.outcome, error=reply.error)
    outcome, error = judge(reply)
    if outcome is Outcome.OK:
        return None
    # "Empty" and "not modified" are good news only where they were asked for.
    return Answer(Outcome.BAD_BODY if outcome.good else outcome, error=error or f"HTTP {reply.status}")


def unasked(stop: Stop) -> Answer[Any]:
    """The answer to whatever is not asked any more."""
    return Answer(stop.outcome, error=stop.error, asked=False)


def bad_body(error: BadBodyError) -> Answer[Any]:
    """The answer that cannot be read."""
    return Answer(Outcome.BAD_BODY, error=printable(error))


def _described(reply: Reply) -> bytes:
    """A file's bytes out of its description, or the beginning of both. Raises BadBodyError."""
    if not reply.cut:
        return _from_base64(decode.mapping(decode.parse_json(reply.body), "the file").get("content"))
    found = _CONTENT.search(reply.body)
    if found is None:
        raise BadBodyError("the file has no content")
    encoded = found[1].replace(b"\\n", b"")
    return _from_base64(encoded[: len(encoded) // 4 * 4].decode())


def _from_base64(value: object) -> bytes:
    if not isinstance(value, str):
        raise BadBodyError("the content is no text")
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadBodyError("the content is no base64") from None


def _path(owner: str, repo: str, *more: str) -> str:
    return "/" + "/".join(quote(part, safe="") for part in ("repos", owner, repo, *more))
