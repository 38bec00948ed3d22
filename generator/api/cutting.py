"""Where a list is cut into pages so that a change of one item leaves nearly all pages as they were.

Pages of a fixed size all shift when an item joins at the front. Here the items themselves decide:
a page ends behind an item whose key hashes to one of a few values, once the page is half full, and
in any case when it is full. So the pages on both sides of a change are cut as before.

A cursor is the name of a page's file: 16 hex digits of the key of the item before the page. So it
leads to the same place as long as that item still ends a page, and nowhere once it does not; the
lists of sources and of artifacts have no cursor in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.filters import PageInfo

FIRST = ""
"""Stands for the key before the first item."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How large pages are."""

    least: int
    """Weight from which on a page may end."""
    most: int
    """Weight that no page exceeds, but for one item that does so alone."""
    one_in: int
    """Of so many items one may end a page."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list."""

    cursor: str
    start: int
    end: int
    """The item behind its last one."""
    info: PageInfo


def cut(name: str, keys: Sequence[str], weights: Sequence[int], measure: Measure, total: int) -> list[Cut]:
    """The pages of the list ``name``; an empty list has one, without items.

    ``keys`` are the items' own and differ; ``total`` is what the pages say they are a part of.
    """
    ends = list(_ends(keys, weights, measure)) or [0]
    starts = [0, *ends[:-1]]
    cursors = [cursor(name, keys[start - 1] if start else FIRST) for start in starts]
    last = len(ends) - 1
    return [
        Cut(
            cursor=cursors[number],
            start=start,
            end=end,
            info=PageInfo(
                has_next_page=number < last,
                has_previous_page=number > 0,
                start_cursor=cursors[number - 1] if number else None,
                end_cursor=cursors[number + 1] if number < last else None,
                total_count=total,
            ),
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def cursor(name: str, before: str) -> str:
    """The cursor of the page behind the item of that key."""
    return _digest(f"{name}\0{before}").hex()


def _ends(keys: Sequence[str], weights: Sequence[int], measure: Measure) -> Iterator[int]:
    filled = 0
    for place, (key, weight) in enumerate(zip(keys, weights, strict=True)):
        if filled and filled + weight > measure.most:
            yield place
            filled = 0
        filled += weight
        if filled >= measure.least and int.from_bytes(_digest(key)) % measure.one_in == 0:
            yield place + 1
            filled = 0
    if filled:
        yield len(keys)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
