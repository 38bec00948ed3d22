"""Nodes into values by their shapes, with every problem on the way.

:class:`Reader` is the one place where a shape meets what somebody wrote. It never
stops at the first problem; what could not be read is :data:`INVALID`, and a problem
says where it stands, what was expected, what was found and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, Final

from generator.errors import Problem, Severity
from generator.model import ArtifactType
from generator.printable import printable
from generator.schema.shapes import (
    ArtifactTypeName,
    Choice,
    Day,
    Flag,
    ListOf,
    MapOf,
    Record,
    RefusedError,
    Shape,
    Text,
    Tidy,
    Whole,
)
from generator.schema.suggest import suggestion
from generator.schema.wording import describe, inside, one_of, shown
from generator.yaml_text import MAX_PROBLEMS, ListNode, MappingNode, Node, RefusedNode, ScalarNode


class _Mark(Enum):
    INVALID = "invalid"


INVALID: Final = _Mark.INVALID
"""In the place of a value that a problem was reported for."""

_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
"""What older YAML took for ``true`` and ``false``."""


class Reader:
    """Reads one file's nodes and gathers its problems."""

    def __init__(self, file: str, artifact_types: Iterable[ArtifactType] = ()) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.artifact_types: dict[str, str] = {
            word: kind.id for kind in artifact_types for word in (kind.id, *kind.aliases)
        }
        """The id by every word for it, folded."""

    @property
    def failed(self) -> bool:
        """Whether there is an error, and not only warnings."""
        return any(p.severity is Severity.ERROR for p in self.problems)

    def problem(
        self,
        node: Node,
        field: str,
        code: str,
        message: str,
        *,
        expected: str = "",
        hint: str = "",
        found: str | None = None,
    ) -> None:
        """Report something about ``node``; ``found`` is what stands there unless told otherwise."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        found = shown(node) if found is None else found
        self.problems.append(
            Problem(self.file, node.line, node.column, field, code, message, expected, found, hint)
        )

    def read(self, shape: Shape, node: Node, field: str) -> object:
        """The value of ``node``, or :data:`INVALID`."""
        if isinstance(node, RefusedNode):
            return INVALID
        match shape:
            case Text():
                return self._text(shape, node, field)
            case ListOf():
                return self._list(shape, node, field)
            case Record():
                return self.record(shape, node, field)
            case MapOf():
                return self._map(shape, node, field)
            case Choice() | ArtifactTypeName():
                return self._word(shape, node, field)
            case Day():
                return self._day(node, field)
            case Flag() | Whole():
                return self._number(shape, node, field)

    # ------------------------------------------------------------- single values

    def _string(self, shape: Shape, node: Node, field: str) -> str | None:
        """The text of a scalar that is a text; else None, reported."""
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return node.value
        hint = ""
        if isinstance(node, ScalarNode) and node.value is not None:
            if isinstance(shape, Text) and (shape.whole is None or shape.whole.fullmatch(node.text)):
                hint = f'put it in quotes: "{printable(node.text, 40)}"'
        elif isinstance(node, ListNode) and len(node.items) == 1:
            hint = "write the value itself, without a list around it"
        elif isinstance(node, MappingNode) and len(node.entries) == 1:
            hint = 'put a text that holds ": " in quotes'
        self.problem(node, field, "wrong-type", "this must be a text", expected=describe(shape), hint=hint)
        return None

    def _text(self, shape: Text, node: Node, field: str) -> object:
        raw = self._string(shape, node, field)
        if raw is None:
            return INVALID
        text = tidied(raw, shape.tidy)
        if not text.strip():
            hint = "leave the field out if there is nothing to say"
            self.problem(
                node, field, "empty-text", f"an empty {shape.noun}", expected=describe(shape), hint=hint
            )
            return INVALID
        if len(text) > shape.longest or (shape.suspect and shape.suspect.search(text)):
            self._bad_text(shape, text, node, field)
            return INVALID
        if shape.whole and not shape.whole.fullmatch(text):
            plainly = RefusedError(shape.code, f"not a good {shape.noun}")
            return self._refused(shape.explain(text) if shape.explain else plainly, shape, node, field)
        if shape.convert is None:
            return text
        try:
            return shape.convert(text)
        except RefusedError as refused:
            return self._refused(refused, shape, node, field)

    def _bad_text(self, shape: Text, text: str, node: Node, field: str) -> None:
        """Report everything that a text must not hold or be."""
        for refusal in shape.refusals:
            if match := re.search(refusal.pattern, text):
                hidden = len(match[0]) == 1 and not match[0].isprintable()
                self.problem(
                    node,
                    field,
                    refusal.code,
                    refusal.message,
                    expected=refusal.expected or describe(shape),
                    hint=refusal.hint,
                    found=f"U+{ord(match[0]):04X}" if hidden else shown(node),
                )
        if len(text) > shape.longest:
            self.problem(
                node,
                field,
                "too-long",
                f"this {shape.noun} is too long",
                expected=f"at most {shape.longest:,} characters",
                hint=f"remove {len(text) - shape.longest:,}",
                found=f"{len(text):,} characters",
            )

    def _refused(self, refused: RefusedError, shape: Text, node: Node, field: str) -> object:
        expected = refused.expected or describe(shape)
        self.problem(node, field, refused.code, refused.message, expected=expected, hint=refused.hint)
        return INVALID

    def _word(self, shape: Choice | ArtifactTypeName, node: Node, field: str) -> object:
        text = self._string(shape, node, field)
        if text is None:
            return INVALID
        if isinstance(shape, Choice):
            known, code, noun = dict.fromkeys(shape.values, ""), "unknown-value", f"no such {shape.noun}"
            if text in known:
                return text
        else:
            known, code, noun = (
                self.artifact_types,
                "unknown-artifact-type",
                "the catalog has no such artifact type",
            )
            if found := known.get(text.strip().casefold()):
                return found
        near = suggestion(text, known)
        expected = describe(shape) if isinstance(shape, Choice) else one_of(dict.fromkeys(known.values()))
        self.problem(
            node, field, code, noun, expected=expected, hint=f'did you mean "{near}"?' if near else ""
        )
        return INVALID

    def _day(self, node: Node, field: str) -> object:
        text = self._string(Day(), node, field)
        if text is None:
            return INVALID
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self.problem(node, field, "bad-date", "there is no such day", expected=describe(Day()))
                return INVALID
        self.problem(node, field, "bad-date", "not a date", expected=describe(Day()))
        return INVALID

    def _number(self, shape: Flag | Whole, node: Node, field: str) -> object:
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(shape, Flag):
            if isinstance(value, bool):
                return value
            word = (
                _YES_NO.get(value.lower()) or suggestion(value, ("true", "false"))
                if isinstance(value, str)
                else ""
            )
            hint = f"write {word}" if word else ""
            self.problem(
                node, field, "wrong-type", "this must be true or false", expected=describe(shape), hint=hint
            )
            return INVALID
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # "24.0" is a whole number to JSON Schema as well
        if not isinstance(value, int) or isinstance(value, bool):
            digits = isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value)
            hint = f"write {value}, without quotes" if digits else ""
            self.problem(
                node, field, "wrong-type", "this must be a whole number", expected=describe(shape), hint=hint
            )
            return INVALID
        if not shape.least <= value <= shape.most:
            self.problem(node, field, "out-of-range", "the number is out of range", expected=describe(shape))
            return INVALID
        return value

    # ----------------------------------------------------------- values in values

    def _list(self, shape: ListOf, node: Node, field: str) -> object:
        if not isinstance(node, ListNode):
            hint = "write them as a list: [one, two], or each after a dash in a line of its own"
            self.problem(
                node, field, "wrong-type", "this must be a list", expected=describe(shape), hint=hint
            )
            return INVALID
        found: dict[object, None] = {}
        good = True
        for i, item in enumerate(node.items):
            value = self.read(shape.item, item, f"{field}[{i}]")
            good = good and value is not INVALID
            found[frozenset(value.items()) if isinstance(value, dict) else value] = None
        if len(found) > shape.most:
            self.problem(
                node,
                field,
                "too-many",
                f"too many {shape.noun}",
                expected=f"at most {shape.most}",
                hint=f"remove {len(found) - shape.most}",
                found=f"{len(found)} {shape.noun}",
            )
            return INVALID
        if not good:
            return INVALID
        return tuple(dict(value) if isinstance(value, frozenset) else value for value in found)

    def _map(self, shape: MapOf, node: Node, field: str) -> object:
        """A tuple of pairs, in the order of the file."""
        if not isinstance(node, MappingNode):
            self.problem(node, field, "wrong-type", "this must be a mapping", expected=describe(shape))
            return INVALID
        found: dict[object, object] = {}
        good = shape.least <= len(node.entries) <= shape.most
        if not good:
            few = len(node.entries) < shape.least
            self.problem(
                node,
                field,
                "too-few" if few else "too-many",
                f"too {'few' if few else 'many'} {shape.noun}",
                expected=f"at {f'least {shape.least}' if few else f'most {shape.most}'}",
                found=f"{len(node.entries)} {shape.noun}",
            )
        for key, value_node in node.entries:
            name = self.read(shape.key, key if isinstance(key.value, str) else _as_text(key), field)
            if isinstance(shape.value, Record):
                value_node = _without_value_without_fields(value_node)  # noqa: PLW2901
            value = self.read(shape.value, value_node, inside(field, key.text))
            if name is not INVALID and name in found:
                hint = "remove one"
                self.problem(
                    key, field, "duplicate-name", f"the same {shape.key.noun} a second time", hint=hint
                )
            good = good and name is not INVALID and value is not INVALID and name not in found
            found[name] = value
        return tuple(found.items()) if good else INVALID

    def record(self, shape: Record, node: Node, field: str) -> object:
        """A dict of the fields that are there and have a value, or :data:`INVALID`."""
        if isinstance(node, MappingNode):
            found, good = self.fields(shape, node, field)
            return found if good else INVALID
        if shape.short and isinstance(node, ScalarNode):
            only = next(f for f in shape.fields if f.name == shape.short)
            value = self.read(only.shape, node, field)
            return INVALID if value is INVALID else {shape.short: value}
        self.problem(node, field, "wrong-type", "this must be a mapping of fields", expected=describe(shape))
        return INVALID

    def fields(self, shape: Record, node: MappingNode, field: str = "") -> tuple[dict[str, Any], bool]:
        """The fields that are there, bad ones as :data:`INVALID`, and whether all is good."""
        found: dict[str, Any] = {}
        empty: dict[str, Node] = {}
        good = True
        for key, value_node in node.entries:
            spec = shape.by_name.get(key.text)
            if spec is None:
                self._unknown_field(shape, key, inside(field, key.text))
                good = False
            elif isinstance(value_node, ScalarNode) and value_node.value is None:
                empty[spec.name] = value_node  # "tags:" with nothing behind it: as good as left out
            else:
                value = self.read(spec.shape, value_node, f"{field}.{spec.name}" if field else spec.name)
                good = good and value is not INVALID
                found[spec.name] = value
        for spec in shape.fields:
            if spec.required and spec.name not in found:
                self.problem(
                    empty.get(spec.name, node),
                    inside(field, spec.name),
                    "missing-field",
                    f'the field "{spec.name}" {"has no value" if spec.name in empty else "is missing"}',
                    expected=describe(spec.shape),
                    hint=f'write "{spec.name}: {spec.example}"',
                    found="",
                )
                good = False
        return found, self._one_of(shape, node, found, empty, field) and good

    def _one_of(
        self, shape: Record, node: MappingNode, found: dict[str, Any], empty: dict[str, Node], field: str
    ) -> bool:
        """Whether exactly one of the fields that exclude each other is there."""
        there = [name for name in shape.one_of if name in found]
        if not shape.one_of or len(there) == 1:
            return True
        first, others = shape.by_name[shape.one_of[0]], shape.one_of[1:]
        if there:
            second = node.get(there[1]) or node
            both = " and ".join(f'"{name}"' for name in there)
            self.problem(
                second,
                inside(field, there[1]),
                "too-many-fields",
                f"{both} exclude each other",
                expected="only one of them",
                hint="remove the one that is not meant",
            )
        else:
            self.problem(
                empty.get(first.name, node),
                inside(field, first.name),
                "missing-field",
                f'the field "{first.name}" {"has no value" if first.name in empty else "is missing"}',
                expected=describe(first.shape),
                hint=f'write "{first.name}: {first.example}"'
                + "".join(f', or "{name}: {shape.by_name[name].example}"' for name in others),
                found="",
            )
        return False

    def _unknown_field(self, shape: Record, key: ScalarNode, name: str) -> None:
        names = [f.name for f in shape.fields]
        words = {word: f.name for f in shape.fields for word in (f.name, *f.also)}
        # A slip in a field's own name is likelier than one in another word for a field.
        near = suggestion(key.text, names) or words.get(suggestion(key.text, words) or "")
        expected = f'"{near}"' if near else one_of(f.name for f in shape.fields)
        hint = f'did you mean "{near}"?' if near else "remove it"
        self.problem(key, name, "unknown-field", "there is no such field", expected=expected, hint=hint)


def tidied(text: str, how: Tidy) -> str:
    """A text without the white space that means nothing."""
    match how:
        case Tidy.EXACT:
            return text
        case Tidy.LINE:
            return _SPACE.sub(" ", text).strip(" ")
        case Tidy.LINES:
            return text.replace("\r\n", "\n").strip(" \t\r\n")
        case Tidy.WORD:
            word = text.strip(" \t\r\n")
            return word.lower() if word.isascii() else word  # the Kelvin sign is no k


_SPACE = re.compile("[ \t\r\n]+")
"""No more than that: ``str.split`` would hide control characters that are to be refused."""


def _without_value_without_fields(node: Node) -> Node:
    """``skill:`` with nothing behind it is ``skill: {}``."""
    if isinstance(node, ScalarNode) and node.value is None:
        return MappingNode((), node.line, node.column, node.end_line, node.end_column)
    return node


def _as_text(key: ScalarNode) -> ScalarNode:
    """A key as a text: ``2024:`` names the folder 2024, not a number."""
    return ScalarNode(key.text, key.text, key.line, key.column, key.end_line, key.end_column)
