"""Pages of repositories, on GitHub and elsewhere: files at a commit, folders, commits, raw bytes.

A repository is named by its *full name*, which tells where it lies:

- ``OWNER/NAME``: on GitHub;
- ``HOST/PATH``, where the first part holds a dot: at another host, without ``.git``;
- ``./FOLDER``: a folder beside the catalog, which has no page anywhere.

What cannot be linked more closely is linked to the repository, and where that has
no page either the address is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

WEB = "https://github.com"
RAW = "https://raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class RepoLocation:
    """A repository at one commit: what relative links in its files refer to."""

    full_name: str
    commit: str = "HEAD"
    """Commit id; ``HEAD`` where none is known."""


@dataclass(frozen=True, slots=True)
class Forge:
    """How a kind of host lays out its addresses, ``{repo}`` ``{commit}`` ``{path}`` filled in."""

    name: str
    file: str
    folder: str
    commit: str
    raw: str


_GITHUB = Forge(
    "GitHub",
    file="{repo}/blob/{commit}/{path}",
    folder="{repo}/tree/{commit}/{path}",
    commit="{repo}/commit/{commit}",
    raw="",
)
_GITLAB = Forge(
    "GitLab",
    file="{repo}/-/blob/{commit}/{path}",
    folder="{repo}/-/tree/{commit}/{path}",
    commit="{repo}/-/commit/{commit}",
    raw="{repo}/-/raw/{commit}/{path}",
)
_GITEA = Forge(
    "Gitea",
    file="{repo}/src/commit/{commit}/{path}",
    folder="{repo}/src/commit/{commit}/{path}",
    commit="{repo}/commit/{commit}",
    raw="{repo}/raw/commit/{commit}/{path}",
)
_BITBUCKET = Forge(
    "Bitbucket",
    file="{repo}/src/{commit}/{path}",
    folder="{repo}/src/{commit}/{path}",
    commit="{repo}/commits/{commit}",
    raw="{repo}/raw/{commit}/{path}",
)
_SOURCEHUT = Forge(
    "SourceHut",
    file="{repo}/tree/{commit}/item/{path}",
    folder="{repo}/tree/{commit}/item/{path}",
    commit="{repo}/commit/{commit}",
    raw="{repo}/blob/{commit}/{path}",
)

_FORGES = {
    "github.com": _GITHUB,
    "gitlab.com": _GITLAB,
    "codeberg.org": _GITEA,
    "gitea.com": _GITEA,
    "bitbucket.org": _BITBUCKET,
    "git.sr.ht": _SOURCEHUT,
}
_FIRST_LABELS = {"gitlab": _GITLAB, "gitea": _GITEA, "forgejo": _GITEA}
"""Names that self-hosted ones go by: ``gitlab.example.org``."""

_NAMES = {"codeberg.org": "Codeberg"}


def host_of(full_name: str) -> str:
    """The host with its port, such as ``github.com``; empty for a folder beside the catalog."""
    first = full_name.partition("/")[0]
    if first == ".":
        return ""
    return first if "." in first else "github.com"


def host_name(full_name: str) -> str:
    """What people call the place: ``GitHub``, ``Codeberg``, or the host itself; empty for a folder."""
    host = host_of(full_name)
    if host in _NAMES:
        return _NAMES[host]
    forge = _FORGES.get(host)
    return forge.name if forge else host


def has_file_pages(full_name: str) -> bool:
    """Whether a file of the repository has a page that is known by its path."""
    return _forge(full_name) is not None


def _forge(full_name: str) -> Forge | None:
    host = host_of(full_name)
    return _FORGES.get(host) or _FIRST_LABELS.get(host.partition(".")[0])


_SEGMENT = r"(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.~@!$&'()*+,;=-]+"
_PLAIN = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
"""A path that is the same when it is quoted, as most are."""


def quoted(path: str) -> str:
    """A path of a repository, each segment percent-encoded.

    Empty, ``.`` and ``..`` segments are dropped: a browser would resolve them (also
    percent-encoded) and leave the repository.
    """
    if _PLAIN.fullmatch(path):
        return path
    segments = [s for s in path.split("/") if s not in ("", ".", "..")]
    return "/".join(quote(s, safe="~@!$&'()*+,;=", errors="replace") for s in segments)


def joined(*parts: str) -> str:
    """The parts that are not empty, with ``/`` between them."""
    return "/".join(part for part in parts if part)


def repo_url(full_name: str) -> str:
    """A repository's front page; empty for a folder beside the catalog."""
    host = host_of(full_name)
    if not host:
        return ""
    return joined(WEB, quoted(full_name)) if host == "github.com" else _at_host(full_name)


def _at_host(full_name: str) -> str:
    host, _, path = full_name.partition("/")
    return joined(f"https://{quote(host, safe=':')}", quoted(path))


def commit_url(full_name: str, commit: str) -> str:
    """The page of a commit."""
    forge = _forge(full_name)
    return _page(forge.commit, full_name, commit, "") if forge else repo_url(full_name)


def blob_url(full_name: str, commit: str, path: str) -> str:
    """The page of a file; the root folder's when ``path`` is empty."""
    if not quoted(path):
        return tree_url(full_name, commit)
    forge = _forge(full_name)
    return _page(forge.file, full_name, commit, path) if forge else repo_url(full_name)


def tree_url(full_name: str, commit: str, path: str = "") -> str:
    """The page of a folder."""
    forge = _forge(full_name)
    return _page(forge.folder, full_name, commit, path) if forge else repo_url(full_name)


def raw_url(full_name: str, commit: str, path: str) -> str:
    """A file's bytes, for images; empty where no such address is known."""
    forge = _forge(full_name)
    if forge is _GITHUB:
        return joined(RAW, quoted(full_name), quoted(commit), quoted(path))
    return _page(forge.raw, full_name, commit, path) if forge else ""


def _page(form: str, full_name: str, commit: str, path: str) -> str:
    before, after = _around(form, full_name, commit)
    return f"{before}{quoted(path)}{after}".rstrip("/")


@lru_cache(maxsize=256)
def _around(form: str, full_name: str, commit: str) -> tuple[str, str]:
    """What stands before and after the path; a README links to many files of one commit."""
    before, _, after = form.partition("{path}")
    repo = repo_url(full_name)
    return before.format(repo=repo, commit=quoted(commit)), after.format(repo=repo, commit=quoted(commit))
