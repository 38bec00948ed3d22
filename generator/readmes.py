"""READMEs as pages show them: rendered once, kept in the cache, made in worker processes.

Rendering Markdown is most of what a build costs, so the HTML of a README is kept under
a key of everything it depends on: its bytes, its place, the commit that its links name,
and the renderer's version.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Self

from generator.cache import Cache, blob_key, read_readme
from generator.errors import CacheError
from generator.markdown import Heading, RenderedReadme
from generator.model import CatalogEntry, Readme, ReadmeRef, Snapshot
from generator.program import code_digest
from generator.render_pool import RenderPool
from generator.urls import RepoLocation

RENDERING = ("markdown", "urls", "yaml_text")
"""Modules of ours that decide what a rendered README looks like."""

LIBRARIES = ("docutils", "markdown-it-py", "nh3", "pygments")
"""And those of others."""

LOST = "lost"
"""The key of a README that there is, and whose text the cache has not."""

AHEAD = 64
"""READMEs that are rendered together, so that all workers have something to do."""


class ReadmeShelf:
    """Gives each entry's README; entries are best asked for in the order they were given in."""

    def __init__(self, cache: Cache, entries: Iterable[CatalogEntry], jobs: int | None = None) -> None:
        """``jobs`` are worker processes; None: one a core. What comes out does not depend on them."""
        self._cache = cache
        self._entries = [entry for entry in entries if entry.snapshot and entry.snapshot.readme]
        self._places = {entry.source.id: place for place, entry in enumerate(self._entries)}
        self._pool = RenderPool(jobs)
        self._ready: dict[str, RenderedReadme | None] = {}
        self._unkept = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers go."""
        self._pool.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know."""
        if not self._unkept:
            return ()
        return (f"{self._unkept:,} rendered READMEs could not be kept in the cache",)

    @property
    def lost(self) -> int:
        """How many READMEs there are whose text the cache has not."""
        return sum(self.key(entry) == LOST for entry in self._entries)

    def get(self, entry: CatalogEntry) -> RenderedReadme | None:
        """The rendered README; None where there is none, or the cache has lost its text."""
        place = self._places.get(entry.source.id)
        if place is None:
            return None
        if entry.source.id not in self._ready:
            self._ready = self._rendered(self._entries[place : place + AHEAD])
        return self._ready[entry.source.id]

    def text(self, entry: CatalogEntry) -> Readme | None:
        """The README as it was written, cut; None where there is none, or the cache has lost it."""
        return None if entry.snapshot is None else read_readme(self._cache, entry.snapshot)

    def has_text(self, entry: CatalogEntry) -> bool:
        """Whether `text` would give one; nothing is read for it."""
        snapshot = entry.snapshot
        return bool(snapshot and snapshot.readme and self._cache.has(blob_key(snapshot.readme.oid)))

    def key(self, entry: CatalogEntry) -> str:
        """A text that tells what `get` would give from anything else; nothing is read or rendered for it."""
        snapshot = entry.snapshot
        if snapshot is None or snapshot.readme is None:
            return ""
        key = _key(entry)
        known = self._cache.has(key) or self._cache.has(blob_key(snapshot.readme.oid))
        return key if known else LOST

    def _rendered(self, entries: Sequence[CatalogEntry]) -> dict[str, RenderedReadme | None]:
        ready: dict[str, RenderedReadme | None] = {}
        missing = []
        for entry in entries:
            kept = self._kept(entry)
            readme = None if kept else read_readme(self._cache, _snapshot(entry))
            ready[entry.source.id] = kept
            if readme is not None:
                missing.append((entry, readme))
        made = self._pool.render([(readme, _location(entry)) for entry, readme in missing])
        for (entry, _), rendered in zip(missing, made, strict=True):
            ready[entry.source.id] = rendered
            self._keep(entry, rendered)
        return ready

    def _kept(self, entry: CatalogEntry) -> RenderedReadme | None:
        stored = self._cache.get(_key(entry))
        if stored is None:
            return None
        try:
            fields = json.loads(zlib.decompress(stored))
            headings = tuple(Heading(**heading) for heading in fields.pop("headings"))
            return RenderedReadme(headings=headings, **fields)
        except (zlib.error, ValueError, TypeError, KeyError):
            return None  # of another version of the program; made again

    def _keep(self, entry: CatalogEntry, rendered: RenderedReadme) -> None:
        text = json.dumps(asdict(rendered), ensure_ascii=False, separators=(",", ":"))
        try:
            self._cache.put(_key(entry), zlib.compress(text.encode("utf-8", "surrogatepass"), 1))
        except CacheError:
            self._unkept += 1  # the cache saves time, and nothing else


def _snapshot(entry: CatalogEntry) -> Snapshot:
    if entry.snapshot is None:
        raise ValueError(f"{entry.source.id} has no snapshot")
    return entry.snapshot


def _location(entry: CatalogEntry) -> RepoLocation:
    snapshot = _snapshot(entry)
    return RepoLocation(snapshot.name_with_owner or snapshot.full_name, snapshot.commit or "HEAD")


def _key(entry: CatalogEntry) -> str:
    readme, location = _snapshot(entry).readme, _location(entry)
    if not isinstance(readme, ReadmeRef):
        raise TypeError(f"{entry.source.id} has no README")
    parts = (code_digest(RENDERING, LIBRARIES), readme.oid, readme.path, location.full_name, location.commit)
    return "html:" + hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()
