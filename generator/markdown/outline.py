"""Headings of a document: their ids as GitHub makes them, and their levels under the page's own."""

from __future__ import annotations

import re
import unicodedata

MAX_ID = 200
"""Characters of an id."""
MAX_HEADINGS = 400
"""Headings that are told to the page; further ones are still headings."""
TOP_LEVEL = 3
"""The level of a document's first heading: the page has its ``h1``, the section its ``h2``."""

_ASCII_KEPT = re.compile(r"[^a-z0-9_ -]+")


def slugged(text: str) -> str:
    """A heading's id, as GitHub makes it.

    Lower case, spaces to hyphens, and of the rest only letters, marks, digits, connectors and hyphens.
    """
    lower = text.lower()
    if lower.isascii():
        kept = _ASCII_KEPT.sub("", lower)
    else:
        kept = "".join(c for c in lower if c in " -" or _is_word(c))
    return kept.replace(" ", "-")[:MAX_ID]


def _is_word(character: str) -> bool:
    r"""What Ruby's ``\p{Word}`` matches, which GitHub uses: letters, marks, decimals, connectors."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category in ("Nd", "Pc")


class Outline:
    """The ids that a document has given away, and where its next heading stands."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        self._above: list[int] = []

    def id_for(self, text: str) -> str:
        """A fresh id for a heading; ``-1``, ``-2`` … follow where it was taken. Empty for no name."""
        slug = slugged(text)
        if not slug:
            return ""
        name, again = slug, self._taken.get(slug, 0)
        while name in self._taken:
            again += 1
            name = f"{slug}-{again}"
        self._taken[slug] = again
        self._taken.setdefault(name, 0)
        return name

    def claim(self, name: str) -> bool:
        """Take an id as it is; False where it was taken before."""
        if name in self._taken:
            return False
        self._taken[name] = 0
        return True

    def level(self, written: int) -> int:
        """The level to show for a heading written with 1–6.

        Headings nest by what is written, so that levels are neither skipped nor reach the page's own.
        """
        while self._above and self._above[-1] >= written:
            self._above.pop()
        self._above.append(written)
        return min(TOP_LEVEL + len(self._above) - 1, 6)
