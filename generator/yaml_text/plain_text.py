"""From bytes to text that a YAML parser may see: encoding, size, and characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from generator.errors import Problem

MAX_BYTES = 65_536
"""Of one definition or settings file."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML calls not printable, and the line ends (U+0085, U+2028, U+2029) that editors do not count."""
_BREAK = re.compile("\r\n?|\n")


def too_large(file: str, size: int, limit: int = MAX_BYTES) -> Problem:
    """The problem of a file of ``size`` bytes where ``limit`` are allowed."""
    return Problem(
        file=file,
        line=0,
        column=0,
        field="",
        code="too-large",
        message="the file is too large",
        expected=f"at most {limit:,} bytes",
        found=f"{size:,} bytes",
        hint="shorten it; long texts belong into the repository's own README" if limit == MAX_BYTES else "",
    )


def decode(content: bytes, file: str, limit: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """The text of a file, or None and why it has none: over ``limit`` bytes, or not UTF-8."""
    if len(content) > limit:
        return None, [too_large(file, len(content), limit)]
    for mark, name in _MARKS:
        if content.startswith(mark):
            return None, [_not_utf8(file, (1, 1), name)]
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        return None, [_not_utf8(file, place_of(before, len(before)), f"byte 0x{content[error.start]:02x}")]


def _not_utf8(file: str, place: tuple[int, int], found: str) -> Problem:
    return Problem(
        file, *place, "", "not-utf8", "the file is not UTF-8", "UTF-8 text", found, "save it as UTF-8"
    )


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column of the character at ``index``, both from 1."""
    line, start = 1, 0
    for match in _BREAK.finditer(text, 0, index):
        line, start = line + 1, match.end()
    return line, index - start + 1


def character_problems(text: str, file: str) -> Iterator[Problem]:
    """One problem for each character that no YAML file of ours may hold, in their order."""
    for match in _REFUSED.finditer(text):
        code = ord(match.group())
        if code == 0xFEFF:
            slug, message = "byte-order-mark", "there is a byte order mark in the file"
            hint = "remove it; it cannot be seen" if match.start() else "save it as UTF-8 without BOM"
        elif 0xD800 <= code <= 0xDFFF:
            slug, message, hint = "surrogate", "half a character (a lone surrogate)", "remove it"
        elif code in (0x85, 0x2028, 0x2029):
            slug, message = "control-character", "a line end that editors do not count"
            hint = "use an ordinary line end"
        else:
            slug, message, hint = "control-character", "a control character", "remove it; it cannot be seen"
        place = place_of(text, match.start())
        yield Problem(file, *place, "", slug, message, "printable text", f"U+{code:04X}", hint)
