"""Segments, made or taken from where they were kept by an earlier build.

Of each segment two things are kept, under the id of its first document: the segment
itself with the keys of its documents, used as long as all of them are the same; and
the token counts of its READMEs, so that one changed document is one counted anew.
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

from generator.search.binary import as_json, pack
from generator.search.documents import (
    COUNTS_VERSION,
    EXCERPT_LIMIT,
    KeyedText,
    LazyText,
    SearchDocument,
    TokenCounts,
    count,
)
from generator.search.lunr_index import postings
from generator.search.segment import Postings, Segment, runs, segment

TEXTS = 4
"""Documents of a file of texts."""
DESCRIPTION_LIMIT = 300
"""Characters of a description that snippets show."""
ARTIFACT_LIMIT = 200
"""Names of artifacts that snippets are looked for in."""
BY_LUNR = 64
"""Documents up to which a catalog is indexed by the lunr package itself, which takes some 10 ms for each."""


KEPT_VERSION = [4, COUNTS_VERSION, EXCERPT_LIMIT, TEXTS, DESCRIPTION_LIMIT, ARTIFACT_LIMIT]
"""Of the stored forms; the first number is raised whenever one of them changes."""


class Store(Protocol):
    """Bytes by key, as `generator.cache.Cache` keeps them; it may forget any of them."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes last put under a key, if they are still there."""

    def put(self, key: str, payload: bytes) -> None:
        """Keep bytes."""


class Mapper(Protocol):
    """`map`, or the like of a process pool, whose results come in the order of what was given."""

    def __call__(self, make: Callable[[Job], Made], jobs: Iterator[Job], /) -> Iterable[Made]:
        """Return what ``make`` gives for each job."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents to be indexed in one segment."""

    documents: Sequence[SearchDocument]
    """With the text of those READMEs only that are to be counted."""
    counts: Mapping[str, TokenCounts]
    """By the key of a README: those known."""


@dataclass(frozen=True, slots=True)
class Made:
    """A segment, and the counts of its documents' READMEs."""

    segment: Segment
    counts: Mapping[str, TokenCounts]


class _Nothing:
    """A store that keeps nothing."""

    def get(self, key: str) -> None:
        """Return nothing."""

    def put(self, key: str, payload: bytes) -> None:
        """Forget it."""


_NOTHING = _Nothing()


def segments(
    documents: Iterable[SearchDocument], store: Store | None = None, mapper: Mapper = map
) -> Iterator[Segment]:
    """Index documents, whose ordinals are 0, 1, 2 …; raises ValueError when they are not."""
    known = _NOTHING if store is None else store
    all_runs = [(run, [each.key for each in run] if store is not None else []) for run in runs(documents)]
    kept = [_read_segment(known.get(f"searchindex:{_slot(run)}"), keys) for run, keys in all_runs]
    missing = (run for (run, _), found in zip(all_runs, kept, strict=True) if found is None)
    made = iter(mapper(make, (_job(run, known) for run in missing)))
    for (run, keys), found in zip(all_runs, kept, strict=True):
        if found is not None:
            yield found
            continue
        result = next(made)
        if store is not None:
            store.put(f"searchindex:{_slot(run)}", _write_segment(result.segment, keys))
            store.put(f"searchcounts:{_slot(run)}", _write_counts(result.counts))
        yield result.segment


def make(job: Job) -> Made:
    """Index the documents of a job."""
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
    counts: dict[str, TokenCounts] = {}
    counted = []
    shown = []
    for document in job.documents:
        key = document.readme_key
        readme = counts.get(key) or job.counts.get(key) or TokenCounts.of(document.readme_text)
        counts[key] = readme
        counted.append(count(document, readme))
        description = document.description or document.repo_description
        names = list(dict.fromkeys(document.artifacts))[:ARTIFACT_LIMIT]
        shown.append([document.id, description[:DESCRIPTION_LIMIT], names, readme.excerpt])
    texts = tuple(pack([as_json(shown[at : at + TEXTS])]) for at in range(0, len(shown), TEXTS))
    # A segment of the first few documents is the whole of a catalog.
    whole = job.documents[0].ordinal == 0 and len(job.documents) <= BY_LUNR
    return Made(segment(counted, texts, postings(counted) if whole else None), counts)


