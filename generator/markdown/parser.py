"""Markdown to tokens: markdown-it-py with GitHub's extensions, its rules called by first character.

markdown-it-py tries every rule at every place. Each of its rules looks at one character
first, so the tables below call only those that can match there: the same rules in the same
order give the same tokens in less time (a property test holds it to the stock parser).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt, rules_block, rules_inline
from markdown_it.parser_core import ParserCore
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from generator.markdown.footnotes import footnote_definition, footnote_reference
from generator.markdown.quick_inline import quick_inline
from generator.markdown.tokens import token

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

MAX_NESTING = 24
"""Levels of quotes, lists and their items; what is nested deeper is left out. Of 2,900 real
documents the deepest had 11."""
MAX_INLINE = 16_000
"""Characters of one paragraph, heading or cell that are read for markup; a longer one is shown
as written. The longest of 2,900 real documents had 6,945. It bounds what is quadratic."""

OPTIONS = {
    "maxNesting": MAX_NESTING,
    "tasklists": True,
    "alerts": True,
    "strikethrough_single_tilde": True,
}


class _Markdown(MarkdownIt):
    """Leaves addresses as written: they are judged and normalised where they are written out."""

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - overrides
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - overrides
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - overrides
        return link


def stock() -> MarkdownIt:
    """A parser with our rules and options whose rules are called as markdown-it-py calls them."""
    md = _Markdown("gfm-like2", OPTIONS).disable("linkify")
    md.block.ruler.before(
        "reference", "footnote_definition", footnote_definition, {"alt": ["paragraph", "reference"]}
    )
    md.inline.ruler.before("link", "footnote_reference", footnote_reference)
    return md


# --------------------------------------------------------------------- blocks

_PROSE = {"paragraph", "reference"}
_RULES: tuple[tuple[str, BlockRule, set[str]], ...] = (
    ("`~", rules_block.fence, {*_PROSE, "blockquote", "list"}),
    (">", rules_block.blockquote, {*_PROSE, "blockquote", "list"}),
    ("*-_", rules_block.hr, {*_PROSE, "blockquote", "list"}),
    ("*-+0123456789", rules_block.list_block, {*_PROSE, "blockquote"}),
    ("[", footnote_definition, _PROSE),
    ("[", rules_block.reference, set()),
    ("<", rules_block.html_block, {*_PROSE, "blockquote"}),
    ("#", rules_block.heading, {*_PROSE, "blockquote"}),
)
"""In the order of trial: first characters, the rule, and the blocks that it may interrupt."""

_UNDERLINE = re.compile(r"\n[ \t>]*(?:-+|=+)[ \t]*(?=\n|$)")
"""What a heading's underline must look like at least."""


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
    table = chain in _PROSE

    def rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        if table and _may_be_table(state, line, end) and rules_block.table(state, line, end, silent):
            return True
        if start >= state.eMarks[line]:
            return False
        return any(one(state, line, end, silent) for one in rules.get(state.src[start], ()))

    return rule


def _may_be_table(state: StateBlock, line: int, end: int) -> bool:
    """Whether the next line begins as a table's delimiter row does."""
    if line + 2 > end:
        return False
    start = state.bMarks[line + 1] + state.tShift[line + 1]
    return start < state.eMarks[line + 1] and state.src[start] in "|-:"


_ALL = _by_character(None)


