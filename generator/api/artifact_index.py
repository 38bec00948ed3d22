"""The artifact index: what the browser needs to search and list every artifact, in small parts.

An artifact is its number. Sources stand in the order of their ids, as in the filter index; within
one, artifacts stand by type in the settings' order, then by name. So the counts in the filter index
tell, by adding up, which source and type a number belongs to, and nothing here repeats it.

========== ============================================================================
key        value
========== ============================================================================
format     1; a reader refuses others
size       number of artifacts
rows       artifacts in one file of rows
row_files  10 hex digits a file of rows: the content hash in its name
first      the first word of each file of words, joined by newlines
word_files 10 hex digits a file of words
========== ============================================================================

A file of rows has three texts of one line an artifact: ``names``, ``texts`` (descriptions) and
``places`` (what follows ``https://github.com/`` in the address, empty where there is none).

A file of words has ``words``, joined by newlines and sorted by code unit as JavaScript sorts, and
for each a list in ``hits``: twice the number of every artifact that has the word, plus one where
its name does not, each less the one before. So a search loads the one or two files that its
words fall into, whatever the size of the catalog; and what is shown loads its rows.

``templates/assets/js/lib/artifact-index.js`` is the reader.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator import urls
from generator.filters import listed_artifacts
from generator.later import artifacts_print
from generator.model import Artifact, Catalog, Output
from generator.pages.artifacts import row_name, row_text
from generator.pages.cards import artifact_url
from generator.search.words import STOP_WORDS, WORD_LIMIT, name_words, words

FORMAT = 1

ROWS = 64
"""Artifacts in one file of rows: about 4 KB gzipped, and a screen needs a few dozen of them at most."""

WORDS_SIZE = 48_000
"""Characters of a file of words; one with a very common word is longer."""

WEB = f"{urls.WEB}/"


def artifact_index(catalog: Catalog) -> tuple[Output, ...]:
    """The index first, then its parts, each named by its content."""
    artifacts = list(_numbered(catalog))
    rows = [_rows(artifacts[i : i + ROWS]) for i in range(0, len(artifacts), ROWS)]
    found = list(_words(_hits(artifacts)))
    content = _encoded(
        {
            "format": FORMAT,
            "size": len(artifacts),
            "rows": ROWS,
            "row_files": _hashes(rows),
            "first": "\n".join(first for first, _ in found),
            "word_files": _hashes([output for _, output in found]),
        }
    )
    index = Output(urls.asset("data/artifacts.json", content), content)
    return (index, *{part.path: part for part in (*rows, *(output for _, output in found))}.values())


def artifact_index_ingredients(catalog: Catalog) -> tuple[object, ...]:
    """All that `artifact_index` reads, beside the settings."""
    return tuple((entry.source.id, artifacts_print(entry.artifacts)) for entry in catalog.public)


def _numbered(catalog: Catalog) -> Iterator[Artifact]:
    for entry in sorted(catalog.public, key=lambda entry: entry.source.id):
        yield from listed_artifacts(catalog.settings, entry)


# ------------------------------------------------------------------------- rows


def _rows(artifacts: Sequence[Artifact]) -> Output:
    places = ((artifact_url(artifact) or "") for artifact in artifacts)
    content = _encoded(
        {
            "names": "\n".join(map(row_name, artifacts)),
            "texts": "\n".join(map(row_text, artifacts)),
            "places": "\n".join(url.removeprefix(WEB) if url.startswith(WEB) else "" for url in places),
        }
    )
    return Output(urls.asset("data/rows.json", content), content)


# ------------------------------------------------------------------------ words


def _hits(artifacts: Sequence[Artifact]) -> Mapping[str, list[int]]:
    """For each word the artifacts that have it, as the files hold them but for the differences."""
    hits: defaultdict[str, list[int]] = defaultdict(list)
    for number, artifact in enumerate(artifacts):
        named = {word[:WORD_LIMIT] for text in _names(artifact) for word in name_words(text)}
        for word in named:
            hits[word].append(2 * number)
        told = {word[:WORD_LIMIT] for word in words(row_text(artifact))}
        for word in told - named - STOP_WORDS:
            hits[word].append(2 * number + 1)
    return hits


def _names(artifact: Artifact) -> tuple[str, ...]:
    return (artifact.name, artifact.title) if artifact.title else (artifact.name,)


def _words(hits: Mapping[str, list[int]]) -> Iterator[tuple[str, Output]]:
    """Files of words with the first word of each."""
    held: list[str] = []
    size = 0
    for word in sorted(hits, key=lambda word: word.encode("utf-16-be", "surrogatepass")):
        weight = len(word) + 3 * len(hits[word])
        if held and size + weight > WORDS_SIZE:
            yield held[0], _word_file(held, hits)
            held, size = [], 0
        held.append(word)
        size += weight
    if held:
        yield held[0], _word_file(held, hits)


def _word_file(held: Sequence[str], hits: Mapping[str, list[int]]) -> Output:
    content = _encoded({"words": "\n".join(held), "hits": [_differences(hits[word]) for word in held]})
    return Output(urls.asset("data/words.json", content), content)


def _differences(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def _hashes(outputs: Sequence[Output]) -> str:
    return "".join(output.path.split(".")[-2] for output in outputs)


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
