"""The index as files of the site.

==============================  =====================================================
``search/index.bin``            where a search begins: what there is, where parts
                                begin, and their names. Its own name stays, so that pages
                                do not change with the index; a small index is in it as a whole.
``search/part/<hash>.bin``      terms and postings (`generator.search.parts`)
``search/aside/<hash>.bin``     postings of one very frequent term; its part has the name
``search/length/<hash>.bin``    lengths of a field of 16,384 documents
``search/order/<hash>.bin``     precedence of 16,384 documents, which breaks ties
``search/word/<hash>.bin``      vocabulary (`generator.search.lexicon`)
``search/back/<hash>.bin``      vocabulary, backwards
``search/texts/<s>-<n>.bin``    texts of 4 documents of a segment, for snippets
==============================  =====================================================

``<hash>`` is that of what is in the file: a reader never mixes two builds, and a file that
a change leaves alone keeps its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.model import Output
from generator.search import lexicon
from generator.search.binary import as_json, digest, front_coded, numbers, pack
from generator.search.building import Building, Layout
from generator.search.documents import SearchDocument
from generator.search.index import Index
from generator.search.kept import TEXTS, Mapper, unswept
from generator.search.parts import ASIDE, boundaries, whole
from generator.search.shelf import Store
from generator.search.state import State
from generator.search.table import Chunk

INDEX_PATH = "search/index.bin"
FORMAT = 2
"""Version of the files; raised when a reader of an older page could misread them."""
NAME = 6
"""Bytes of the name of a file of `INDEX_PATH`."""
TABLES = ("part", "word", "back")
"""Tables that readers load."""


DEFAULT = Layout()


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """Files of the index that are made of the same, not yet made."""

    name: str
    """Tells them from others of one index."""
    ingredients: tuple[object, ...]
    """What they are made of; equal ones make equal bytes."""
    files: Callable[[], Iterator[Output]]


def build_index(
    documents: Iterable[SearchDocument],
    store: Store | None = None,
    mapper: Mapper = map,
    layout: Layout = DEFAULT,
) -> tuple[Output, ...]:
    """Return the files of the search index, sorted by path; ordinals must be 0, 1, 2 …

    With a ``store`` only what changed since the last build with it is indexed anew.
    With the ``imap`` of a process pool as ``mapper`` the work is shared. The files
    depend on neither.
    """
    groups = index_files(documents, store, mapper, layout)
    files = {output.path: output for group in groups for output in group.files()}
    return tuple(files[path] for path in sorted(files))


def index_files(
    documents: Iterable[SearchDocument],
    store: Store | None = None,
    mapper: Mapper = map,
    layout: Layout = DEFAULT,
) -> list[SearchFiles]:
    """Return the files that `build_index` makes, as groups that need not be made where they are kept."""
    with unswept():
        building = Building(documents, store, mapper, layout)
        made = building.made()
        index = [_in_one(building, made)] if isinstance(made, Index) else _in_parts(building, made)
        return [*index, *_texts(building)]


def _in_one(building: Building, index: Index) -> SearchFiles:
    """Return the one file of a small index."""
    columns = [
        as_json(_header(building, index.averages)),
        *(numbers(column) for _, column in _numbers(building, index.lengths)),
        *whole(index),
        lexicon.column(list(index.vocabulary.items())),
    ]
    return _file(INDEX_PATH, columns)


def _in_parts(building: Building, state: State) -> Iterator[SearchFiles]:
    """Yield the files of an index in parts."""
    names: list[str] = []
    limits: list[bytes] = []
    for kind in TABLES:
        chunks = state.tables[kind]
        its_names = _names(chunk.digest for chunk in chunks)
        for name, chunk in zip(its_names, chunks, strict=True):
            yield _of_chunk(building, kind, name, chunk)
        names += its_names
        limits.append(front_coded(boundaries((chunk.first, chunk.last) for chunk in chunks)))
    files: dict[str, SearchFiles] = {}
    for kind, column in _numbers(building, state.lengths):
        of_kind = [numbers(column[at : at + building.layout.numbers]) for at in building.number_files]
        its_names = _names(digest([each]) for each in of_kind)
        for name, content in zip(its_names, of_kind, strict=True):
            path = f"search/{kind}/{name}.bin"
            files[path] = _file(path, [content])  # two fields may have the same lengths
        names += its_names
    yield from files.values()
    averages = [sum(lengths) / max(len(lengths), 1) for lengths in state.lengths]
    header = _header(building, averages) | {"numbers": building.layout.numbers}
    yield _file(INDEX_PATH, [as_json(header), bytes.fromhex("".join(names)), *limits])


def _header(building: Building, averages: Sequence[float]) -> dict[str, object]:
    return {"format": FORMAT, "starts": building.starts, "averages": list(averages), "texts": TEXTS}


def _numbers(building: Building, lengths: Sequence[Sequence[int]]) -> list[tuple[str, Sequence[int]]]:
    """Return the numbers that the index has of each document, by the folder of their files."""
    return [("order", building.precedence), *(("length", each) for each in lengths)]


def _names(digests: Iterable[str]) -> list[str]:
    """Return short names for files; where two would have the same, the later one gets another."""
    taken: dict[str, str] = {}
    names = []
    for each in digests:
        name = each[: 2 * NAME]
        while taken.setdefault(name, each) != each:
            name = hashlib.sha256(f"{name} {each}".encode()).hexdigest()[: 2 * NAME]
        names.append(name)
    return names


def _file(path: str, columns: Sequence[bytes]) -> SearchFiles:
    return SearchFiles(path, (digest(columns),), lambda: iter([Output(path, pack(columns))]))


def _of_chunk(building: Building, kind: str, name: str, chunk: Chunk) -> SearchFiles:
    """Return the file of a chunk, with those that it refers to."""
    path = f"search/{kind}/{name}.bin"

    def files() -> Iterator[Output]:
        yield Output(path, building.file(kind, chunk.first, chunk.digest))
        for term, aside in chunk.beside:
            yield Output(f"search/{ASIDE}/{aside}.bin", building.file(ASIDE, term, aside))

    return SearchFiles(path, (chunk.digest,), files)


def _texts(building: Building) -> Iterator[SearchFiles]:
    """Yield the files of texts, those of a run as a group."""
    for number, batch in enumerate(building.batches):
        name = f"search/texts/{number}"
        yield SearchFiles(name, (batch.digest,), partial(_texts_of, building, number, name))


def _texts_of(building: Building, number: int, name: str) -> Iterator[Output]:
    for at, content in enumerate(building.texts(number)):
        yield Output(f"{name}-{at}.bin", content)
