"""The words that a mistyped or unfinished word may mean, in parts of a sorted list.

A word within one edit of another shares its first half with it or its second. So the
list comes twice: sorted by word, and by the word read backwards; a reader needs the
stretch of one half from each. A line holds how common the word is (as the character
64 further on) before the rest of the word; see `generator.search.binary`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.search.binary import front_coded, pack


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One direction of the list."""

    first: tuple[str, ...]
    """The first word of each part, shortened; that of part 0 is left empty."""
    parts: tuple[bytes, ...]


def forward(vocabulary: Mapping[str, int], size: int) -> Lexicon:
    """Return the list sorted by word, ``size`` words to a part."""
    return _cut(sorted(vocabulary.items()), size)


def backward(vocabulary: Mapping[str, int], size: int) -> Lexicon:
    """Return the list of words read backwards, sorted, ``size`` words to a part."""
    return _cut(sorted((word[::-1], common) for word, common in vocabulary.items()), size)


def column(words: Sequence[tuple[str, int]]) -> bytes:
    """Return sorted words, with how common each is, as lines."""
    return front_coded([word for word, _ in words], [chr(64 + common) for _, common in words])


def _cut(words: Sequence[tuple[str, int]], size: int) -> Lexicon:
    """Cut sorted words into parts."""
    runs = [words[start : start + size] for start in range(0, len(words), size)]
    return Lexicon(
        ("", *(run[0][0] for run in runs[1:])) if runs else (), tuple(pack([column(run)]) for run in runs)
    )
