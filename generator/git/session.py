"""A run's questions to repositories by git, in the words of :class:`generator.github.GitHubSession`."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from generator.git.command import Done, Git, GitMissingError
from generator.git.config import GitConfig
from generator.git.judge import failure_of
from generator.git.repository import Heads, Repository
from generator.github import (
    SYMLINK,
    Answer,
    Blob,
    BlobAsk,
    FoundFile,
    Kind,
    Manners,
    Meter,
    RepoAsk,
    RepoFacts,
    Stop,
    choose_readme,
)
from generator.licences import licence_file, licence_of
from generator.model import Outcome, Tree, TreeEntry

MOST_REPOSITORIES = 64
"""That lie on the disk together; more than wait for files at any time."""

MOST_BYTES = 8 * 2**20
"""Of the files of one repository that one question brings."""

_NOTHING = Heads(None, None)
"""What a fetch says where all went well."""

_NO_GIT = Stop(Outcome.BAD_INPUT, "git was not found; install it, or put it on the PATH")


class GitSession:
    """See :class:`generator.github.GitHubSession`."""

    speaks_graphql = True
    """Files can be asked for together, which is what this says."""

    def __init__(self, git: Git, config: GitConfig, meter: Meter, manners: Manners) -> None:
        self._git = git
        self._config = config
        self._meter = meter
        self._turns = asyncio.Semaphore(manners.jobs)
        self._repositories: OrderedDict[str, Repository] = OrderedDict()
        self._down: set[str] = set()
        self._up: set[str] = set()
        self._refused = False
        self._stop: Stop | None = None

    @property
    def stop(self) -> Stop | None:
        """Why nothing more is asked.

        A host that cannot be reached is not asked again, while others are; only where none
        answered, and there was more to ask, is it the network.
        """
        if self._stop is None and self._refused and self._down and not self._up:
            return Stop(Outcome.NETWORK, "no host could be reached")
        return self._stop

    # -------------------------------------------------------------- repositories

    async def repositories(self, asks: Sequence[RepoAsk]) -> list[Answer[RepoFacts]]:
        """See the protocol. Stars and the like are left out: git does not know them."""
        return list(await asyncio.gather(*(self._repository(ask) for ask in asks)))

    async def _repository(self, ask: RepoAsk) -> Answer[RepoFacts]:
        async with self._turns:
            repository = self._opened(ask)
            if repository is None:
                return Answer(Outcome.BAD_INPUT, error="it has no address that git may fetch")
            heads = await self._ask(repository, repository.heads(ask.ref))
            if isinstance(heads, Answer):
                return heads
            if heads.empty or heads.commit is None:
                return Answer(Outcome.OK, _facts(ask, heads))
            repository.head = heads.commit
            if heads.commit == ask.known_commit and repository.live:
                return Answer(Outcome.OK, _facts(ask, heads, commit=heads.commit, unchanged=True))
            return await self._changed(ask, heads.commit, heads, repository)

    async def _changed(
        self, ask: RepoAsk, oid: str, heads: Heads, repository: Repository
    ) -> Answer[RepoFacts]:
        failed = await self._fetched(repository, oid)
        if failed:
            return failed
        commit = await repository.commit(oid)
        tree = await repository.tree(commit[0]) if commit else None
        if commit is None or tree is None:
            return Answer(Outcome.BAD_BODY, error="the commit cannot be read")
        made = commit[1]
        licence = licence_file(tree.entries)
        readme = choose_readme(tree.entries, ask.root_hint) if ask.readme else None
        files = await self._files(repository, [e.oid for e in (licence, readme) if e])
        text = files.get(licence.oid) if licence and not isinstance(files, Answer) else None
        return Answer(
            Outcome.OK,
            _facts(
                ask,
                heads,
                commit=oid,
                tree=tree.oid,
                made=made,
                licence=licence_of(text) if text else None,
                entries=tree.entries,
                as_of=None if repository.live else made,
            ),
        )

    def _opened(self, ask: RepoAsk) -> Repository | None:
        key = ask.full_name.casefold()
        found = self._config.place_of(ask.url or "")
        if found is None:
            return None
        place, live = found
        known = self._repositories.get(key)
        if known is None or known.place != place:
            name = hashlib.sha256(place.encode()).hexdigest()[:24]
            known = Repository(self._git, place, self._git.folder / f"{name}.git", live)
            self._repositories[key] = known
        self._repositories.move_to_end(key)
        while len(self._repositories) > MOST_REPOSITORIES:
            self._repositories.popitem(last=False)[1].forget()
        return known

    def _of(self, owner: str, repo: str) -> Repository | None:
        return self._repositories.get(f"{owner}/{repo}".casefold())

    # ------------------------------------------------------------- trees and files

    async def tree(self, owner: str, repo: str, oid: str) -> Answer[Tree]:
        """See the protocol. Sizes of files are not known."""
        repository = self._of(owner, repo)
        if repository is None:
            return _unopened()
        async with self._turns:
            tree = await repository.tree(oid) if repository.ready else None
            if tree is None and repository.head:  # nothing was fetched, since the commit is known
                if failed := await self._fetched(repository, repository.head):
                    return failed
                tree = await repository.tree(oid)
        return Answer(Outcome.OK, tree) if tree else Answer(Outcome.BAD_BODY, error="the tree cannot be read")

    async def blobs(self, asks: Sequence[BlobAsk]) -> list[Answer[Blob]]:
        """See the protocol; those of one repository are fetched together."""
        by_name: dict[str, list[int]] = {}
        for number, ask in enumerate(asks):
            by_name.setdefault(f"{ask.owner}/{ask.repo}", []).append(number)
        answers: list[Answer[Blob] | None] = [None] * len(asks)

        async def of_one(numbers: list[int]) -> None:
            repository = self._of(asks[numbers[0]].owner, asks[numbers[0]].repo)
            if repository is None:
                found: dict[str, bytes] | Answer[Any] = _unopened()
            else:
                async with self._turns:
                    found = await self._files(repository, [asks[n].oid for n in numbers])
            for n in numbers:
                answers[n] = found if isinstance(found, Answer) else _blob(found.get(asks[n].oid))

        await asyncio.gather(*(of_one(numbers) for numbers in by_name.values()))
        return [answer or _unopened() for answer in answers]

    async def find_file(self, owner: str, repo: str, commit: str, path: str) -> Answer[FoundFile]:
        """See the protocol."""
        entries = await self._entries(owner, repo, commit)
        if isinstance(entries, Answer):
            return entries
        entry = next((e for e in entries if e.path == path), None)
        return await self._found(owner, repo, entry)

    async def find_readme(self, owner: str, repo: str, commit: str, folder: str) -> Answer[FoundFile]:
        """See the protocol."""
        entries = await self._entries(owner, repo, commit)
        if isinstance(entries, Answer):
            return entries
        here = [e for e in entries if not folder or e.path.rpartition("/")[0] == folder]
        return await self._found(owner, repo, choose_readme(here, folder or None))

    async def _entries(self, owner: str, repo: str, commit: str) -> tuple[TreeEntry, ...] | Answer[Any]:
        repository = self._of(owner, repo)
        if repository is None:
            return _unopened()
        async with self._turns:
            read = await repository.commit(commit) if repository.ready else None
            if read is None:
                failed = await self._fetched(repository, commit)
                if failed:
                    return failed
                read = await repository.commit(commit)
            tree = await repository.tree(read[0]) if read else None
        return tree.entries if tree else Answer(Outcome.BAD_BODY, error="the commit cannot be read")

    async def _found(self, owner: str, repo: str, entry: TreeEntry | None) -> Answer[FoundFile]:
        if entry is None or entry.type != "blob" or entry.mode == SYMLINK:
            return Answer(Outcome.NOT_FOUND, error="there is no such file")
        (answer,) = await self.blobs([BlobAsk(owner, repo, entry.oid)])
        if answer.value is None:
            return Answer(answer.outcome, error=answer.error, asked=answer.asked)
        return Answer(Outcome.OK, FoundFile(entry.path, entry.oid, None, answer.value.content))

    # ------------------------------------------------------------------ the network

    async def _fetched(self, repository: Repository, oid: str) -> Answer[Any] | None:
        """Fetch a commit or tree with all that it lists; what went wrong."""
        got = await self._ask(repository, repository.fetch([oid], trees=True))
        return got if isinstance(got, Answer) else None

    async def _files(self, repository: Repository, oids: Sequence[str]) -> dict[str, bytes] | Answer[Any]:
        """The bytes of files, fetched where they are not here yet; the first within the bound."""
        wanted = list(dict.fromkeys(oids))
        sizes = await repository.sizes(wanted)
        lacking = [oid for oid in wanted if oid not in sizes and oid not in repository.absent]
        if lacking:
            got = await self._ask(repository, repository.fetch(lacking))
            if isinstance(got, Answer):
                return got
            sizes |= await repository.sizes(lacking)
            repository.absent.update(oid for oid in lacking if oid not in sizes)
        total = 0
        within: dict[str, int] = {}
        for oid in wanted:
            if oid in sizes and total + min(sizes[oid], MOST_BYTES // 16) <= MOST_BYTES:
                total += min(sizes[oid], MOST_BYTES // 16)
                within[oid] = sizes[oid]
        return await repository.files(within)

    async def _ask(
        self, repository: Repository, question: Coroutine[Any, Any, Heads | Done]
    ) -> Heads | Answer[Any]:
        """Put one question to a host, within the budget; what it brings, or how it failed."""
        host = urlsplit(repository.place).netloc
        stop = self._stop or self._over_budget()
        if stop or host in self._down:
            question.close()
            self._refused = True
            if stop:
                return Answer(stop.outcome, error=stop.error, asked=False)
            return Answer(Outcome.NETWORK, error="the host cannot be reached", asked=False)
        self._meter.count(Kind.GIT)
        try:
            got = await question
        except GitMissingError:
            self._stop = _NO_GIT
            return Answer(_NO_GIT.outcome, error=_NO_GIT.error, asked=False)
        finally:
            self._meter.lost(Kind.GIT)
        if isinstance(got, Done) and not got.good:
            failed = failure_of(got)
            if failed.outcome is Outcome.NETWORK:
                self._down.add(host)
            else:
                self._up.add(host)
            self._meter.ended(Kind.GIT, failed.outcome.value)
            return failed
        self._up.add(host)
        self._meter.ended(Kind.GIT, Outcome.OK.value)
        return got if isinstance(got, Heads) else _NOTHING

    def _over_budget(self) -> Stop | None:
        refusal = self._meter.refusal(Kind.GIT)
        if refusal:
            self._stop = Stop(Outcome.BUDGET, refusal[0], refusal[1])
        return self._stop


def _facts(
    ask: RepoAsk,
    heads: Heads,
    *,
    commit: str | None = None,
    tree: str | None = None,
    unchanged: bool = False,
    made: datetime | None = None,
    licence: str | None = None,
    entries: Sequence[TreeEntry] | None = None,
    as_of: datetime | None = None,
) -> RepoFacts:
    return RepoFacts(
        node_id="",
        name_with_owner=ask.full_name,
        license=licence,
        default_branch=heads.default_branch,
        pushed_at=made,
        empty=heads.empty,
        commit=commit,
        tree=tree,
        readme_entries=None if entries is None else tuple(entries),
        by_git=True,
        unchanged=unchanged,
        as_of=as_of,
    )


def _blob(content: bytes | None) -> Answer[Blob]:
    if content is None:
        return Answer(Outcome.TOO_BIG, error="the file was not given, or is too big")
    if b"\0" in content[:8_000]:  # as git tells binary files
        return Answer(Outcome.OK, Blob(b"", binary=True))
    return Answer(Outcome.OK, Blob(content))


def _unopened() -> Answer[Any]:
    return Answer(Outcome.BAD_INPUT, error="the repository was not asked for in this run")
