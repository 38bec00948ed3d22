"""What nouns are made of: records, and words out of a few.

The `dataclass` here is for modules with many classes: it takes a quarter of the time to make one.
The standard library writes six functions for a frozen class and compiles each by itself. That is
0.3 ms, and a build starts with over 200 classes, so it was four tenths of its start. Here only
``__init__`` is written; the rest is the same few lines for all classes. What comes of it behaves
the same, as ``tests/test_values.py`` holds; `dataclasses.fields`, ``replace`` and the like take it
for one of theirs, and so do type checkers.

Only for plain fields of frozen classes with slots. A class of one kind cannot be derived from one
of the other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["Word", "dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """As `dataclasses.dataclass`, for ``frozen=True, slots=True``. Raises TypeError for more."""
        if not (frozen and slots):
            raise TypeError("use dataclasses.dataclass for what is not frozen or has no slots")
        return _made


class Word(StrEnum):
    """One of a few words, which looks like its text: an enum's own ``repr`` is slow for fingerprints."""

    __repr__ = str.__repr__


def _made(cls: type) -> type:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)
    if hasattr(made, "__post_init__") or any(not field.init or field.kw_only for field in fields):
        raise TypeError(f"use dataclasses.dataclass for {cls.__name__}, which has more than plain fields")
    made.__init__ = _init(made, fields)
    made.__repr__ = _repr(made.__qualname__, [field.name for field in fields if field.repr])
    made.__eq__, made.__hash__ = _comparing([field.name for field in fields if field.compare])
    every = _values_of([field.name for field in fields])
    made.__getstate__ = lambda self: every(self)  # noqa: PLW0108 - only a function becomes a method
    made.__setstate__ = lambda self, state: made.__init__(self, *state)
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    kind: type = made
    return kind


def _init(made: type, fields: Sequence[Field[Any]]) -> object:
    """A function that fills the slots of a new object, with the defaults of the fields."""
    names: dict[str, Any] = {"_absent": MISSING}
    parameters, lines = ["self"], ["pass"]
    for field in fields:
        name = value = field.name
        names[f"_set_{name}"] = getattr(made, name).__set__
        if field.default is not MISSING:
            names[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            names[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        else:
            parameters.append(name)
        lines.append(f"_set_{name}(self, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), names)  # noqa: S102 - names of ours
    init = names["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _repr(kind: str, names: Sequence[str]) -> Callable[[object], str]:
    values = _values_of(names)
    form = f"{kind}({', '.join(f'{name}=%r' for name in names)})"
    return lambda self: form % values(self)


def _comparing(names: Sequence[str]) -> tuple[Callable[[object, object], bool], Callable[[object], int]]:
    """What tells whether two objects are equal, and their hash."""
    values = _values_of(names)

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return equal, lambda self: hash(values(self))


def _values_of(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
