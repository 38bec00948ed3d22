"""Bytes as the parts of the index are written in; ``lib/search-binary.js`` reads them."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

SHARED_MOST = 90
"""Leading characters that two lines share at most, since their number is a character."""
MOST_BYTES = 256 * 1024 * 1024
"""Of one file once it is inflated; a file of the program's own has some ten thousand."""
LEVEL = 7
"""Of zlib's compression: 9 makes files that are 0.5 % smaller in 2.4 times the time."""
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


def pack(columns: Sequence[bytes], level: int = LEVEL) -> bytes:
    """Return columns as one zlib stream: their number, their lengths, themselves.

    Each column of some size is compressed with a code of its own (5 % less in all).
    """
    stream = zlib.compressobj(level)
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


def unpack(content: bytes) -> list[bytes]:
    """Return the columns of a stream. Raises ValueError and the like for what is none."""
    stream = zlib.decompressobj()
    whole = stream.decompress(content, MOST_BYTES)
    if stream.unconsumed_tail:
        raise ValueError("a file of the search index is far too large")
    count, at = read_number(whole, 0)
    lengths = []
    for _ in range(count):
        length, at = read_number(whole, at)
        lengths.append(length)
    columns = []
    for length in lengths:
        columns.append(whole[at : at + length])
        at += length
    if at != len(whole):
        raise ValueError("a file of the search index is not as long as it says")
    return columns


def read_number(column: bytes, at: int) -> tuple[int, int]:
    """Return the number in a place, and the place behind it."""
    value = shift = 0
    while True:
        byte = column[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def read_numbers(column: bytes) -> list[int]:
    """Return the numbers that `numbers` wrote."""
    if column.isascii():
        return list(column)
    found, at = [], 0
    while at < len(column):
        value, at = read_number(column, at)
        found.append(value)
    return found


def read_front_coded(column: bytes, tail: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the words, of `units`, that `front_coded` wrote, each with its ``tail`` characters."""
    word = ""
    for line in units(column.decode()).split("\n") if column else ():
        word = word[: ord(line[0]) - 32] + line[1 + tail :]
        yield word, line[1 : 1 + tail]


def digest(columns: Sequence[bytes]) -> str:
    """Return the first 32 hex digits of columns' SHA-256: of what `pack` is given, not of what it makes."""
    made = hashlib.sha256(numbers([len(columns), *map(len, columns)]))
    for column in columns:
        made.update(column)
    return made.hexdigest()[:32]


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
