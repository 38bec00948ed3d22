"""``openapi.json``: the API told to programs, from the same declarations that its files are made of.

There are two of it. A built site's tells of files; the one of ``catalog serve --api`` of the same
documents without ``.json``, and of the filters that only a program can answer.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

from generator.api.endpoints import ENDPOINTS, Endpoint
from generator.api.schema import REF, described, example_of, list_schema, name_of, schema_of
from generator.api.shapes import API_VERSION, PageInfoShape, Problem
from generator.filters import DEFAULT_LIMIT, MAX_LIMIT, Sort
from generator.filters.query import type_words
from generator.model import Settings, SourceStatus, TrustLevel
from generator.urls import API_ROOT

MAX_QUERY = 2_000
"""Bytes of a query string that the server reads."""

MAX_PARAMETERS = 32
"""Parameters that it reads."""

Part = dict[str, Any]

_ID: Part = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "A source's id, or a former one.",
    "schema": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 80},
    "example": "anthropics-skills",
}


def openapi(settings: Settings, *, served: bool = False) -> Part:
    """The document: of a built site's files, or with ``served`` of the server's answers."""
    address = [{"url": f"{settings.base_url}/{API_ROOT}"}] if settings.base_url else []
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.title}: JSON API",
            "version": API_VERSION,
            "description": _about(served=served),
        },
        "servers": [{"url": f"/{API_ROOT}"}] if served else [*address, {"url": "."}],
        "paths": _served(settings) if served else _files(),
        "components": {"schemas": _schemas(settings)},
    }


def _about(*, served: bool) -> str:
    promise = (
        "Within a version of the address (`v1`) fields and documents are added and never removed, renamed or"
        " given another meaning; readers pass over what they do not know. What is not known is null."
    )
    if served:
        return f"{promise} Every document is also a file of the site, under the same address with `.json`."
    return (
        "Every document is a file, so any static host serves it, and a GET without parameters is all there"
        f" is; `catalog-client.js` filters and searches in the reader. {promise} A list goes on where"
        " `page_info.has_next_page` is true, at `pages/{list}/{end_cursor}.json`. A cursor that is no file"
        " any more (404) belongs to an older build: begin again with the list's own file."
    )


# -------------------------------------------------------------------- schemas


def _schemas(settings: Settings) -> dict[str, Part]:
    types = tuple(kind.id for kind in settings.artifact_types)
    found: dict[str, Part] = {}
    for shape in [*(e.shape for e in ENDPOINTS), PageInfoShape, Problem]:
        _add(shape, types, found)
    for endpoint in ENDPOINTS:
        if endpoint.many:
            found[f"{name_of(endpoint.shape)}List"] = list_schema(endpoint.shape)
    return dict(sorted(found.items()))


def _add(shape: type, types: tuple[str, ...], found: dict[str, Part]) -> None:
    """Add a shape and those within it."""
    found[name_of(shape)] = schema_of(shape, types)
    for _, kind, _ in described(shape):
        for inner in (kind, *getattr(kind, "__args__", ())):
            if isinstance(inner, type) and is_dataclass(inner) and name_of(inner) not in found:
                _add(inner, types, found)


def schema_name(endpoint: Endpoint) -> str:
    """The name of the schema of an endpoint's documents."""
    return f"{name_of(endpoint.shape)}{'List' if endpoint.many else ''}"


def example(endpoint: Endpoint) -> Part:
    """An example of an endpoint's documents."""
    one = example_of(endpoint.shape)
    return {"items": [one], "page_info": example_of(PageInfoShape)} if endpoint.many else one


# ---------------------------------------------------------------------- paths


def _answer(endpoint: Endpoint) -> Part:
    return {
        "description": endpoint.says,
        "content": {
            "application/json": {
                "schema": {"$ref": REF + schema_name(endpoint)},
                "example": example(endpoint),
            }
        },
    }


def _operation(endpoint: Endpoint, name: str, summary: str, parameters: list[Part], others: Part) -> Part:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": endpoint.says,
            **({"parameters": parameters} if parameters else {}),
            "responses": {"200": _answer(endpoint), **others},
        }
    }


def _files() -> dict[str, Part]:
    missing = {"404": {"description": "There is no such file; what is answered is the host's own page."}}
    paths: dict[str, Part] = {}
    for endpoint in ENDPOINTS:
        parameters = [_ID] if endpoint.of_source else []
        paths[endpoint.file] = _operation(
            endpoint, endpoint.name, endpoint.summary, parameters, missing if parameters else {}
        )
        if endpoint.pages:
            cursor = {
                "name": "cursor",
                "in": "path",
                "required": True,
                "description": "`start_cursor` or `end_cursor` of another page of this list.",
                "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            }
            paths[endpoint.pages_file] = _operation(
                endpoint, f"{endpoint.name}Page", f"{endpoint.summary}, a further page", [cursor], missing
            )
    return paths


def _served(settings: Settings) -> dict[str, Part]:
    paths: dict[str, Part] = {}
    for endpoint in ENDPOINTS:
        others = {"400": _problem("What was asked for has no meaning.", 400)}
        parameters = [_ID] if endpoint.of_source else []
        if endpoint.of_source:
            others["404"] = _problem("No source has this id.", 404)
        if endpoint.filtered:
            parameters = _filters(settings)
        elif endpoint.pages:
            parameters = [_cursor()]
        paths[endpoint.path] = _operation(endpoint, endpoint.name, endpoint.summary, parameters, others)
    return paths


def _problem(says: str, status: int) -> Part:
    shown = example_of(Problem)
    if status == 404:
        shown |= {"title": "Not Found", "status": 404, "error": "not_found", "validation_errors": None}
        shown |= dict.fromkeys(("detail", "message"), 'no source has the id "x"')
    return {
        "description": says,
        "content": {"application/problem+json": {"schema": {"$ref": f"{REF}Problem"}, "example": shown}},
    }


def _cursor() -> Part:
    return _parameter("cursor", "From `page_info` of another page of this list.", {"type": "string"})


def _filters(settings: Settings) -> list[Part]:
    """The query contract; ``docs/data-model.md``, "Filters"."""
    search = {"type": "string", "maxLength": 500}
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    return [
        _choices("artifact_type", "It has artifacts of each of these types.", list(type_words(settings))),
        _parameter(
            "tags",
            "It carries all of these tags, joined by commas.",
            {"type": "array", "items": {"type": "string", "maxLength": 50}},
        ),
        _choices("trust_level", "It has one of these trust levels.", [level.value for level in TrustLevel]),
        _choices("status", "It has one of these statuses.", [status.value for status in SourceStatus]),
        _parameter("search", "All of these words match, somewhere in it.", search),
        _parameter(
            "sort",
            "The order: `relevance` while searching, else `name`, unless asked otherwise.",
            {"type": "string", "enum": [sort.value for sort in Sort]},
        ),
        _cursor(),
        _parameter("limit", "Sources on a page.", limit),
    ]


def _choices(name: str, says: str, values: list[str]) -> Part:
    return _parameter(
        name, f"{says} Joined by commas.", {"type": "array", "items": {"type": "string", "enum": values}}
    )


def _parameter(name: str, says: str, schema: Part) -> Part:
    lists = {"style": "form", "explode": False} if schema["type"] == "array" else {}
    return {"name": name, "in": "query", "description": says, "schema": schema, **lists}
