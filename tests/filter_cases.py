"""The cases that Python's and the browser's filter tests share: ``tests/cases/filters.json``.

``python -m tests.filter_cases`` writes the filter index of their catalog, which the
browser's tests read; a test holds it to what the generator writes.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from generator.api import filter_index
from generator.model import SourceStatus, TrustLevel, Visibility
from tests.made_catalogs import catalog, entry

FOLDER = Path(__file__).parent / "cases"

CASES = json.loads((FOLDER / "filters.json").read_text("utf-8"))


def _entry(fields):
    pushed, added = fields.pop("pushed", None), fields.pop("added", None)
    return entry(
        fields.pop("id"),
        tags=tuple(fields.pop("tags", ())),
        trust=TrustLevel(fields.pop("trust", "basic")),
        status=SourceStatus(fields.pop("status", "active")),
        visibility=Visibility(fields.pop("visibility", "public")),
        pushed=pushed and datetime.fromisoformat(pushed).astimezone(UTC),
        added=added and date.fromisoformat(added),
        **fields,
    )


CATALOG = catalog(*(_entry(dict(fields)) for fields in CASES["catalog"]))


def searcher(words: str) -> list[str]:
    """What the cases say that the words find; other words find some sources of made-up catalogs."""
    return CASES["search"].get(words, ["x1", "b", "a0", "gone", "a", "con"])


if __name__ == "__main__":
    (FOLDER / "filter-index.json").write_bytes(filter_index(CATALOG)[0].content)
