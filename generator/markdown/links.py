"""Where a README's links and pictures lead, once it is shown outside its repository."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container
from functools import partial
from urllib.parse import unquote

from generator.urls import RAW, RepoLocation, blob_url, raw_url, safe_image_url, safe_url, tree_url

ID_PREFIX = "user-content-"
"""Before every id that a README sets, so that none meets an id or a global of the page."""

MAX_SRCSET = 8
"""Candidates of one ``srcset``; the rest is dropped."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GITHUB_FILE = re.compile(r"https://github\.com/([^/?#]+/[^/?#]+)/(?:blob|raw)/([^?#]+)")
_CANDIDATE = re.compile(r"\s*([^\s,][^\s]*[^\s,]|[^\s,])(?:\s+([0-9]{1,5}(?:\.[0-9]{1,3})?[wx]))?\s*(?:,|$)")
_FILES_WITHOUT_DOT = frozenset(["makefile", "dockerfile", "justfile", "procfile", "gemfile", "rakefile"])


class Links:
    """Rewrites the addresses of one document. Every answer is a safe address, or None.

    ``location`` is None for texts that lie in no repository: their relative addresses are None.
    ``pictures`` off: every picture is None.
    """

    def __init__(self, location: RepoLocation | None, path: str = "", *, pictures: bool = True) -> None:
        self._location = location
        self._folder = posixpath.dirname(path)
        self._pictures = pictures
        self._known: dict[str, str | None] = {}
        self.anchors: Container[str] = ()
        """Ids that the document's headings have, without the prefix."""

    def link(self, url: str) -> str | None:
        """The address for an ``href``."""
        if url.startswith("#"):
            return self._anchor(url[1:])
        if url not in self._known:
            self._known[url] = self._link(url.strip())
        return self._known[url]

    def image(self, url: str) -> str | None:
        """The address for an ``src``."""
        if not self._pictures:
            return None
        url = url.strip()
        if url.startswith("//"):
            url = f"https:{url}"
        if _SCHEME.match(url):
            safe = safe_image_url(url)
            # A file's page on GitHub is no picture; its raw form is.
            match = _GITHUB_FILE.match(safe) if safe else None
            return f"{RAW}/{match[1]}/{match[2]}" if match else safe
        if self._location is None or not url:
            return None
        path = self._path(re.split("[?#]", url, maxsplit=1)[0])
        if not path:
            return None
        return safe_url(raw_url(self._location.full_name, self._location.commit, path))

    def srcset(self, value: str) -> str | None:
        """A ``srcset`` of safe candidates; None if there is none, or it is malformed."""
        candidates: list[str] = []
        position = 0
        while position < len(value) and len(candidates) < MAX_SRCSET:
            match = _CANDIDATE.match(value, position)
            src = self.image(match[1]) if match else None
            if not match or not src:
                return None
            # A comma in an address would end the candidate.
            candidates.append(
                f"{src.replace(',', '%2C')} {match[2]}" if match[2] else src.replace(",", "%2C")
            )
            position = match.end()
        return ", ".join(candidates) or None

    def _anchor(self, fragment: str) -> str | None:
        """A place in the document; GitHub also finds a heading by its name in another case."""
        name = unquote(fragment).strip()
        if name not in self.anchors and name.lower() in self.anchors:
            name = name.lower()
        return f"#{ID_PREFIX}{anchor_name(name)}" if anchor_name(name) else None

    def _link(self, url: str) -> str | None:
        if url.startswith("//"):
            url = f"https:{url}"
        if _SCHEME.match(url):
            return safe_url(url)
        if self._location is None or not url:
            return None
        before, hash_mark, fragment = url.partition("#")
        before, query_mark, query = before.partition("?")
        path = self._path(before)
        page = partial(tree_url if _is_folder(before, path) else blob_url, *_where(self._location))
        return safe_url(f"{page(path)}{query_mark}{query}{hash_mark}{fragment}")

    def _path(self, relative: str) -> str:
        """A path from the repository's root. ``/`` leads to the root and nothing above it."""
        joined = posixpath.join("/", self._folder, unquote(relative))
        return posixpath.normpath(joined).lstrip("/")


def _where(location: RepoLocation) -> tuple[str, str]:
    return location.full_name, location.commit


def _is_folder(written: str, path: str) -> bool:
    """A guess from the name alone; GitHub forwards a wrong one to the right page."""
    name = posixpath.basename(path)
    if not name or written.endswith(("/", "/.", "/..")) or written in (".", ".."):
        return True
    return "." not in name and not name.isupper() and name.lower() not in _FILES_WITHOUT_DOT


def anchor_name(name: str) -> str:
    """An id as it may stand in HTML and in a link: at most 200 characters, no white space or quotes."""
    return re.sub(r"[\s\"'<>&\x00-\x1f\x7f]+", "", name)[:200]
