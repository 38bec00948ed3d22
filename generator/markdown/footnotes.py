"""Footnotes as GitHub reads them: ``[^label]`` in the text, ``[^label]: note`` as a block.

The block rule leaves ``footnote_open`` and ``footnote_close`` around the note's tokens where it
stands; the inline rule leaves ``footnote_ref``. Collecting, numbering and placing them at the end
is the writer's job.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.utils import EnvType

MAX_LABEL = 100
"""Characters of a label; bounds how far each ``[^`` is read ahead."""

_REFERENCE = re.compile(rf"\[\^([^\s\[\]]{{1,{MAX_LABEL}}})\]")
_DEFINITION = re.compile(rf"\[\^([^\s\[\]]{{1,{MAX_LABEL}}})\]:[ \t]*")


def labels(env: EnvType) -> set[str]:
    """The folded labels that the document defines."""
    found: set[str] = env.setdefault("footnotes", set())
    return found


def footnote_definition(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Block rule: a note, with the lines that are indented by four as its further blocks."""
    if state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    match = _DEFINITION.match(state.src, start, state.eMarks[line])
    if not match:
        return False
    if silent:
        return True
    label = match[1].casefold()
    labels(state.env).add(label)
    opened = state.push("footnote_open", "", 1)
    opened.meta = {"label": label}

    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    # The note's own line is read as if it began after the colon, indented as its other lines are.
    state.blkIndent += 4
    state.bMarks[line], state.tShift[line] = match.end(), 0
    state.sCount[line] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, line, end)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = kept
    state.blkIndent -= 4

    opened.map = [line, state.line]
    state.push("footnote_close", "", -1)
    return True


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """Inline rule: a reference to a note that is defined somewhere in the document."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match or match[1].casefold() not in labels(state.env):
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": match[1].casefold()}
    state.pos = match.end()
    return True
