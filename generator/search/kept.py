"""Runs of documents, counted: made, or taken from where an earlier build kept them.

A run is what a segment is made of. It is kept under the id of its first document, with the
key of each; what has its key is not counted again, and a README that is as it was neither.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from generator.search.binary import as_json, pack, unpack
from generator.search.documents import (
    COUNTS_VERSION,
    EXCERPT_LIMIT,
    Counted,
    KeyedText,
    LazyText,
    SearchDocument,
    TokenCounts,
    count,
)
from generator.search.lunr_index import postings
from generator.search.segment import FIELD_COUNT, Segment, runs, segment
from generator.search.shelf import Store, slot

TEXTS = 4
"""Documents of a file of texts."""
DESCRIPTION_LIMIT = 300
"""Characters of a description that snippets show."""
ARTIFACT_LIMIT = 200
"""Names of artifacts that snippets are looked for in."""
BY_LUNR = 64
"""Documents up to which a catalog is indexed by the lunr package itself, which takes some 10 ms for each."""

KEPT_VERSION = [5, sys.byteorder, COUNTS_VERSION, EXCERPT_LIMIT, TEXTS, DESCRIPTION_LIMIT, ARTIFACT_LIMIT]
"""Of the stored forms; the first number is raised whenever one of them changes."""
_NUMBER = "I"


class Mapper(Protocol):
    """`map`, or the like of a process pool, whose results come in the order of what was given."""

    def __call__(self, make: Callable[[Job], Made], jobs: Iterator[Job], /) -> Iterable[Made]:
        """Return what ``make`` gives for each job."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of a run, as yet uncounted."""

    documents: Sequence[SearchDocument]
    keys: tuple[str, ...]
    """Theirs."""

    @property
    def first(self) -> str:
        """What the run is kept under."""
        return self.documents[0].id

    @property
    def digest(self) -> str:
        """Changes whenever a key does."""
        return digest_of(self.keys)


def batches(documents: Iterable[SearchDocument]) -> list[Batch]:
    """Cut documents, whose ordinals are 0, 1, 2 …, into runs; raises ValueError when they are not."""
    return [Batch(run, tuple([each.key for each in run])) for run in runs(documents)]


def digest_of(keys: Iterable[str]) -> str:
    """Return what changes whenever one of the keys does."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a document."""

    readme_key: str
    excerpt: str
    words: tuple[str, ...]
    """For each field its words, one a line."""
    numbers: array[int]
    """How often each occurs."""

    @classmethod
    def of(cls, readme_key: str, excerpt: str, counted: Counted) -> Row:
        """Return the row of a document that was counted."""
        numbers = array(_NUMBER)
        for counts in counted.fields:
            numbers.extend(counts.values())
        return cls(readme_key, excerpt, tuple(map("\n".join, counted.fields)), numbers)

    def counted(self) -> Counted:
        """Return what the document is indexed by."""
        return Counted(tuple(self._fields()))

    def readme(self) -> TokenCounts:
        """Return what was counted in its README."""
        *_, counts = self._fields()
        return TokenCounts(counts, self.excerpt)

    def _fields(self) -> Iterator[dict[str, int]]:
        at = 0
        for lines in self.words:
            words = lines.split("\n") if lines else []
            yield dict(zip(words, self.numbers[at : at + len(words)], strict=True))
            at += len(words)

    def lengths(self) -> list[int]:
        """Return the number of tokens of each field."""
        found, at = [], 0
        for lines in self.words:
            end = at + lines.count("\n") + 1 if lines else at
            found.append(sum(self.numbers[at:end]))
            at = end
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """Documents of a segment, counted."""

    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: tuple[bytes, ...]
    """Files of texts for snippets."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to be counted."""

    batch: Batch
    """With the text of those READMEs only that are to be counted."""
    known: Mapping[str, Row]
    """By the keys of documents."""
    readmes: Mapping[str, Row]
    """By the keys of READMEs."""
    texts: Mapping[tuple[str, ...], bytes]
    """By the keys of the documents of a file."""
    indexed: bool
    """Whether a segment is wanted too."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a job gives."""

    run: Run
    segment: Segment | None


def counted(
    wanted: Iterable[Batch], store: Store | None, mapper: Mapper = map, *, indexed: bool
) -> Iterator[Made]:
    """Count runs, and index each as a segment where that is asked for."""
    given: list[Batch] = []

    def jobs() -> Iterator[Job]:
        for batch in wanted:
            given.append(batch)
            yield _job(batch, store, indexed=indexed)

    for made in mapper(make, jobs()):
        batch = given.pop(0)
        if store is not None:
            store.put(slot("run", batch.first), write_run(made.run))
        yield made


def segments(
    documents: Iterable[SearchDocument], store: Store | None = None, mapper: Mapper = map
) -> Iterator[Segment]:
    """Index documents, whose ordinals are 0, 1, 2 …; raises ValueError when they are not."""
    for made in counted(batches(documents), store, mapper, indexed=True):
        if made.segment is not None:
            yield made.segment


def make(job: Job) -> Made:
    """Count the documents of a job."""
    with unswept():
        return _make(job)


