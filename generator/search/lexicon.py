"""The words that a mistyped or unfinished word may mean, in parts of a sorted list.

A word within one edit of another shares its first half with it or its second. So the
list comes twice: sorted by word, and by the word read backwards; a reader needs the
stretch of one half from each. A line holds how common the word is (as the character
64 further on) before the rest of the word; see `generator.search.binary`.

What decides whether a word is in the list, and how common it is, is kept in a third
table, which no reader loads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.search.binary import LEVEL, front_coded, numbers, read_front_coded, read_numbers
from generator.search.index import Seen
from generator.search.table import Measure


@dataclass(frozen=True, slots=True)
class WordForm:
    """Words of the list with how common they are."""

    kind: str
    measure: Measure
    level: int = LEVEL

    def weight(self, _row: int) -> int:
        """Return 1: words are counted."""
        return 1

    def columns(self, rows: Sequence[tuple[str, int]]) -> list[bytes]:
        """Return the one column of a part."""
        return [column(rows)]

    def rows(self, columns: Sequence[bytes]) -> Iterator[tuple[str, int]]:
        """Yield the words of a part."""
        for word, tail in read_front_coded(columns[0], 1):
            yield word, ord(tail) - 64

    def beside(self, _rows: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
        """Return nothing: words refer to nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class SeenForm:
    """All words with how often they were seen."""

    measure: Measure
    kind: str = "seen"
    level: int = 1

    def weight(self, _row: Seen) -> int:
        """Return 1: words are counted."""
        return 1

    def columns(self, rows: Sequence[tuple[str, Seen]]) -> list[bytes]:
        """Return the words, and the two numbers of each."""
        fields, names = zip(*(seen for _, seen in rows), strict=True)
        return ["\n".join(word for word, _ in rows).encode(), numbers(fields), numbers(names)]

    def rows(self, columns: Sequence[bytes]) -> Iterator[tuple[str, Seen]]:
        """Yield the words with their numbers."""
        words, fields, names = columns
        seen = zip(read_numbers(fields), read_numbers(names), strict=True)
        return zip(words.decode().split("\n"), seen, strict=True)

    def beside(self, _rows: Sequence[tuple[str, Seen]]) -> tuple[tuple[str, str], ...]:
        """Return nothing: words refer to nothing."""
        return ()


def column(words: Sequence[tuple[str, int]]) -> bytes:
    """Return sorted words, with how common each is, as lines."""
    return front_coded([word for word, _ in words], [chr(64 + common) for _, common in words])
