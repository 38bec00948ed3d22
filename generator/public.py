"""The catalog for Python programs: load it, filter it, page through it.

.. code-block:: python

    from generator import Catalog

    catalog = Catalog.load("my-catalog")
    page = catalog.list_sources(artifact_type="skill", tags=["python"], limit=20)
    for entry in page.items:
        print(entry.source.id, entry.artifact_count)

The promise of ``docs/api.md`` holds for what this module names in ``__all__``, and for the fields of
what it returns.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from generator import model, urls
from generator.api.decode import entry_of
from generator.api.entry import page_json, source_json
from generator.api.files import details_shape
from generator.api.plain import fields
from generator.built import BuiltSite
from generator.errors import QueryError, UnknownSourceError
from generator.filters import (
    Page,
    PageInfo,
    Query,
    Searcher,
    Sort,
    apply_filters,
    paginate,
    parse_query,
)
from generator.model import CatalogEntry, Settings

__all__ = [
    "Catalog",
    "Page",
    "PageInfo",
    "Query",
    "QueryError",
    "Sort",
    "UnknownSourceError",
    "apply_filters",
    "page_json",
    "paginate",
    "parse_query",
    "source_json",
]

Words = str | Iterable[str]
"""Words joined by commas, or several such."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog, opened for reading; nothing is asked of any network."""

    settings: Settings
    entries: tuple[CatalogEntry, ...]
    """All sources by id; of a built site the listed ones."""
    as_of: datetime | None
    """The moment that ages are counted from."""
    search_ids: Searcher = field(repr=False, compare=False)
    """The site's search: words to the ids of what matches all of them, best first."""
    _details: Callable[[CatalogEntry], dict[str, Any]] = field(repr=False, compare=False)
    _other: Callable[[str], CatalogEntry | None] = field(repr=False, compare=False)
    """Sources that are not among `entries`, by id or former id."""

    @classmethod
    def load(cls, folder: str | Path = ".") -> Catalog:
        """Open a catalog: the folder of its definitions, or that of a site built with the API.

        Raises CatalogError: SettingsError, DefinitionError and LockError for definitions, SiteError
        for a built site.
        """
        root = Path(folder)
        if (root / urls.api("index")).is_file():
            return _of_site(BuiltSite(root))
        return _of_definitions(root)

    def list_sources(
        self,
        *,
        artifact_type: Words = (),
        tags: Words = (),
        trust_level: Words = (),
        status: Words = (),
        search: str = "",
        sort: str = "",
        cursor: str | None = None,
        limit: int | None = None,
    ) -> Page:
        """A page of the listed sources that pass all filters; their meaning is in ``docs/data-model.md``.

        Raises QueryError for values without a meaning, and for a cursor of other filters or another order.
        """
        said: Mapping[str, Words] = {
            "artifact_type": artifact_type,
            "tags": tags,
            "trust_level": trust_level,
            "status": status,
            "search": search,
            "sort": sort,
            "cursor": cursor or "",
            "limit": "" if limit is None else str(limit),
        }
        return self.query({name: value for name, value in said.items() if value})

    def query(self, parameters: Mapping[str, Words]) -> Page:
        """The same for parameters as they stand in an address; unknown ones are a QueryError, too."""
        query = parse_query(parameters, self.settings)
        return paginate(self.filtered(query), query)

    def filtered(self, query: Query) -> tuple[CatalogEntry, ...]:
        """All listed sources that pass a query's filters, in its order; not cut into pages."""
        return apply_filters(self.entries, query, self.search_ids)

    def search(self, words: str, *, limit: int | None = None) -> Page:
        """The best matches of some words."""
        return self.list_sources(search=words, limit=limit)

    def get_source(self, source_id: str) -> CatalogEntry:
        """A source by its id or a former one; unlisted ones too. Raises UnknownSourceError."""
        by_word = {alias: e for e in self.entries for alias in e.source.aliases}
        by_word |= {e.source.id: e for e in self.entries}
        found = by_word.get(source_id) or self._other(source_id)
        if found is None:
            near = difflib.get_close_matches(source_id[:80], by_word, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            raise UnknownSourceError(f'no source has the id "{source_id[:80]}"{hint}')
        return found

    def get_details(self, source_id: str) -> dict[str, Any]:
        """A source's texts: description, README as written and as safe HTML, notes; as the API tells them.

        Raises UnknownSourceError.
        """
        return self._details(self.get_source(source_id))


def _of_site(site: BuiltSite) -> Catalog:
    def details(entry: CatalogEntry) -> dict[str, Any]:
        return dict(json.loads(site.source_text(entry.source.id, "details") or b"{}"))

    def other(source_id: str) -> CatalogEntry | None:
        content = site.source_text(source_id)
        return None if content is None else entry_of(json.loads(content))

    catalog = site.catalog
    return Catalog(catalog.settings, catalog.entries, catalog.as_of, site.search, details, other)


def _of_definitions(root: Path) -> Catalog:
    from generator.loaded import catalog_of, load
    from generator.markdown import render_notes
    from generator.readmes import ReadmeShelf

    loaded = load(root)
    catalog: model.Catalog = catalog_of(loaded)
    made: list[Searcher] = []

    def search(words: str) -> tuple[str, ...]:
        if not made:
            from generator.build import searcher

            made.append(searcher(loaded, replace(catalog, entries=catalog.public)))
        return tuple(made[0](words))

    def details(entry: CatalogEntry) -> dict[str, Any]:
        with ReadmeShelf(loaded.cache, [entry], jobs=1) as shelf:
            return fields(details_shape(entry, shelf.get(entry), shelf.text(entry), render_notes))

    return Catalog(catalog.settings, catalog.entries, catalog.as_of, search, details, lambda _id: None)