def _job(run: Sequence[SearchDocument], store: Store) -> Job:
    """Return the job of a run, with texts in place of what would load them."""
    counts = _read_counts(store.get(f"searchcounts:{_slot(run)}"))
    wanted = {document.readme_key for document in run}
    return Job(
        [_loaded(document, counts) for document in run],
        {key: known for key, known in counts.items() if key in wanted},
    )


def _loaded(document: SearchDocument, counts: Mapping[str, TokenCounts]) -> SearchDocument:
    """Return a document without a `LazyText`; its text is left out where its counts are known."""
    if not isinstance(document.readme, LazyText):
        return document
    key = document.readme.key
    return replace(document, readme=KeyedText(key, "" if key in counts else document.readme.load()))


def _slot(run: Sequence[SearchDocument]) -> str:
    """Return what a run is kept under."""
    return hashlib.sha256(run[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _write_segment(made: Segment, keys: Sequence[str]) -> bytes:
    """Return a segment's stored form."""
    postings = made.postings
    header = [
        KEPT_VERSION,
        list(keys),
        made.size,
        list(postings.terms),
        list(postings.step_ends),
        list(postings.kind_ends),
        [list(lengths) for lengths in made.lengths],
        list(made.words),
        list(made.holders),
        sorted(made.named),
        list(map(len, made.texts)),
    ]
    head = json.dumps(header, separators=(",", ":")).encode()
    parts = (len(head).to_bytes(8, "big"), head, postings.steps, postings.kinds, *made.texts)
    return zlib.compress(b"".join(parts), 1)


def _read_segment(stored: bytes | None, keys: Sequence[str]) -> Segment | None:
    """Return the segment of documents with these keys; None for what is not its stored form."""
    if stored is None:
        return None
    try:
        body = zlib.decompress(stored)
        at = 8 + int.from_bytes(body[:8], "big")
        version, its_keys, *rest = json.loads(body[8:at])
        if (version, its_keys) != (KEPT_VERSION, list(keys)):
            return None
        size, terms, step_ends, kind_ends, lengths, words, holders, named, text_sizes = rest
    except (zlib.error, ValueError, TypeError):
        return None
    pieces = []
    for length in (step_ends[-1], kind_ends[-1], *text_sizes):
        pieces.append(body[at : at + length])
        at += length
    return Segment(
        size=size,
        # Segments share most of their words, and so their memory.
        postings=Postings(
            list(map(sys.intern, terms)), array("I", step_ends), array("I", kind_ends), pieces[0], pieces[1]
        ),
        lengths=tuple(lengths),
        words=list(map(sys.intern, words)),
        holders=array("H", holders),
        named=frozenset(map(sys.intern, named)),
        texts=tuple(pieces[2:]),
    )


def _write_counts(counts: Mapping[str, TokenCounts]) -> bytes:
    """Return the stored form of counts by key."""
    rows = [
        [key, each.excerpt, " ".join(each.counts), list(each.counts.values())] for key, each in counts.items()
    ]
    return zlib.compress(json.dumps([KEPT_VERSION, rows], separators=(",", ":")).encode(), 1)


def _read_counts(stored: bytes | None) -> dict[str, TokenCounts]:
    """Return token counts by key; none for what is not their stored form."""
    if stored is None:
        return {}
    try:
        version, rows = json.loads(zlib.decompress(stored))
        if version != KEPT_VERSION:
            return {}
        return {
            key: TokenCounts(dict(zip(words.split(), numbers, strict=True)), excerpt)
            for key, excerpt, words, numbers in rows
        }
    except (zlib.error, ValueError, TypeError):
        return {}
