"""The types of ``catalog-client.js``, from the shapes that the API's files are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin

from generator.api.endpoints import ENDPOINTS
from generator.api.schema import described, name_of
from generator.api.shapes import PageInfoShape, Problem
from generator.filters import Sort
from generator.model import SourceStatus, TrustLevel

HEAD = """\
/** Types of catalog-client.js, made from the shapes of the API by generator/api/typescript.py. */
"""

CLIENT = """\
/** Several values are joined by commas, or given as a list. */
export type Words = string | readonly string[];

/** The filters of the list, its order and a place in it; a query string says the same. */
export type Parameters =
  | {
      /** It has artifacts of each of these types. */
      artifact_type?: Words;
      /** It carries all of these tags. */
      tags?: Words;
      /** It has one of these trust levels. */
      trust_level?: TrustLevelId | readonly TrustLevelId[] | string;
      /** It has one of these statuses. */
      status?: Status | readonly Status[] | string;
      /** All of these words match, somewhere in it. */
      search?: string;
      sort?: Sort;
      /** From `page_info` of another page of the same filters and order. */
      cursor?: string | null;
      /** 1–100; 50 without it. */
      limit?: number | string;
    }
  | URLSearchParams
  | string;

/** A place in a list without filters. */
export interface Place {
  cursor?: string | null;
}

export interface SearchResult extends SourceList {
  /** What was probably meant, where a word was mistyped; the items are its matches. */
  suggestion: string | null;
}

export interface ClientOptions {
  /** Fetches a file; the environment's own `fetch` without it, and in Node files on disk as well. */
  fetch?: (url: string) => Promise<Response>;
}

/** Every method rejects with a CatalogError for what has no meaning or is not there. */
export interface Catalog {
  getCatalog(): Promise<Root>;
  /** A page of the sources that pass all filters. */
  listSources(parameters?: Parameters): Promise<SourceList>;
  /** All of them, page after page. */
  allSources(parameters?: Parameters): AsyncGenerator<Source, void, void>;
  /** The best matches of some words. */
  search(words: string, parameters?: Parameters): Promise<SearchResult>;
  /** By its id or a former one; unlisted ones too. */
  getSource(id: string): Promise<Source>;
  getDetails(id: string): Promise<Details>;
  getArtifacts(id: string): Promise<ArtifactList>;
  listArtifacts(place?: Place): Promise<ArtifactList>;
  listChanges(place?: Place): Promise<RunList>;
  listTags(): Promise<TagList>;
  listArtifactTypes(): Promise<ArtifactTypeList>;
  listTrustLevels(): Promise<TrustLevelList>;
  getStats(): Promise<Stats>;
}

/** What was wrong. */
export interface CatalogError extends Error {
  problem: Problem;
}
export declare const CatalogError: { new (...given: never): CatalogError };

/** A catalog anywhere; `root` is the address of its API, such as `https://example.org/api/v1/`. */
export declare const CatalogClient: { new (root: string | URL, options?: ClientOptions): Catalog };

/** The catalog that this file came with, and its methods. */
export declare const catalog: Catalog;
export declare const getCatalog: Catalog["getCatalog"];
export declare const listSources: Catalog["listSources"];
export declare const allSources: Catalog["allSources"];
export declare const search: Catalog["search"];
export declare const getSource: Catalog["getSource"];
export declare const getDetails: Catalog["getDetails"];
export declare const getArtifacts: Catalog["getArtifacts"];
"""


def declarations() -> str:
    """The text of ``catalog-client.d.ts``."""
    pieces = [HEAD, _words("TrustLevelId", TrustLevel), _words("Status", SourceStatus), _words("Sort", Sort)]
    shapes: dict[str, type] = {}
    for shape in [*(endpoint.shape for endpoint in ENDPOINTS), PageInfoShape, Problem]:
        _collect(shape, shapes)
    pieces += [_interface(shapes[name]) for name in sorted(shapes)]
    pieces += [_list(endpoint.shape) for endpoint in _first_of_each()]
    return "\n".join([*pieces, CLIENT])


def _first_of_each() -> Iterator[Any]:
    seen: set[type] = set()
    for endpoint in ENDPOINTS:
        if endpoint.many and endpoint.shape not in seen:
            seen.add(endpoint.shape)
            yield endpoint


def _collect(shape: type, found: dict[str, type]) -> None:
    found[name_of(shape)] = shape
    for _, kind, _ in described(shape):
        for inner in (kind, *get_args(kind)):
            if isinstance(inner, type) and is_dataclass(inner) and name_of(inner) not in found:
                _collect(inner, found)


def _words(name: str, words: type[StrEnum]) -> str:
    return f"export type {name} = {_union(words)};\n"


def _union(words: type[StrEnum]) -> str:
    return " | ".join(f'"{word.value}"' for word in words)


def _interface(shape: type) -> str:
    lines = [f"/** {' '.join((shape.__doc__ or '').split())} */", f"export interface {name_of(shape)} {{"]
    for name, kind, says in described(shape):
        lines += [f"  /** {says.doc} */", f"  {name}: {type_text(kind)};"]
    return "\n".join([*lines, "}", ""])


def _list(shape: type) -> str:
    name = name_of(shape)
    return f"export interface {name}List {{\n  items: {name}[];\n  page_info: PageInfo;\n}}\n"


def type_text(kind: Any) -> str:  # noqa: ANN401 - a type as `get_type_hints` gives it
    """How TypeScript writes the type of a field."""
    if NoneType in get_args(kind):
        (known,) = (one for one in get_args(kind) if one is not NoneType)
        return f"{type_text(known)} | null"
    if get_origin(kind) is tuple:
        inner = type_text(get_args(kind)[0])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if get_origin(kind) is not None and issubclass(get_origin(kind), Mapping):
        return f"Record<string, {type_text(get_args(kind)[1])}>"
    if isinstance(kind, type) and is_dataclass(kind):
        return name_of(kind)
    if issubclass(kind, StrEnum):
        return _union(kind)
    return {bool: "boolean", int: "number", str: "string", date: "string", datetime: "string"}[kind]
