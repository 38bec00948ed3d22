"""Bytes as the parts of the index are written in; ``lib/search-binary.js`` reads them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence

SHARED_MOST = 90
"""Leading characters that two lines share at most, since their number is a character."""
_OWN_CODE = 512
"""Bytes from which on a column gets a Huffman code of its own, which costs some 60 bytes."""


def units(text: str) -> str:
    """Return a text as JavaScript has it: characters beyond the Basic Multilingual Plane as two.

    Such texts sort, and are counted, as JavaScript's strings.
    """
    if text.isascii() or max(text) <= "\uffff":
        return text
    encoded = text.encode("utf-16-be", "surrogatepass")
    return "".join(chr(high << 8 | low) for high, low in zip(encoded[::2], encoded[1::2], strict=True))


def characters(text: str) -> str:
    """Return the text that `units` was given."""
    return (
        text if text.isascii() else text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    )


def splits(text: str, at: int) -> bool:
    """Tell whether the place lies within a character that `units` made two of."""
    return 0 < at < len(text) and "\udc00" <= text[at] <= "\udfff" and "\ud800" <= text[at - 1] <= "\udbff"


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
    """Return sorted words of `units` as lines, each without what it shares with the one before.

    A line is the number of leading units shared, as the character 32 further on, then
    the rest; ``tails`` are put before the rest, one character a word.
    """
    lines = []
    before = ""
    for at, word in enumerate(words):
        limit = min(len(before), len(word), SHARED_MOST)
        # Neighbours mostly share some characters: two slices tell sooner than four comparisons.
        shared = 4 if limit > 4 and before[:4] == word[:4] else 0
        while shared < limit and before[shared] == word[shared]:
            shared += 1
        if not word.isascii() and splits(word, shared):
            shared -= 1
        lines.append(chr(32 + shared) + (tails[at] if tails else "") + word[shared:])
        before = word
    return characters("\n".join(lines)).encode("utf-8", "replace")
