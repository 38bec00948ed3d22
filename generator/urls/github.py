"""Addresses of GitHub alone: people, topics, and forms that open a change."""

from __future__ import annotations

from urllib.parse import quote

from generator.urls.forges import WEB, joined, quoted

MAX_FORM_URL = 8_191
"""Bytes of the longest address that GitHub's web servers take for a prefilled form."""


def owner_url(owner: str) -> str:
    """The page of a user or an organisation."""
    return joined(WEB, quoted(owner))


def topic_url(topic: str) -> str:
    """The page of a topic."""
    return joined(WEB, "topics", quoted(topic.replace("/", "-")))


def archive_url(full_name: str, commit: str) -> str:
    """All files of a commit, as a gzipped tar archive."""
    return joined(WEB, quoted(full_name), "archive", f"{quoted(commit)}.tar.gz")


def edit_url(full_name: str, branch: str, path: str) -> str:
    """The form that edits a file of a branch, in the visitor's fork if need be."""
    return joined(WEB, quoted(full_name), "edit", quoted(branch), quoted(path))


def new_file_form(full_name: str, branch: str) -> str:
    """The form for a new file of a branch, nothing filled in."""
    return joined(WEB, quoted(full_name), "new", quoted(branch))


def new_file_url(full_name: str, branch: str, path: str, content: str = "") -> str | None:
    """The form for a new file with its content filled in; None if it were over 8,191 bytes."""
    url = f"{new_file_form(full_name, branch)}?filename={quote(path, safe='/')}"
    if content:
        url += f"&value={quote(content, safe='')}"
    return url if len(url) <= MAX_FORM_URL else None
