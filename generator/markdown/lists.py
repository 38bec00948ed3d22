"""Lists, read as markdown-it-py's rule reads them, in fewer steps."""

from __future__ import annotations

import re

from markdown_it.token import Token

from generator.markdown.block_state import State
from generator.markdown.tokens import token

_MARKER = re.compile(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
_BOX = re.compile(r"\[([ xX])\][ \t]")


def list_block(state: State, start: int, end: int, silent: bool) -> bool:
    """Block rule: a list with all its items."""
    indent = state.sCount[start]
    if indent - state.blkIndent >= 4 or (0 <= state.listIndent <= indent - 4 and indent < state.blkIndent):
        return False
    marker = _marker(state, start)
    if marker is None:
        return False
    if silent and state.parentType == "paragraph" and indent >= state.blkIndent:
        # A paragraph goes on with what is not the first item, and with an empty one.
        if marker[1] and int(marker[1]) != 1:
            return False
        if not state.src[marker.end() : state.eMarks[start]].strip(" \t"):
            return False
    if not silent:
        _read_list(state, start, end, marker)
    return True


def _marker(state: State, line: int) -> re.Match[str] | None:
    return _MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])


def _read_list(state: State, start: int, end: int, marker: re.Match[str]) -> None:
    kind, tag = ("ordered_list", "ol") if marker[1] else ("bullet_list", "ul")
    sign = marker[0][-1]
    first, level = len(state.tokens), state.level
    opened = state.push(f"{kind}_open", tag, 1)
    if marker[1] and int(marker[1]) != 1:
        opened.attrs = {"start": int(marker[1])}
    opened.markup = sign
    opened.map = [start, 0]
    around, state.parentType = state.parentType, "list"
    (ends_list,) = state.md.block.ruler.getRules("list")
    closing = token("list_item_close", "li", -1, state.level, "", sign, block=True)  # the same for all items
    tight, gap, tasks = True, False, False
    line = start
    while True:
        item, close_together = _read_item(state, line, end, marker)
        state.level = closing.level
        state.tokens.append(closing)
        tasks = tasks or bool(item.meta)
        tight = tight and close_together and not gap
        # An empty line behind an item makes the list loose if another item follows.
        gap = state.line - line > 1 and state.isEmpty(state.line - 1)
        line = state.line
        if line >= end or state.sCount[line] < state.blkIndent or state.sCount[line] - state.blkIndent >= 4:
            break
        if ends_list(state, line, end, True):
            break
        following = _marker(state, line)
        if following is None or following[0][-1] != sign or bool(following[1]) != bool(marker[1]):
            break
        marker = following
    if tasks:
        opened.attrs["class"] = "contains-task-list"
    state.push(f"{kind}_close", tag, -1).markup = sign
    opened.map[1] = line
    state.line = line
    state.parentType = around
    if tight:
        for number in range(first + 2, len(state.tokens) - 2):
            one = state.tokens[number]
            if one.level == level + 2 and one.type == "paragraph_open":
                one.hidden = state.tokens[number + 2].hidden = True


def _read_item(state: State, start: int, end: int, marker: re.Match[str]) -> tuple[Token, bool]:
    """Read an item without its end: its opening token, and whether no empty line is between its blocks."""
    source, maximum = state.src, state.eMarks[start]
    content = marker.end()
    initial = offset = state.sCount[start] + content - marker.start()
    while content < maximum and source[content] in " \t":
        offset += 4 - (offset + state.bsCount[start]) % 4 if source[content] == "\t" else 1
        content += 1
    empty = content >= maximum
    # What is indented by more than four is code, one behind the marker.
    indent = initial + (1 if empty or offset - initial > 4 else offset - initial)

    item = state.push("list_item_open", "li", 1)
    item.markup = marker[0][-1]
    item.map = [start, 0]
    item.info = marker[1] or ""
    kept = state.tight, state.listIndent, state.blkIndent
    marks = state.bMarks[start], state.tShift[start], state.sCount[start]
    state.tight, state.listIndent, state.blkIndent = True, state.blkIndent, indent
    state.tShift[start], state.sCount[start] = content - state.bMarks[start], offset
    box = _BOX.match(source, content, maximum) if not empty and offset - indent < 4 else None
    if box:
        item.meta, item.attrs = {"checked": box[1] != " "}, {"class": "task-list-item"}
        state.bMarks[start], state.tShift[start] = box.end(), 0
    if empty and state.isEmpty(start + 1):
        state.line = min(state.line + 2, end)
    else:
        state.md.block.tokenize(state, start, end)
    close_together = state.tight
    state.tight, state.listIndent, state.blkIndent = kept
    state.bMarks[start], state.tShift[start], state.sCount[start] = marks
    item.map[1] = state.line
    return item, close_together
