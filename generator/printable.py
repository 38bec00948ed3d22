"""The one escaper for text that is printed: to a terminal, a log, an annotation or a step summary.

Whatever strangers wrote may come by here: a description, a file name, an answer of
GitHub. None of it may move the cursor, start a line of its own, reverse the reading
order, or be taken for a command by the runner of GitHub Actions, which executes
lines that start with ``::name`` and ``##[name]`` wherever it stands.
"""

from __future__ import annotations

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


def printable(text: object, limit: int = LIMIT) -> str:
    r"""``text`` as one harmless line of at most ``limit`` characters, an ellipsis included.

    - ends of lines become one space;
    - control characters become ``\xNN``; bidirectional controls, other invisible format
      characters and lone surrogates become ``\uNNNN`` or ``\UNNNNNNNN``;
    - ``::`` at the start (after white space too) becomes ``: :``, and ``##[`` becomes ``## [``.

    Doing it twice changes nothing more. An object that is not text is shown by ``str``.
    """
    line = _BREAKS.sub(" ", text if isinstance(text, str) else str(text))
    # Escapes only lengthen: what lies behind the limit cannot come back into it.
    shortened = len(line) > limit
    line = _SUSPECT.sub(_escaped, line[: limit + 1])
    line = line.replace("##[", "## [")
    if _LEADING_COMMAND.match(line):
        line = line.replace("::", ": :", 1)
    if shortened or len(line) > limit:
        line = line[: max(limit - len(ELLIPSIS), 0)] + ELLIPSIS[:limit]
    return line


def _escaped(match: re.Match[str]) -> str:
    """A character, or its escape where it is not to be printed."""
    char = match.group()
    code = ord(char)
    if code < 0x20 or 0x7F <= code <= 0x9F:
        return f"\\x{code:02x}"
    if unicodedata.category(char) in ("Cf", "Cs") and char not in _JOINERS:
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return char
