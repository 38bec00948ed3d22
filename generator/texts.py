"""The texts of the site's interface: the shipped ones, and those that a catalog brings.

A file of texts has groups of texts. A text is a line with ``{placeholders}``, or has forms of
which a number chooses one. Nothing in it is a program: a placeholder is a name, and is filled
with a value that is escaped like every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from generator.errors import Problem
from generator.places import shipped_theme
from generator.schema.reading import Reader
from generator.schema.shapes import Text
from generator.schema.suggest import suggestion
from generator.schema.texts import line
from generator.schema.wording import inside, one_of
from generator.yaml_text import MappingNode, Node, RefusedNode, ScalarNode, decode, parse_all

SHIPPED_LANGUAGE = "en"

FORMS = ("none", "zero", "one", "two", "few", "many", "other")
"""What a text with forms may have: ``none`` for exactly 0, the rest are the plural categories of CLDR."""

NOUNS = ("source", "artifact")

Forms = tuple[tuple[str, str], ...]
"""Pairs of form and text."""

Message = str | Forms

Texts = Mapping[str, Message]
"""Texts by ``group.key``."""

LONGEST = 1_000
"""Characters of one text."""

_TEXT = line(LONGEST)
_SPACED = Text(longest=LONGEST, noun="text", refusals=_TEXT.refusals)
"""Of texts whose spaces at both ends count."""

_JOINERS = frozenset({"browser.and", "browser.or"})

_PLACEHOLDER = re.compile(r"\{([a-z_A-Z]+)\}")

_BRACE = re.compile(r"[{}]")


def noun_names() -> tuple[str, ...]:
    """The placeholders that the catalog's nouns fill, wherever they stand."""
    lower = tuple(name for noun in NOUNS for name in (noun, f"{noun}s"))
    return lower + tuple(name.capitalize() for name in lower)


def placeholders(message: Message) -> frozenset[str]:
    """The names in braces, all forms together."""
    forms = (message,) if isinstance(message, str) else (text for _, text in message)
    return frozenset(name for text in forms for name in _PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its placeholders replaced, each once; what no value is given for stays."""
    pieces = list(_pieces(text))
    pieces[1::2] = [str(values.get(name, f"{{{name}}}")) for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=2_000)
def _pieces(text: str) -> tuple[str, ...]:
    """What stands around placeholders, and every second time the name of one."""
    return tuple(_PLACEHOLDER.split(text))


@cache
def shipped_texts() -> Texts:
    """The English texts, which are part of the program as its code is."""
    file = shipped_theme() / "texts" / f"{SHIPPED_LANGUAGE}.yaml"
    text, problems = decode(file.read_bytes(), file.name)
    node, more = parse_all(text or "", file.name)
    texts, found = read_texts(node, file.name, None) if node else ({}, ())
    if bad := [*problems, *more, *found]:
        raise ValueError("; ".join(f"{p.place}: {p.message}" for p in bad))
    return MappingProxyType(texts)


def read_texts(node: Node, file: str, known: Texts | None) -> tuple[dict[str, Message], tuple[Problem, ...]]:
    """The texts of a file, and what is wrong with it.

    ``known`` are the texts that there are: any other is refused, and so is a placeholder that the
    known text does not have. None: anything goes.
    """
    reader = Reader(file)
    texts: dict[str, Message] = {}
    if isinstance(node, ScalarNode) and node.value is None:
        return texts, ()
    for group, said in _entries(node, reader, "", "a mapping of groups"):
        groups = None if known is None else dict.fromkeys(key.partition(".")[0] for key in known)
        if groups is not None and group.text not in groups:
            _unknown(reader, group, group.text, "group of texts", groups)
            continue
        for key, value in _entries(said, reader, group.text, "a mapping of texts"):
            name = inside(group.text, key.text)
            if known is not None and name not in known:
                near = [k.partition(".")[2] for k in known if k.startswith(f"{group.text}.")]
                _unknown(reader, key, name, "text", near)
                continue
            model = None if known is None else known[name]
            message = _message(reader, value, name)
            if isinstance(message, str) and isinstance(model, tuple):
                message = (("other", message),)
            if message is not None and _fits(reader, value, name, message, model):
                texts[name] = message
    return texts, tuple(reader.problems)


def _entries(node: Node, reader: Reader, field: str, expected: str) -> Iterable[tuple[ScalarNode, Node]]:
    if isinstance(node, MappingNode):
        return node.entries
    if not isinstance(node, RefusedNode):
        reader.problem(node, field, "wrong-type", "this must be a mapping", expected=expected)
    return ()


def _unknown(reader: Reader, key: ScalarNode, name: str, noun: str, known: Iterable[str]) -> None:
    near = suggestion(key.text, known)
    reader.problem(
        key,
        name,
        "unknown-text",
        f"there is no such {noun}",
        expected=f'"{near}"' if near else one_of(known),
        hint=f'did you mean "{near}"?' if near else "remove it",
        found=f'"{key.text[:60]}"',
    )


def _message(reader: Reader, node: Node, name: str) -> Message | None:
    if not isinstance(node, MappingNode):
        text = reader.read(_SPACED if name in _JOINERS else _TEXT, node, name)
        return text if isinstance(text, str) else None
    forms: dict[str, str] = {}
    good = True
    for key, value in node.entries:
        if key.text not in FORMS:
            _unknown(reader, key, inside(name, key.text), "form of a text", FORMS)
            good = False
            continue
        text = reader.read(_TEXT, value, inside(name, key.text))
        if isinstance(text, str):
            forms[key.text] = text
    if "other" not in [key.text for key, _ in node.entries]:
        hint = 'write "other: …" as well'
        reader.problem(
            node,
            name,
            "missing-form",
            "the form for all other numbers is missing",
            expected="other",
            hint=hint,
        )
        return None
    return tuple(forms.items()) if good and len(forms) == len(node.entries) else None


def _fits(reader: Reader, node: Node, name: str, message: Message, known: Message | None) -> bool:
    """Whether a text can stand where the known one stands."""
    forms = (message,) if isinstance(message, str) else tuple(text for _, text in message)
    if any(_BRACE.search(_PLACEHOLDER.sub("", text)) for text in forms):
        message_text = "a brace that is no placeholder"
        hint = "write {name}, and no other braces"
        reader.problem(node, name, "bad-placeholder", message_text, expected="{name}", hint=hint)
        return False
    if known is None:
        return True
    if isinstance(known, str) and not isinstance(message, str):
        hint = "write one text; no number chooses a form here"
        reader.problem(node, name, "wrong-type", "this must be a text", expected="a text", hint=hint)
        return False
    may = dict.fromkeys((*sorted(placeholders(known)), *([] if isinstance(known, str) else ["number"])))
    if strange := sorted(placeholders(message) - {*may, *noun_names()}):
        near = suggestion(strange[0], may)
        reader.problem(
            node,
            name,
            "bad-placeholder",
            f"nothing fills {{{strange[0]}}} here",
            expected=one_of(f"{{{n}}}" for n in may) if may else "no placeholder but the catalog's nouns",
            hint=f"did you mean {{{near}}}?" if near else "remove it",
        )
        return False
    return True
