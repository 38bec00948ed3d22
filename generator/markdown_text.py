"""Somebody else's words within Markdown that we write: for agents, pull requests and step summaries.

None of it may end a line, open a heading, a list, a link, a fence or HTML, mention a person or an
issue, or turn the reading order.
"""

from __future__ import annotations

import re

from generator.printable import printable

_SPECIAL = re.compile(
    r"[\\`*_\[\]()>#|~&$@]"  # can mean something anywhere
    r"|(?<=\]):"  # would define a link
    r"|^[-+=]"  # begins a list, or makes a heading of the line before
    r"|:(?=//)|(?<=[Ww][Ww][Ww])\."  # of addresses that are links without being marked up
)
"""What gets a backslash, which CommonMark takes before any ASCII punctuation."""

_LISTED = re.compile(r"^(\d{1,9})(?=[.)])")
"""The number of a list."""

_TICKS = re.compile("`+")


def escaped(text: str, limit: int = 2_000) -> str:
    """``text`` as one line of plain words, which Markdown shows as they are; cut to ``limit`` characters."""
    line = _SPECIAL.sub(r"\\\g<0>", printable(text, limit).strip())
    return _LISTED.sub(r"\1\\", line).replace("<", "&lt;")


def code(text: str, limit: int = 500) -> str:
    """``text`` as a code span, in which nothing is a mention, a link or markup; never empty."""
    line = printable(text, limit).strip() or " "
    longest = max((len(run) for run in _TICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def link(text: str, url: str) -> str:
    """A link with ``text`` to ``url``, which :mod:`generator.urls` has made or checked."""
    return f"[{escaped(text)}](<{_URL_UNSAFE.sub(_quoted, url)}>)"


_URL_UNSAFE = re.compile(r"[\s<>\\]")


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
