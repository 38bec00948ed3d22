"""The index as files of the site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from generator.model import Output
from generator.search.documents import SearchDocument, count
from generator.search.index import build
from generator.search.lunr_index import builder, serialise

INDEX_PATH = "search/index.json"
"""Where the browser begins; its name stays the same, so that pages do not change with the index."""


def build_index(documents: Iterable[SearchDocument]) -> tuple[Output, ...]:
    """Return the files of the search index, sorted by path; ordinals must be 0, 1, 2 …"""
    counted = [count(document) for document in documents]
    flat = build(counted)
    body = {
        "lunr": serialise(builder(counted).build()) if counted else None,
        "precedence": [kept.precedence for kept in flat.kept],
        "vocabulary": flat.vocabulary,
        "texts": [[kept.description, list(kept.artifacts), kept.excerpt] for kept in flat.kept],
    }
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    name = f"search/whole-{hashlib.sha256(content).hexdigest()[:12]}.json"
    manifest = json.dumps({"documents": flat.documents, "whole": name.rpartition("/")[2]}).encode()
    return (Output(INDEX_PATH, manifest), Output(name, content))