def _begins(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """One rule that stands for the whole chain at the start of a block; always matches."""
    if _may_be_table(state, line, end) and rules_block.table(state, line, end, silent):
        return True
    if state.sCount[line] - state.blkIndent >= 4 and rules_block.code(state, line, end, silent):
        return True
    start = state.bMarks[line] + state.tShift[line]
    for rule in _ALL.get(state.src[start], ()):
        if rule(state, line, end, silent):
            return True
    if _may_be_underlined(state, start) and rules_block.lheading(state, line, end, silent):
        return True
    return rules_block.paragraph(state, line, end, silent)


def _may_be_underlined(state: StateBlock, start: int) -> bool:
    """Whether something like an underline comes before the next empty line."""
    underlines: list[int] | None = state.env.get("underlines")
    if underlines is None:
        underlines = [match.start() for match in _UNDERLINE.finditer(state.src)]
        state.env["underlines"] = underlines
    at = bisect_left(underlines, start)
    if at == len(underlines):
        return False
    gap = state.src.find("\n\n", start, underlines[at] + 1)
    return gap < 0 or gap == underlines[at]


_CHAINS: dict[str, list[BlockRule]] = {
    "": [_begins],
    "paragraph": [_interrupts("paragraph")],
    "reference": [_interrupts("reference")],
    "blockquote": [_interrupts("blockquote")],
    "list": [_interrupts("list")],
}


class _BlockRules(Ruler[BlockRule]):
    """Chains of one dispatching rule each."""

    def getRules(self, chainName: str = "") -> list[BlockRule]:  # noqa: N802, N803 - overrides
        return _CHAINS[chainName]


# -------------------------------------------------------------------- inlines

_INLINE: dict[str, tuple[InlineRule, ...]] = {
    "\n": (rules_inline.newline,),
    "\\": (rules_inline.escape,),
    "`": (rules_inline.backtick,),
    "~": (rules_inline.strikethrough.tokenize,),
    "*": (rules_inline.emphasis.tokenize,),
    "_": (rules_inline.emphasis.tokenize,),
    "[": (footnote_reference, rules_inline.link),
    "!": (rules_inline.image,),
    "<": (rules_inline.autolink, rules_inline.html_inline),
    "&": (rules_inline.entity,),
}
_MARKUP = re.compile(r"[\n\\`~*_\[\]!<&]")
"""Where plain text ends; ``]`` too, since the end of a label is looked for there."""


def _inline(state: StateInline, silent: bool) -> bool:
    """One rule that stands for the whole chain."""
    rules = _INLINE.get(state.src[state.pos])
    if rules is not None:
        return any(rule(state, silent) for rule in rules)
    match = _MARKUP.search(state.src, state.pos)
    stop = match.start() if match else state.posMax
    if stop == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : stop])
    state.pos = stop
    return True


class _InlineRules(Ruler[InlineRule]):
    """A chain of one dispatching rule."""

    def getRules(self, chainName: str = "") -> list[InlineRule]:  # noqa: N802, N803, ARG002 - overrides
        return [_inline]


class _Inline(ParserInline):
    """The stock inline parser, but for texts without markup or with simple markup, and those too long."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        quick = _quick_inline(src, env)
        if quick is None:
            return super().parse(src, md, env, tokens)
        tokens += quick
        return tokens


def _quick_inline(source: str, env: EnvType) -> list[Token] | None:
    """The tokens of a text that needs no parser; None for one that does."""
    if len(source) > MAX_INLINE:
        env["as_written"] = True
    elif not source or _MARKUP.search(source):
        return quick_inline(source, references="references" in env)
    return [token("text", "", 0, 0, source)]


class _Core(ParserCore):
    """The stock chain of rules, each only where it has something to do."""

    def process(self, state: StateCore) -> None:
        """Read the blocks, then what is in them."""
        if "\r" in state.src or "\0" in state.src:
            normalize(state)
        state.md.block.parse(state.src, state.md, state.env, state.tokens)
        parsed: list[Token] = []
        for block in state.tokens:
            if block.type == "inline":
                block.children = _quick_inline(block.content, state.env)
                if block.children is None:
                    block.children = state.md.inline.parse(block.content, state.md, state.env, [])
                    parsed.append(block)
        if parsed:  # only the parser leaves texts in pieces
            text_join(StateCore(state.src, state.md, state.env, parsed))


@cache
def parser() -> MarkdownIt:
    """The one parser of this process."""
    md = stock()
    md.inline, md.core = _Inline(), _Core()
    for chains, ruler in ((md.block, _BlockRules()), (md.inline, _InlineRules())):
        # The rules stay registered under their names, which is how a state asks what is on.
        ruler.__rules__ = chains.ruler.__rules__
        chains.ruler = ruler
    md.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis", "fragments_join"])
    return md


def parse(text: str) -> tuple[list[Token], bool]:
    """The tokens of a document, and whether a part of it was left as written for its length."""
    env: EnvType = {}
    tokens = parser().parse(text, env)
    return tokens, "as_written" in env


def parse_blocks(text: str) -> list[Token]:
    """The tokens of a document's blocks, their inline contents not read."""
    env: EnvType = {}
    state = StateCore(text, parser(), env)
    state.md.block.parse(text, state.md, env, state.tokens)
    return state.tokens
