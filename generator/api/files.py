"""Which files the API has, and the making of each on its own.

Like pages, files are made again only where what they are made of changed: a source's three files
of its entry and README; a page of a list of the entries on it; the rest, which is small, of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Protocol

from generator import urls
from generator.api.cutting import Cut, Measure, cut
from generator.api.endpoints import ENDPOINTS
from generator.api.entry import artifact_shape, source_shape
from generator.api.openapi import openapi
from generator.api.past import run_shape, stats_shape, told
from generator.api.plain import encoded
from generator.api.shapes import (
    API_VERSION,
    ArtifactShape,
    ArtifactTypeShape,
    DataFiles,
    Details,
    PageInfoShape,
    Root,
    TagShape,
    TrustLevelShape,
)
from generator.model import Artifact, ArtifactStatus, CatalogEntry, Readme, Settings
from generator.pages.source import Notes, ReadmeHtml
from generator.pages.view import View
from generator.past import Run

SOURCES = Measure(least=32, most=100, one_in=32)
"""Sources on a page: 64 in the mean, some 80 KB."""

ARTIFACTS = Measure(least=150, most=400, one_in=8)
"""Artifacts on a page; sources decide where it ends, and 8 of them are about as many as a page holds."""

BLOCK = 200
"""Artifacts of one source that stay together on a page."""

RUNS = Measure(least=100, most=400, one_in=4)
"""Runs and their changes on a page of the history."""

DOCUMENTS = (*(e.path.strip("/") for e in ENDPOINTS if e.path != "/" and not e.of_source), "openapi")
"""Every document that is there once, or begins a list."""


class Texts(Protocol):
    """READMEs as pages show them, and as they were written."""

    def get(self, entry: CatalogEntry, /) -> ReadmeHtml | None:
        """The rendered README; None where there is none, or it is not at hand."""

    def text(self, entry: CatalogEntry, /) -> Readme | None:
        """The README as it was written; None likewise."""

    def has_text(self, entry: CatalogEntry, /) -> bool:
        """Whether `text` would give one."""


@dataclass(frozen=True, slots=True)
class ApiFile:
    """One file of the API, not yet made."""

    path: str
    content: Callable[[], bytes]
    ingredients: tuple[object, ...] = ()
    """What it is made of beside program and settings; equal ones make equal bytes.

    Of a source's files none: they are made of what `ApiFiles.source_ingredients` says.
    """


class ApiFiles:
    """The files of one catalog's API."""

    def __init__(self, view: View, texts: Texts, notes: Notes, generator: str) -> None:
        """``notes`` makes HTML of Markdown; ``generator`` names the program."""
        self._view = view
        self._texts = texts
        self._notes = notes
        self._generator = generator

    def of_source(self, entry: CatalogEntry) -> Iterator[ApiFile]:
        """The files of one source, under its id and under its former ones."""
        for name in (entry.source.id, *entry.source.aliases):
            yield ApiFile(urls.api_source(name), partial(_source, entry))
            yield ApiFile(urls.api_source(name, "details"), partial(self._details, entry))
            yield ApiFile(urls.api_source(name, "artifacts"), partial(_artifacts_of, entry))

    def source_ingredients(self, entry: CatalogEntry) -> tuple[object, ...]:
        """What the files of one source are made of, beside what its page is made of."""
        return (self._texts.has_text(entry),)

    def shared(self) -> Iterator[ApiFile]:
        """All other files."""
        prints = self._view.prints.of
        for page in self._source_pages:
            entries = self._view.public[page.start : page.end]
            yield from _page("sources", page, partial(_sources, entries), *map(prints, entries))
        for page in self._artifact_pages:
            blocks = self._blocks[page.start : page.end]
            made_of = [(prints(block.entry), block.start, block.end) for block in blocks]
            yield from _page("artifacts", page, partial(_artifacts, blocks), *made_of)
        runs = told(self._view.catalog)
        keys = [run.at.isoformat() for run in runs]
        for page in cut("changes", keys, [1 + len(run.changes) for run in runs], RUNS, len(runs)):
            some = runs[page.start : page.end]
            yield from _page("changes", page, partial(_runs, some), *some)
        small: dict[str, object] = {
            "index": self._root(),
            "stats": stats_shape(self._view.stats),
            "tags": _whole(self._tags()),
            "artifact-types": _whole(self._types()),
            "trust-levels": _whole(self._trust()),
        }
        for name, value in small.items():
            yield _made(urls.api(name), encoded(value))
        yield ApiFile(urls.api("openapi"), partial(_openapi, self._view.catalog.settings))

    @cached_property
    def _source_pages(self) -> list[Cut]:
        ids = [entry.source.id for entry in self._view.public]
        return cut("sources", ids, [1] * len(ids), SOURCES, len(ids))

    @cached_property
    def _blocks(self) -> list[_Block]:
        ordered = sorted(self._view.public, key=lambda entry: entry.source.id)
        return [
            _Block(entry, start, min(start + BLOCK, count))
            for entry in ordered
            if (count := entry.artifact_count)
            for start in range(0, count, BLOCK)
        ]

    @cached_property
    def _artifact_pages(self) -> list[Cut]:
        keys = [f"{block.entry.source.id}\0{block.end}" for block in self._blocks]
        weights = [block.end - block.start for block in self._blocks]
        return cut("artifacts", keys, weights, ARTIFACTS, sum(weights))

    def _details(self, entry: CatalogEntry) -> bytes:
        return encoded(details_shape(entry, self._texts.get(entry), self._texts.text(entry), self._notes))

    def _root(self) -> Root:
        catalog, data = self._view.catalog, self._view.data
        repository = catalog.settings.repository
        here = urls.api("index")
        return Root(
            api_version=API_VERSION,
            title=catalog.settings.title,
            description=catalog.settings.description,
            base_url=catalog.settings.base_url or None,
            repository_url=urls.repo_url(repository) if repository else None,
            generator=self._generator,
            as_of=catalog.as_of,
            source_count=len(self._view.public),
            artifact_count=self._view.artifact_totals.total(),
            documents={name: urls.relative(here, urls.api(name)) for name in DOCUMENTS},
            data=DataFiles(
                filter_index=urls.relative(here, data.filter_index),
                search_index=urls.relative(here, data.search),
            ),
        )

    def _tags(self) -> list[TagShape]:
        counts = self._view.by_tag
        return [
            TagShape(tag, len(counts[tag]), urls.address(urls.tag_page(tag)))
            for tag in self._view.popular_tags
        ]

    def _types(self) -> list[ArtifactTypeShape]:
        return [
            ArtifactTypeShape(
                id=kind.id,
                label=kind.label,
                plural=kind.plural,
                description=kind.description,
                aliases=kind.aliases,
                detected_by=tuple(dict.fromkeys(rule.says for rule in kind.rules if rule.says)),
                source_count=len(self._view.by_type.get(kind.id, ())),
                artifact_count=self._view.artifact_totals[kind.id],
                page=urls.address(urls.type_page(kind.id)),
            )
            for kind in self._view.catalog.settings.artifact_types
        ]

    def _trust(self) -> list[TrustLevelShape]:
        return [
            TrustLevelShape(
                id=info.level,
                label=info.label,
                criteria=info.criteria,
                source_count=len(self._view.by_trust.get(info.level.value, ())),
                page=urls.address(urls.trust_page(info.level.value)),
            )
            for info in self._view.catalog.settings.trust_levels
        ]


