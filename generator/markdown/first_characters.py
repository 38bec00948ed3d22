"""With which characters a match of a regular expression may begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_ASCII = frozenset(map(chr, range(128)))
_CATEGORIES = {
    code: frozenset(character for character in _ASCII if re.match(pattern, character))
    for code, pattern in {
        op.CATEGORY_DIGIT: r"\d",
        op.CATEGORY_NOT_DIGIT: r"\D",
        op.CATEGORY_SPACE: r"\s",
        op.CATEGORY_NOT_SPACE: r"\S",
        op.CATEGORY_WORD: r"\w",
        op.CATEGORY_NOT_WORD: r"\W",
    }.items()
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_PLACES = (op.AT, op.ASSERT, op.ASSERT_NOT)

_Beginning = tuple[frozenset[str], bool]
"""Characters of ASCII, and whether nothing may be matched."""
_ANYTHING: _Beginning = _ASCII, True


@cache
def first_characters(pattern: str, flags: int) -> frozenset[str] | None:
    """The characters of ASCII that a match may begin with, or more; None where it may be empty.

    What stands before or behind the match is not looked at. Raises re.error for what is no expression.
    """
    parsed = _parser.parse(pattern, flags)
    characters, empty = _of_all(parsed, parsed.state.flags)
    return None if empty else characters


def _of_all(parts: Iterable[tuple[object, Any]], flags: int) -> _Beginning:
    """Of parts that follow each other."""
    characters: frozenset[str] = frozenset()
    for kind, value in parts:
        more, empty = _of_one(kind, value, flags)
        characters |= more
        if not empty:
            return characters, False
    return characters, True


def _of_one(kind: object, value: Any, flags: int) -> _Beginning:  # noqa: ANN401 - its form goes by its kind
    """Of one part, by what Python's own parser of expressions calls it; anything for what is not known."""
    if kind is op.LITERAL:
        return _of_set([(kind, value)], flags), False
    if kind is op.NOT_LITERAL:
        return _of_set([(op.NEGATE, None), (op.LITERAL, value)], flags), False
    if kind is op.IN:
        return _of_set(value, flags), False
    if kind is op.ANY:
        return _ASCII, False
    if kind is op.SUBPATTERN:
        _, added, taken, parts = value
        return _of_all(parts, (flags | added) & ~taken)
    if kind is op.ATOMIC_GROUP:
        return _of_all(value, flags)
    if kind in _REPEATS:
        characters, empty = _of_all(value[2], flags)
        return characters, empty or value[0] == 0
    if kind is op.BRANCH:
        branches = [_of_all(parts, flags) for parts in value[1]]
        return frozenset().union(*(one for one, _ in branches)), any(empty for _, empty in branches)
    return (frozenset(), True) if kind in _PLACES else _ANYTHING


def _of_set(items: Iterable[tuple[object, Any]], flags: int) -> frozenset[str]:
    """Of a set of characters. Where case does not count, some beyond ASCII stand for letters in it."""
    characters: set[str] = set()
    negated = beyond = False
    for kind, value in items:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.CATEGORY:
            if value not in _CATEGORIES:
                return _ASCII
            characters |= _CATEGORIES[value]
        else:
            low, high = value if kind is op.RANGE else (value, value)
            characters.update(map(chr, range(low, min(high, 127) + 1)))
            beyond = beyond or high > 127
    if flags & re.IGNORECASE:
        if negated or beyond:
            return _ASCII
        characters = {cased for one in characters for cased in (one, one.lower(), one.upper())}
    return _ASCII - characters if negated else frozenset(characters)
