"""Addresses of repositories: every spelling that is understood, and why others are not.

On GitHub many are; at other hosts the one that git fetches from, by https.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from generator.schema.shapes import RefusedError, Text
from generator.schema.texts import INVISIBLE

_OWNER = r"(?=[A-Za-z0-9-]{1,39}/)([A-Za-z0-9][A-Za-z0-9-]*)"
_NAME = r"(?!\.{0,2}(?:\.git)?(?:/|$))([A-Za-z0-9._-]{1,100}?)(?<!\.git)"
"""GitHub's own rules. Owners: up to 39 letters, digits and hyphens; old accounts may end in some.
Names: up to 100 letters, digits, ``.``, ``-``, ``_``; neither ``.`` nor ``..``, and none ends in ``.git``."""

_ADDRESS = (
    rf"(?:(?:https?://)?(?:www\.)?[Gg]it[Hh]ub\.com/)?{_OWNER}/{_NAME}(?:\.git)?(?:/tree/([^\s?#\\]+)|/)?"
)
_HOST = r"(?!www\.github\.com[/:]|github\.com[/:])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z][a-z0-9-]{1,62}"
_SEGMENT = r"(?!\.)(?!-)[A-Za-z0-9._~+-]{1,100}"
_ELSEWHERE = rf"https://({_HOST}(?::[0-9]{{1,5}})?)/({_SEGMENT}(?:/{_SEGMENT}){{0,9}}?)/?"
"""Lower-case names of hosts, never numbers, which would lead into the network of whoever asks."""

_EXPECTED = "https://github.com/OWNER/NAME"
_EXPECTED_ANY = "https://github.com/OWNER/NAME, or an https address that git can fetch"
_SITE_PAGES = frozenset(
    [
        "about",
        "account",
        "apps",
        "codespaces",
        "collections",
        "contact",
        "customer-stories",
        "dashboard",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "organizations",
        "orgs",
        "pricing",
        "pulls",
        "search",
        "security",
        "settings",
        "site",
        "sponsors",
        "stars",
        "topics",
        "trending",
        "users",
    ]
)
"""First parts of GitHub's own pages, which look like owners."""


@dataclass(frozen=True, slots=True)
class RepoAddress:
    """What the address of a repository, or of a folder in it, says."""

    owner: str
    """On GitHub; elsewhere the host and what lies between it and the name."""
    name: str
    inside: str = ""
    """What follows ``/tree/``, decoded: a ref and, perhaps, a folder."""
    clone_url: str | None = None
    """Where git fetches it, for what is not on GitHub."""

    @property
    def full_name(self) -> str:
        """``owner/name``."""
        return f"{self.owner}/{self.name}"


def parse_repo_url(text: str) -> RepoAddress:
    """Read ``OWNER/NAME``, the repository's address, or that of a folder (``…/tree/REF/PATH``).

    A ``.git`` or ``/`` at the end, ``http``, ``www.`` and a missing ``https://`` are
    understood. Raises :class:`RefusedError` for anything else, saying what is wrong with it.
    """
    match = re.fullmatch(_ADDRESS, text)
    if match is None:
        raise _explained(text)
    owner, name, inside = match.groups()
    if owner.lower() in _SITE_PAGES:
        raise RefusedError("bad-repository", "a page of GitHub itself, not a repository", _EXPECTED)
    try:
        return RepoAddress(owner, name, unquote(inside or "", errors="strict").rstrip("/"))
    except UnicodeDecodeError:
        raise RefusedError("bad-repository", "percent signs that stand for no text", _EXPECTED) from None


def parse_any_url(text: str) -> RepoAddress:
    """Read the address of a repository on GitHub, as above, or at any other host.

    Elsewhere it is what ``git clone`` takes; a ``.git`` at its end counts for git, and not
    for the repository's name. Raises :class:`RefusedError`.
    """
    match = re.fullmatch(_ELSEWHERE, text)
    if match is None:
        return parse_repo_url(text)
    host, path = match.groups()
    folders, _, name = path.rpartition("/")
    name = name.removesuffix(".git")
    if not name:
        raise RefusedError("bad-repository", "the address names no repository", _EXPECTED_ANY)
    owner = f"{host}/{folders}" if folders else host
    return RepoAddress(owner, name, clone_url=f"https://{host}/{path}")