@contextmanager
def unswept() -> Iterator[None]:
    """Hold the search for cyclic garbage back: here are a great many lists, none of them in a cycle.

    Looking through them time and again took a tenth of a build.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _make(job: Job) -> Made:
    documents = job.batch.documents
    readmes: dict[str, TokenCounts] = {}
    rows: list[Row] = []
    indexed: list[Counted] = []
    for document, key in zip(documents, job.batch.keys, strict=True):
        row = job.known.get(key)
        if row is None:
            counts = _count(document, job, readmes)
            row = Row.of(document.readme_key, readmes[document.readme_key].excerpt, counts)
        elif job.indexed:
            counts = row.counted()
        rows.append(row)
        if job.indexed:
            indexed.append(counts)
    run = Run(job.batch.keys, tuple(rows), tuple(_texts(job, rows)))
    if not job.indexed:
        return Made(run, None)
    # A segment of the first few documents is the whole of a catalog.
    whole = documents[0].ordinal == 0 and len(documents) <= BY_LUNR
    return Made(run, segment(indexed, postings(indexed) if whole else None))


def _count(document: SearchDocument, job: Job, readmes: dict[str, TokenCounts]) -> Counted:
    """Count a document; READMEs are counted once."""
    key = document.readme_key
    if key not in readmes:
        known = job.readmes.get(key)
        readmes[key] = TokenCounts.of(document.readme_text) if known is None else known.readme()
    return count(document, readmes[key])


def _texts(job: Job, rows: Sequence[Row]) -> Iterator[bytes]:
    """Yield the files of texts."""
    documents, keys = job.batch.documents, job.batch.keys
    for at in range(0, len(rows), TEXTS):
        known = job.texts.get(keys[at : at + TEXTS])
        if known is None:
            shown = zip(documents[at : at + TEXTS], rows[at : at + TEXTS], strict=True)
            known = pack([as_json([_shown(document, row.excerpt) for document, row in shown])])
        yield known


def _shown(document: SearchDocument, excerpt: str) -> list[object]:
    description = document.description or document.repo_description
    names = list(dict.fromkeys(document.artifact_names))[:ARTIFACT_LIMIT]
    return [document.id, description[:DESCRIPTION_LIMIT], names, excerpt]


def _job(batch: Batch, store: Store | None, *, indexed: bool) -> Job:
    """Return the job of a run, with texts in place of what would load them."""
    before = None if store is None else read_run(store, batch.first)
    if before is None:
        return Job(replace(batch, documents=[_loaded(each) for each in batch.documents]), {}, {}, {}, indexed)
    known = dict(zip(before.keys, before.rows, strict=True))
    readmes = {row.readme_key: row for row in before.rows}
    texts = {before.keys[at * TEXTS : (at + 1) * TEXTS]: file for at, file in enumerate(before.texts)}
    documents = [
        _without_text(document) if key in known or document.readme_key in readmes else _loaded(document)
        for document, key in zip(batch.documents, batch.keys, strict=True)
    ]
    return Job(replace(batch, documents=documents), known, readmes, texts, indexed)


def _loaded(document: SearchDocument) -> SearchDocument:
    """Return a document without anything that is to be loaded."""
    names = document.artifact_names
    if not isinstance(document.readme, LazyText):
        return replace(document, artifacts=names)
    return replace(document, artifacts=names, readme=KeyedText(document.readme.key, document.readme.load()))


def _without_text(document: SearchDocument) -> SearchDocument:
    """Return a document likewise, without the text of its README."""
    return replace(document, artifacts=document.artifact_names, readme=KeyedText(document.readme_key, ""))


def write_run(run: Run) -> bytes:
    """Return a run's stored form."""
    rows = [(row.readme_key, row.excerpt, row.words, len(row.numbers)) for row in run.rows]
    head = json.dumps([KEPT_VERSION, run.keys, rows], separators=(",", ":")).encode()
    every = array(_NUMBER)
    for row in run.rows:
        every.extend(row.numbers)
    # Texts are deflated already.
    return pack([pack([head, every.tobytes()], 1), *run.texts], 0)


def read_run(store: Store, first: str) -> Run | None:
    """Return the run that begins with a document; None where there is none as this program stores it."""
    stored = store.get(slot("run", first))
    if stored is None:
        return None
    try:
        packed, *texts = unpack(stored)
        head, numbers = unpack(packed)
        version, keys, stored_rows = json.loads(head)
        if version != KEPT_VERSION:
            return None
        every = array(_NUMBER, numbers)
        rows, at = [], 0
        for readme_key, excerpt, words, length in stored_rows:
            rows.append(Row(readme_key, excerpt, tuple(words), every[at : at + length]))
            at += length
        if (len(keys), len(texts), len(every)) != (len(rows), -(-len(keys) // TEXTS), at):
            return None
        if any(len(row.words) != FIELD_COUNT for row in rows):
            return None
    except (zlib.error, ValueError, TypeError, IndexError):
        return None
    return Run(tuple(keys), tuple(rows), tuple(texts))
