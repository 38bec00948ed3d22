"""Shapes to JSON: dataclasses become objects, moments texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import Enum

Json = str | int | None | list["Json"] | dict[str, "Json"]


def plain(value: object) -> Json:
    """A shape as `json` takes it: moments in UTC to the second, days and enums as their texts."""
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return str(value.value)
        case str():
            return value
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    return fields(value)


def fields(shape: object) -> dict[str, Json]:
    """The fields of a shape. Raises TypeError for what is none."""
    if not is_dataclass(shape):
        raise TypeError(f"no JSON for {type(shape).__name__}")
    return {name: plain(getattr(shape, name)) for name in shape.__dataclass_fields__}


def encoded(value: object) -> bytes:
    """A shape as a JSON file, as :func:`plain` has it; half surrogates become question marks."""
    return (_ENCODER.encode(value) + "\n").encode("utf-8", "replace")


def _one_level(value: object) -> Json | dict[str, object]:
    """What stands for a value that `json` does not know; what is in it may be of the same kind."""
    match value:
        case Enum():
            return str(value.value)
        case date():  # a moment, too
            return plain(value)
        case Mapping():
            return {str(key): one for key, one in value.items()}
    if not is_dataclass(value):
        raise TypeError(f"no JSON for {type(value).__name__}")
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_one_level)
"""Walks the values itself, in C, and asks for those alone that it does not know."""
