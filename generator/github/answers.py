"""What is asked of GitHub and what comes back: values, never exceptions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from generator.github.meter import Meter
from generator.model import Outcome, Tree, TreeEntry

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """How one question ended, and the value where there is one."""

    outcome: Outcome
    value: T_co | None = None
    """Set where ``outcome`` is ``ok``."""
    error: str | None = None
    """At most 200 printable characters, without a token; None where all went well."""
    asked: bool = True
    """Whether it was asked at all: not, once the run had to stop."""

    @property
    def says_something(self) -> bool:
        """Whether this is about the thing asked for, not about the run being over."""
        return self.asked and not self.outcome.stops_run


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing more is asked in this run."""

    outcome: Outcome
    error: str
    resume_in: float | None = None
    """Seconds until asking makes sense again, where GitHub said so."""


@dataclass(frozen=True, slots=True)
class RepoAsk:
    """A repository whose facts are wanted."""

    owner: str
    repo: str
    ref: str | None = None
    """Branch, tag or commit; None: the default branch."""
    root_hint: str | None = None
    """Folder whose README goes before the repository's."""
    description: bool = True
    """Whether its description may be asked for."""
    readme: bool = True
    """Whether the folders that may hold a README are to be listed."""
    url: str | None = None
    """Where git fetches it; of no matter to GitHub's API."""
    known_commit: str | None = None
    """The commit of which all is known; who is asked may say no more than that it is still that."""

    @property
    def full_name(self) -> str:
        """``owner/repo``."""
        return f"{self.owner}/{self.repo}"


@dataclass(frozen=True, slots=True)
class RepoFacts:
    """What GitHub says of a repository. None: it says that there is none."""

    node_id: str
    name_with_owner: str
    description: str | None = None
    stars: int | None = None
    forks: int | None = None
    license: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    archived: bool = False
    default_branch: str | None = None
    pushed_at: datetime | None = None
    empty: bool = False
    """Whether it has no commit at all."""
    commit: str | None = None
    """None: it is empty, or the ref is unknown to it."""
    tree: str | None = None
    readme_entries: tuple[TreeEntry, ...] | None = None
    """Files of the folders that may hold a README; None: not listed."""
    by_git: bool = False
    """Whether git says so, which knows nothing of description, stars, forks, topics, language and so on."""
    unchanged: bool = False
    """Whether nothing more is said than that ``commit`` is still the ``known_commit``."""
    as_of: datetime | None = None
    """The moment up to which this is known to be right, where it comes from a mirror; None: now."""


@dataclass(frozen=True, slots=True)
class BlobAsk:
    """A file's bytes, by object id."""

    owner: str
    repo: str
    oid: str
    size: int | None = None
    """Bytes, where known."""
    vital: bool = True
    """Whether it is worth a request of its own, where it cannot be asked for with others."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's bytes, or its beginning."""

    content: bytes
    complete: bool = True
    binary: bool = False
    """Whether GitHub takes it for no text; then ``content`` is empty."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was looked up by its path."""

    path: str
    oid: str
    size: int | None = None
    content: bytes | None = None
    """Its bytes, where they came along."""


class GitHubSession(Protocol):
    """One run's conversation with GitHub. No method raises for what a remote side does."""

    @property
    def stop(self) -> Stop | None:
        """Why nothing more is asked; None while the run may go on."""

    @property
    def speaks_graphql(self) -> bool:
        """Whether files can be asked for in batches (there is a token, and GraphQL is up)."""

    async def repositories(self, asks: Sequence[RepoAsk]) -> list[Answer[RepoFacts]]:
        """Facts, one answer an ask, in their order."""

    async def tree(self, owner: str, repo: str, oid: str) -> Answer[Tree]:
        """The recursive listing of a tree."""

    async def blobs(self, asks: Sequence[BlobAsk]) -> list[Answer[Blob]]:
        """Files, one answer an ask, in their order; earlier ones are asked for first.

        Of files over 512,000 bytes, and where GraphQL is not spoken, only the first 64 KiB.
        """

    async def find_file(self, owner: str, repo: str, commit: str, path: str) -> Answer[FoundFile]:
        """The file at a path; ``not_found`` where there is none or it is no file."""

    async def find_readme(self, owner: str, repo: str, commit: str, folder: str) -> Answer[FoundFile]:
        """The README that GitHub would show for a folder (empty: the repository)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How GitHub is asked, within its limits."""

    jobs: int = 2
    """REST requests at once; GraphQL is always asked one by one."""
    max_wait: float = 60.0
    """Seconds that one plea to slow down may ask for; longer ones end the run."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class GitHub(Protocol):
    """Whoever can be asked; costs nothing until a session is opened."""

    def session(self, meter: Meter, manners: Manners) -> AbstractAsyncContextManager[GitHubSession]:
        """Open a conversation that counts and bounds its requests by ``meter``."""
