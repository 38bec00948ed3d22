"""The page about the API: what `openapi.json` tells programs, for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import get_args

from generator import urls
from generator.api.endpoints import ENDPOINTS, Endpoint
from generator.api.openapi import example
from generator.api.schema import described, name_of
from generator.api.shapes import API_VERSION, PageInfoShape
from generator.api.typescript import type_text
from generator.pages.contexts_api import ApiContext, ApiDocument, ApiField, ApiLink, ApiShape
from generator.pages.view import View

PROGRAM = """\
import {{ listSources, getDetails }} from "{module}";

const {{ items, page_info }} = await listSources({{ {filters}sort: "stars", limit: 20 }});
for (const source of items) console.log(source.name, source.stars, source.artifact_count);
const {{ repo_readme_html }} = await getDetails(items[0].id);
"""


def api_ingredients(view: View) -> tuple[object, ...]:
    """All that `api_page` reads, beside what every page shares."""
    return (_some_type(view), _some_source(view))


def _some_type(view: View) -> str | None:
    """An artifact type that some source has."""
    return next(iter(view.by_type), None)


def _some_source(view: View) -> str | None:
    """The id of a source."""
    return view.public[0].source.id if view.public else None


def api_page(view: View) -> ApiContext:
    """What the API holds, document by document and shape by shape."""
    words, settings = view.words, view.catalog.settings
    lede = words("api.lede", version=API_VERSION)
    module = f"{urls.API_ROOT}/catalog-client.js"
    kind = _some_type(view)
    return ApiContext(
        site=view.site,
        page=view.page(urls.API, words("api.heading"), lede, section="api"),
        heading=words("api.heading"),
        lede=lede,
        files=(
            ApiLink(urls.api("openapi"), "openapi.json", "braces"),
            ApiLink(module, "catalog-client.js", "code"),
            ApiLink(f"{urls.API_ROOT}/catalog-client.d.ts", "catalog-client.d.ts", "code"),
        ),
        code=PROGRAM.format(
            module=urls.absolute(settings.base_url, module) or f"./{module}",
            filters=f'artifact_type: "{kind}", ' if kind else "",
        ),
        documents=tuple(_document(view, endpoint) for endpoint in ENDPOINTS),
        shapes=tuple(_shape(shape) for shape in _shapes()),
    )


def _document(view: View, endpoint: Endpoint) -> ApiDocument:
    some = _some_source(view)
    path = f"{urls.API_ROOT}{endpoint.file}"
    opened = path.replace("{id}", some) if some else path
    return ApiDocument(
        anchor=f"get-{endpoint.path.strip('/').replace('/', '-').replace('{id}', 'id') or 'catalog'}",
        heading=_prose(endpoint.summary),
        path=f"/{path}",
        more=f"/{urls.API_ROOT}{endpoint.pages_file}" if endpoint.pages else "",
        text=_prose(endpoint.says),
        open_path=None if "{" in opened else opened,
        shape=name_of(endpoint.shape),
        shape_anchor=_anchor(endpoint.shape),
        many=endpoint.many,
        example=json.dumps(example(endpoint), indent=2, ensure_ascii=False),
    )


def _shapes() -> list[type]:
    """Every shape, each behind the first document that needs it."""
    found: dict[type, None] = {}

    def add(shape: type) -> None:
        if shape not in found:
            found[shape] = None
            for _, kind, _ in described(shape):
                for inner in _within(kind):
                    add(inner)

    for endpoint in ENDPOINTS:
        add(endpoint.shape)
    add(PageInfoShape)
    return list(found)


def _within(kind: object) -> Iterator[type]:
    for inner in (kind, *get_args(kind)):
        if isinstance(inner, type) and is_dataclass(inner):
            yield inner


def _shape(shape: type) -> ApiShape:
    return ApiShape(
        anchor=_anchor(shape),
        name=name_of(shape),
        text=_prose(shape.__doc__ or ""),
        fields=tuple(
            ApiField(
                name=name,
                type=type_text(kind),
                type_anchor=next((_anchor(inner) for inner in _within(kind)), ""),
                text=_prose(says.doc),
            )
            for name, kind, says in described(shape)
        ),
    )


def _prose(text: str) -> str:
    """A text of the program as pages print texts."""
    return " ".join(text.split()).replace("`", "").replace("'", "’")


def _anchor(shape: type) -> str:
    return f"shape-{name_of(shape).lower()}"
