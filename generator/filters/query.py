"""What a user asks for: a query, and how its words are read.

The browser reads its address by the same rules (``templates/assets/js/lib/query.js``).
Letters are folded within ASCII alone: ids, tags and levels hold no others, and every
language agrees on how to fold these.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.errors import QueryError
from generator.model import Settings, SourceStatus, TrustLevel

DEFAULT_LIMIT = 50
MAX_LIMIT = 100

BLANKS = " \t\n\v\f\r"
"""What is trimmed off words. Not ``str.strip()``'s set, which differs from JavaScript's."""

PARAMETERS = ("artifact_type", "tags", "trust_level", "status", "search", "sort", "cursor", "limit")

_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


class Sort(StrEnum):
    """The orders of a list; the name, then the id, break all ties."""

    RELEVANCE = "relevance"
    """Best match first; the order of the search."""
    NAME = "name"
    STARS = "stars"
    """Most first, unknown last."""
    UPDATED = "updated"
    """Day of the last push, newest first, unknown last."""
    ADDED = "added"
    """Day it joined the catalog, newest first, unknown last."""
    ARTIFACTS = "artifacts"
    """Most first."""


@dataclass(frozen=True, slots=True)
class Query:
    """Filters, order and place in the list; the empty query is the whole list."""

    artifact_type: tuple[str, ...] = ()
    """Ids of types; a source has artifacts of all of them."""
    tags: tuple[str, ...] = ()
    """A source has all of them."""
    trust_level: tuple[TrustLevel, ...] = ()
    """A source has one of them."""
    status: tuple[SourceStatus, ...] = ()
    """A source has one of them."""
    search: str = ""
    """Words that must all match."""
    sort: Sort | None = None
    """As asked for; see :attr:`order`."""
    cursor: str | None = None
    """From the :class:`~generator.filters.PageInfo` of the same filters and order."""
    limit: int = DEFAULT_LIMIT
    """1–100."""

    @property
    def order(self) -> Sort:
        """The order to use: by relevance while searching, else by name, unless asked otherwise."""
        if self.search:
            return self.sort or Sort.RELEVANCE
        return Sort.NAME if self.sort in (None, Sort.RELEVANCE) else self.sort


def fold(word: str) -> str:
    """A word as ids and tags are written: trimmed, A–Z in lower case."""
    return word.strip(BLANKS).translate(_FOLD)


def folded(words: str | Iterable[str]) -> tuple[str, ...]:
    """The words of a comma-separated text, or of several, folded, each once, in their order."""
    texts = (words,) if isinstance(words, str) else words
    found = (fold(word) for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(word for word in found if word))


def parse_query(parameters: Mapping[str, str | Iterable[str]], settings: Settings) -> Query:
    """Read parameters as they stand in an address or on a command line.

    Values may be comma lists, or several such; empty ones ask for nothing. Raises
    `QueryError` with everything that is wrong, unknown parameters included. A tag that
    no source has is no mistake: it just finds nothing.
    """
    wrong: dict[str, str] = {
        name: f"there is no such parameter{_nearest(name, PARAMETERS)}"
        for name in parameters
        if name not in PARAMETERS
    }

    def choices(name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        words = folded(parameters.get(name, ()))
        if unknown := [word for word in words if word not in known]:
            wrong[name] = "; ".join(_unknown(word, known) for word in unknown)
        return tuple(dict.fromkeys(known[word] for word in words if word in known))

    def single(name: str) -> str:
        value = parameters.get(name, "")
        last = value if isinstance(value, str) else (list(value) or [""])[-1]
        return last.strip(BLANKS)

    sort = fold(single("sort"))
    if sort and sort not in _themselves(Sort):
        wrong["sort"] = _unknown(sort, _themselves(Sort))
    limit = single("limit")
    if limit and not (re.fullmatch(r"[0-9]{1,9}", limit) and 1 <= int(limit) <= MAX_LIMIT):
        wrong["limit"] = f"must be a number from 1 to {MAX_LIMIT}, not {limit[:80]!r}"

    query = Query(
        artifact_type=choices("artifact_type", type_words(settings)),
        tags=folded(parameters.get("tags", ())),
        trust_level=tuple(map(TrustLevel, choices("trust_level", _themselves(TrustLevel)))),
        status=tuple(map(SourceStatus, choices("status", _themselves(SourceStatus)))),
        search=single("search"),
        sort=Sort(sort) if sort and "sort" not in wrong else None,
        cursor=single("cursor") or None,
        limit=int(limit) if limit and "limit" not in wrong else DEFAULT_LIMIT,
    )
    if wrong:
        raise QueryError(wrong)
    return query


def type_words(settings: Settings) -> dict[str, str]:
    """Every word that names an artifact type, with the type's id; ids win over aliases."""
    words = {fold(alias): kind.id for kind in settings.artifact_types for alias in kind.aliases}
    return words | {fold(kind.id): kind.id for kind in settings.artifact_types}


def _themselves(known: Iterable[StrEnum]) -> dict[str, str]:
    return {member.value: member.value for member in known}


def _unknown(word: str, known: Mapping[str, str]) -> str:
    return f"{word[:80]!r} is none of {', '.join(dict.fromkeys(known.values()))}{_nearest(word, known)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word[:80], list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
