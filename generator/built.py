"""A built site, read by a program: its sources, its search, its documents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from generator import urls
from generator.api.decode import as_of, entry_of, settings_of
from generator.errors import SiteError
from generator.filters import Searcher
from generator.model import Catalog
from generator.search import Searcher as SiteSearcher
from generator.search.built import read_index

MOST_BYTES = 256 * 1024 * 1024
"""Of a file that is read whole."""

KEPT_SEARCHES = 256
"""Searches of which the answer is kept."""

_CURSOR = re.compile(r"[0-9a-f]{16}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARTS = ("", "details", "artifacts")


@dataclass(frozen=True)
class BuiltSite:
    """The folder of a site that a build with the API made; read once, so that it never mixes two builds.

    Every method raises SiteError where a file is missing or damaged.
    """

    folder: Path

    @cached_property
    def sources(self) -> tuple[dict[str, Any], ...]:
        """Every listed source as the API tells it, by name."""
        found: list[dict[str, Any]] = []
        seen: set[str] = set()
        page = self.document("sources")
        while True:
            found += page["items"]
            info = page["page_info"]
            if not info["has_next_page"]:
                break
            cursor = info["end_cursor"]
            following = None if cursor in seen else self.page("sources", cursor)
            if following is None:
                raise self._damaged("sources", f"there is no page {cursor!r}")
            seen.add(cursor)
            page = following
        if len(found) != page["page_info"]["total_count"]:
            raise self._damaged("sources", f"{len(found)} of {page['page_info']['total_count']} are there")
        return tuple(found)

    @cached_property
    def catalog(self) -> Catalog:
        """The listed sources as values, by id."""
        root = self.document("index")
        try:
            settings = settings_of(root, self.document("artifact-types"), self.document("trust-levels"))
            entries = sorted(map(entry_of, self.sources), key=lambda entry: entry.source.id)
            return Catalog(settings, tuple(entries), as_of(root))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._damaged("sources", str(error)) from error

    @cached_property
    def search(self) -> Searcher:
        """The site's search; the index is read at the first words."""

        @lru_cache(KEPT_SEARCHES)
        def found(words: str) -> tuple[str, ...]:
            return self._searcher.source_ids(words)

        return found

    @cached_property
    def _searcher(self) -> SiteSearcher:
        ids = [entry.source.id for entry in self.catalog.entries]
        try:
            return SiteSearcher.over(read_index(self._content), ids)
        except ValueError as error:
            raise SiteError(f"{self.folder}: {error}; build the site anew") from error

    def document(self, name: str) -> dict[str, Any]:
        """A document that every site has."""
        content = self.text(name)
        if content is None:
            raise SiteError(
                f"{self.folder}: is no site with an API, since it lacks {urls.api(name)};"
                " build it with `catalog build`, and without `api: false` in catalog.yaml"
            )
        try:
            found = json.loads(content)
        except ValueError as error:
            raise self._damaged(name, str(error)) from error
        if not isinstance(found, dict):
            raise self._damaged(name, "no JSON object")
        return found

    def text(self, name: str) -> bytes | None:
        """A document as it stands in its file; None where there is none."""
        return self._maybe(urls.api(name))

    def page_text(self, name: str, cursor: str) -> bytes | None:
        """A page of a list as it stands in its file; None for a cursor that is not of this list."""
        return self._maybe(urls.api_page(name, cursor)) if _CURSOR.fullmatch(cursor) else None

    def page(self, name: str, cursor: str) -> dict[str, Any] | None:
        """A page of a list; None likewise."""
        content = self.page_text(name, cursor)
        return None if content is None else dict(json.loads(content))

    def source_text(self, source_id: str, part: str = "") -> bytes | None:
        """A source's document, or one of its parts; None where no source has this id.

        Former ids and those of unlisted sources are known, too.
        """
        if part not in _PARTS or len(source_id) > 80 or not _ID.fullmatch(source_id):
            return None
        return self._maybe(urls.api_source(source_id, part))

    def stamp(self) -> tuple[int, ...] | None:
        """Changes when a build puts another site into the folder; None where there is no site.

        Every build writes its manifest, so the folder's own time is another one; any single file may stay.
        """
        try:
            found = [path.stat() for path in (self.folder, self.folder / urls.api("index"))]
        except OSError:
            return None
        return tuple(number for each in found for number in (each.st_mtime_ns, each.st_ino))

    def _maybe(self, path: str) -> bytes | None:
        try:
            return self._content(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SiteError(f"{self.folder / path}: cannot be read: {error.strerror}") from error

    def _content(self, path: str) -> bytes:
        file = self.folder / path
        if file.stat().st_size > MOST_BYTES:
            raise SiteError(f"{file}: is far too large for a file of a site")
        return file.read_bytes()

    def _damaged(self, name: str, why: str) -> SiteError:
        return SiteError(f"{self.folder / urls.api(name)}: is damaged: {why}; build the site anew")
