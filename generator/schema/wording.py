"""Shapes and nodes in words, for problems."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.printable import printable
from generator.schema.shapes import (
    ArtifactTypeName,
    Choice,
    Day,
    Flag,
    ListOf,
    MapOf,
    Record,
    Shape,
    Text,
    Whole,
)
from generator.yaml_text import ListNode, MappingNode, Node, RefusedNode, ScalarNode

MAX_FOUND = 80
"""Characters of ``Problem.found``."""

_PASSWORD = re.compile(r"://[^/\s@]*@")
"""A secret that was copied into a file is not repeated into logs."""

_PLAIN_NAME = re.compile(r"[\w./@+-]{1,60}", re.ASCII)


def inside(field: str, name: str) -> str:
    """The dotted name of a field within another."""
    name = name if _PLAIN_NAME.fullmatch(name) else f'"{printable(name, 60)}"'
    return f"{field}.{name}" if field else name


def shown(node: Node) -> str:
    """What stands there, in at most 80 harmless characters."""
    match node:
        case ScalarNode(value=None):
            return "nothing"
        case ScalarNode(value=str()):
            return f'"{printable(_PASSWORD.sub("://…@", node.text), MAX_FOUND - 2)}"'
        case ScalarNode():
            return printable(node.text, MAX_FOUND)
        case ListNode():
            return f"a list of {len(node.items)}"
        case MappingNode():
            return f"a mapping of {len(node.entries)}"
        case RefusedNode():
            return ""


def one_of(words: Iterable[str]) -> str:
    """The words, as a list to choose from."""
    return "one of " + ", ".join(words)


def describe(shape: Shape) -> str:
    """What a value of this shape is, in words for ``Problem.expected``."""
    match shape:
        case Text():
            if shape.rule:
                return shape.rule.format(longest=shape.longest)
            return f"{_a(shape.noun)} of at most {shape.longest:,} characters"
        case Choice():
            return one_of(shape.values)
        case ArtifactTypeName():
            return "an artifact type of the catalog"
        case Flag():
            return "true or false"
        case Whole():
            if shape.least == shape.most:
                return f"the number {shape.least}"
            return f"a whole number from {shape.least:,} to {shape.most:,}"
        case Day():
            return "a date, such as 2026-01-31"
        case ListOf():
            return f"a list of at most {shape.most} {shape.noun}"
        case MapOf():
            return f"a mapping of at most {shape.most} {shape.noun}"
        case Record():
            needed = [f.name for f in shape.fields if f.required]
            needed += [" or ".join(shape.one_of)] if shape.one_of else []
            names = ", ".join(needed or (f.name for f in shape.fields))
            return f"a mapping of fields: {'at least ' if needed else ''}{names}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouAEIOU" else f"a {noun}"
