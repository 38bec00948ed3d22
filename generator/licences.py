"""Which licence a repository has, by the text of its licence file, where no API says so."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.model import TreeEntry

MAX_BYTES = 64 * 2**10
"""Of a licence file that is compared; the longest known text has half of that."""

_NAME = re.compile(
    r"(?:licen[sc]e|copying|unlicense)(?:[-.](?:md|txt|rst|mit|apache|apache-2\.0|bsd))?", re.IGNORECASE
)

_END = "END OF TERMS AND CONDITIONS"
"""In the licences of Apache and GNU."""


def licence_file(entries: Iterable[TreeEntry]) -> TreeEntry | None:
    """The licence file at the root; None where there is none, or more than one that could be it."""
    found = [
        entry
        for entry in entries
        if entry.type == "blob" and entry.mode != "120000" and _NAME.fullmatch(entry.path)
    ]
    return found[0] if len(found) == 1 else None


def licence_of(content: bytes) -> str | None:
    """The SPDX id of a licence's text; None where it is none of the known ones, nearly to the word."""
    from identify.identify import license_id
    from identify.vendor.licenses import LICENSES

    if len(content) > MAX_BYTES:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "licence"
        file.write_text(text, encoding="utf-8", newline="")
        found = license_id(str(file))
        if found is None and _END in text:
            # How to apply it follows the terms, and is often left out or filled in.
            terms = text.partition(_END)[0] + _END
            for end in sorted({known.partition(_END)[2] for _, known in LICENSES if _END in known}):
                file.write_text(terms + end, encoding="utf-8", newline="")
                found = found or license_id(str(file))
        return found
