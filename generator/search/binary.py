"""Bytes as the parts of the index are written in; ``lib/search-binary.js`` reads them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence

SHARED_MOST = 90
"""Leading characters that two lines share at most, since their number is a character."""
_OWN_CODE = 512
"""Bytes from which on a column gets a Huffman code of its own, which costs some 60 bytes."""


def utf16(text: str) -> bytes:
    """Sort key: the order of JavaScript's strings."""
    return text.encode("utf-16-be", "surrogatepass")


def in_utf16_order(texts: Iterable[str]) -> list[str]:
    """Return texts in the order of JavaScript's strings."""
    found = sorted(texts)
    # The two orders differ only where there are characters beyond the Basic Multilingual Plane.
    if any(not text.isascii() and max(text) > "\uffff" for text in found):
        found.sort(key=utf16)
    return found


def number(value: int) -> bytes:
    """Return a number in seven bits a byte, the lowest first, all but the last with the high bit set."""
    if value < len(SMALL):
        return SMALL[value]
    return _number(value)


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


SMALL = [_number(value) for value in range(2048)]
"""The numbers that occur most, written once."""


def numbers(values: Iterable[int]) -> bytes:
    """Return numbers one after the other."""
    return b"".join(map(number, values))


def pack(columns: Sequence[bytes]) -> bytes:
    """Return columns as one zlib stream: their number, their lengths, themselves.

    Each column of some size is compressed with a code of its own (5 % less in all).
    """
    stream = zlib.compressobj(9)
    out = [stream.compress(numbers([len(columns), *map(len, columns)]))]
    waiting = 0
    for column in columns:
        if waiting >= _OWN_CODE and len(column) >= _OWN_CODE:
            out.append(stream.flush(zlib.Z_BLOCK))
            waiting = 0
        out.append(stream.compress(column))
        waiting += len(column)
    out.append(stream.flush())
    return b"".join(out)


def as_json(value: object) -> bytes:
    """Return a value as JSON without spaces; half surrogates become question marks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def front_coded(words: Sequence[str], tails: Sequence[str] = ()) -> bytes:
    """Return sorted words as lines, each without what it shares with the one before.

    A line is the number of leading UTF-16 units shared, as the character 32 further
    on, then the rest; ``tails`` are put before the rest, one character a word.
    """
    lines = []
    before = ""
    for at, word in enumerate(words):
        limit = min(len(before), len(word), SHARED_MOST)
        # Neighbours mostly share some characters: two slices tell sooner than four comparisons.
        shared = 4 if limit > 4 and before[:4] == word[:4] else 0
        while shared < limit and before[shared] == word[shared]:
            shared += 1
        # Units and characters differ beyond the BMP, where nothing is shared then.
        if not word.isascii() and max(word) > "\uffff":
            shared = 0
        lines.append(chr(32 + shared) + (tails[at] if tails else "") + word[shared:])
        before = word
    return "\n".join(lines).encode("utf-8", "surrogatepass")
