"""Which of the texts that the scan asked for are worth fetching, and in what order."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from generator.model import TreeEntry
from generator.scan.texts import MAX_JSON

MAX_WANTED = 600
"""Files of one source. The largest collections that are known hold some 500 artifacts."""
MAX_GUESSES = 100
"""Of these, files that are artifacts only if their text says so."""
MAX_BYTES = MAX_JSON
"""Of one file; a bigger one is no text that an agent would load."""


def most_useful(asked: Iterable[TreeEntry], found: Collection[str]) -> tuple[TreeEntry, ...]:
    """Of ``asked``: manifests first, then artifacts that want a name, then guesses; each by path.

    ``found`` are the paths that are artifacts already without their text.
    """
    ranked = sorted(
        (e for e in asked if e.size is None or 0 < e.size <= MAX_BYTES),
        key=lambda e: (_rank(e, found), e.path.count("/"), e.path),
    )
    guesses = [e for e in ranked if _rank(e, found) == 3][:MAX_GUESSES]
    certain = [e for e in ranked if _rank(e, found) < 3]
    return tuple((certain + guesses)[:MAX_WANTED])


def _rank(entry: TreeEntry, found: Collection[str]) -> int:
    base = entry.path.rpartition("/")[2].casefold()
    if base in ("marketplace.json", "plugin.json"):
        return 0
    if not base.endswith(".md"):
        return 1
    return 2 if entry.path in found else 3
