"""What pages say of themselves to machines, as JSON-LD in the words of schema.org.

Only pages with a canonical address have any, since every thing in it is named by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator import urls
from generator.model import CatalogEntry
from generator.pages.view import View
from generator.pages.wording import one_line

Data = Mapping[str, Any]

CONTEXT = "https://schema.org"


def catalog_data(view: View, entries: Sequence[CatalogEntry], start: int) -> Data | None:
    """Of the home page: the site with its search, the catalog, and the list of sources."""
    home = _absolute(view, urls.HOME)
    if not home:
        return None
    catalog: dict[str, Any] = {
        "@type": "DataCatalog",
        "@id": f"{home}#catalog",
        "name": view.site.title,
        "url": home,
        "inLanguage": view.site.language,
    }
    if view.description:
        catalog["description"] = view.description
    if view.catalog.as_of:
        catalog["dateModified"] = view.catalog.as_of.date().isoformat()
    site = {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": view.site.title,
        "url": home,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}?search={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    graph = [site, catalog, _list(view, entries, start, len(view.public))]
    return {"@context": CONTEXT, "@graph": graph}


def list_data(view: View, name: str, entries: Sequence[CatalogEntry], start: int, total: int) -> Data | None:
    """Of a list of sources: those on the page, ``start`` of ``total`` from 0."""
    if not _absolute(view, urls.HOME):
        return None
    return {"@context": CONTEXT, **_list(view, entries, start, total), "name": name}


def _list(view: View, entries: Sequence[CatalogEntry], start: int, total: int) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "numberOfItems": total,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": one_line(entry.source.title),
                "url": _absolute(view, urls.source_page(entry.source.id)),
            }
            for place, entry in enumerate(entries, start=start + 1)
        ],
    }


def source_data(view: View, entry: CatalogEntry, repo_url: str | None) -> Data | None:
    """Of a source's page."""
    home, source, snapshot = _absolute(view, urls.HOME), entry.source, entry.snapshot
    if not home or source.id not in view.listed_ids:
        return None
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "SoftwareSourceCode",
        "name": one_line(source.title),
        "url": _absolute(view, urls.source_page(source.id)),
        "isPartOf": {"@type": "DataCatalog", "@id": f"{home}#catalog", "name": view.site.title, "url": home},
    }
    optional = {
        "description": one_line(entry.description),
        "codeRepository": repo_url,
        "keywords": list(source.tags),
        "programmingLanguage": one_line(snapshot.language or "") if snapshot else "",
        "license": _licence(snapshot.license) if snapshot else "",
        "dateCreated": source.added.isoformat() if source.added else "",
        "dateModified": snapshot.pushed_at.date().isoformat() if snapshot and snapshot.pushed_at else "",
        "identifier": snapshot.commit if snapshot else "",
    }
    return found | {name: value for name, value in optional.items() if value}


def _licence(spdx: str | None) -> str:
    """The licence's page at SPDX; GitHub's word for one that it does not know has none."""
    known = spdx and spdx != "NOASSERTION" and all(c.isalnum() or c in "-.+" for c in spdx) and spdx.isascii()
    return f"https://spdx.org/licenses/{spdx}" if known else ""


def _absolute(view: View, path: str) -> str:
    return urls.absolute(view.catalog.settings.base_url, path) or ""
