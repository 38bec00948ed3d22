"""READMEs as pages show them: rendered once, kept in the cache, made in worker processes.

Rendering Markdown is most of what a build costs, so the HTML of a README is kept under
a key of everything it depends on: its bytes, its place, the commit that its links name,
and the renderer's version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
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
"""READMEs that are rendered together, so that all workers have something to do, and kept together."""

_FORM = 2
"""Version of the form that rendered READMEs are kept in."""


class ReadmeShelf:
    """Gives each entry's README; entries are best asked for in the order they were given in."""

    def __init__(self, cache: Cache, entries: Iterable[CatalogEntry], jobs: int | None = None) -> None:
        """``jobs`` are worker processes; None: one a core. What comes out does not depend on them."""
        self._cache = cache
        self._entries = [entry for entry in entries if entry.snapshot and entry.snapshot.readme]
        self._places = {entry.source.id: place for place, entry in enumerate(self._entries)}
        self._pool = RenderPool(jobs)
        self._made: dict[str, tuple[Readme, RenderedReadme]] = {}
        """By the id of the source; what was made last."""
        self._read: tuple[str, RenderedReadme | None] = ("", None)
        """Likewise; what was read last."""
        self._keys: dict[str, str] = {}
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
        source_id = entry.source.id
        place = self._places.get(source_id)
        if place is None:
            return None
        if source_id in self._made:
            return self._made[source_id][1]
        if source_id != self._read[0]:
            kept = self._kept(entry)
            if kept is None:
                self._make(place)
                kept = self._made[source_id][1] if source_id in self._made else None
            self._read = (source_id, kept)
        return self._read[1]

    def text(self, entry: CatalogEntry) -> Readme | None:
        """The README as it was written, cut; None where there is none, or the cache has lost it."""
        if made := self._made.get(entry.source.id):
            return made[0]
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
        key = self._key(entry)
        known = self._cache.has(key) or self._cache.has(blob_key(snapshot.readme.oid))
        return key if known else LOST

    def tidy(self) -> None:
        """Let the cache forget READMEs of which none belongs to these entries any more."""
        self._cache.sweep({self._key(entry) for entry in self._entries})

    def _key(self, entry: CatalogEntry) -> str:
        key = self._keys.get(entry.source.id)
        if key is None:
            key = self._keys[entry.source.id] = _key(entry)
        return key

    def _make(self, place: int) -> None:
        """Render the README of an entry, and of some after it that are not kept either."""
        entries: list[CatalogEntry] = []
        readmes: list[Readme] = []
        for entry in self._entries[place : place + AHEAD]:
            if entry is not self._entries[place] and self._cache.has(self._key(entry)):
                continue
            if readme := read_readme(self._cache, _snapshot(entry)):
                entries.append(entry)
                readmes.append(readme)
        locations = map(_location, entries)
        made = self._pool.render(list(zip(readmes, locations, strict=True)))
        self._made = {
            entry.source.id: both
            for entry, both in zip(entries, zip(readmes, made, strict=True), strict=True)
        }
        kept = {self._key(entry): _encoded(one) for entry, one in zip(entries, made, strict=True)}
        try:
            self._cache.put_together(kept)
        except CacheError:
            self._unkept += len(kept)  # the cache saves time, and nothing else

    def _kept(self, entry: CatalogEntry) -> RenderedReadme | None:
        stored = self._cache.get(self._key(entry))
        if stored is None:
            return None
        try:
            return _decoded(stored)
        except (ValueError, TypeError):
            return None  # of another version of the program; made again


def notes_html(notes: str) -> str:
    """A definition's notes as sanitised HTML; a build without any starts without Markdown."""
    from generator.markdown import render_notes

    return render_notes(notes)


def _encoded(rendered: RenderedReadme) -> bytes:
    """A line that tells of the rest, the HTML, the plain text."""
    html = rendered.html.encode("utf-8", "surrogatepass")
    headings = [(heading.level, heading.text, heading.id) for heading in rendered.headings]
    head = json.dumps([len(html), rendered.note, headings], separators=(",", ":")).encode()
    return b"".join((head, b"\n", html, rendered.text.encode("utf-8", "surrogatepass")))


def _decoded(stored: bytes) -> RenderedReadme:
    """What was encoded. Raises ValueError and TypeError for anything else."""
    head, _, rest = stored.partition(b"\n")
    size, note, headings = json.loads(head)
    return RenderedReadme(
        html=rest[:size].decode("utf-8", "surrogatepass"),
        headings=tuple(Heading(*heading) for heading in headings),
        text=rest[size:].decode("utf-8", "surrogatepass"),
        note=note,
    )


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
    parts = (
        _FORM,
        code_digest(RENDERING, LIBRARIES),
        readme.oid,
        readme.path,
        location.full_name,
        location.commit,
    )
    return "html:" + hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()
