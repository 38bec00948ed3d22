"""One page of a list, with cursors that neither skip nor repeat.

A cursor holds the place of an item in the order (its sort key), not its number, so a
list that grew or shrank in between goes on from the same place. It also holds a
fingerprint of filters and order: used with others it is refused, as is any text that is
no cursor. It knows its direction: ``end_cursor`` leads to the next page, ``start_cursor``
to the one before.
"""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from generator.errors import QueryError
from generator.filters.order import ORDERS, Key
from generator.filters.query import Query, Sort
from generator.model import CatalogEntry

_BROKEN = "this is no cursor of this list; begin again without one"
_FOREIGN = "this cursor belongs to other filters or another order; begin again without one"
_GONE = "what this cursor stood at is no longer found; begin again without one"


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    """Leads to the page before; None on an empty page."""
    end_cursor: str | None
    """Leads to the next page; None on an empty page."""
    total_count: int
    """Items in the whole list."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a list."""

    items: tuple[CatalogEntry, ...]
    page_info: PageInfo


def paginate(entries: Sequence[CatalogEntry], query: Query) -> Page:
    """The page of ``entries``, filtered and sorted by ``query`` already, that ``query`` asks for.

    Raises `QueryError` for a cursor that was not made for these filters and this order.
    """
    keys = [_key(entry, query.order) for entry in entries]
    start, end = 0, query.limit
    if query.cursor is not None:
        backwards, key = _decode(query.cursor, query)
        before, after = _place(keys, key, query.order)
        start, end = (max(0, before - query.limit), before) if backwards else (after, after + query.limit)
    items = tuple(entries[start:end])
    first, last = (keys[start], keys[start + len(items) - 1]) if items else (None, None)
    return Page(
        items=items,
        page_info=PageInfo(
            has_next_page=start + len(items) < len(entries),
            has_previous_page=start > 0,
            start_cursor=_encode(first, query, backwards=True) if first else None,
            end_cursor=_encode(last, query, backwards=False) if last else None,
            total_count=len(entries),
        ),
    )


def _key(entry: CatalogEntry, order: Sort) -> Key:
    return (entry.source.id,) if order is Sort.RELEVANCE else ORDERS[order](entry)


def _place(keys: list[Key], key: Key, order: Sort) -> tuple[int, int]:
    """How many items lie before the key, and how many up to and with it."""
    if order is not Sort.RELEVANCE:
        try:
            return bisect_left(keys, key), bisect_right(keys, key)
        except TypeError as error:  # a forged cursor: texts and numbers do not compare
            raise QueryError({"cursor": _BROKEN}) from error
    if key not in keys:
        raise QueryError({"cursor": _GONE})
    return keys.index(key), keys.index(key) + 1


# --------------------------------------------------------------------- cursors


def fingerprint(query: Query) -> str:
    """What two queries share that list the same sources in the same order: 16 hex digits."""
    parts = [
        sorted(query.artifact_type),
        sorted(query.tags),
        sorted(query.trust_level),
        sorted(query.status),
        query.search,
        query.order,
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _text(body: bytes) -> str:
    sealed = hashlib.sha256(b"cursor 1 " + body).digest()[:6] + body
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _encode(key: Key, query: Query, *, backwards: bool) -> str:
    return _text(json.dumps([fingerprint(query), int(backwards), *key], separators=(",", ":")).encode())


def _decode(cursor: str, query: Query) -> tuple[bool, Key]:
    try:
        body = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)[6:]
        made_for, backwards, *key = json.loads(body)
    except (ValueError, TypeError) as error:
        raise QueryError({"cursor": _BROKEN}) from error
    if _text(body) != cursor:
        raise QueryError({"cursor": _BROKEN})
    if made_for != fingerprint(query):
        raise QueryError({"cursor": _FOREIGN})
    return bool(backwards), tuple(key)
