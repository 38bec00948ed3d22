"""The index as files of the site.

==============================  =====================================================
``search/index.bin``            where a search begins: what there is, and where parts
                                begin. Its name stays, so that pages do not change
                                with the index; a small index is in it as a whole.
``search/<hash>/part-<n>.bin``  terms and postings (`generator.search.parts`)
``search/<hash>/aside-<n>.bin``  postings of one very frequent term
``search/<hash>/length-<f>-<n>.bin``  lengths of a field of 16,384 documents
``search/<hash>/order-<n>.bin``  precedence of 16,384 documents, which breaks ties
``search/<hash>/word-<n>.bin``  vocabulary (`generator.search.lexicon`)
``search/<hash>/back-<n>.bin``  vocabulary, backwards
``search/texts/<s>-<n>.bin``     texts of 4 documents of a segment, for snippets
==============================  =====================================================

``<hash>`` is that of all files in the folder: a reader never mixes two builds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from generator.model import Output
from generator.search import lexicon, parts
from generator.search.binary import as_json, numbers, pack
from generator.search.documents import FIELDS, SearchDocument
from generator.search.index import Index
from generator.search.kept import TEXTS, Mapper, Store, segments, unswept

INDEX_PATH = "search/index.bin"
FORMAT = 1
"""Version of the files; raised when a reader of an older page could misread them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How large files are; results do not depend on it."""

    small: int = 64 * 1024
    """Bytes up to which an index is one file."""
    part: int = 11_000
    """Bytes, before deflating, that make a part full; some 6,000 after."""
    aside: int = 4_000
    """Bytes, likewise, from which on a term's postings stand aside."""
    words: int = 1_500
    """Words of a part of the vocabulary; some 6,000 bytes."""
    numbers: int = 16_384
    """Documents of a file of lengths or of precedence; some 20,000 bytes for READMEs."""


DEFAULT = Layout()


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """Files of the index that are made of the same, not yet made."""

    name: str
    """Tells them from others of one index."""
    ingredients: tuple[object, ...]
    """What they are made of; equal ones make equal bytes."""
    files: Callable[[], Iterator[Output]]


def index_files(
    documents: Iterable[SearchDocument], store: Store | None = None, mapper: Mapper = map
) -> Iterator[SearchFiles]:
    """Yield the files that `build_index` returns, in groups that need not be made where they are kept."""
    for output in build_index(documents, store, mapper):
        digest = hashlib.sha256(output.content).hexdigest()
        yield SearchFiles(output.path, (digest,), partial(iter, [output]))


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
    precedence = bytearray()

    def noted() -> Iterator[SearchDocument]:
        for document in documents:
            precedence.append(document.precedence)
            yield document

    made = list(segments(noted(), store, mapper))
    texts = [
        Output(f"search/texts/{number}-{at}.bin", content)
        for number, segment in enumerate(made)
        for at, content in enumerate(segment.texts)
    ]
    with unswept():
        files = _index_files(Index(made, bytes(precedence)), layout)
    return tuple(sorted([*files, *texts], key=lambda output: output.path))


def _index_files(index: Index, layout: Layout) -> list[Output]:
    """Return the index in one file where that is small, else in parts."""
    header = {"format": FORMAT, "starts": index.starts, "averages": index.averages, "texts": TEXTS}
    # The postings of a large index tell that it is one, without trying.
    if sum(len(each.postings.steps) for each in index.segments) <= 4 * layout.small:
        columns = [map(numbers, _numbers(index).values()), parts.whole(index)]
        small = pack([as_json(header), *chain(*columns), lexicon.column(sorted(index.vocabulary.items()))])
        if len(small) <= layout.small:
            return [Output(INDEX_PATH, small)]
    made = parts.cut(index, layout.part, layout.aside)
    forward = lexicon.forward(index.vocabulary, layout.words)
    backward = lexicon.backward(index.vocabulary, layout.words)
    contents = {
        "part": made.parts,
        "aside": made.aside,
        "word": forward.parts,
        "back": backward.parts,
        **{name: _in_files(column, layout.numbers) for name, column in _numbers(index).items()},
    }
    files = {f"{name}-{at}.bin": part for name, each in contents.items() for at, part in enumerate(each)}
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    folder = digest.hexdigest()[:12]
    header |= {"folder": folder, "numbers": layout.numbers}
    header |= {"part": made.first, "word": forward.first, "back": backward.first}
    return [
        Output(INDEX_PATH, pack([as_json(header)])),
        *(Output(f"search/{folder}/{name}", content) for name, content in files.items()),
    ]


def _numbers(index: Index) -> dict[str, Sequence[int]]:
    """Return the numbers that the index has of each document, by the name of their files."""
    lengths = zip(FIELDS, index.lengths, strict=True)
    return {"order": index.precedence, **{f"length-{name}": column for name, column in lengths}}


def _in_files(column: Sequence[int], size: int) -> list[bytes]:
    """Return numbers, ``size`` of them to a file."""
    return [pack([numbers(column[at : at + size])]) for at in range(0, len(column), size)]
