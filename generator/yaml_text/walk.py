"""From YAML text to positioned nodes, by the parser's events alone.

No loader of PyYAML is used: loaders keep the last of duplicate keys, expand aliases
without bound, recurse as deep as the text says and let errors of many kinds escape.
Here the events are walked with a stack of our own, and what a definition has no need
for is refused at its place: duplicate keys, anchors, aliases, merges, tags,
directives, several documents, keys that are no plain words, and depth over 12.

libyaml's parser is some fifteen times as fast as PyYAML's own, and differs from it in
corner cases and in every message. So it only serves texts without those corners
(:data:`_CORNERS`) in which nothing is wrong; whatever it stumbles over is read again
by PyYAML's, which has the last word. A property test holds both to the same nodes.
The depth is checked while events arrive, so neither parser gets far into a bomb.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.errors import Problem, ProblemsError
from generator.printable import printable
from generator.yaml_text.nodes import ListNode, MappingNode, Node, RefusedNode, ScalarNode, plain_value
from generator.yaml_text.plain_text import MAX_BYTES, character_problems, too_large

try:
    from yaml._yaml import CParser
except ImportError:  # a PyYAML that was built without libyaml
    CParser = None  # type: ignore[assignment,misc]

MAX_DEPTH = 12
"""Lists and mappings within each other; a definition needs three."""

MAX_PROBLEMS = 50
"""Reported of one file; one with more is not a definition gone wrong but something else."""

_CORNERS = re.compile(
    r"[\t\r\\]"  # white space and escapes are read differently
    r"|^%"  # directives
    r"|[|>][-+0-9]*#"  # a comment too close to a block scalar's header
    r"|:\s*[,}\]]",  # nothing, as a value inside brackets
    re.MULTILINE,
)
"""What a text may not hold to be read by libyaml: where the two parsers were seen to differ.
They also differ about question marks inside brackets."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")

_REFUSALS = {
    "directive": ("YAML directives are not allowed", "", 'remove the lines that start with "%"'),
    "several-documents": (
        "a second document starts here",
        "one document a file",
        'remove the line "---", or make it a file of its own',
    ),
    "control-character": ("a control character", "printable text", "remove it"),
    "surrogate": ("half a character (a lone surrogate)", "printable text", "write the character itself"),
    "merge-key": ("merges are not allowed", "", "write the values out"),
    "alias": ("aliases are not allowed", "", "write the value out, or put the text in quotes"),
    "anchor": ("anchors are not allowed", "", "remove it, or put the text in quotes"),
    "explicit-tag": (
        "type tags are not allowed",
        "",
        "remove it; a value that must be text goes in quotes",
    ),
    "too-deep": ("lists and mappings are nested too deep", f"at most {MAX_DEPTH} levels", ""),
    "complex-key": (
        "a key that is a list or a mapping",
        "a word as the key",
        "put texts with brackets in quotes",
    ),
    "duplicate-key": ("the same key a second time", "each key once", ""),
}
"""What is said of each refusal: what is wrong, what was expected, what to do."""

_HINTS = (
    (r"character '\t'", "indent with spaces, not with tabs"),
    ("cannot start any token", "put the text in quotes"),
    ("mapping values are not allowed", 'put a text that holds ": " in quotes'),
    ("could not find expected ':'", 'write "key: value", with a space after the colon'),
    (
        "expected <block end>",
        "check the indentation; a text that starts with a quote goes in quotes as a whole",
    ),
    ("unexpected end of stream", "close the quote"),
    ("expected ',' or", "close the bracket; texts with brackets or commas go in quotes"),
    ("unknown escape", "use single quotes, in which a backslash is only a backslash"),
    ("sequence entries are not allowed", "start the list on a line of its own"),
    ("expected '<document start>'", 'write "key: value" lines that start in the first column'),
)
"""What to do about an error of PyYAML's parser, by a part of its words."""


_Event = Any
"""An event of either parser. The type stubs let its marks be None, which no parser leaves them."""


class _Events(Protocol):
    """What both parsers are used for."""

    def get_event(self) -> _Event:
        """The next event; None after the last."""
        ...


class _NotCleanError(Exception):
    """A strict walk met something to report."""


class _StopError(Exception):
    """The rest of the text is not worth reading."""


def parse(text: str, file: str) -> Node:
    """The one document of ``text``; an empty text is a null scalar.

    Raises :class:`ProblemsError` with all problems; ``file`` is only named in them.
    Time and memory are linear in the text, which is refused over 64 KiB.
    """
    node, problems = parse_all(text, file)
    if problems or node is None:
        raise ProblemsError(problems)
    return node


def parse_all(text: str, file: str, limit: int = MAX_BYTES) -> tuple[Node | None, list[Problem]]:
    """As :func:`parse`, with whatever could be read beside the problems.

    ``limit`` is the most bytes that are read; only files of other catalogs need more than the usual.

    The node is None where the text could not be read to its end; in it,
    a :class:`RefusedNode` stands for what a problem was already reported for.
    """
    size = len(text) if len(text) > limit else len(text.encode("utf-8", "surrogatepass"))
    if size > limit:
        return None, [too_large(file, size, limit)]
    problems = list(islice(character_problems(text, file), MAX_PROBLEMS))
    if text.startswith("\ufeff") and len(problems) == 1:
        text = text[1:]
    elif problems:
        return None, problems
    if not text.endswith("\n"):
        text += "\n"  # so that the parsers agree on where the last thing ends
    node = read_fast(text)
    if node is not None:
        return node, problems
    node, found = read_slow(text, file)
    return node, problems + found


