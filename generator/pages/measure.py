"""How wide text is about, for pictures in which no browser breaks lines.

A guess by classes of characters, a little on the wide side of DejaVu Sans and Verdana, so that
what is cut by it fits in common fonts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("ijlI.,:;'|!`()[]{}tfr/\\ ·-")
_WIDE = frozenset("mwMW@%&—…")


def em_width(text: str) -> float:
    """The width of a line in em."""
    return sum(map(_of, text))


@lru_cache(maxsize=10_000)
def _of(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _WIDE:
        return 0.98
    if character.isascii():
        return 0.7 if character.isupper() else 0.63
    if unicodedata.combining(character):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.7


def cut_to(text: str, em: float) -> str:
    """The start of a line that is at most ``em`` wide, with an ellipsis where something is cut off."""
    if em_width(text) <= em:
        return text
    left = em - em_width("…")
    kept = []
    for character in text:
        left -= _of(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip(" ,.;:–-") + "…"


def lines_of(text: str, em: float, most: int) -> tuple[str, ...]:
    """Text broken between words into at most ``most`` lines of ``em``; the last is cut."""
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < most:
        if len(lines) == most - 1:
            lines.append(cut_to(" ".join(words), em))
            break
        line = words.pop(0)
        while words and em_width(f"{line} {words[0]}") <= em:
            line = f"{line} {words.pop(0)}"
        lines.append(cut_to(line, em))
    return tuple(lines)