def _explained_any(text: str) -> RefusedError:
    """Why ``text`` is no address of a repository anywhere, and what to write instead."""
    if ssh := re.fullmatch(r"(?:ssh://)?[\w.-]+@([\w.-]+)[:/]([\w./~-]+)", text, re.ASCII):
        if ssh[1].lower() != "github.com":
            hint = f'write "https://{ssh[1].lower()}/{ssh[2]}"'
            return RefusedError("ssh-address", "an address for ssh", _EXPECTED_ANY, hint)
        return _explained(text)
    scheme, found, rest = text.partition("://")
    authority, _, path = (rest if found else text).partition("/")
    host = authority.lower()
    # Whatever else it is: what is wrong with it, GitHub's rules or not, is told there.
    hosted = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?", host)
    if (
        not hosted
        or host.removeprefix("www.") == "github.com"
        or (found and scheme.lower() not in ("http", "https"))
    ):
        return _explained(text)
    if not found or scheme.lower() == "http":
        message = "an address without https" if found else "an address without https:// before it"
        return RefusedError("bad-repository", message, _EXPECTED_ANY, f'write "https://{host}/{path}"')
    if not re.fullmatch(rf"{_HOST}(?::[0-9]{{1,5}})?", host):
        return RefusedError("bad-repository", "no name of a public host", _EXPECTED_ANY)
    if "/-/" in path or re.search(r"/(?:src|tree|blob)/", path) or re.search("[?#]", path):
        hint = "keep what `git clone` takes, and put a branch into ref, a folder into root_hint"
        return RefusedError("bad-repository", "the address of a page of a repository", _EXPECTED_ANY, hint)
    if not path.strip("/"):
        return RefusedError("bad-repository", "the address names no repository", _EXPECTED_ANY)
    if authority != host:
        return RefusedError(
            "bad-repository", "a host in capitals", _EXPECTED_ANY, f'write "https://{host}/{path}"'
        )
    return RefusedError("bad-repository", "not an address that git can fetch", _EXPECTED_ANY)


def _explained(text: str) -> RefusedError:
    """Why ``text`` is no address of a repository, and what to write instead."""
    ssh = re.fullmatch(r"(?:ssh://)?git@github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?", text, re.ASCII)
    if ssh:
        return RefusedError(
            "ssh-address", "an address for ssh", _EXPECTED, f'write "https://github.com/{ssh[1]}/{ssh[2]}"'
        )
    if re.match(r"(?:ssh|git|git\+ssh|ftp)://|[\w.-]+@[\w.-]+:", text, re.ASCII):
        return RefusedError("ssh-address", "an address for git or ssh", _EXPECTED)
    scheme, found, rest = text.partition("://")
    if not found:
        rest = text
    elif scheme.lower() not in ("http", "https"):
        return RefusedError("bad-repository", "not a web address", _EXPECTED)
    try:
        host = urlsplit(f"//{rest}").netloc
    except ValueError:
        return RefusedError("bad-repository", "not a web address", _EXPECTED)
    if "@" in host:
        return RefusedError("bad-repository", "an address with a user or a password in it", _EXPECTED)
    if found or re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", host):
        if host.lower().removeprefix("www.") != "github.com":
            return RefusedError("other-host", "not an address of github.com", _EXPECTED)
        rest = rest.partition("/")[2]
    return _explained_path(rest)


def _explained_path(path: str) -> RefusedError:
    """Why what follows the host names no repository."""
    plain = re.split("[?#]", path, maxsplit=1)[0]
    owner, _, rest = plain.partition("/")
    name, _, page = rest.partition("/")
    name = name.removesuffix(".git")
    if not name:
        return RefusedError("bad-repository", "the address names no repository", _EXPECTED)
    if not re.fullmatch(f"{_OWNER}/", f"{owner}/"):
        return RefusedError(
            "bad-repository",
            "no owner on GitHub can have this name",
            "up to 39 letters, digits and hyphens, with no hyphen first",
        )
    if not re.fullmatch(rf"{_NAME}(?:\.git)?", name):
        return RefusedError(
            "bad-repository",
            "no repository on GitHub can have this name",
            "up to 100 letters, digits, dots, hyphens and underscores",
        )
    whole = f"https://github.com/{owner}/{name}"
    if page.startswith("blob/"):
        return RefusedError(
            "bad-repository",
            "the address of a file",
            "the address of a repository or of a folder in it",
            f'write "{whole}", and the folder into root_hint',
        )
    if plain != path and (not page or page.startswith("tree/")):
        return RefusedError("bad-repository", "an address with ? or # in it", _EXPECTED, f'write "{whole}"')
    return RefusedError(
        "bad-repository", "the address of a page of a repository", _EXPECTED, f'write "{whole}"'
    )


GITHUB_URL = Text(
    longest=2_048,
    noun="address",
    rule=_EXPECTED,
    pattern=_ADDRESS,
    explain=_explained,
    refusals=(INVISIBLE,),
    convert=parse_repo_url,
)
"""Of a repository on GitHub."""

REPO_URL = Text(
    longest=2_048,
    noun="address",
    rule=_EXPECTED_ANY,
    pattern=f"{_ADDRESS}|{_ELSEWHERE}",
    explain=_explained_any,
    refusals=(INVISIBLE,),
    convert=parse_any_url,
)
"""Of a repository anywhere."""
