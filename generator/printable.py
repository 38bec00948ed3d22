"""The one escaper for text that is printed: to a terminal, a log, an annotation or a step summary.

Whatever strangers wrote may come by here: a description, a file name, an answer of
GitHub. None of it may move the cursor, start a line of its own, reverse the reading
order, or be taken for a command by the runner of GitHub Actions, which executes
lines that start with ``::name`` and ``##[name]`` wherever it stands; Azure Pipelines and
TeamCity do so with ``##vso[`` and ``##teamcity[``.
"""

from __future__ import annotations

import json
import re
import unicodedata

LIMIT = 200
"""Characters of one printed text, unless told otherwise."""

ELLIPSIS = "…"

_BREAKS = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Everything that ``str.splitlines`` takes for the end of a line."""

_SUSPECT = re.compile("[^\x20-\x7e]")

_JOINERS = frozenset("\u200c\u200d")
"""Format characters that words and emoji need, and that harm nothing."""

_LEADING_COMMAND = re.compile(r"\s*::")
_COMMAND = re.compile(r"##(?=\w*\[)")


def printable(text: object, limit: int = LIMIT) -> str:
    r"""``text`` as one harmless line of at most ``limit`` characters, an ellipsis included.

    - ends of lines become one space;
    - control characters become ``\xNN``; bidirectional controls, other invisible format
      characters and lone surrogates become ``\uNNNN`` or ``\UNNNNNNNN``;
    - ``::`` at the start (after white space too) becomes ``: :``; ``##[`` and its like become ``## [``.

    Doing it twice changes nothing more. An object that is not text is shown by ``str``.
    """
    if not isinstance(text, str):
        text = str(text)
    if len(text) <= limit and text.isascii() and text.isprintable() and "::" not in text and "##" not in text:
        return text  # as nearly all are
    line = _BREAKS.sub(" ", text)
    # Escapes only lengthen: what lies behind the limit cannot come back into it.
    shortened = len(line) > limit
    line = _SUSPECT.sub(_escaped, line[: limit + 1])
    line = _COMMAND.sub("## ", line)
    if _LEADING_COMMAND.match(line):
        line = line.replace("::", ": :", 1)
    if shortened or len(line) > limit:
        line = line[: max(limit - len(ELLIPSIS), 0)] + ELLIPSIS[:limit]
    return line


def printable_json(value: object) -> str:
    """``value`` as JSON of several lines that does no more harm than :func:`printable`; it means the same.

    Raises TypeError for what JSON has no form for.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False)
    text = _SUSPECT.sub(lambda found: found[0] if found[0] == "\n" else _escaped_in_json(found[0]), text)
    return _COMMAND.sub(r"#\\u0023", text)


def is_printable(text: str) -> bool:
    """Whether each line of ``text`` is one that :func:`printable` would leave as it is, but for tabs."""
    lines = text.replace("\t", " ").split("\n")
    return all(printable(line, len(line)) == line for line in lines)


def _escaped_in_json(char: str) -> str:
    """A character within a text of JSON, or its escape where it is not to be printed."""
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char in _JOINERS:
        return char
    return json.dumps(char)[1:-1]


def _escaped(match: re.Match[str]) -> str:
    """A character, or its escape where it is not to be printed."""
    char = match.group()
    code = ord(char)
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    if unicodedata.category(char) in ("Cf", "Cs") and char not in _JOINERS:
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char
