"""The pipeline: from definitions, lock and cache to a site.

.. code-block:: text

    load          catalog.yaml, sources/, catalog.lock       → Loaded      generator.loaded
    (enrich       what is stale, from GitHub                 → Snapshot …  generator.enrich)
    catalog_of    scan with today's rules, assemble          → Catalog     generator.loaded
    build_site    READMEs, pages, indexes, assets            → Output …    here; written as a whole
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from generator.api import filter_index
from generator.loaded import Loaded, catalog_of
from generator.markdown import render_notes
from generator.model import Catalog
from generator.pages import DataPaths, plan_pages
from generator.readmes import ReadmeShelf
from generator.render import Renderer
from generator.search import INDEX_PATH, SearchDocument, Searcher, build_index, document
from generator.theme import read_theme, shipped_theme
from generator.write import SiteWriter


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made."""

    sources: int
    artifacts: int
    """Listed ones, of all sources."""
    pages: int
    written: int
    """Files whose bytes are new."""
    unchanged: int
    removed: int
    total_bytes: int
    warnings: tuple[str, ...] = field(default=())


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
    renderer = Renderer(read_theme([shipped_theme()]))
    index = filter_index(catalog)
    with SiteWriter(output, clean=clean) as site, ReadmeShelf(loaded.cache, catalog.entries, jobs) as readmes:
        pages = plan_pages(
            catalog, readmes.get, render_notes, DataPaths(filter_index=index[0].path, search=INDEX_PATH)
        )
        count = 0
        for page in pages:
            site.add(renderer.render(page))
            count += 1
        for made in chain(index, build_index(search_documents(catalog, readmes)), renderer.assets.outputs()):
            site.add(made)
        written = site.commit()
    return BuildReport(
        sources=len(catalog.entries),
        artifacts=sum(entry.artifact_count for entry in catalog.entries),
        pages=count,
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        total_bytes=written.total_bytes,
        warnings=readmes.warnings,
    )


def search_documents(catalog: Catalog, readmes: ReadmeShelf) -> Iterator[SearchDocument]:
    """One document a public source, in the order of their ids."""
    for ordinal, entry in enumerate(catalog.public):
        rendered = readmes.get(entry)
        yield document(entry, ordinal, rendered.text if rendered else "", catalog.as_of)


def searcher(loaded: Loaded, catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    """The site's search over this catalog: words to ids, best first."""
    with ReadmeShelf(loaded.cache, catalog.public) as readmes:
        found = Searcher(search_documents(catalog, readmes))
    ids = [entry.source.id for entry in catalog.public]
    return lambda words: tuple(ids[hit.ordinal] for hit in found.search(words))
