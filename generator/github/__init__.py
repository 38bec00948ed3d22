"""GitHub, the one remote side: behind a `Protocol`, with every failure a value.

``connect(config)`` gives a :class:`GitHub`, which costs nothing. ``session(meter,
manners)`` of it opens a conversation for one run, and only then is ghapi imported.
Tests of other modules pass a GitHub of their own.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from generator.github.answers import (
    Answer,
    Blob,
    BlobAsk,
    FoundFile,
    GitHub,
    GitHubSession,
    Manners,
    RepoAsk,
    RepoFacts,
    Stop,
)
from generator.github.config import ATTEMPT_SECONDS, GitHubConfig
from generator.github.line import Line
from generator.github.meter import Kind, Meter, Quota
from generator.github.readme_choice import SYMLINK, choose_readme, link_target
from generator.github.rest import BEGINNING
from generator.github.session import Session

__all__ = [
    "ATTEMPT_SECONDS",
    "BEGINNING",
    "SYMLINK",
    "Answer",
    "Blob",
    "BlobAsk",
    "FoundFile",
    "GitHub",
    "GitHubConfig",
    "GitHubSession",
    "Kind",
    "Manners",
    "Meter",
    "Quota",
    "RepoAsk",
    "RepoFacts",
    "Stop",
    "choose_readme",
    "connect",
    "link_target",
]


def connect(config: GitHubConfig) -> GitHub:
    """GitHub as ``config`` says it is reached; nothing is sent or imported yet."""
    return _GitHub(config)


class _GitHub:
    def __init__(self, config: GitHubConfig) -> None:
        self._config = config

    @contextlib.asynccontextmanager
    async def session(self, meter: Meter, manners: Manners) -> AsyncIterator[GitHubSession]:
        """See :class:`GitHub`."""
        from generator.github.transport import open_transport  # imports ghapi

        async with open_transport(self._config) as transport:
            line = Line(transport, meter, manners, self._config.api_url)
            graphql_url = self._config.graphql_url if self._config.token else None
            yield Session(line, graphql_url, manners.jobs)
