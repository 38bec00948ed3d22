"""Positioned nodes: what a YAML file says, with the place of everything in it.

The meaning of plain (unquoted) words is that of the core schema of YAML 1.2, and
no other: ``null``, ``~`` and nothing; ``true`` and ``false``; whole numbers, also
``0o17`` and ``0x1f``; decimal numbers. So ``no``, ``on``, ``1:30`` and ``2026-01-31``
are text here, as they are for every reader of YAML 1.2.

The nodes are named tuples, which are made three times as fast as frozen dataclasses;
a catalog of 10,000 definitions has half a million of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Value = str | int | float | bool | None


class ScalarNode(NamedTuple):
    """One value that holds no others."""

    value: Value
    text: str
    """As written, without quotes: of ``1.0`` it is ``"1.0"``, where ``value`` is a number."""
    line: int
    """First line is 1."""
    column: int
    """First column is 1; counted in characters."""
    end_line: int
    """Where it ends; ``end_column`` is the first column after it."""
    end_column: int


class ListNode(NamedTuple):
    """Values in a row."""

    items: tuple[Node, ...]
    line: int
    column: int
    end_line: int
    """Of a block of lines: where the next thing starts."""
    end_column: int


class MappingNode(NamedTuple):
    """Values by key; no key is there twice."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    """In the order of the file; a key's name is its ``text``."""
    line: int
    column: int
    end_line: int
    """Of a block of lines: where the next thing starts."""
    end_column: int

    def get(self, name: str) -> Node | None:
        """What stands under a key; None if there is no such key."""
        return next((value for key, value in self.entries if key.text == name), None)


class RefusedNode(NamedTuple):
    """In the place of something that a problem was already reported for."""

    line: int
    column: int


Node = ScalarNode | ListNode | MappingNode | RefusedNode

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What a node says, without places."""


def plain(node: Node) -> Plain:
    """The values alone; null for what was refused."""
    match node:
        case ScalarNode():
            return node.value
        case ListNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {key.text: plain(value) for key, value in node.entries}
        case RefusedNode():
            return None


MAX_NUMBER = 40
"""Characters of the longest plain word that is read as a number; a longer one is text."""

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
_NUMBER_STARTS = frozenset("+-.0123456789")


def plain_value(text: str) -> Value:
    """What a plain word means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS or len(text) > MAX_NUMBER:
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match["whole"]:
        return int(text)
    if match["octal"]:
        return int(match["octal"], 8)
    if match["hex"]:
        return int(match["hex"], 16)
    return float(text)
