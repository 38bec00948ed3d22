"""Changes the values of a YAML text and leaves all else as it stands, byte for byte.

Comments, order, quoting, line ends and empty lines stay. The value that is wanted is held
against the one that is there, and only what differs is written: an item of a list, a
field of a mapping, a word. Where a value changes its kind, or is written in a way that
cannot be changed piece by piece, it is written anew as a whole; its neighbours are not.

What comes out is read again and must say exactly what was wanted, or it is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from generator.errors import EditError, ProblemsError
from generator.yaml_text import write
from generator.yaml_text.layout import Layout, Splice
from generator.yaml_text.members import CannotError, in_brackets, in_lines
from generator.yaml_text.nodes import ListNode, MappingNode, Node, Plain, ScalarNode, plain
from generator.yaml_text.walk import parse_all
from generator.yaml_text.write import WIDTH


def edited(text: str, changes: Mapping[str, Plain], *, order: Sequence[str] = (), file: str = "") -> str:
    """``text`` with fields of its outermost mapping set to new values; None takes a field out.

    A field that is new comes behind the nearest one that stands before it in ``order``.
    A comment in a line of its own stays; one behind a value that is taken out goes with it.
    A byte order mark stays. ``file`` is only named in problems.

    Raises ProblemsError where the text cannot be read, and EditError where it is no mapping
    or a field is written in a way that only a person can change.
    """
    root = _read(text, file)
    if isinstance(root, ScalarNode) and root.value is None:
        old: dict[str, Plain] = {}
    elif isinstance(root, MappingNode):
        old = _fields(root)
    else:
        raise EditError(f"{file or 'the text'}: not a mapping of fields")
    wanted: dict[str, Plain] = {
        name: value for name, value in (old | dict(changes)).items() if value is not None
    }
    wanted |= {name: None for name, value in old.items() if value is None and name not in changes}
    if same(old, wanted):
        return text
    try:
        for blocks in (True, False):  # without, where an indented comment below would fall into a block
            edit = _Edit(text, blocks=blocks)
            result = edit.checked(edit.fields(root, wanted, order), wanted)
            if result is not None:
                return result
    except CannotError as error:
        raise _by_hand(file, str(error)) from None
    raise _by_hand(file, "cannot be edited by program")


def renamed(text: str, names: Mapping[str, str], *, file: str = "") -> str:
    """``text`` with fields of its outermost mapping called by other names, where they are there.

    Raises as :func:`edited` does; also where the new name is there already.
    """
    root = _read(text, file)
    if not isinstance(root, MappingNode):
        raise EditError(f"{file or 'the text'}: not a mapping of fields")
    old = _fields(root)
    wanted: dict[str, Plain] = {}
    splices = []
    edit = _Edit(text)
    for name_node, value in root.entries:
        name = names.get(name_node.text, name_node.text)
        if name in wanted or (name != name_node.text and name in old):
            raise EditError(f"{file or 'the text'}: there is a field {name} already")
        wanted[name] = plain(value)
        if name != name_node.text:
            start = edit.layout.start(name_node)
            end = edit.layout.at(name_node.end_line, name_node.end_column)
            splices.append(Splice(start, end, write.key(name, brackets=True)))
    result = edit.checked(splices, wanted)
    if result is None:
        raise _by_hand(file, "cannot be edited by program")
    return result


def same(one: Plain, other: Plain) -> bool:
    """Whether two values are the same and of the same type; the order of fields does not count."""
    return _key(one) == _key(other)


_COLON = re.compile(r"[ \t]*:")


def _key(value: Plain) -> str:
    return json.dumps(value, sort_keys=True)


def _fields(node: MappingNode) -> dict[str, Plain]:
    return {name.text: plain(value) for name, value in node.entries}


def _by_hand(file: str, why: str) -> EditError:
    return EditError(f"{file or 'the text'}: {why}; edit it by hand")


def _read(text: str, file: str) -> Node:
    node, problems = parse_all(text, file)
    problems = [p for p in problems if not (p.code == "byte-order-mark" and (p.line, p.column) == (1, 1))]
    if problems or node is None:
        raise ProblemsError(problems)
    return node


class _Edit:
    """Finds the splices that make one text say something else."""

    def __init__(self, text: str, *, blocks: bool = True) -> None:
        self.blocks = blocks
        """Whether texts may be written as blocks."""
        self.open_ended = bool(text) and text[-1] not in "\r\n\ufeff"
        """Whether the last line has no end; it gets one while working."""
        self.text = text + Layout(text).line_end if self.open_ended else text
        self.layout = Layout(self.text)

    def applied(self, splices: Sequence[Splice]) -> str:
        """The text with all splices made; of two at one place the earlier stands first."""
        text = self.text
        for _, splice in sorted(enumerate(splices), key=lambda s: (s[1].start, s[1].end, s[0]), reverse=True):
            text = text[: splice.start] + splice.text + text[splice.end :]
        return text

    def checked(self, splices: Sequence[Splice], wanted: Plain) -> str | None:
        """The text with all splices made, if it says what is wanted."""
        result = self.applied(splices)
        bare = result.removesuffix(self.layout.line_end) if self.open_ended else result
        return next((text for text in (bare, result) if _says(text, wanted)), None)

    # ------------------------------------------------------------------ values

    def fields(self, root: Node, wanted: Mapping[str, Plain], order: Sequence[str]) -> list[Splice]:
        """The outermost mapping, or the fields of a file that has none yet."""
        if isinstance(root, MappingNode) and root.entries:
            return self.mapping(root, wanted, order)
        lines = [line for name, value in wanted.items() for line in self._entry(name, value, 0)]
        return [self.layout.lines(len(self.text), lines)]

    def _entry(self, name: str, value: Plain, indent: int) -> list[str]:
        return write.entry_lines(name, value, indent, blocks=self.blocks)

    def value(self, node: Node, wanted: Plain, *, brackets: bool) -> list[Splice]:
        """Piece by piece; raises :class:`CannotError` where it must be written anew as a whole."""
        if same(plain(node), wanted):
            return []
        match node, wanted:
            case MappingNode(), dict() if node.entries and wanted:
                return self.mapping(node, wanted, tuple(wanted), brackets=brackets)
            case ListNode(), list() if node.items and wanted:
                return self.items(node, wanted, brackets=brackets)
            case ScalarNode(), str() | int() | float():
                return self.scalar(node, wanted, brackets=brackets)
        raise CannotError

    def scalar(self, node: ScalarNode, wanted: str | float, *, brackets: bool) -> list[Splice]:
        """Another word in the place of one, in the same quotes or the same kind of block."""
        mark = self.layout.mark(node)
        start, stop = self.layout.start(node), self.layout.stop(node)
        if start == stop:
            raise CannotError
        if mark and mark in "|>":
            return self._block(node, mark, wanted)
        text = write.scalar(wanted, brackets=brackets, quote=mark)
        column = start - self.layout.line_start(start)
        if not brackets and isinstance(wanted, str) and ("\n" in wanted or column + len(text) > WIDTH):
            raise CannotError
        return [Splice(start, stop, text)]

    def _block(self, node: ScalarNode, mark: str, wanted: str | float) -> list[Splice]:
        header, stop = self.layout.header_stop(node), self.layout.stop(node)
        first = self.layout.next_line(header)
        body = self.text[first:stop]
        indent = len(body) - len(body.lstrip(" "))
        made = write.block(mark, wanted, indent) if isinstance(wanted, str) and indent else None
        if made is None:
            raise CannotError
        head, lines = made
        return [
            Splice(self.layout.start(node), header, head),
            self.layout.lines(first, lines, self.layout.next_line(stop)),
        ]

    # ---------------------------------------------------------------- mappings

    def mapping(
        self, node: MappingNode, wanted: Mapping[str, Plain], order: Sequence[str], *, brackets: bool = False
    ) -> list[Splice]:
        """Fields changed, taken out and put in; new ones at their place in ``order``."""
        brackets = brackets or self.layout.mark(node) == "{"
        splices: list[Splice] = []
        gone: list[int] = []
        for i, (key, value) in enumerate(node.entries):
            if key.text not in wanted:
                gone.append(i)
                continue
            new = wanted[key.text]
            try:
                splices += self.value(value, new, brackets=brackets)
            except CannotError:
                splices += self.anew(key, value, new, brackets=brackets)
        there = {key.text: i for i, (key, _) in enumerate(node.entries)}
        rank = {name: i for i, name in enumerate((*order, *(n for n in wanted if n not in order)))}
        groups: dict[int, list[str]] = {}
        for name in sorted((n for n in wanted if n not in there), key=rank.__getitem__):
            before = [n for n in there if n in wanted and rank[n] < rank[name]]
            nearest = there[max(before, key=rank.__getitem__)] if before else -1
            groups.setdefault(nearest, []).append(name)
        spans = [(self.layout.start(key), self.layout.stop(value)) for key, value in node.entries]
        new_items = {i: [(name, wanted[name]) for name in names] for i, names in groups.items()}
        if brackets:
            pieces = {
                i: [f"{write.key(n, brackets=True)}: {write.flow(v)}" for n, v in items]
                for i, items in new_items.items()
            }
            return splices + in_brackets(self.layout, node, spans, gone, pieces)
        indent = node.column - 1
        lines = {
            i: [line for n, v in items for line in self._entry(n, v, indent)]
            for i, items in new_items.items()
        }
        return splices + in_lines(self.layout, spans, gone, lines)

    def anew(self, key: ScalarNode, value: Node, wanted: Plain, *, brackets: bool) -> list[Splice]:
        """The value of a field written as a whole; a comment behind its key or value stays."""
        layout = self.layout
        key_stop = layout.at(key.end_line, key.end_column)
        colon = _COLON.match(self.text, key_stop)
        start, stop = layout.start(value), layout.stop(value)
        if brackets:
            if colon is None:
                if start != stop:
                    raise CannotError("a field is written in an unusual way")
                return [Splice(key_stop, key_stop, f": {write.flow(wanted)}")]
            if start == stop:
                start = stop = colon.end()
            gap = "" if self.text[start - 1 : start].isspace() else " "
            return [Splice(start, stop, gap + write.flow(wanted))]
        if colon is None or self._explicit(key):
            raise CannotError(f"the field {key.text} is written with a question mark")
        after = colon.end()
        indent = key.column - 1
        used = after - layout.line_start(after)
        head, body = write.value_form(wanted, indent, used, blocks=self.blocks)
        head = f" {head}" if head else ""
        key_line = layout.line_stop(after)
        mark = layout.mark(value)
        if start == stop:
            return [Splice(after, after, head), self.layout.lines(layout.next_line(after), body)]
        if mark and mark in "|>" and isinstance(value, ScalarNode):
            first = layout.next_line(layout.header_stop(value))
            return [
                Splice(after, layout.header_stop(value), head),
                self.layout.lines(first, body, max(first, layout.next_line(stop))),
            ]
        if start > key_line:  # below the key, in lines of its own
            return [
                Splice(after, after, head),
                self.layout.lines(layout.line_start(start), body, layout.next_line(stop)),
            ]
        return [Splice(after, stop, head), self.layout.lines(layout.next_line(stop), body)]

    def _explicit(self, key: ScalarNode) -> bool:
        start = self.layout.start(key)
        return self.text[self.layout.line_start(start) : start].strip(" ").endswith("?")

    # ------------------------------------------------------------------- lists

    def items(self, node: ListNode, wanted: Sequence[Plain], *, brackets: bool) -> list[Splice]:
        """Items changed, taken out and put in; those that stay are not touched."""
        brackets = brackets or self.layout.mark(node) == "["
        old = [_key(plain(item)) for item in node.items]
        new = [_key(value) for value in wanted]
        splices: list[Splice] = []
        gone: list[int] = []
        added: dict[int, list[Plain]] = {}
        for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            i, j = i1, j1
            while (
                i < i2 and j < j2 and isinstance(node.items[i], MappingNode) and isinstance(wanted[j], dict)
            ):
                try:
                    splices += self.value(node.items[i], wanted[j], brackets=brackets)
                except CannotError:
                    break
                i, j = i + 1, j + 1
            gone += range(i, i2)
            if j < j2:
                added[i - 1] = list(wanted[j:j2])
        if brackets:
            spans = [(self.layout.start(item), self.layout.stop(item)) for item in node.items]
            pieces = {i: [write.flow(value) for value in values] for i, values in added.items()}
            return splices + in_brackets(self.layout, node, spans, gone, pieces)
        indent = node.column - 1
        lines = {
            i: [line for value in values for line in write.item_lines(value, indent, blocks=self.blocks)]
            for i, values in added.items()
        }
        return splices + in_lines(self.layout, self._dashed(node), gone, lines)

    def _dashed(self, node: ListNode) -> list[tuple[int, int]]:
        """From the dash to the end of each item of a block list."""
        spans: list[tuple[int, int]] = []
        dash = self.layout.start(node)
        for item in node.items:
            if not self._is_dash(dash):  # over comments and empty lines to the next one
                dash = self.layout.line_start(self.layout.start(item)) + node.column - 1
                while not self._is_dash(dash) and spans and dash > spans[-1][1]:
                    dash = self.layout.line_start(self.layout.line_start(dash) - 1) + node.column - 1
            if not self._is_dash(dash) or not self.layout.first_in_line(dash):
                raise CannotError
            stop = max(self.layout.stop(item), dash + 1)
            spans.append((dash, stop))
            dash = self.layout.next_line(stop) + node.column - 1
        return spans

    def _is_dash(self, index: int) -> bool:
        return self.text.startswith(("- ", "-\t", "-\r", "-\n"), index)


def _says(text: str, wanted: Plain) -> bool:
    try:
        return same(plain(_read(text, "")) or {}, wanted)
    except ProblemsError:
        return False
