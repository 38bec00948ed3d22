"""The lines of a document as markdown-it-py's rules for blocks see them, counted and cut in fewer steps."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from operator import add
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from generator.markdown.tokens import token

_UNDERLINE = re.compile(r"\n[ \t>]*(?:-+|=+)[ \t]*(?=\n|$)")
"""What a heading's underline must look like at least."""


class State(StateBlock):
    """The stock state, with the same marks, tokens and texts."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = src
        lines = src.split("\n")
        if not lines[-1].strip(" \t"):  # without a line end such a line is none
            lines.pop()
        shifts = [len(line) - len(line.lstrip(" \t")) for line in lines]
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.tabs = "\t" in src
        self.lineMax = len(lines)
        self.bMarks = [*starts[:-1], len(src)]  # a last one, so that what is behind may be looked at
        self.eMarks = [*map(add, starts, map(len, lines)), len(src)]
        self.tShift = [*shifts, 0]
        self.sCount = [*shifts, 0]
        self.bsCount = [0] * (len(lines) + 1)
        if self.tabs:
            for number, line in enumerate(lines):
                if shifts[number]:
                    self.sCount[number] = len(line[: shifts[number]].expandtabs(4))
        self._underlines = [match.start() for match in _UNDERLINE.finditer(src)]

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token and return it."""
        if nesting < 0:
            self.level -= 1
        new = token(ttype, tag, nesting, self.level, "", "", None, None, True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(new)
        return new

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: N802, N803 - overrides
        """The text of lines without their indent."""
        source, starts, ends, shifts = self.src, self.bMarks, self.eMarks, self.tShift
        if self.tabs and indent:
            return super().getLines(begin, end, indent, keepLastLF)
        parts = []
        for line in range(begin, end):
            first = starts[line] + min(indent, shifts[line])
            if shifts[line] < indent and source.startswith(" ", first):  # behind the box of a task
                return super().getLines(begin, end, indent, keepLastLF)
            parts.append(source[first : ends[line] + 1])
        text = "".join(parts)
        return text if keepLastLF or begin >= end or ends[end - 1] >= len(source) else text[:-1]

    def may_be_table(self, line: int, end: int) -> bool:
        """Whether the next line begins as a table's delimiter row does."""
        if line + 2 > end:
            return False
        start = self.bMarks[line + 1] + self.tShift[line + 1]
        return start < self.eMarks[line + 1] and self.src[start] in "|-:"

    def may_be_underlined(self, start: int) -> bool:
        """Whether something like an underline comes before the next empty line."""
        underlines = self._underlines
        at = bisect_left(underlines, start) if underlines else 0
        if at == len(underlines):
            return False
        gap = self.src.find("\n\n", start, underlines[at] + 1)
        return gap < 0 or gap == underlines[at]
