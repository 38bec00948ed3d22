"""The filter index: what the browser needs to filter, sort, count and show the list.

Columnar JSON. Sources stand in the order of their ids, and a source's place in that
order is its number everywhere (the search index uses the same). What filters and sorts
read is in one file; descriptions, which only visible cards need, lie in shards:
``assets/data/cards.<hash>.json``.
``templates/assets/js/lib/filter-index.js`` is the reader.

========== ============================================================================
key        value
========== ============================================================================
format     1; a reader refuses others
size       number of sources
types      ``{id, words, label, one, many}``, in the settings' order: every word that names
           the type, its heading, and what one and several of it are called in a sentence
trust      ``{id, label}``, least trusted first
statuses   ``{id, label}``
tags       every tag, most used first, joined by newlines
sources    id, name, ``owner/repo``, three lines a source; an empty name is the repository's
slugs      ``{number: file name}`` of sources whose page is not named after the id
by_name    numbers of the sources in the order of their names; the browser need not collate
trust_of   one character a source: the number of its trust level, in base 36
status_of  likewise
stars      number or null
updated    days since 1970-01-01 of the last push (UTC), or null
added      days since 1970-01-01, or null
tags_of    how many tags each source has, then all their numbers, in the definitions' order
types_of   how many types each source has, then all their numbers, then the counts of artifacts
shard      sources in one shard
shards     10 hex digits a shard: the content hash in its name
========== ============================================================================

A shard is ``{"descriptions": …}``, one line a source.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from generator import urls
from generator.filters import Sort, sort_entries, updated_on
from generator.filters.query import type_words
from generator.model import Catalog, CatalogEntry, Output, SourceStatus
from generator.pages.cards import CARD_TEXT
from generator.pages.wording import in_sentence, one_line, wording_of

FORMAT = 1

SHARD_SIZE = 32
"""Sources whose descriptions share a file: a page of 24 scattered cards costs at most
24 requests of about 1.3 KB, where one file of all would cost 39 KB a thousand sources."""

EPOCH = date(1970, 1, 1)

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Json = str | int | None | Sequence["Json"] | Mapping[str, "Json"]


def filter_index(catalog: Catalog) -> tuple[Output, ...]:
    """The index first, then its shards, each named by its content.

    The index's own name stays, so that the pages that load it do not change with it.
    """
    entries = sorted(catalog.public, key=lambda entry: entry.source.id)
    shards = tuple(_shard(entries[i : i + SHARD_SIZE]) for i in range(0, len(entries), SHARD_SIZE))
    content = _encoded(_columns(catalog, entries) | {"shard": SHARD_SIZE, "shards": _hashes(shards)})
    index = Output(urls.FILTER_INDEX, content)
    return (index, *{shard.path: shard for shard in shards}.values())


def _shard(entries: Sequence[CatalogEntry]) -> Output:
    content = _encoded({"descriptions": _lines(one_line(e.description, CARD_TEXT) for e in entries)})
    return Output(urls.asset("data/cards.json", content), content)


def _hashes(shards: Iterable[Output]) -> str:
    return "".join(shard.path.split(".")[-2] for shard in shards)


def _columns(catalog: Catalog, entries: Sequence[CatalogEntry]) -> dict[str, Json]:
    types = [kind.id for kind in catalog.settings.artifact_types]
    trust = [info.level for info in catalog.settings.trust_levels]
    statuses = list(SourceStatus)
    tags = _by_use(chain.from_iterable(e.source.tags for e in entries))
    tag_numbers = {tag: number for number, tag in enumerate(tags)}
    numbers = {e.source.id: number for number, e in enumerate(entries)}
    words = type_words(catalog.settings)
    texts = wording_of(catalog.settings)
    return {
        "format": FORMAT,
        "size": len(entries),
        "types": [
            {
                "id": kind.id,
                "words": [word for word, named in words.items() if named == kind.id],
                "label": one_line(kind.plural),
                "one": in_sentence(one_line(kind.label)),
                "many": in_sentence(one_line(kind.plural)),
            }
            for kind in catalog.settings.artifact_types
        ],
        "trust": [
            {"id": info.level, "label": one_line(info.label)} for info in catalog.settings.trust_levels
        ],
        "statuses": [{"id": status, "label": texts(f"status.{status}")} for status in statuses],
        "tags": _lines(tags),
        "sources": _lines(chain.from_iterable(_names(e) for e in entries)),
        "slugs": _slugs(e.source.id for e in entries),
        "by_name": [numbers[e.source.id] for e in sort_entries(entries, Sort.NAME)],
        "trust_of": "".join(_DIGITS[trust.index(e.source.trust_level)] for e in entries),
        "status_of": "".join(_DIGITS[statuses.index(e.status)] for e in entries),
        "stars": [e.snapshot.stars if e.snapshot else None for e in entries],
        "updated": [_day(updated_on(e)) for e in entries],
        "added": [_day(e.source.added) for e in entries],
        "tags_of": [
            *(len(e.source.tags) for e in entries),
            *(tag_numbers[tag] for e in entries for tag in e.source.tags),
        ],
        "types_of": [
            *(len(e.counts_by_type) for e in entries),
            *(types.index(kind) for e in entries for kind in e.counts_by_type),
            *(count for e in entries for count in e.counts_by_type.values()),
        ],
    }


def _by_use(tags: Iterable[str]) -> list[str]:
    counted = Counter(tags)
    return sorted(counted, key=lambda tag: (-counted[tag], tag))


def _names(entry: CatalogEntry) -> tuple[str, str, str]:
    source = entry.source
    title = one_line(source.title)
    # Scripts take a name that is left out from between the slashes of ``OWNER/NAME``.
    plain = title == source.repo and source.full_name.count("/") == 1
    return source.id, "" if plain else title, source.full_name


def _slugs(ids: Iterable[str]) -> dict[str, str]:
    """The folders of pages that are not named after their source, by its number."""
    return {
        str(number): folder
        for number, source_id in enumerate(ids)
        if (folder := urls.source_page(source_id).split("/")[1]) != source_id
    }


def _day(day: date | None) -> int | None:
    return None if day is None else (day - EPOCH).days


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _encoded(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
