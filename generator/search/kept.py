"""Segments, made or taken from where they were kept by an earlier build.

Of each segment two things are kept, under the id of its first document: the segment
itself with the keys of its documents, used as long as all of them are the same; and
the token counts of its READMEs, so that one changed document is one counted anew.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from generator.search.binary import as_json, pack
from generator.search.documents import SearchDocument, TokenCounts, terms_of
from generator.search.lunr_index import postings
from generator.search.segment import Segment, runs, segment

KEPT_VERSION = 1
"""Raised whenever a stored form changes."""
TEXTS = 4
"""Documents of a file of texts."""
DESCRIPTION_LIMIT = 300
"""Characters of a description that snippets show."""
ARTIFACT_LIMIT = 200
"""Names of artifacts that snippets are looked for in."""
BY_LUNR = 64
"""Documents up to which a catalog is indexed by the lunr package itself, which takes some 10 ms for each."""


class Store(Protocol):
    """Bytes by key, as `generator.cache.Cache` keeps them; it may forget any of them."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes last put under a key, if they are still there."""

    def put(self, key: str, payload: bytes) -> None:
        """Keep bytes."""


def segments(documents: Iterable[SearchDocument], store: Store | None) -> Iterator[Segment]:
    """Index documents, whose ordinals are 0, 1, 2 …; raises ValueError when they are not."""
    for run in runs(documents):
        if store is None:
            yield _made(run, {})
            continue
        slot = hashlib.sha256(run[0].id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        keys = [document.key for document in run]
        made = _read_segment(store.get(f"searchindex:{slot}"), keys)
        if made is None:
            counts = _read_counts(store.get(f"searchcounts:{slot}"))
            made = _made(run, counts)
            store.put(f"searchindex:{slot}", _write_segment(made, keys))
            store.put(f"searchcounts:{slot}", _write_counts(counts, [each.readme_key for each in run]))
        yield made


def _made(run: Sequence[SearchDocument], counts: dict[str, TokenCounts]) -> Segment:
    """Index documents; ``counts`` of their READMEs are used where they are there, and added."""
    counted = []
    shown = []
    for document in run:
        key = document.readme_key
        readme = counts.get(key)
        if readme is None:
            readme = counts[key] = TokenCounts.of(document.readme_text)
        counted.append(terms_of(document, readme))
        description = document.description or document.repo_description
        names = list(dict.fromkeys(document.artifacts))[:ARTIFACT_LIMIT]
        shown.append([document.id, description[:DESCRIPTION_LIMIT], names, readme.excerpt])
    texts = tuple(pack([as_json(shown[at : at + TEXTS])]) for at in range(0, len(shown), TEXTS))
    # A segment of the first few documents is the whole of a catalog.
    by_lunr = postings(counted) if run[0].ordinal == 0 and len(run) <= BY_LUNR else None
    return segment(counted, texts, by_lunr)


def _write_segment(made: Segment, keys: Sequence[str]) -> bytes:
    """Return a segment's stored form."""
    steps, kinds = zip(*made.postings.values(), strict=True) if made.postings else ((), ())
    header = [
        KEPT_VERSION,
        list(keys),
        made.size,
        list(made.postings),
        list(map(len, steps)),
        list(map(len, kinds)),
        [list(lengths) for lengths in made.lengths],
        list(made.words),
        list(made.words.values()),
        sorted(made.named),
        list(map(len, made.texts)),
    ]
    head = json.dumps(header, separators=(",", ":")).encode()
    parts = (len(head).to_bytes(8, "big"), head, *steps, *kinds, *made.texts)
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
        size, terms, step_sizes, kind_sizes, lengths, words, numbers, named, text_sizes = rest
    except (zlib.error, ValueError, TypeError):
        return None
    cut: list[list[bytes]] = []
    for sizes in (step_sizes, kind_sizes, text_sizes):
        pieces = []
        for length in sizes:
            pieces.append(body[at : at + length])
            at += length
        cut.append(pieces)
    return Segment(
        size,
        dict(zip(terms, zip(cut[0], cut[1], strict=True), strict=True)),
        tuple(lengths),
        dict(zip(words, numbers, strict=True)),
        frozenset(named),
        tuple(cut[2]),
    )


def _write_counts(counts: Mapping[str, TokenCounts], keys: Iterable[str]) -> bytes:
    """Return the stored form of the counts under some keys."""
    rows = [
        [key, counts[key].excerpt, " ".join(counts[key].counts), list(counts[key].counts.values())]
        for key in dict.fromkeys(keys)
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
