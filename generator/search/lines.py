"""Search documents as lines of text, for the way from where READMEs are rendered to where all are indexed.

One JSON object a line: the fields of `SearchDocument`, the README as its text.
"""

from __future__ import annotations

import json
from dataclasses import fields

from generator.search.documents import SearchDocument

_NAMES = tuple(field.name for field in fields(SearchDocument))


def document_line(document: SearchDocument) -> bytes:
    """Return the document as one line, its end included."""
    values = {name: getattr(document, name) for name in _NAMES}
    values |= {"artifacts": document.artifact_names, "readme": document.readme_text}
    return json.dumps(values, separators=(",", ":")).encode("ascii") + b"\n"


def read_document(line: bytes) -> SearchDocument:
    """Return the document of a line that `document_line` wrote."""
    values = json.loads(line)
    return SearchDocument(**values | {name: tuple(values[name]) for name in ("tags", "artifacts")})
