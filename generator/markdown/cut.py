"""Bytes of a README to text, and to a text of at most 50 KB that still reads as the whole did."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from markdown_it.token import Token

from generator.markdown.parser import parse_blocks
from generator.model import Readme

MAX_README = 51_200
"""Bytes of UTF-8 that a README may have."""

_SNIFFED = 8_000
"""Bytes in which a NUL makes a file binary, as git has it."""
_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\\n]|\\.){1,999})\]:[ \t]*\S[^\n]*")
_USED = re.compile(r"\[((?:[^\[\]\\\n]|\\.){1,999})\]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OPEN_TAG = re.compile(r"<[A-Za-z/!?][^<>]*\Z")
_HTML_ENDS = (
    (r"<script(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>", "</script>"),
    (r"<style(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>", "</style>"),
    (r"<textarea(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>", "</textarea>"),
    (r"<pre(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>", "</pre>"),
    (r"<!--", r"-->", "-->"),
    (r"<\?", r"\?>", "?>"),
    (r"<!\[cdata\[", r"\]\]>", "]]>"),
    (r"<![a-z]", r">", ">"),
)
"""Blocks of HTML that only their own end ends: how they open, what ends them, what we write."""
MAX_DEFINITION = 2_000
"""Characters of one link definition."""
MAX_DROPPED = 4_000
"""Characters that are given up so that no paragraph, tag or piece of HTML is cut."""
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
    definitions = _definitions(text, limit // 2)
    room = limit
    while room > 0:
        kept, closing = _beginning(text, room)
        # Notes last: what follows one without an empty line belongs to it.
        labels = sorted(_undefined(kept), key=lambda label: label.startswith("^"))
        needed = "".join(definitions[label] + "\n" for label in labels if label in definitions)
        whole = kept + closing + (f"\n{needed}" if needed else "")
        excess = _size(whole) - limit
        if excess <= 0:
            return whole
        room = min(room, _size(kept)) - excess
    return ""


def _definitions(text: str, limit: int) -> dict[str, str]:
    """The lines that define links and notes, by folded label; the first of up to ``limit`` bytes together."""
    found: dict[str, str] = {}
    for label, line in _defining_lines(text):
        if len(line) <= MAX_DEFINITION and label not in found:
            limit -= _size(line)
            if limit < 0:
                break
            found[label] = line
    return found


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
        return kept, _closing(parse_blocks(kept + "\n"), kept)
    kept = prefix[:end]
    tokens = parse_blocks(kept)
    closing = _closing(tokens, kept)
    block = next((t for t in reversed(tokens) if t.map and t.type in ("paragraph_open", "html_block")), None)
    if closing or block is None or block.map is None or text[end : end + 1] in ("\n", ""):
        return kept, closing
    if block.map[1] >= kept.count("\n"):  # it goes on behind the cut
        start = _offset(kept, block.map[0])
        if start and len(kept) - start <= MAX_DROPPED:
            return kept[:start], ""
        tag = _OPEN_TAG.search(kept, max(start, len(kept) - MAX_DROPPED))
        if tag:
            return kept[: kept.rfind("\n", 0, tag.start()) + 1], ""
    return kept, ""


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
    return prefix[: space + 1] if space > len(prefix) - 200 else prefix


def _closing(tokens: list[Token], kept: str) -> str:
    """What closes the fence, comment or the like in which the text ends; empty if it ends in none.

    Only outside of quotes and lists: their own end closes what they hold.
    """
    last = tokens[-1] if tokens else None
    if last is None or last.map is None:
        return ""
    end = ""
    if last.type == "fence":
        open_lines = last.map[1] - last.map[0] - 1  # all but the opening one
        end = last.markup if last.content.count("\n") == open_lines else ""
    elif last.type == "html_block":
        end = _end_of_html(last.content)
    return f"{end}\n" if kept.endswith("\n") or not end else f"\n{end}\n"


def _end_of_html(content: str) -> str:
    """What would end an open block of HTML that an empty line does not end; else empty."""
    start = content.lstrip().lower()
    for opening, end, written in _HTML_ENDS:
        if re.match(opening, start):
            return "" if re.search(end, start) else written
    return ""