def details_shape(
    entry: CatalogEntry, readme: ReadmeHtml | None, written: Readme | None, notes: Notes
) -> Details:
    """The texts of a source; ``readme`` and ``written`` are its README for pages and as it was written."""
    source, snapshot = entry.source, entry.snapshot
    return Details(
        id=source.id,
        repo_description=snapshot.repo_description if snapshot else None,
        repo_readme=written.text if written and not written.binary else None,
        repo_readme_html=readme.html if readme and readme.html else None,
        repo_readme_path=snapshot.readme.path if snapshot and snapshot.readme else None,
        repo_readme_truncated=bool(written and written.truncated),
        repo_readme_note=readme.note or None if readme else None,
        notes=source.notes,
        notes_html=notes(source.notes) if source.notes else None,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """Some of a source's listed artifacts."""

    entry: CatalogEntry
    start: int
    end: int


def _page(name: str, page: Cut, items: Callable[[], list[object]], *made_of: object) -> Iterator[ApiFile]:
    """A page of a list under its cursor, and the first one under the list's name too."""
    paths = [urls.api_page(name, page.cursor)]
    if not page.info.has_previous_page:
        paths.append(urls.api(name))
    for path in paths:
        yield ApiFile(path, partial(_listed, page, items), (page.info, *made_of))


def _openapi(settings: Settings) -> bytes:
    """What tells programs of the API; made of the settings alone."""
    return encoded(openapi(settings))


def _made(path: str, content: bytes) -> ApiFile:
    return ApiFile(path, lambda: content, (content,))


def _source(entry: CatalogEntry) -> bytes:
    return encoded(source_shape(entry))


def _artifacts_of(entry: CatalogEntry) -> bytes:
    return encoded(_whole([artifact_shape(entry.source.id, one) for one in entry.artifacts]))


def _sources(entries: Sequence[CatalogEntry]) -> list[object]:
    return [source_shape(entry) for entry in entries]


def _runs(runs: Sequence[Run]) -> list[object]:
    return [run_shape(run) for run in runs]


def _artifacts(blocks: Sequence[_Block]) -> list[object]:
    return [shape for block in blocks for shape in _shapes(block)]


def _shapes(block: _Block) -> list[ArtifactShape]:
    listed = [one for one in block.entry.artifacts if _counts(block.entry, one)]
    return [artifact_shape(block.entry.source.id, one) for one in listed[block.start : block.end]]


def _counts(entry: CatalogEntry, artifact: Artifact) -> bool:
    return artifact.status is ArtifactStatus.LISTED and artifact.artifact_type in entry.counts_by_type


def _listed(page: Cut, items: Callable[[], list[object]]) -> bytes:
    return encoded({"items": items(), "page_info": PageInfoShape(**asdict(page.info))})


def _whole(items: Sequence[object]) -> dict[str, object]:
    """A list that is one page."""
    info = PageInfoShape(False, False, None, None, len(items))
    return {"items": items, "page_info": info}
