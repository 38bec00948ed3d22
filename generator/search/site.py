"""The index as files of the site.

==============================  =====================================================
``search/index.bin``            where a search begins: what there is, and where parts
                                begin. Its name stays, so that pages do not change
                                with the index; a small index is in it as a whole.
``search/<hash>/part-<n>.bin``  terms and postings (`generator.search.parts`)
``search/<hash>/aside-<n>.bin``  postings of one very frequent term
``search/<hash>/length-<n>.bin``  lengths of fields and precedence of 4,096 documents
``search/<hash>/word-<n>.bin``  vocabulary (`generator.search.lexicon`)
``search/<hash>/back-<n>.bin``  vocabulary, backwards
``search/texts/<s>-<n>.bin``     texts of 4 documents of a segment, for snippets
==============================  =====================================================

``<hash>`` is that of all files in the folder: a reader never mixes two builds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from generator.model import Output
from generator.search import lexicon, parts
from generator.search.binary import as_json, numbers, pack
from generator.search.documents import SearchDocument
from generator.search.index import Index
from generator.search.kept import TEXTS, Mapper, Store, segments

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
    lengths: int = 4_096
    """Documents of a file of lengths; some 15,000 bytes."""


DEFAULT = Layout()


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
    files = _index_files(Index(made, bytes(precedence)), layout)
    return tuple(sorted([*files, *texts], key=lambda output: output.path))


def _index_files(index: Index, layout: Layout) -> list[Output]:
    """Return the index in one file where that is small, else in parts."""
    header = {"format": FORMAT, "starts": index.starts, "averages": index.averages, "texts": TEXTS}
    # The postings of a large index tell that it is one, without trying.
    if sum(len(each.postings.steps) for each in index.segments) <= 4 * layout.small:
        columns = [_lengths(index, 0, index.documents), parts.whole(index)]
        small = pack([as_json(header), *chain(*columns), lexicon.column(sorted(index.vocabulary.items()))])
        if len(small) <= layout.small:
            return [Output(INDEX_PATH, small)]
    made = parts.cut(index, layout.part, layout.aside)
    forward = lexicon.forward(index.vocabulary, layout.words)
    backward = lexicon.backward(index.vocabulary, layout.words)
    lengths = [
        pack(_lengths(index, at, min(at + layout.lengths, index.documents)))
        for at in range(0, index.documents, layout.lengths)
    ]
    files = {
        f"{name}-{at}.bin": content
        for name, contents in (
            ("part", made.parts),
            ("aside", made.aside),
            ("length", lengths),
            ("word", forward.parts),
            ("back", backward.parts),
        )
        for at, content in enumerate(contents)
    }
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    folder = digest.hexdigest()[:12]
    header |= {"folder": folder, "lengths": layout.lengths}
    header |= {"part": made.first, "word": forward.first, "back": backward.first}
    return [
        Output(INDEX_PATH, pack([as_json(header)])),
        *(Output(f"search/{folder}/{name}", content) for name, content in files.items()),
    ]


def _lengths(index: Index, start: int, end: int) -> list[bytes]:
    """Return the precedence of some documents, and their lengths for each field, as columns."""
    return [index.precedence[start:end], *(numbers(lengths[start:end]) for lengths in index.lengths)]
