"""The pipeline: from definitions, lock and cache to a site.

.. code-block:: text

    load          catalog.yaml, sources/, catalog.lock       → Loaded      generator.loaded
    (enrich       what is stale, from GitHub                 → Snapshot …  generator.enrich)
    catalog_of    scan with today's rules, assemble          → Catalog     generator.loaded
    build_site    READMEs, pages, indexes, assets            → Output …    here; written as a whole
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from generator import social, urls
from generator.api import ApiFile, ApiFiles, artifact_index, artifact_index_ingredients, filter_index
from generator.api.client import CODE, client_files
from generator.assets import Assets, build_assets
from generator.cache import Cache
from generator.compiled import shipped_code
from generator.errors import CacheError
from generator.last_build import BuildReport
from generator.loaded import Loaded, catalog_of, with_history
from generator.look import catalog_theme, own_names, page_files
from generator.memo import Memo
from generator.memory import PageMemory
from generator.model import Catalog, CatalogEntry, Output, Settings
from generator.pages import DataPaths, PageGroup, Planner
from generator.pages.view import PROGRAM
from generator.pages.wording import wording_of
from generator.places import shipped_theme
from generator.program import code_digest
from generator.readmes import ReadmeShelf, notes_html
from generator.render import Renderer
from generator.search import (
    INDEX_PATH,
    LazyText,
    SearchDocument,
    Searcher,
    document,
    index_files,
)
from generator.social import Pictures
from generator.telemetry import SILENT, Telemetry
from generator.theme import theme_digest
from generator.write import SiteWriter

LIBRARIES = ("babel", "jinja2", "markupsafe", *social.LIBRARIES)
"""What pages depend on beside our own code; READMEs have keys of their own."""


def build_site(
    loaded: Loaded,
    output: Path,
    *,
    as_of: datetime | None = None,
    jobs: int | None = None,
    clean: bool = False,
    telemetry: Telemetry = SILENT,
) -> BuildReport:
    """Write the whole site into ``output``, or leave what is there as it was.

    ``jobs`` are worker processes for READMEs; None: one a core. The bytes do not depend on it.
    ``telemetry`` hears how long the stages take. Raises OutputError, TemplateError and HistoryError.
    """
    with telemetry.span("scan") as span:
        catalog = with_history(loaded, catalog_of(loaded, as_of))
        span.set(sources=len(catalog.entries))
    _tell(telemetry, catalog)
    theme = catalog_theme(loaded.root, loaded.settings, shipped_theme())
    assets = build_assets(theme)
    memory = PageMemory(loaded.cache.root, output, (code_digest((), LIBRARIES), loaded.settings))
    with (
        SiteWriter(output, clean=clean, spare=memory.spare) as site,
        ReadmeShelf(loaded.cache, catalog.entries, jobs) as readmes,
    ):
        files = _Files(site, memory)
        with telemetry.span("index"):
            made_of = artifact_index_ingredients(catalog)
            artifacts, *_ = files.add("artifact index", made_of, partial(artifact_index, catalog))
        with telemetry.span("render") as span:
            count = _add_pages(
                files, loaded, catalog, readmes, artifacts=artifacts, theme=theme, assets=assets
            )
            span.set(pages=count)
        with telemetry.span("index"):
            for group in index_files(search_documents(catalog, readmes), _Store(loaded.cache)):
                files.add(group.name, group.ingredients, group.files)
            for made in chain(filter_index(catalog), assets_of(loaded.settings, theme, assets)):
                site.add(made)
        with telemetry.span("write") as span:
            written = site.commit()
            memory.save(site.stamps)
            memory.forget_gone()
            readmes.tidy()
            span.set(files=written.written, bytes=written.total_bytes)
    return BuildReport(
        sources=len(catalog.entries),
        artifacts=sum(entry.artifact_count for entry in catalog.entries),
        pages=count,
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        total_bytes=written.total_bytes,
        readmes_lost=readmes.lost,
        warnings=readmes.warnings,
        stamps=site.stamps,
    )


def _tell(telemetry: Telemetry, catalog: Catalog) -> None:
    """How many sources there are by status, and how many artifacts by type."""
    for status, count in Counter(entry.status.value for entry in catalog.entries).items():
        telemetry.count("sources", count, status=status)
    for status, count in Counter(entry.scan_status.value for entry in catalog.entries).items():
        telemetry.count("scans", count, scan_status=status)
    found: Counter[str] = Counter()
    for entry in catalog.entries:
        found.update(entry.counts_by_type)
    for kind, count in found.items():
        telemetry.count("artifacts", count, artifact_type=kind)


def _add_pages(
    files: _Files,
    loaded: Loaded,
    catalog: Catalog,
    readmes: ReadmeShelf,
    *,
    artifacts: str,
    theme: Mapping[str, bytes],
    assets: Assets,
) -> int:
    """Add pages and files of the API; how many pages there are.

    ``artifacts`` is the path of the artifact index. What pages know of the whole catalog goes with
    this: a tenth of the memory of a large build.
    """
    related = Memo(loaded.cache, "related", code_digest((), LIBRARIES))
    planner = Planner(catalog, readmes, notes_html, data_paths(loaded.settings, artifacts), related)
    words, own = wording_of(catalog.settings), own_names(loaded.root)
    renderer = Renderer(theme, words, assets=assets, own=own, compiled=shipped_code(shipped_theme()))
    api = ApiFiles(planner.view, readmes, notes_html, PROGRAM) if loaded.settings.api else None
    count = _Pages(files, planner, renderer, Pictures(loaded.cache), theme_digest(theme)).add(api)
    related.save()
    return count


def assets_of(settings: Settings, theme: Mapping[str, bytes], assets: Assets) -> Iterator[Output]:
    """What pages and programs load of the theme."""
    yield from assets.outputs()
    yield from page_files(theme)
    if settings.api:
        yield from client_files(theme, assets[CODE].path)


def data_paths(settings: Settings, artifacts: str) -> DataPaths:
    """Where pages find the files that are no pages; ``artifacts`` is the path of the artifact index."""
    no_json: Callable[[str], str | None] = lambda _id: None  # noqa: E731
    return DataPaths(
        filter_index=urls.FILTER_INDEX,
        search=INDEX_PATH,
        artifacts=artifacts,
        source_json=urls.api_source if settings.api else no_json,
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """Adds files to a site: those that would be the same from the old one."""

    site: SiteWriter
    memory: PageMemory

    def add(
        self, name: str, ingredients: tuple[object, ...], make: Callable[[], Iterable[Output]]
    ) -> Sequence[str]:
        """Add files that are made of the same, made only where they are not kept; their paths."""
        made_of = self.memory.made_of(ingredients)
        kept = self.memory.kept(name, made_of)
        paths = list(kept) if kept and self.site.keep(kept) else [self._written(file) for file in make()]
        self.memory.remember(name, made_of, paths)
        return paths

    def _written(self, file: Output) -> str:
        self.site.add(file)
        return file.path


@dataclass(frozen=True, slots=True)
class _Pages:
    """Adds pages and files of the API."""

    files: _Files
    planner: Planner
    renderer: Renderer
    pictures: Pictures
    theme: str
    """Digest of what pages, and they alone, are made of beside their ingredients."""

    def add(self, api: ApiFiles | None) -> int:
        """Add everything; how many pages there are.

        The files of a source come with its page, while its README is at hand.
        """
        count = 0
        for group in self.planner.groups():
            made_of = (self.theme, *group.ingredients)
            if api and group.entry:
                made_of += api.source_ingredients(group.entry)
            paths = self.files.add(group.first.path, made_of, partial(self._of, group, api))
            count += sum(path.endswith(".html") for path in paths)
        for file in api.shared() if api else ():
            self.files.add(file.path, file.ingredients, partial(_made, [file]))
        return count

    def _of(self, group: PageGroup, api: ApiFiles | None) -> Iterator[Output]:
        for ref in self.planner.of_group(group):
            yield self.pictures.finished(self.renderer.render(self.planner.page(ref)))
        if api and group.entry:
            yield from _made(api.of_source(group.entry))


def _made(files: Iterable[ApiFile]) -> Iterator[Output]:
    return (Output(file.path, file.content()) for file in files)


def search_documents(catalog: Catalog, readmes: ReadmeShelf) -> Iterator[SearchDocument]:
    """One document a public source, in the order of their ids."""
    for ordinal, entry in enumerate(catalog.public):
        text = LazyText(readmes.key(entry), partial(_text, readmes, entry))
        yield document(entry, ordinal, text, catalog.as_of)


def _text(readmes: ReadmeShelf, entry: CatalogEntry) -> str:
    rendered = readmes.get(entry)
    return rendered.text if rendered else ""


class _Store:
    """What the search index keeps from build to build; a disk that refuses costs the next build time."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self.get = cache.get

    def put(self, key: str, payload: bytes) -> None:
        with contextlib.suppress(CacheError):
            self._cache.put(key, payload)


@dataclass(frozen=True, slots=True)
class CatalogSearch:
    """The site's search over a catalog."""

    index: Searcher

    def __call__(self, words: str) -> tuple[str, ...]:
        """The ids of the sources that match, best first."""
        return self.index.source_ids(words)

    def suggestion(self, words: str) -> str | None:
        """The words that were probably meant, where one had to be corrected."""
        return self.index.suggestion(words)


def searcher(loaded: Loaded, catalog: Catalog) -> CatalogSearch:
    """The site's search over this catalog."""
    with ReadmeShelf(loaded.cache, catalog.public) as readmes:
        return CatalogSearch(Searcher(search_documents(catalog, readmes)))
