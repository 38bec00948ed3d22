"""The index read back from the files of a site, whole: what a server searches in.

It answers as the index that it was written from; ``tests/test_search_built.py`` compares the two.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from generator.search.binary import read_front_coded, read_numbers, unpack
from generator.search.index import Holder, Index
from generator.search.parts import ASIDE, Row, holders_of, rows
from generator.search.segment import FIELD_COUNT
from generator.search.site import FORMAT, INDEX_PATH, NAME, TABLES

Get = Callable[[str], bytes]
"""The bytes of a file of the site by its path."""


class BuiltIndex(Index):
    """An index of which only the postings are known, and not the documents."""

    def __init__(
        self, starts: Sequence[int], precedence: bytes, held: dict[str, list[Holder]], words: dict[str, int]
    ) -> None:
        super().__init__((), precedence)
        self.starts = list(starts)
        self.documents = self.starts[-1]
        self.terms = sorted(held)
        self.vocabulary = words
        self._held = held

    def holders(self, term: str) -> list[Holder]:
        """Return the segments that have a term."""
        return self._held.get(term, [])

    def __contains__(self, term: str) -> bool:
        return term in self._held


def read_index(get: Get) -> BuiltIndex:
    """Read the index of a site. Raises ValueError for files that are of another format or damaged."""
    try:
        return _read(get)
    except (IndexError, KeyError, TypeError, zlib.error) as error:
        raise ValueError(f"the search index is damaged: {error}") from error


def _read(get: Get) -> BuiltIndex:
    first, *rest = unpack(get(INDEX_PATH))
    header = json.loads(first)
    if header["format"] != FORMAT:
        raise ValueError(f"the search index has format {header['format']!r}, not {FORMAT}")
    parts: Iterable[list[bytes]]
    words: Iterable[bytes]
    if "numbers" in header:
        numbers, parts, words = _files(get, header, rest)
    else:
        numbers = list(map(read_numbers, rest[: 1 + FIELD_COUNT]))
        parts, words = [rest[1 + FIELD_COUNT : -1]], rest[-1:]
    held = {term: holders_of(_whole(get, row)) for part in parts for term, row in rows(part)}
    vocabulary = {word: ord(tail) - 64 for column in words for word, tail in read_front_coded(column, 1)}
    precedence, *lengths = numbers
    index = BuiltIndex(header["starts"], bytes(precedence), held, vocabulary)
    index.lengths = tuple(array("L", column) for column in lengths)
    index.averages = tuple(header["averages"])
    return index


def _files(
    get: Get, header: dict[str, Any], columns: list[bytes]
) -> tuple[list[list[int]], Iterable[list[bytes]], Iterable[bytes]]:
    """Read the files that an index names: the numbers of documents, parts, and lists of words."""
    packed, *limits = columns
    names = iter([packed[at : at + NAME].hex() for at in range(0, len(packed), NAME)])

    def of(kind: str, count: int) -> list[str]:
        return [f"search/{kind}/{name}.bin" for name in islice(names, count)]

    part, word, _ = (
        of(kind, limit.count(b"\n") + bool(limit)) for kind, limit in zip(TABLES, limits, strict=True)
    )
    count = -(-header["starts"][-1] // header["numbers"])
    numbers = [
        [number for path in of(kind, count) for number in read_numbers(unpack(get(path))[0])]
        for kind in ("order", *["length"] * FIELD_COUNT)
    ]
    return numbers, (unpack(get(path)) for path in part), (unpack(get(path))[0] for path in word)


def _whole(get: Get, row: Row) -> Row:
    """Return a row with its postings, from where they stand aside."""
    if row.segments:
        return row
    ((_, found),) = rows(unpack(get(f"search/{ASIDE}/{row.groups.hex()}.bin")))
    return found
