"""Who is asked for what: GitHub's API, or git."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from generator.model import GitHubBy, Settings

if TYPE_CHECKING:
    from generator.cache import Cache
    from generator.github import GitHub

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """What the command line says of it; None and nothing: what settings and environment say."""

    github_by: GitHubBy | None = None
    mirrors: tuple[str, ...] = ()


def access_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add the options; the command gets ``github_by`` and ``git_mirror``."""
    command = click.option(
        "--git-mirror",
        metavar="FROM=TO",
        multiple=True,
        help="Let git fetch addresses that begin with FROM from TO (https:// or file:///).",
    )(command)
    return click.option(
        "--github-by",
        type=click.Choice([by.value for by in GitHubBy]),
        help="Ask GitHub by its API, by git, or by git where there is no token.  [default: catalog.yaml's]",
    )(command)


def sides(settings: Settings, cache: Cache, access: Access) -> tuple[GitHub, GitHub]:
    """Who is asked for repositories on GitHub, and who for all others. Raises AccessError."""
    from generator import git, github

    mirrors = tuple(git.parse_mirror(text, "--git-mirror") for text in access.mirrors)
    by_git = git.connect(git.GitConfig.from_environment(os.environ, cache.root / "git", mirrors))
    config = github.GitHubConfig.from_environment(os.environ)
    how = access.github_by or settings.github_by
    if how is GitHubBy.GIT or (how is GitHubBy.AUTO and config.token is None):
        return by_git, by_git
    return github.connect(config), by_git
