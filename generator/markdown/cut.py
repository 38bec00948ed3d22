"""Bytes of a README to text, and to a text of at most 50 KB that still reads as the whole did."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.model import Readme

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_README = 51_200
"""Bytes of UTF-8 that a README may have."""

_SNIFFED = 8_000
"""Bytes in which a NUL makes a file binary, as git has it."""
_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\\n]|\\.){1,999})\]:[ \t]*\S[^\n]*")
_USED = re.compile(r"\[((?:[^\[\]\\\n]|\\.){1,999})\]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OPEN_TAG = re.compile(r"<[A-Za-z/!?][^<>]*\Z")
_HTML_ENDS = (
    *((rf"<{name}(?=[\s>]|$)", f"</{name}>") for name in ("script", "style", "textarea", "pre")),
    (r"<!--", "-->"),
    (r"<\?", "?>"),
    (r"<!\[cdata\[", "]]>"),
    (r"<![a-z]", ">"),
)
"""Blocks of HTML that only their own end ends: how they open, and that end."""
MAX_DEFINITION = 2_000
"""Characters of one link definition."""
MAX_DROPPED = 4_000
"""Characters that are given up so that no paragraph, tag or piece of HTML is cut."""
MAX_LOOK_AHEAD = 1_000
"""Characters of the first line that is left out which are read to see what it belongs to."""
_JOINED = ("\u200d", "\ufe0e", "\ufe0f")
"""Characters that belong to the one before or after them: the joiner and the variation selectors."""


def decode(data: bytes) -> str | None:
    r"""The text of a file, with ``\n`` at line ends; None for a binary file.

    UTF-8, or UTF-16 and UTF-32 where a byte order mark or a pattern of NULs says so. Bytes that
    are none of these, and NULs in a text, become U+FFFD.
    """
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            break
    else:
        head = data[:_SNIFFED]
        if b"\0" in head:
            encoding = _unmarked_utf16(head)
            if not encoding:
                return None
            text = data.decode(encoding, "replace")
        else:
            text = data.decode("utf-8", "replace")
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _unmarked_utf16(head: bytes) -> str:
    """The byte order of mostly Latin text in UTF-16; empty if it is not such."""
    high, low = head[0::2].count(0), head[1::2].count(0)
    if low * 5 > len(head) * 2 and not high:
        return "utf-16-le"
    return "utf-16-be" if high * 5 > len(head) * 2 and not low else ""


def truncate(data: bytes, path: str, limit: int = MAX_README) -> Readme:
    """The README in at most ``limit`` bytes of UTF-8.

    A longer text ends on a line, at the start of a block where one is near; an open fence is
    closed, and the link definitions further down that the kept text uses follow it. No
    character, tag or fence is cut in two. Cutting again changes nothing. A binary file gives an
    empty text with ``binary`` set.
    """
    text = decode(data)
    if text is None:
        return Readme(path, "", binary=True)
    if _size(text) <= limit:
        return Readme(path, text)
    return Readme(path, _cut(text, limit), truncated=True)


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _cut(text: str, limit: int) -> str:
    """The longest beginning that, with what closes it and what it refers to, keeps to the limit."""
    definitions: dict[str, str] = {}
    for label, line in _defining_lines(text):
        if len(line) <= MAX_DEFINITION:
            definitions.setdefault(label, line)
    room = limit
    while room > 0:
        kept, closing = _beginning(text, room)
        whole = kept + closing
        needed = _needed(kept, definitions, limit // 2)
        if needed:
            whole += ("\n" if whole.endswith("\n") else "\n\n") + needed
        excess = _size(whole) - limit
        if excess <= 0:
            return whole
        room = min(room, _size(kept)) - excess
    return ""


def _needed(kept: str, definitions: dict[str, str], limit: int) -> str:
    """The definitions that a text uses and does not have, as lines of at most ``limit`` bytes together."""
    lines = {}
    for label in _undefined(kept):
        if label in definitions:
            limit -= _size(definitions[label]) + 1
            if limit < 0:
                break
            lines[label] = definitions[label] + "\n"
    # Notes last: what follows one without an empty line belongs to it.
    return "".join(lines[label] for label in sorted(lines, key=lambda label: label.startswith("^")))


def _defining_lines(text: str) -> Iterator[tuple[str, str]]:
    """Folded label and line of each definition that stands on one line of its own, outside of code."""
    fence, may_define = "", True
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence, may_define = "", True
            continue
        if mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence = mark[1]
            continue
        definition = _DEFINITION.match(line) if may_define else None
        if definition:
            yield _folded(definition[1]), line.strip()
        # Within a paragraph such a line is text.
        may_define = definition is not None or not line.strip() or line.startswith("#")


def _undefined(kept: str) -> list[str]:
    """The folded labels that a text uses and does not define itself, each once."""
    defined = {label for label, _ in _defining_lines(kept)}
    used = dict.fromkeys(_folded(match[1]) for match in _USED.finditer(kept))
    return [label for label in used if label not in defined]


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _beginning(text: str, room: int) -> tuple[str, str]:
    """A beginning of the text of at most ``room`` bytes, and what closes the block it ends in."""
    prefix = text.encode("utf-8", "surrogatepass")[:room].decode("utf-8", "ignore")
    end = prefix.rfind("\n") + 1
    if len(prefix) - end > len(prefix) * 2 // 3:
        kept = _within_line(prefix, text[len(prefix) : len(prefix) + 1])
        closing = _closing(_torn(f"{kept}\n", "x"))
        return kept, f"\n{closing}" if closing else ""
    kept = prefix[:end]
    block = _torn(kept, text[end : end + MAX_LOOK_AHEAD].partition("\n")[0])
    closing = _closing(block)
    if block is None or block.map is None or closing or block.type == "fence" or _html_end(block.content):
        return kept, closing
    return _before(kept, _offset(kept, block.map[0])), ""


def _torn(kept: str, following: str) -> Token | None:
    """The paragraph, fence or block of HTML to which both the last line and the following one belong."""
    from generator.markdown.parser import parse_blocks  # which nothing else here needs

    lines = kept.count("\n")
    for block in parse_blocks(f"{kept}{following}\n"):
        if (
            block.map is not None
            and block.type in ("paragraph_open", "fence", "html_block")
            and block.map[0] < lines < block.map[1]
        ):
            return block
    return None


def _closing(block: Token | None) -> str:
    """What closes a torn fence, comment or the like; empty for other blocks.

    Also for those in quotes and lists: the end of what they stand in closes them.
    """
    if block is None or block.level:
        return ""
    if block.type == "fence":
        return f"{block.markup}\n"
    end = _html_end(block.content) if block.type == "html_block" else ""
    return f"{end}\n" if end else ""


def _before(kept: str, start: int) -> str:
    """A text that ends within a paragraph or HTML which begins at ``start``, without the torn part."""
    if start and len(kept) - start <= MAX_DROPPED:
        return kept[:start]
    tag = _OPEN_TAG.search(kept, max(start, len(kept) - MAX_DROPPED))
    return kept[: kept.rfind("\n", 0, tag.start()) + 1] if tag else kept


def _offset(text: str, line: int) -> int:
    """Where a line begins, counted from 0."""
    position = 0
    for _ in range(line):
        position = text.index("\n", position) + 1
    return position


def _within_line(prefix: str, following: str) -> str:
    """A beginning of one long line, cut at white space where there is some near, and before an open tag."""
    while prefix and (
        following in _JOINED or prefix[-1] == "\u200d" or unicodedata.combining(following or " ")
    ):
        prefix, following = prefix[:-1], prefix[-1]
    tag = _OPEN_TAG.search(prefix, max(0, len(prefix) - MAX_DROPPED))
    if tag:
        prefix = prefix[: tag.start()]
    space = max(prefix.rfind(" "), prefix.rfind("\n"))
    return prefix[: space + 1] if space >= max(0, len(prefix) - 200) else prefix


def _html_end(content: str) -> str:
    """What ends a block of HTML that an empty line does not end; empty for other blocks."""
    start = content.lstrip().lower()
    return next((end for opening, end in _HTML_ENDS if re.match(opening, start)), "")
