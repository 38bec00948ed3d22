"""Values to YAML text that people would write: for definitions that a program makes.

What comes out is read back as the same values by :func:`generator.yaml_text.parse`
(a property test holds it), and by YAML 1.1, so that other tools do not take ``no``
for false. Long texts are folded, texts of several lines stay lines.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from generator.yaml_text.nodes import Plain, plain_value

WIDTH = 96
"""Columns that lines keep to where a text can be broken."""

_INDENT = "  "

_BARE = re.compile(r"(?!-)[\w./(][\w ./()+@$%^;~\u2013\u2014\u2026\u2019'\"=&!?:#,-]*")
"""What may stand without quotes, as long as :data:`_SPECIAL` is not in it."""
_SPECIAL = re.compile(r":(?: |$)| #| $|^(?:---|\.\.\.)")
_IN_BRACKETS = re.compile(r"[\w./][\w ./+@-]*")
"""What may stand in ``[a, b]`` without quotes."""
_OLD_WORDS = re.compile(r"y|n|yes|no|on|off|true|false|null|~", re.IGNORECASE)
"""What YAML 1.1 does not take for text."""
_OLD_NUMBERS = re.compile(r"[-+]?[0-9][0-9_,.]*(?:[:eExo][-+0-9a-fA-F_.:]*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ODD = r"\x00-\x09\x0b-\x1f\x7f-\xa0\ufeff\u2028\u2029\ud800-\udfff"
_SEEN = rf"[^\s{_ODD}]"
_FOLDED = re.compile(rf"{_SEEN}+(?: {_SEEN}+)*")
"""A text of words with single spaces, which folding gives back as it was."""
_LITERAL = re.compile(rf"{_SEEN}(?:[^{_ODD}]*{_SEEN})?")
"""A text whose lines can stand as they are: no white space around it, no odd characters."""


def mapping_text(values: Mapping[str, Plain]) -> str:
    """A YAML mapping in block form, with an end of line at its end; ``{}`` where it is empty."""
    return "".join(f"{line}\n" for line in _mapping(values)) if values else "{}\n"


def _mapping(values: Mapping[str, Plain], indent: str = "") -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{indent}{scalar_text(key)}:", value, indent)


def _entry(start: str, value: Plain, indent: str) -> Iterator[str]:
    """The lines of a value, the first behind ``start``."""
    if isinstance(value, Mapping) and value:
        yield start
        yield from _mapping(value, indent + _INDENT)
    elif isinstance(value, list) and value:
        flow = _flow(value)
        if flow and len(start) + len(flow) < WIDTH:
            yield f"{start} {flow}"
            return
        yield start
        yield from _items(value, indent + _INDENT)
    elif isinstance(value, str) and "\n" in value and _LITERAL.fullmatch(value):
        yield f"{start} |-"
        yield from (f"{indent}{_INDENT}{line}" if line else "" for line in value.split("\n"))
    elif isinstance(value, str) and len(start) + len(value) >= WIDTH and _FOLDED.fullmatch(value):
        yield f"{start} >-"
        width = WIDTH - len(indent) - len(_INDENT)
        folded = textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False)
        yield from (f"{indent}{_INDENT}{line}" for line in folded)
    else:
        yield f"{start} {_short(value)}"


def _items(values: Sequence[Plain], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping) and value:
            lines = _mapping(value, indent + _INDENT)
            yield f"{indent}- {next(lines).strip()}"
            yield from lines
        else:
            yield from _entry(f"{indent}-", value, indent)


def _flow(values: Sequence[Plain]) -> str:
    """``[a, b]`` where all are short and plain; else empty."""
    words = [
        value if isinstance(value, str) and _IN_BRACKETS.fullmatch(value) and _is_bare(value) else ""
        for value in values
    ]
    return f"[{', '.join(words)}]" if all(words) else ""


def _short(value: Plain) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return scalar_text(value)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return json.dumps(value)


def scalar_text(text: str) -> str:
    """A text in one line: as it is, or in double quotes where it would be read as something else."""
    return text if _is_bare(text) else _quoted(text)


def _is_bare(text: str) -> bool:
    if not _BARE.fullmatch(text) or _SPECIAL.search(text) or not isinstance(plain_value(text), str):
        return False
    if _DATE.fullmatch(text):
        return True
    return not _OLD_WORDS.fullmatch(text) and not _OLD_NUMBERS.fullmatch(text)


def _quoted(text: str) -> str:
    """In double quotes, with escapes that YAML and JSON share; what cannot be seen is escaped too."""
    return "".join(
        char if char.isprintable() else _escaped(char) for char in json.dumps(text, ensure_ascii=False)
    )


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
