"""JSON Schemas (2020-12) of definitions and settings, from the same declarations that the reader uses.

They say what can be said of one file by itself: names, types, forms and limits. What
needs a calculation (a day that exists, an address that can be opened) or other files
(ids, successors) only the reader knows, so whatever the reader takes the schema takes,
but for artifact types in capitals and texts padded with white space.
"""

from __future__ import annotations

from typing import Any

from generator.model import ArtifactType, Settings
from generator.schema import SETTINGS, SOURCE
from generator.schema.shapes import (
    ArtifactTypeName,
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    MapOf,
    Record,
    Shape,
    Text,
    Tidy,
    Whole,
)
from generator.yaml_text import parse, plain

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def source_schema(settings: Settings) -> Schema:
    """The schema of a definition in the catalog of these settings."""
    return {
        "$schema": DIALECT,
        "title": f"Definition of a source in {settings.title}",
        "description": "A YAML file in sources/, named after the source's id.",
        **_record(SOURCE, settings.artifact_types),
    }


def settings_schema() -> Schema:
    """The schema of ``catalog.yaml``."""
    return {
        "$schema": DIALECT,
        "title": "Settings of a catalog",
        "description": "catalog.yaml, at the root of the catalog.",
        **_record(SETTINGS, ()),
    }


Types = tuple[ArtifactType, ...]


def _record(shape: Record, types: Types) -> Schema:
    required = [f.name for f in shape.fields if f.required]
    schema: Schema = {
        "type": "object",
        "properties": {f.name: _field(f, types) for f in shape.fields},
        **({"required": required} if required else {}),
        **({"oneOf": [_there(name) for name in shape.one_of]} if shape.one_of else {}),
        "additionalProperties": False,
    }
    if not shape.short:
        return schema
    only = next(f for f in shape.fields if f.name == shape.short)
    return {"anyOf": [_shape(only.shape, types), schema]}


def _there(name: str) -> Schema:
    """The field is there, and not without a value."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def _field(field: Field, types: Types) -> Schema:
    schema = _shape(field.shape, types)
    default = f" Default: {field.default}." if field.default else ""
    example = plain(parse(field.example, ""))
    described = {"description": field.doc + default, "examples": [example], **schema}
    return described if field.required else _or_nothing(described)


def _or_nothing(schema: Schema) -> Schema:
    """The same, with null allowed: a field without a value is as good as left out."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def _shape(shape: Shape, types: Types) -> Schema:
    match shape:
        case Text():
            return _text(shape)
        case Choice():
            return {"enum": list(shape.values)}
        case ArtifactTypeName():
            return {"enum": [word for kind in types for word in (kind.id, *kind.aliases)]}
        case Flag():
            return {"type": "boolean"}
        case Whole():
            return {"type": "integer", "minimum": shape.least, "maximum": shape.most}
        case Day():
            return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case ListOf():
            # no maxItems: equal items are dropped before they are counted
            return {"type": "array", "items": _shape(shape.item, types)}
        case MapOf():
            value = _shape(shape.value, types)
            return {
                "type": "object",
                "propertyNames": _shape(shape.key, types),
                "additionalProperties": _or_nothing(value) if isinstance(shape.value, Record) else value,
                **({"minProperties": shape.least} if shape.least else {}),
                "maxProperties": shape.most,
            }
        case Record():
            return _record(shape, types)


def _text(shape: Text) -> Schema:
    schema: Schema = {"type": "string", "maxLength": shape.longest}
    if shape.tidy is Tidy.EXACT:
        schema["pattern"] = f"^(?:{shape.pattern})$" if shape.pattern else r"\S"
    elif shape.tidy is Tidy.WORD:
        schema["pattern"] = rf"^\s*(?:{shape.pattern})\s*$"
    else:
        schema["pattern"] = r"\S"
    refused = [{"pattern": refusal.pattern} for refusal in shape.refusals]
    if refused:
        # "type" so that null, where it is allowed, is not refused for matching no pattern
        schema["not"] = {"type": "string", **(refused[0] if len(refused) == 1 else {"anyOf": refused})}
    return schema
