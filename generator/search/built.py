"""The index read back from the files of a site, whole: what a server searches in.

It answers as the index that it was written from; ``tests/test_search_built.py`` compares the two.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterator, Sequence

from generator.search.binary import units
from generator.search.documents import FIELDS
from generator.search.index import Holder, Index
from generator.search.segment import KINDS, PLAIN_FREQUENCIES
from generator.search.site import FORMAT, INDEX_PATH

MOST_BYTES = 256 * 1024 * 1024
"""Of one file once it is inflated; a file of the program's own has some ten thousand."""

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
    first, *rest = _columns(get(INDEX_PATH))
    header = json.loads(first)
    if header["format"] != FORMAT:
        raise ValueError(f"the search index has format {header['format']!r}, not {FORMAT}")
    names = ("order", *(f"length-{name}" for name in FIELDS))
    if "folder" not in header:
        columns = dict(zip(names, rest, strict=False))
        numbers = {name: list(_numbers(columns[name])) for name in names}
        held = dict(_terms(rest[len(names) : len(names) + 5], {}))
        words = dict(_words([rest[len(names) + 5]]))
    else:
        folder = f"search/{header['folder']}"

        def file(name: str) -> list[bytes]:
            return _columns(get(f"{folder}/{name}.bin"))

        count = -(-header["starts"][-1] // header["numbers"])
        numbers = {
            name: [n for at in range(count) for n in _numbers(file(f"{name}-{at}")[0])] for name in names
        }
        aside = _Aside(file)
        held = {}
        for at in range(len(header["part"])):
            held.update(_terms(file(f"part-{at}"), aside))
        words = dict(_words([file(f"word-{at}")[0] for at in range(len(header["word"]))]))
    index = BuiltIndex(header["starts"], bytes(numbers["order"]), held, words)
    index.lengths = tuple(array("L", numbers[f"length-{name}"]) for name in FIELDS)
    index.averages = tuple(header["averages"])
    return index


class _Aside(dict[int, list[Holder]]):
    """Postings that stand aside, by the number of their part, each read when it is met."""

    def __init__(self, file: Callable[[str], list[bytes]]) -> None:
        super().__init__()
        self._file = file

    def __missing__(self, number: int) -> list[Holder]:
        ((_, holders),) = _terms(self._file(f"aside-{number}"), {})
        return holders


def _columns(content: bytes) -> list[bytes]:
    stream = zlib.decompressobj()
    whole = stream.decompress(content, MOST_BYTES)
    if stream.unconsumed_tail:
        raise ValueError("a file of the search index is far too large")
    numbers = _Reader(whole)
    lengths = [numbers.next() for _ in range(numbers.next())]
    columns, at = [], numbers.at
    for length in lengths:
        columns.append(whole[at : at + length])
        at += length
    return columns


class _Reader:
    """Reads numbers of seven bits a byte, the lowest first."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def next(self) -> int:
        """The next number."""
        value = shift = 0
        while True:
            byte = self.content[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7


def _numbers(column: bytes) -> Iterator[int]:
    reader = _Reader(column)
    while reader.at < len(column):
        yield reader.next()


def _lines(column: bytes, tail: int) -> Iterator[tuple[str, str]]:
    """The words of lines that leave out what they share with the line before, and their tails."""
    word = ""
    for line in units(column.decode()).split("\n") if column else ():
        word = word[: ord(line[0]) - 32] + line[1 + tail :]
        yield word, line[1 : 1 + tail]


def _words(columns: Sequence[bytes]) -> Iterator[tuple[str, int]]:
    for column in columns:
        for word, common in _lines(column, 1):
            yield word, ord(common) - 64


def _terms(columns: Sequence[bytes], aside: dict[int, list[Holder]]) -> Iterator[tuple[str, list[Holder]]]:
    """The terms of a part with their holders; see `generator.search.parts`."""
    terms, heads, groups, steps, kinds = columns
    head, group = _Reader(heads), _Reader(groups)
    step = kind = 0
    for term, _ in _lines(terms, 0):
        count = head.next()
        if count == 0:
            yield term, aside[head.next()]
            continue
        holders: list[Holder] = []
        segment = 0
        for _ in range(count):
            segment += group.next()
            first, length = kind, group.next()
            for _ in range(length):
                kind += 1
                if kinds[kind - 1] % KINDS == PLAIN_FREQUENCIES:  # the rest of a high frequency follows
                    while kinds[kind] > 127:
                        kind += 1
                    kind += 1
            holders.append((segment, steps[step : step + length], kinds[first:kind]))
            step += length
        yield term, holders
