"""Markdown to tokens: markdown-it-py with GitHub's extensions, in less time.

What most of a README is takes a short way, here, in :mod:`~generator.markdown.blocks` and in
:mod:`~generator.markdown.quick_inline`; all else goes by the stock rules. The tokens are those of the
stock parser (property tests hold that).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt, rules_inline
from markdown_it.parser_core import ParserCore
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from generator.markdown.blocks import MAX_NESTING, Blocks
from generator.markdown.footnotes import footnote_definition, footnote_reference
from generator.markdown.quick_inline import quick_inline
from generator.markdown.tokens import token

InlineRule = Callable[[StateInline, bool], bool]

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


# -------------------------------------------------------------------- inlines

# As with blocks, only those rules are called that can match at a character.
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

    def __init__(self) -> None:
        super().__init__()
        self.ruler = _InlineRules()

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
    md.block, md.inline, md.core = Blocks(md.block.ruler), _Inline(), _Core()
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
