"""Good definitions as JSON, so that a file that was read before need not be judged again.

Those alone that have nothing but plain values, which are nearly all: others are read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from generator.model import Source, TrustLevel, Visibility
from generator.schema.source import Definition

_NESTED = ("trust", "manual_map", "exclude", "exempt", "removed")
"""Fields whose values are more than texts."""

_DEFAULTS = {f.name: f.default for f in fields(Source)}

_READERS: dict[str, Callable[[Any], object]] = {
    "tags": tuple,
    "aliases": tuple,
    "trust_level": TrustLevel,
    "visibility": Visibility,
    "added": date.fromisoformat,
}
"""Of the fields that JSON has no form for."""


def remembered(definition: Definition) -> object:
    """What :func:`definition_of_remembered` reads; None for one that is to be read from its file."""
    source = definition.source
    if source is None or definition.problems:
        return None
    if any(getattr(source, name) != _DEFAULTS[name] for name in _NESTED):
        return None
    values = {name: getattr(source, name) for name in _DEFAULTS if name not in _NESTED}
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if _DEFAULTS[name] is MISSING or value != _DEFAULTS[name]
    }
    return [plain, [[*place, *where] for place, where in definition.places.items()]]


def definition_of_remembered(row: Any) -> Definition | None:  # noqa: ANN401 - any JSON
    """The definition again; None for what is no row of one."""
    try:
        plain, places = row
        nested = {name: read(plain[name]) for name, read in _READERS.items() if name in plain}
        source = Source(**{**plain, **nested})
        where = {(field, value): (dotted, line, column) for field, value, dotted, line, column in places}
    except (TypeError, ValueError):
        return None
    return Definition(source.id, source.file, source, (), where)
