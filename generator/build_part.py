"""The pipeline of one machine among several: one share of a site's pages, as a part of a site.

.. code-block:: text

    build_part    its pages, and its sources' texts for the search     on each machine
    merge_site    all parts, and the search index of all texts         on one; generator.merge

What there is only once and is quickly made, the filter index and the assets, is with the first part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from generator import readmes as rendering
from generator import social, urls
from generator.api import ApiFiles, artifact_index, filter_index
from generator.build import assets_of, data_paths
from generator.compiled import shipped_code
from generator.fingerprint import fingerprint
from generator.loaded import Loaded, catalog_of, with_history
from generator.look import catalog_theme, own_names
from generator.model import Catalog, Output
from generator.pages import PageKind, Planner
from generator.pages.view import PROGRAM
from generator.pages.wording import wording_of
from generator.places import shipped_theme
from generator.program import code_digest
from generator.readmes import ReadmeShelf, notes_html
from generator.render import Renderer
from generator.search import document
from generator.search.lines import document_line
from generator.shards import Shard
from generator.site_part import DOCUMENTS, PartNote
from generator.social import Pictures
from generator.theme import theme_digest
from generator.write import SiteWriter

LIBRARIES = ("babel", "jinja2", "lunr", "markupsafe", *rendering.LIBRARIES, *social.LIBRARIES)
"""Libraries that a site's bytes depend on."""


@dataclass(frozen=True, slots=True)
class PartReport:
    """What building a part made."""

    pages: int
    sources: int
    """Of the whole catalog."""
    total_bytes: int
    warnings: tuple[str, ...]


def build_part(
    loaded: Loaded,
    output: Path,
    shard: Shard,
    *,
    as_of: datetime | None = None,
    jobs: int | None = None,
    clean: bool = False,
) -> PartReport:
    """Write one share of the site into ``output``, or leave what is there as it was.

    Takes what :func:`generator.build.build_site` takes, and raises what that raises.
    """
    catalog = with_history(loaded, catalog_of(loaded, as_of))
    theme = catalog_theme(loaded.root, loaded.settings, shipped_theme())
    compiled = shipped_code(shipped_theme())
    renderer = Renderer(theme, wording_of(catalog.settings), own=own_names(loaded.root), compiled=compiled)
    index, artifacts = filter_index(catalog), artifact_index(catalog)
    own = [e for e in catalog.entries if shard.has(urls.source_page(e.source.id))]
    with ReadmeShelf(loaded.cache, own, jobs) as readmes:
        note = PartNote(shard, made_from(loaded, catalog, theme, readmes))
        data = data_paths(loaded.settings, artifacts[0].path)
        planner = Planner(catalog, readmes, notes_html, data)
        api = ApiFiles(planner.view, readmes, notes_html, PROGRAM) if loaded.settings.api else None
        refs = [ref for ref in planner.refs() if shard.has(ref.path)]
        pictures = Pictures(loaded.cache)
        with SiteWriter(output, clean=clean, part=note.plain()) as site:
            for ref in refs:
                site.add(pictures.finished(renderer.render(planner.page(ref))))
                if api and ref.kind is PageKind.SOURCE:
                    for file in api.of_source(planner.view.by_id[ref.key]):
                        site.add(Output(file.path, file.content()))
            for file in api.shared() if api else ():
                if shard.has(file.path):
                    site.add(Output(file.path, file.content()))
            site.add(Output(DOCUMENTS, _documents(catalog, readmes, shard)))
            for made in (
                chain(index, artifacts, assets_of(loaded.settings, theme, renderer.assets))
                if shard.first
                else ()
            ):
                site.add(made)
            written = site.commit()
        return PartReport(len(refs), len(catalog.entries), written.total_bytes, readmes.warnings)


def made_from(
    loaded: Loaded, catalog: Catalog, theme: dict[str, bytes], readmes: ReadmeShelf
) -> dict[str, str]:
    """Digests of everything that a site's bytes depend on, by what a person calls it."""
    return {
        "program": program(),
        "theme": theme_digest(theme),
        "settings": fingerprint(loaded.settings),
        "definitions": fingerprint((loaded.sources, loaded.removed)),
        "lock": fingerprint(sorted(loaded.known.items())),
        "history": fingerprint(catalog.history),
        "moment that ages are counted from": fingerprint(catalog.as_of),
        "cache": fingerprint([(entry.artifacts, readmes.key(entry)) for entry in catalog.entries]),
    }


def program() -> str:
    """The digest of this program."""
    return code_digest((), LIBRARIES)


def _documents(catalog: Catalog, readmes: ReadmeShelf, shard: Shard) -> bytes:
    lines = []
    for ordinal, entry in enumerate(catalog.public):
        if shard.has(urls.source_page(entry.source.id)):
            rendered = readmes.get(entry)
            made = document(entry, ordinal, rendered.text if rendered else "", catalog.as_of)
            lines.append(document_line(made))
    return b"".join(lines)
