"""Values as YAML text, in the style of the shipped definitions.

Short lists stand in brackets, long texts in folded blocks, Markdown in literal ones,
mappings in lines of their own. What is written is read back as the same value, by this
program and by readers of YAML 1.1 and 1.2 alike; a property test holds that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.errors import EditError
from generator.yaml_text.nodes import Plain, plain_value

WIDTH = 96
"""Columns after which texts are folded and lists get a line for each item."""

STEP = 2
"""Spaces that one level is indented by."""

_PLAIN = re.compile(
    r"(?:[^\W_]|[_/(]|\.[^\W_])"  # no indicator at the start
    r"(?:[^\s:#]|:(?=[^\s:,\[\]{}])|#| (?=[^ #]))*",
)
"""Texts that need no quotes outside brackets: without ``: `` and `` #``, and without a ``:`` at the end."""
_IN_BRACKETS = re.compile(r"[*,\[\]{}?:]")
_OTHERWISE_READ = re.compile(r"(?i:y|n|yes|no|on|off)|[-+.0-9:_]+(?:[eE][-+]?[0-9]+)?|0[box][0-9a-fA-F_]+")
"""Words that readers of YAML 1.1 take for something else than a text."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ESCAPED = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"\\\\]')
_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NEVER = re.compile("[\x00\ud800-\udfff]")
_LITERAL = re.compile(r"\S(?:[^\n]*[^\s])?(?:\n+[^\n]*[^\s])*\n?")
"""Texts that a literal block can hold without an indentation mark."""


def mapping_text(values: Mapping[str, Plain], comments: Sequence[str] = ()) -> str:
    """A YAML mapping in block form, below comments (without ``# ``); ``{}`` where it is empty.

    With an end of line at its end. Raises EditError for a text that YAML cannot hold.
    """
    lines = [f"# {comment}".rstrip() for comment in comments]
    lines += _entries(values, 0, blocks=True) if values else ["{}"]
    return "".join(f"{line}\n" for line in lines)


def scalar_text(text: str) -> str:
    """A text in one line: as it is, or in quotes where it would be read as something else."""
    return scalar(text)


def entry_lines(name: str, value: Plain, indent: int, *, blocks: bool = True) -> list[str]:
    """``name: value`` as lines, outside brackets; ``indent`` is in spaces.

    Without ``blocks`` long texts stay in one line, in quotes where they need them.
    """
    start = f"{' ' * indent}{key(name)}:"
    head, body = value_form(value, indent, len(start), blocks=blocks)
    return [f"{start} {head}" if head else start, *body]


def item_lines(value: Plain, indent: int, *, blocks: bool = True) -> list[str]:
    """``- value`` as lines, outside brackets."""
    start = f"{' ' * indent}-"
    if isinstance(value, dict) and value:
        lines = _entries(value, indent + STEP, blocks=blocks)
        return [f"{start} {lines[0][indent + STEP :]}", *lines[1:]]
    head, body = value_form(value, indent, len(start), blocks=blocks)
    return [f"{start} {head}" if head else start, *body]


def _entries(fields: Mapping[str, Plain], indent: int, *, blocks: bool) -> list[str]:
    return [line for name, one in fields.items() for line in entry_lines(name, one, indent, blocks=blocks)]


def value_form(value: Plain, indent: int, used: int, *, blocks: bool = True) -> tuple[str, list[str]]:
    """What follows ``key:`` in its line, and the lines below.

    ``indent`` is that of the key, ``used`` the columns that are taken before the value.
    """
    if isinstance(value, str):
        return _text_form(value, indent + STEP, used) if blocks else (scalar(value), [])
    if isinstance(value, dict) and value:
        return "", _entries(value, indent + STEP, blocks=blocks)
    if isinstance(value, list) and value:
        words = all(isinstance(one, str) and _may_be_plain(one, brackets=True) for one in value)
        if words and used + 1 + len(whole := flow(value)) <= WIDTH:
            return whole, []
        return "", [line for one in value for line in item_lines(one, indent + STEP, blocks=blocks)]
    return flow(value), []


def _text_form(text: str, indent: int, used: int) -> tuple[str, list[str]]:
    one_line = scalar(text)
    if "\n" in text:
        return block("|", text, indent) or (one_line, [])
    if used + 1 + len(one_line) > WIDTH:
        return block(">", text, indent) or (one_line, [])
    return one_line, []


def block(style: str, text: str, indent: int) -> tuple[str, list[str]] | None:
    """The text as a literal (``|``) or folded (``>``) block; None where it cannot be one."""
    if _ESCAPED.search(re.sub(r'["\\\n]', "", text)) or not _LITERAL.fullmatch(text):
        return None
    chomp = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    if style == ">":
        if len(lines) > 1:
            return None
        lines = _folded(lines[0], WIDTH - indent)
    pad = " " * indent
    return style + chomp, [pad + line if line else "" for line in lines]


def _folded(text: str, width: int) -> list[str]:
    """Lines that a folded block joins to ``text`` again: cut at single spaces only."""
    lines = [""]
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


def flow(value: Plain) -> str:
    """Any value in one line, as it may stand inside brackets and outside."""
    match value:
        case list():
            return f"[{', '.join(flow(one) for one in value)}]"
        case dict():
            return (
                f"{{{', '.join(f'{key(name, brackets=True)}: {flow(one)}' for name, one in value.items())}}}"
            )
        case _:
            return scalar(value, brackets=True)


def key(name: str, *, brackets: bool = False) -> str:
    """A key, in quotes where it needs them."""
    return scalar(name, brackets=brackets or ":" in name or "?" in name)


def scalar(value: str | float | None, *, brackets: bool = False, quote: str = "") -> str:
    """One value in one line; a text in ``quote`` (a single or double quote) where that can hold it.

    Without ``quote``, a text is plain where it can be. Raises EditError for a text with
    NUL or half a character in it.
    """
    if not isinstance(value, str):
        return _word(value)
    if _NEVER.search(value):
        raise EditError("a text with a NUL character or half a character cannot be written as YAML")
    if not quote and _may_be_plain(value, brackets=brackets):
        return value
    escaped = _ESCAPED.search(value.replace('"', "").replace("\\", ""))
    if not escaped and (quote == "'" or (quote != '"' and ('"' in value or "\\" in value))):
        return "'" + value.replace("'", "''") + "'"
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _word(value: float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}.get(text, text)


def _may_be_plain(text: str, *, brackets: bool) -> bool:
    if not _PLAIN.fullmatch(text) or _ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return False
    if brackets and _IN_BRACKETS.search(text):
        return False
    if _OTHERWISE_READ.fullmatch(text) and not _DAY.fullmatch(text):
        return False
    return plain_value(text) == text


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
