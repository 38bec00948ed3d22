"""Repositories by git itself: any host, no quota; commit, tree and files, and nothing that only a site knows.

The second side of the seam that :mod:`generator.github` defines: ``connect(config)`` gives
something that is asked in the same words, with every failure a value. Of a repository that did
not change, one short question is asked (``git ls-remote``). Of one that did, the commit and its
trees are fetched without history and without files (``--depth=1 --filter=blob:none``), and then
the few files that are wanted, together.

Nothing of a repository is ever checked out, so neither hooks nor filters nor submodules of it
run; see :mod:`generator.git.command` for what git is told and kept from.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from generator.git.command import Git
from generator.git.config import GitConfig, Mirror, parse_mirror
from generator.git.leftovers import sweep
from generator.git.session import GitSession
from generator.github import GitHub, GitHubSession, Manners, Meter

__all__ = ["GitConfig", "Mirror", "connect", "parse_mirror"]


def connect(config: GitConfig) -> GitHub:
    """Git as ``config`` says; nothing is run or written yet."""
    return _ByGit(config)


class _ByGit:
    def __init__(self, config: GitConfig) -> None:
        self._config = config

    @contextlib.asynccontextmanager
    async def session(self, meter: Meter, manners: Manners) -> AsyncIterator[GitHubSession]:
        """See :class:`generator.github.GitHub`. What is fetched lies in a folder that goes with it."""
        work = self._config.work.resolve()
        work.mkdir(parents=True, exist_ok=True)
        sweep(work)
        with tempfile.TemporaryDirectory(dir=work, ignore_cleanup_errors=True) as folder:
            yield GitSession(Git(self._config, Path(folder)), self._config, meter, manners)
