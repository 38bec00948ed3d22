"""Somebody else's words within Markdown that we write: for agents, pull requests and step summaries.

None of it may end a line, open a heading, a list, a link, a fence or HTML, mention a person or an
issue, or turn the reading order.
"""

from __future__ import annotations

import re

from generator.printable import printable

_ANYWHERE = tuple((mark, f"\\{mark}") for mark in "\\`*_[]()>#|~&$@")
"""What can mean something wherever it stands. CommonMark takes a backslash before any ASCII punctuation."""

_SOMEWHERE = re.compile(
    r"(?<=\]):"  # would define a link
    r"|^[-+=]"  # begins a list, or makes a heading of the line before
    r"|:(?=//)|(?<=[Ww][Ww][Ww])\."  # of addresses that are links without being marked up
)
"""What gets a backslash in certain places."""

_LISTED = re.compile(r"^(\d{1,9})(?=[.)])")
"""The number of a list."""

_TICKS = re.compile("`+")


def escaped(text: str, limit: int = 2_000) -> str:
    """``text`` as one line of plain words, which Markdown shows as they are; cut to ``limit`` characters."""
    line = printable(text, limit).strip()
    for mark, harmless in _ANYWHERE:
        if mark in line:
            line = line.replace(mark, harmless)
    line = line.replace("<", "&lt;")
    if _SOMEWHERE.search(line):
        line = _SOMEWHERE.sub(r"\\\g<0>", line)
    return _LISTED.sub(r"\1\\", line) if line[:1].isdigit() else line


def code(text: str, limit: int = 500) -> str:
    """``text`` as a code span, in which nothing is a mention, a link or markup; never empty."""
    line = printable(text, limit).strip() or " "
    if "`" not in line:
        return f"`{line}`"
    longest = max(map(len, _TICKS.findall(line)))
    fence = "`" * (longest + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def link(text: str, url: str) -> str:
    """A link with ``text`` to ``url``, which :mod:`generator.urls` has made or checked."""
    return f"[{escaped(text)}](<{_URL_UNSAFE.sub(_quoted, url)}>)"


_URL_UNSAFE = re.compile(r"[\s<>\\]")


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
