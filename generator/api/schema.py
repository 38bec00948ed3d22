"""Shapes as JSON Schemas (2020-12, as OpenAPI 3.1 takes them), with an example of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from generator.api.shapes import Says
from generator.schema import SOURCE
from generator.schema.shapes import ListOf, Shape, Text, Tidy

Schema = dict[str, Any]

REF = "#/components/schemas/"


def name_of(shape: type) -> str:
    """What a shape is called outside: ``Source`` for ``SourceShape``."""
    return shape.__name__.removesuffix("Shape")


def described(shape: type) -> Iterator[tuple[str, Any, Says]]:
    """Name, type and meaning of each field of a shape."""
    hints = get_type_hints(shape, include_extras=True)
    for each in fields(shape):
        hint = hints[each.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{shape.__name__}.{each.name} says nothing of itself")
        kind, says = get_args(hint)
        yield each.name, kind, says


def schema_of(shape: type, types: tuple[str, ...]) -> Schema:
    """The schema of a shape; ``types`` are the ids of the catalog's artifact types."""
    properties = {name: _field(kind, says, types) for name, kind, says in described(shape)}
    return {
        "type": "object",
        "description": " ".join((shape.__doc__ or "").split()),
        "properties": properties,
        "required": list(properties),
    }


def list_schema(shape: type) -> Schema:
    """The schema of a list of a shape."""
    return {
        "type": "object",
        "description": f"A page of a list of {name_of(shape)}.",
        "properties": {
            "items": {"type": "array", "items": {"$ref": REF + name_of(shape)}},
            "page_info": {"$ref": REF + "PageInfo"},
        },
        "required": ["items", "page_info"],
    }


def example_of(shape: type) -> Schema:
    """An example of a shape, made of those of its fields."""
    return {name: _example(kind, says) for name, kind, says in described(shape)}


def _example(kind: object, says: Says) -> object:
    inner = _item(kind) if get_origin(kind) is tuple else _known(kind)
    if says.example is None and isinstance(inner, type) and is_dataclass(inner):
        made = example_of(inner)
        return [made] if get_origin(kind) is tuple else made
    return says.example


def _field(kind: object, says: Says, types: tuple[str, ...]) -> Schema:
    schema = _type(_known(kind), says, types)
    if not is_dataclass(_known(kind)) and says.example is not None:
        schema["examples"] = [says.example]
    if NoneType in get_args(kind):
        schema = _or_null(schema)
    return {"description": says.doc, **schema}


def _known(kind: object) -> object:
    """A type without the null that it may be."""
    if isinstance(kind, UnionType):
        (known,) = (one for one in get_args(kind) if one is not NoneType)
        return known
    return kind


def _item(kind: object) -> object:
    return get_args(kind)[0]


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def _type(kind: object, says: Says, types: tuple[str, ...]) -> Schema:
    limits = {**_like(says.like), **says.limits}
    if get_origin(kind) is tuple:
        item = _item(kind)
        only = {"items": limits.pop("items")} if "items" in limits else {}
        return {"type": "array", "items": _type(item, Says("", None), types), **only, **limits}
    if isinstance(kind, type) and is_dataclass(kind):
        return {"$ref": REF + name_of(kind)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [member.value for member in kind]}
    return _plain(kind, says, types, limits)


def _plain(kind: object, says: Says, types: tuple[str, ...], limits: Schema) -> Schema:
    named: Schema = {"enum": list(types)} if says.types else {}
    match kind:
        case _ if kind is bool:
            return {"type": "boolean"}
        case _ if kind is int:
            return {"type": "integer", **limits}
        case _ if kind is datetime:
            return {"type": "string", "format": "date-time", **limits}
        case _ if kind is date:
            return {"type": "string", "format": "date", **limits}
        case _ if kind is str:
            return {"type": "string", **named, **limits}
    return {
        "type": "object",
        **({"propertyNames": named} if named else {}),
        "additionalProperties": _type(get_args(kind)[1], Says("", None), types),
        **limits,
    }


def _like(name: str) -> Schema:
    """The limits of a definition's field, which what is shown of it keeps."""
    return _limits(SOURCE.by_name[name].shape) if name else {}


def _limits(shape: Shape) -> Schema:
    match shape:
        case Text():
            plain = shape.pattern and shape.tidy is Tidy.EXACT
            return {
                "maxLength": shape.longest,
                **({"pattern": f"^(?:{shape.pattern})$"} if plain else {}),
            }
        case ListOf():
            return {"maxItems": shape.most, "items": {"type": "string", **_limits(shape.item)}}
    return {}