def read_fast(text: str) -> Node | None:
    """The nodes by libyaml; None where PyYAML's own parser must be asked."""
    if CParser is None or _CORNERS.search(text) or ("?" in text and ("[" in text or "{" in text)):
        return None
    try:
        return _Walk("", strict=True).document(CParser(text))
    except (_NotCleanError, yaml.YAMLError):
        return None


def read_slow(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The nodes and the problems by PyYAML's own parser."""
    walk = _Walk(file, strict=False)
    parser = yaml.SafeLoader(text)
    try:
        return walk.document(parser), walk.problems
    except _StopError:
        return None, walk.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark or parser.get_mark()
        words = printable(error.problem or error.context)
        hint = next((hint for part, hint in _HINTS if part in words), "")
    except (ValueError, OverflowError):
        # from int() on a version directive and chr() on an escape beyond Unicode
        mark, words, hint = parser.get_mark(), "a number is out of range", "write the character itself"
    place = (mark.line + 1, mark.column + 1)
    problem = Problem(file, *place, "", "not-yaml", f"not valid YAML: {words}", hint=hint)
    return None, [*walk.problems, problem]


class _Frame:
    """A list or mapping whose end has not come yet."""

    __slots__ = ("column", "entries", "items", "key", "line", "lines", "mapping")

    def __init__(self, event: _Event, *, mapping: bool) -> None:
        self.mapping = mapping
        self.line = event.start_mark.line + 1
        self.column = event.start_mark.column + 1
        self.items: list[Node] = []
        self.entries: list[tuple[ScalarNode, Node]] = []
        self.key: Node | None = None
        self.lines: dict[str, int] = {}
        """Where each key stands."""

    def node(self, end: _Event) -> Node:
        """The finished node."""
        place = (self.line, self.column, end.end_mark.line + 1, end.end_mark.column + 1)
        return (
            MappingNode(tuple(self.entries), *place) if self.mapping else ListNode(tuple(self.items), *place)
        )


class _Walk:
    """One pass over the events of one text."""

    def __init__(self, file: str, *, strict: bool) -> None:
        self.file = file
        self.strict = strict
        self.problems: list[Problem] = []

    def document(self, events: _Events) -> Node:
        """The root of the only document."""
        node: Node
        root: Node = ScalarNode(None, "", 1, 1, 1, 1)
        documents = 0
        stack: list[_Frame] = []
        while (event := events.get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                node = self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append(self._start(event, len(stack)))
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = stack.pop().node(event)
            elif kind is AliasEvent:
                node = self._refused("alias", event, f"*{event.anchor}")
            elif kind is DocumentStartEvent:
                documents += 1
                if event.version or event.tags:
                    self._refused("directive", event)
                if documents > 1:
                    self._refused("several-documents", event)
                    break
                continue
            elif kind is StreamEndEvent:
                break
            else:
                continue
            if not stack:
                root = node
            elif (frame := stack[-1]).mapping:
                self._place(frame, node)
            else:
                frame.items.append(node)
        return root

    def _refused(self, code: str, event: _Event, found: str = "") -> RefusedNode:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._refuse(code, line, column, found)
        return RefusedNode(line, column)

    def _refuse(self, code: str, line: int, column: int, found: str = "", hint: str = "") -> None:
        if self.strict:
            raise _NotCleanError
        message, expected, usual_hint = _REFUSALS[code]
        found = f'"{printable(found, 78)}"' if found else ""
        self.problems.append(
            Problem(self.file, line, column, "", code, message, expected, found, hint or usual_hint)
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopError

    def _start(self, event: _Event, depth: int) -> _Frame:
        if event.anchor is not None:
            self._refused("anchor", event, f"&{event.anchor}")
        if event.tag is not None:
            self._refused("explicit-tag", event, event.tag)
        if depth >= MAX_DEPTH:
            self._refused("too-deep", event)
            raise _StopError
        return _Frame(event, mapping=type(event) is MappingStartEvent)

    def _scalar(self, event: _Event) -> Node:
        text: str = event.value
        if event.anchor is not None:
            self._refused("anchor", event, f"&{event.anchor}")
        if event.tag is not None:
            return self._refused("explicit-tag", event, event.tag)
        if event.style == '"' and (bad := _NO_TEXT.search(text)):
            return self._refused("surrogate" if bad.group() != "\x00" else "control-character", event)
        if text == "<<" and not event.style:
            return self._refused("merge-key", event, text)
        start, end = event.start_mark, event.end_mark
        value = text if event.style else plain_value(text)
        return ScalarNode(value, text, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _place(self, frame: _Frame, node: Node) -> None:
        """Take a finished node as the next key of a mapping, or as the value of the last."""
        if frame.key is None:
            frame.key = node
            return
        key, frame.key = frame.key, None
        if isinstance(key, ScalarNode):
            if key.text not in frame.lines:
                frame.lines[key.text] = key.line
                frame.entries.append((key, node))
                return
            hint = f"remove one; the first is in line {frame.lines[key.text]}"
            self._refuse("duplicate-key", key.line, key.column, key.text, hint)
        elif not isinstance(key, RefusedNode):
            self._refuse("complex-key", key.line, key.column)
