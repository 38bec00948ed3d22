"""Members of lists and mappings taken out of a text and put in, the others left as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.yaml_text.layout import Layout, Splice
from generator.yaml_text.nodes import ListNode, Node
from generator.yaml_text.write import WIDTH

_BREAK = re.compile("[\r\n]")
_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*+)*,")
"""The next comma, over line ends and comments."""
_REST = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
"""The rest of a line in which nothing stands, but for a comment."""


class CannotError(Exception):
    """A value is not written in a way that can be changed piece by piece."""


def in_lines(
    layout: Layout, spans: Sequence[tuple[int, int]], gone: Sequence[int], added: Mapping[int, Sequence[str]]
) -> list[Splice]:
    """Members in lines of their own; ``added`` is by the index of the one that it follows, or -1."""
    splices: list[Splice] = []
    for i in gone:
        start, stop = spans[i]
        if not layout.first_in_line(start):
            raise CannotError
        splices.append(Splice(layout.line_start(start), layout.next_line(stop), ""))
    for i, lines in added.items():
        if i >= 0:
            splices.append(layout.lines(layout.next_line(spans[i][1]), lines))
        elif layout.first_in_line(spans[0][0]):
            splices.append(layout.lines(layout.line_start(spans[0][0]), lines))
        else:
            raise CannotError
    return splices


def in_brackets(
    layout: Layout,
    node: Node,
    spans: Sequence[tuple[int, int]],
    gone: Sequence[int],
    added: Mapping[int, Sequence[str]],
) -> list[Splice]:
    """Members between commas; ``added`` is by the index of the one that it follows, or -1."""
    left = [i for i in range(len(spans)) if i not in set(gone)]
    if not left:
        raise CannotError
    splices: list[Splice] = []
    for first, last in _runs(gone):
        splices += _without(layout, spans, first, last)
    for i, pieces in added.items():
        splices += _with(layout, spans[i if i >= 0 else left[0]], pieces, before=i < 0)
    if added:
        _narrow_enough(layout, node, splices)
    return splices


def _without(layout: Layout, spans: Sequence[tuple[int, int]], first: int, last: int) -> list[Splice]:
    """Members taken out of brackets, from ``first`` to ``last``, each with a comma."""
    start, stop = spans[first][0], spans[last][1]
    if last + 1 < len(spans) and not _BREAK.search(layout.text, start, spans[last + 1][0]):
        return [Splice(start, spans[last + 1][0], "")]
    if first > 0 and last + 1 == len(spans) and not _BREAK.search(layout.text, spans[first - 1][1], stop):
        return [Splice(spans[first - 1][1], stop, "")]
    return [_without_lines(layout, *spans[i]) for i in range(first, last + 1)]


def _without_lines(layout: Layout, start: int, stop: int) -> Splice:
    """One member of brackets over several lines, with its lines if it is alone there."""
    comma = _COMMA.match(layout.text, stop)
    end = comma.end() if comma else stop
    if layout.first_in_line(start) and _REST.match(layout.text, end):
        return Splice(layout.line_start(start), layout.next_line(end), "")
    return Splice(start, end, "")


def _with(layout: Layout, span: tuple[int, int], pieces: Sequence[str], *, before: bool) -> list[Splice]:
    """Members put into brackets before or behind one; in lines of their own if that one is."""
    start, stop = span
    comma = re.compile("[ \t]*,").match(layout.text, stop)
    alone = layout.first_in_line(start) and _REST.match(layout.text, comma.end() if comma else stop)
    pad = layout.text[layout.line_start(start) : start]
    if before:
        if alone:
            return [layout.lines(layout.line_start(start), [f"{pad}{piece}," for piece in pieces])]
        return [Splice(start, start, "".join(f"{piece}, " for piece in pieces))]
    if alone and comma:
        return [layout.lines(layout.next_line(stop), [f"{pad}{piece}," for piece in pieces])]
    if alone and not _COMMA.match(layout.text, stop):
        lines = [f"{pad}{piece}," for piece in pieces]
        lines[-1] = lines[-1][:-1]
        return [Splice(stop, stop, ","), layout.lines(layout.next_line(stop), lines)]
    return [Splice(stop, stop, "".join(f", {piece}" for piece in pieces))]


def _narrow_enough(layout: Layout, node: Node, splices: Sequence[Splice]) -> None:
    """A list in brackets that outgrows its line is better written anew, if it is alone there."""
    start, stop = layout.start(node), layout.stop(node)
    first, last = layout.line_start(start), layout.line_stop(stop)
    if _BREAK.search(layout.text, start, stop):
        return
    grown = last - first + sum(len(s.text) - (s.end - s.start) for s in splices)
    if last - first <= WIDTH < grown and isinstance(node, ListNode):
        raise CannotError


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken row of ascending numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
