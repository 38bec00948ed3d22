"""Addresses of GitHub: pages, files at a commit, and forms that open a change."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

WEB = "https://github.com"
RAW = "https://raw.githubusercontent.com"

MAX_FORM_URL = 8_191
"""Bytes of the longest address that GitHub's web servers take for a prefilled form."""


@dataclass(frozen=True, slots=True)
class RepoLocation:
    """A repository at one commit: what relative links in its files refer to."""

    full_name: str
    """``owner/repo``."""
    commit: str = "HEAD"
    """Commit id; ``HEAD`` where none is known."""


def _quoted(path: str) -> str:
    """A path of a repository, each segment percent-encoded.

    Empty, ``.`` and ``..`` segments are dropped: a browser would resolve them (also
    percent-encoded) and leave the repository.
    """
    segments = [s for s in path.split("/") if s not in ("", ".", "..")]
    return "/".join(quote(s, safe="~@!$&'()*+,;=", errors="replace") for s in segments)


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def owner_url(owner: str) -> str:
    """The page of a user or an organisation."""
    return _joined(WEB, _quoted(owner))


def repo_url(full_name: str) -> str:
    """A repository's front page."""
    return _joined(WEB, _quoted(full_name))


def topic_url(topic: str) -> str:
    """The page of a topic."""
    return _joined(WEB, "topics", _quoted(topic.replace("/", "-")))


def commit_url(full_name: str, commit: str) -> str:
    """The page of a commit."""
    return _joined(WEB, _quoted(full_name), "commit", _quoted(commit))


def blob_url(full_name: str, commit: str, path: str) -> str:
    """The page of a file; the root folder's when ``path`` is empty."""
    if not _quoted(path):
        return tree_url(full_name, commit)
    return _joined(WEB, _quoted(full_name), "blob", _quoted(commit), _quoted(path))


def tree_url(full_name: str, commit: str, path: str = "") -> str:
    """The page of a folder."""
    return _joined(WEB, _quoted(full_name), "tree", _quoted(commit), _quoted(path))


def raw_url(full_name: str, commit: str, path: str) -> str:
    """A file's bytes, for images."""
    return _joined(RAW, _quoted(full_name), _quoted(commit), _quoted(path))


def archive_url(full_name: str, commit: str) -> str:
    """All files of a commit, as a gzipped tar archive."""
    return _joined(WEB, _quoted(full_name), "archive", f"{_quoted(commit)}.tar.gz")


def edit_url(full_name: str, branch: str, path: str) -> str:
    """The form that edits a file of a branch, in the visitor's fork if need be."""
    return _joined(WEB, _quoted(full_name), "edit", _quoted(branch), _quoted(path))


def new_file_url(full_name: str, branch: str, path: str, content: str = "") -> str | None:
    """The form for a new file with its content filled in; None if it were over 8,191 bytes."""
    url = f"{_joined(WEB, _quoted(full_name), 'new', _quoted(branch))}?filename={quote(path, safe='/')}"
    if content:
        url += f"&value={quote(content, safe='')}"
    return url if len(url) <= MAX_FORM_URL else None
