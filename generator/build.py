"""The pipeline: from definitions, lock and cache to a site.

.. code-block:: text

    load          catalog.yaml, sources/, catalog.lock       → Loaded      generator.loaded
    (enrich       what is stale, from GitHub                 → Snapshot …  generator.enrich)
    catalog_of    scan with today's rules, assemble          → Catalog     generator.loaded
    build_site    READMEs, pages, indexes, assets            → Output …    here; written as a whole
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from generator.api import filter_index
from generator.cache import Cache
from generator.errors import CacheError
from generator.last_build import BuildReport
from generator.loaded import Loaded, catalog_of
from generator.markdown import render_notes
from generator.memory import PageMemory
from generator.model import Catalog, CatalogEntry
from generator.pages import DataPaths, Planner
from generator.program import code_digest
from generator.readmes import ReadmeShelf
from generator.render import Renderer
from generator.search import INDEX_PATH, LazyText, SearchDocument, Searcher, build_index, document
from generator.theme import read_theme, shipped_theme, theme_digest
from generator.write import SiteWriter

LIBRARIES = ("jinja2", "markupsafe")
"""What pages depend on beside our own code; READMEs have keys of their own."""


def build_site(
    loaded: Loaded,
    output: Path,
    *,
    as_of: datetime | None = None,
    jobs: int | None = None,
    clean: bool = False,
) -> BuildReport:
    """Write the whole site into ``output``, or leave what is there as it was.

    ``jobs`` are worker processes for READMEs; None: one a core. The bytes do not depend on it.
    Raises OutputError and TemplateError.
    """
    catalog = catalog_of(loaded, as_of)
    theme = read_theme([shipped_theme()])
    renderer = Renderer(theme)
    index = filter_index(catalog)
    data = DataPaths(filter_index=index[0].path, search=INDEX_PATH)
    with SiteWriter(output, clean=clean) as site, ReadmeShelf(loaded.cache, catalog.entries, jobs) as readmes:
        planner = Planner(catalog, readmes, render_notes, data)
        memory = PageMemory(
            loaded.cache.root, output, (code_digest((), LIBRARIES), theme_digest(theme), loaded.settings)
        )
        pages = _add_pages(site, planner, renderer, memory)
        search = build_index(search_documents(catalog, readmes), _Store(loaded.cache))
        for made in chain(index, search, renderer.assets.outputs()):
            site.add(made)
        written = site.commit()
        memory.save()
    return BuildReport(
        sources=len(catalog.entries),
        artifacts=sum(entry.artifact_count for entry in catalog.entries),
        pages=pages,
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        total_bytes=written.total_bytes,
        readmes_lost=readmes.lost,
        warnings=readmes.warnings,
    )


def _add_pages(site: SiteWriter, planner: Planner, renderer: Renderer, memory: PageMemory) -> int:
    """Add every page, those that would be the same from the old site; how many there are."""
    refs = list(planner.refs())
    for ref in refs:
        last = memory.kept(ref.path, planner.ingredients(ref))
        if not (last and site.keep(ref.path, size=last.size, mtime_ns=last.mtime_ns)):
            site.add(renderer.render(planner.page(ref)))
    return len(refs)


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


def searcher(loaded: Loaded, catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    """The site's search over this catalog: words to ids, best first."""
    with ReadmeShelf(loaded.cache, catalog.public) as readmes:
        found = Searcher(search_documents(catalog, readmes))
    ids = [entry.source.id for entry in catalog.public]
    return lambda words: tuple(ids[hit.ordinal] for hit in found.search(words))
