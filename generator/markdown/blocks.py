"""Blocks of Markdown: which rule is tried where, and what most lines are in fewer steps.

markdown-it-py tries every rule at every place. Each of its rules looks at one character first, so the tables
below call only those that can match there, in the same order. Paragraphs, headings, lists and tables, which
most of a README is, have rules of our own, the others are markdown-it-py's. All give the same tokens
(property tests hold them to the stock parser).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from markdown_it import MarkdownIt, rules_block
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from generator.markdown.block_state import State
from generator.markdown.footnotes import footnote_definition
from generator.markdown.lists import list_block
from generator.markdown.tables import table
from generator.markdown.tokens import token

BlockRule = Callable[[State, int, int, bool], bool]

MAX_NESTING = 24
"""Levels of quotes, lists and their items; what is nested deeper is left out. Of 2,900 real
documents the deepest had 11."""

_RULE = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}\Z")


def _hr(state: State, line: int, end: int, silent: bool) -> bool:
    """The stock rule, for lines that are one: most that begin like it are items of lists."""
    start = state.bMarks[line] + state.tShift[line]
    found = _RULE.match(state.src, start, state.eMarks[line])
    return found is not None and rules_block.hr(state, line, end, silent)


def _heading(state: State, line: int, _end: int, silent: bool) -> bool:
    """A heading that begins with ``#``."""
    if state.sCount[line] - state.blkIndent >= 4:
        return False
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    content = text.lstrip("#")
    level = len(text) - len(content)
    if level > 6 or content[:1] not in ("", " ", "\t"):
        return False
    if silent:
        return True
    content = content.rstrip(" \t")
    shorter = content.rstrip("#")
    if shorter.endswith((" ", "\t")):
        content = shorter
    state.line = line + 1
    tag, markup, depth = f"h{level}", text[:level], state.level
    content = content.strip(MD_TRIM_CHARS)
    state.tokens += (
        token("heading_open", tag, 1, depth, "", markup, None, [line, line + 1], True),
        token("inline", "", 0, depth + 1, content, "", [], [line, line + 1], True),
        token("heading_close", tag, -1, depth, "", markup, None, None, True),
    )
    return True


_PROSE = {"paragraph", "reference"}
_RULES: tuple[tuple[str, BlockRule, set[str]], ...] = (
    ("`~", rules_block.fence, {*_PROSE, "blockquote", "list"}),
    (">", rules_block.blockquote, {*_PROSE, "blockquote", "list"}),
    ("*-_", _hr, {*_PROSE, "blockquote", "list"}),
    ("*-+0123456789", list_block, {*_PROSE, "blockquote"}),
    ("[", footnote_definition, _PROSE),
    ("[", rules_block.reference, set()),
    ("<", rules_block.html_block, {*_PROSE, "blockquote"}),
    ("#", _heading, {*_PROSE, "blockquote"}),
)
"""In the order of trial: first characters, the rule, and the blocks that it may interrupt."""


def _by_character(chain: str | None) -> dict[str, list[BlockRule]]:
    """The rules of a chain that may match at each character; without a chain, all."""
    table: dict[str, list[BlockRule]] = {}
    for characters, rule, interrupts in _RULES:
        if chain is None or chain in interrupts:
            for character in characters:
                table.setdefault(character, []).append(rule)
    return table


def _interrupts(chain: str) -> BlockRule:
    """One rule that stands for the chain of those which may end a kind of block."""
    rules = _by_character(chain)
    prose = chain in _PROSE

    def rule(state: State, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        if prose and state.may_be_table(line, end) and table(state, line, end, silent):
            return True
        if start >= state.eMarks[line]:
            return False
        for one in rules.get(state.src[start], ()):  # noqa: SIM110 - a generator takes as long as a rule
            if one(state, line, end, silent):
                return True
        return False

    return rule


_ALL = _by_character(None)
_ENDS_PARAGRAPH = _interrupts("paragraph")
_ENDING = frozenset(_by_character("paragraph"))


def _begin(state: State, line: int, end: int) -> None:
    """Read the block that begins at a line, by the first rule that matches."""
    if state.may_be_table(line, end) and table(state, line, end, False):
        return
    if state.sCount[line] - state.blkIndent >= 4 and rules_block.code(state, line, end, False):
        return
    start = state.bMarks[line] + state.tShift[line]
    for rule in _ALL.get(state.src[start], ()):
        if rule(state, line, end, False):
            return
    if state.may_be_underlined(start) and rules_block.lheading(state, line, end, False):
        return
    _paragraph(state, line)


def _paragraph(state: State, start: int) -> None:
    """A paragraph, which always matches."""
    line, end, deepest = start + 1, state.lineMax, state.blkIndent + 3
    source, shifts = state.src, state.tShift
    around, state.parentType = state.parentType, "paragraph"
    while line < end:
        first = state.bMarks[line] + shifts[line]
        if first >= state.eMarks[line]:
            break
        if (
            0 <= state.sCount[line] <= deepest  # deeper it goes on; below, a quote has looked at it already
            and (source[first] in _ENDING or state.may_be_table(line, end))
            and _ENDS_PARAGRAPH(state, line, end, True)
        ):
            break
        line += 1
    state.line = line
    state.parentType = around
    content = state.getLines(start, line, state.blkIndent, False).strip(MD_TRIM_CHARS)
    level = state.level
    state.tokens += (
        token("paragraph_open", "p", 1, level, "", "", None, [start, line], True),
        token("inline", "", 0, level + 1, content, "", [], [start, line], True),
        token("paragraph_close", "p", -1, level, "", "", None, None, True),
    )


_CHAINS: dict[str, list[BlockRule]] = {
    "paragraph": [_ENDS_PARAGRAPH],
    "reference": [_interrupts("reference")],
    "blockquote": [_interrupts("blockquote")],
    "list": [_interrupts("list")],
}


_StockRule = Callable[[StateBlock, int, int, bool], bool]


class _BlockRules(Ruler[_StockRule]):
    """Chains of one dispatching rule each."""

    def getRules(self, chainName: str = "") -> list[_StockRule]:  # noqa: N802, N803 - overrides
        return cast("list[_StockRule]", _CHAINS[chainName])  # there is no state but ours


class Blocks(ParserBlock):
    """The stock parser of blocks, with our state and chains."""

    def __init__(self, rules: Ruler[_StockRule]) -> None:
        super().__init__()
        self.ruler = _BlockRules()
        # The rules stay registered under their names, which is how a state asks what is on.
        self.ruler.__rules__ = rules.__rules__

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - overrides
        """Add the tokens of some lines."""
        state, line, end = cast("State", state), startLine, endLine
        gap = False
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end or state.sCount[line] < state.blkIndent:
                return
            if state.level >= MAX_NESTING:
                state.line = end
                return
            _begin(state, line, end)
            state.tight = not gap  # an empty line behind the last block does not count
            line = state.line
            gap = gap or (line - 1 < end and state.isEmpty(line - 1))
            if line < end and state.isEmpty(line):
                gap = True
                state.line = line = line + 1

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803 - overrides
        """Add the tokens of a document's blocks."""
        if not src:
            return None
        state = State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens
