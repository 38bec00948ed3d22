"""Where nodes stand in the text that they were read from: indexes, lines and their ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from generator.yaml_text.nodes import ListNode, MappingNode, Node, RefusedNode, ScalarNode

_BREAK = re.compile("\r\n?|\n")
_HEADER = re.compile("[|>][-+0-9]*")


class Splice(NamedTuple):
    """A piece of text that is put in the place of another."""

    start: int
    end: int
    text: str


class Layout:
    """A text and its lines. Indexes are those of its characters, a byte order mark included."""

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = list(_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._mark = text.startswith("\ufeff")
        self.line_end = breaks[0].group() if breaks else "\n"
        """What ends lines here: that of the first line."""

    def at(self, line: int, column: int) -> int:
        """The index of a place; that of the text's end for what lies behind it."""
        if line > len(self._starts):
            return len(self.text)
        mark = 1 if line == 1 and self._mark else 0
        return min(self._starts[line - 1] + column - 1 + mark, len(self.text))

    def start(self, node: Node) -> int:
        """Where a node starts; a block list at its first dash, a block mapping at its first key."""
        return self.at(node.line, node.column)

    def line_start(self, index: int) -> int:
        """Where the line of ``index`` starts, behind a byte order mark."""
        start = self._starts[bisect_right(self._starts, index) - 1]
        return start + 1 if start == 0 and self._mark else start

    def line_stop(self, index: int) -> int:
        """Where the line of ``index`` ends, before its line end."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Where the line after that of ``index`` starts."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def lines(self, index: int, lines: Sequence[str], end: int | None = None) -> Splice:
        """Lines in the place of what stands from ``index``, the start of a line, to ``end``."""
        return Splice(index, index if end is None else end, "".join(line + self.line_end for line in lines))

    def first_in_line(self, index: int) -> bool:
        """Whether nothing but spaces stands before ``index`` in its line."""
        return not self.text[self.line_start(index) : index].strip(" ")

    def mark(self, node: Node) -> str:
        """The character that tells a node's style: a quote, ``|``, ``>``, ``[``, ``{``; else empty."""
        start = self.start(node)
        if isinstance(node, ScalarNode) and (node.line, node.column) == (node.end_line, node.end_column):
            return ""
        char = self.text[start : start + 1]
        return char if char and char in "'\"|>[{" else ""

    def header_stop(self, node: ScalarNode) -> int:
        """Where the header of a block scalar ends: ``|``, ``>``, and the marks behind it."""
        found = _HEADER.match(self.text, self.start(node))
        return found.end() if found else self.start(node)

    def stop(self, node: Node) -> int:
        """Where the content of a node ends: comments and empty lines behind it are not in it."""
        match node:
            case ScalarNode():
                if self.mark(node) in ("|", ">"):
                    return self._block_stop(node)
                return self.at(node.end_line, node.end_column)
            case ListNode():
                last: Sequence[Node] = node.items[-1:]
            case MappingNode():
                last = [value for _, value in node.entries[-1:]]
            case RefusedNode():
                return self.start(node)
        if self.mark(node) in ("[", "{") or not last:
            return self.at(node.end_line, node.end_column)
        return self.stop(last[0])

    def _block_stop(self, node: ScalarNode) -> int:
        """The end of the last line of a block scalar that is no empty line, or is kept by ``+``."""
        header = self.header_stop(node)
        first = self.next_line(header)
        end = self.at(node.end_line, node.end_column)
        if end <= first:
            return self.line_stop(header)
        lines = _BREAK.split(self.text[first:end])
        marks = self.text[self.start(node) : header]
        if "+" not in marks:
            indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
            blank = 0 if any(mark.isdigit() for mark in marks) else indent
            while lines and not lines[-1].strip(" ") and len(lines[-1]) <= blank:
                lines.pop()
        elif not lines[-1]:
            lines.pop()
        index = header
        for _ in lines:
            index = self.next_line(index)
        return self.line_stop(index) if lines else self.line_stop(header)
