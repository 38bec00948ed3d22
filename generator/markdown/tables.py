"""Tables, read as markdown-it-py's rule reads them, in fewer steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, escapedSplit
from markdown_it.token import Token

from generator.markdown.block_state import State
from generator.markdown.tokens import token

_DELIMITERS = re.compile(r"(?!-[ \t])[-:|][-:| \t]+")
_DELIMITER = re.compile(r"(:?)-+(:?)")
_ALIGNED = {("", ""): "", (":", ""): "left", (":", ":"): "center", ("", ":"): "right"}


def table(state: State, start: int, end: int, silent: bool) -> bool:
    """Block rule: a table with all its rows."""
    if start + 2 > end or not 0 <= state.sCount[start + 1] - state.blkIndent < 4:
        return False
    delimiters = _line(state, start + 1)
    header = _line(state, start).strip(MD_TRIM_CHARS)
    if (
        "|" not in header
        or state.sCount[start] - state.blkIndent >= 4
        or not _DELIMITERS.fullmatch(delimiters)
    ):
        return False
    aligned, cells = _alignments(delimiters), _cells(header)
    if aligned is None or not cells or len(cells) != len(aligned):
        return False
    if not silent:
        _read_table(state, start, end, aligned, cells)
    return True


def _line(state: State, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _alignments(delimiters: str) -> list[str] | None:
    """How each column is aligned; None where it is no row of delimiters."""
    columns = [one.strip(MD_TRIM_CHARS) for one in delimiters.split("|")]
    inner = columns[not columns[0] : len(columns) - (not columns[-1])]
    found = [_DELIMITER.fullmatch(one) for one in inner]
    return [_ALIGNED[one[1], one[2]] for one in found if one] if all(found) else None


def _cells(line: str) -> list[str]:
    """The texts of a row, without what is before its first and behind its last ``|``."""
    cells = escapedSplit(line) if "\\" in line else line.split("|")
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells


def _read_table(state: State, start: int, end: int, aligned: Sequence[str], cells: Sequence[str]) -> None:
    around, state.parentType = state.parentType, "table"
    (ends_table,) = state.md.block.ruler.getRules("blockquote")
    opened = state.push("table_open", "table", 1)
    opened.map = [start, start + 2]
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _row(state, start, _columns(state, "th", aligned), cells)
    state.push("thead_close", "thead", -1)
    line = start + 2
    missing = 0
    body: Token | None = None
    columns: list[tuple[Token, Token]] = []
    while line < end and state.sCount[line] >= state.blkIndent and not ends_table(state, line, end, True):
        text = _line(state, line).strip(MD_TRIM_CHARS)
        if not text or state.sCount[line] - state.blkIndent >= 4:
            break
        cells = _cells(text)
        missing += len(aligned) - len(cells)
        if missing > MAX_AUTOCOMPLETED_CELLS:
            break
        if body is None:
            body = state.push("tbody_open", "tbody", 1)
            columns = _columns(state, "td", aligned)
        _row(state, line, columns, cells)
        line += 1
    if body is not None:
        state.push("tbody_close", "tbody", -1)
        body.map = [start + 2, line]
    state.push("table_close", "table", -1)
    opened.map = [start, line]
    state.parentType = around
    state.line = line


def _columns(state: State, tag: str, aligned: Sequence[str]) -> list[tuple[Token, Token]]:
    """The tokens around the cells of a row: the same for all rows, since nobody changes them."""
    columns = []
    for align in aligned:
        opened = token(f"{tag}_open", tag, 1, state.level + 1, block=True)
        if align:
            opened.attrs = {"style": f"text-align:{align}"}
        columns.append((opened, token(f"{tag}_close", tag, -1, state.level + 1, block=True)))
    return columns


def _row(state: State, line: int, columns: Sequence[tuple[Token, Token]], cells: Sequence[str]) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    level, count = state.level + 1, len(cells)
    for number, (opened, closed) in enumerate(columns):
        content = cells[number].strip(MD_TRIM_CHARS) if number < count else ""
        inline = token("inline", "", 0, level, content, "", [], [line, line + 1], True)
        state.tokens += (opened, inline, closed)
    state.push("tr_close", "tr", -1)
