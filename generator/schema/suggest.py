"""“Did you mean …”: the known word that a mistyped one is nearest to."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MAX_WORD = 60
"""Characters; a longer word is no slip of the fingers, and comparing costs its square."""


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The nearest of ``known``; None where none is near. Case, ``-``, ``_`` and spaces weigh nothing."""
    if len(word) > MAX_WORD:
        return None
    plain = {_plain(name): name for name in known}
    if _plain(word) in plain:
        return plain[_plain(word)]
    near = get_close_matches(_plain(word), plain, n=1, cutoff=0.7)
    return plain[near[0]] if near else None


def _plain(word: str) -> str:
    return "".join(c for c in word.casefold() if c not in "-_ ")
