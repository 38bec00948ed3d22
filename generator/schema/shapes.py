"""What the value of a field may look like, as data.

One declaration serves the reader (:mod:`generator.schema.reading`), the JSON Schemas
(:mod:`generator.schema_json`), the reference in ``docs/`` and the form in the browser.
Regular expressions keep to what Python and ECMAScript (with the flag ``u``) read alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class RefusedError(Exception):
    """A text of the right form that still means nothing; raised by a shape's ``convert``."""

    def __init__(self, code: str, message: str, expected: str = "", hint: str = "") -> None:
        self.code = code
        self.message = message
        self.expected = expected
        self.hint = hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a text must not hold anywhere."""

    code: str
    pattern: str
    message: str
    expected: str = ""
    hint: str = ""


class Tidy(StrEnum):
    """What is done to a text before it is checked."""

    EXACT = "exact"
    """Nothing."""
    LINE = "line"
    """White space around it goes, and any inside becomes one space."""
    LINES = "lines"
    """White space around it goes."""
    WORD = "word"
    """White space around it goes, and letters become lower-case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text."""

    longest: int
    """Characters, after tidying."""
    noun: str = "text"
    """What it is called in messages."""
    tidy: Tidy = Tidy.EXACT
    pattern: str = ""
    """What the whole of it must match; empty: anything."""
    code: str = ""
    """Of the problem that it does not match."""
    rule: str = ""
    """What it must be, in words; ``{longest}`` stands for the number. Empty: any text."""
    explain: Callable[[str], RefusedError] | None = None
    """Says more than ``rule`` of why a text does not match."""
    refusals: tuple[Refusal, ...] = ()
    convert: Callable[[str], object] | None = None
    """Makes the value of a good text, or raises :class:`RefusedError`."""
    whole: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    """``pattern``, compiled once."""
    suspect: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    """Found in every text that a refusal applies to."""

    def __post_init__(self) -> None:
        """Compile the patterns."""
        object.__setattr__(self, "whole", re.compile(self.pattern) if self.pattern else None)
        either = "|".join(f"(?:{refusal.pattern})" for refusal in self.refusals)
        object.__setattr__(self, "suspect", re.compile(either) if either else None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    values: tuple[str, ...]
    noun: str = "value"


@dataclass(frozen=True, slots=True)
class ArtifactTypeName:
    """The id or an alias of one of the catalog's artifact types, in any case; read as the id."""


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date, ``YYYY-MM-DD``."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """Values in a row; of equal ones the first is kept."""

    item: Shape
    most: int
    """How many there may be once equal ones are dropped."""
    noun: str = "items"


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values by names that the writer chooses; a record without a value is one without fields."""

    key: Text
    value: Shape
    most: int
    noun: str = "entries"
    least: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Fields with fixed names."""

    fields: tuple[Field, ...]
    short: str = ""
    """The one field of which the value may stand for the whole record; empty: none."""
    one_of: tuple[str, ...] = ()
    """Fields of which exactly one must be there; the first is what people usually mean."""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    """The same fields, to look up."""

    def __post_init__(self) -> None:
        """Index the fields."""
        object.__setattr__(self, "by_name", MappingProxyType({f.name: f for f in self.fields}))


Shape = Text | Choice | ArtifactTypeName | Flag | Whole | Day | ListOf | MapOf | Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named value."""

    name: str
    shape: Shape
    doc: str
    """What it means, in a sentence or two."""
    example: str
    """A value as it would stand in YAML."""
    required: bool = False
    default: str = ""
    """What applies without it, in words; empty where that is nothing."""
    also: tuple[str, ...] = ()
    """What people call it elsewhere, for "did you mean"."""
