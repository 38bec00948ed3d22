"""What an earlier build into the same folder wrote, so that the next one writes only what changed.

Disposable: one JSON file an output folder, under ``.cache/pages/``. A page is kept where
its fingerprint, which covers everything that the page depends on, is the one it was made
from, and where its file is untouched since (size and time of change, to the nanosecond).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from generator.atomic import replace_file
from generator.fingerprint import fingerprint

FORM = 1
"""Version of the file; another one is as good as none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the last build, and what it was made from."""

    fingerprint: str
    size: int
    mtime_ns: int


class PageMemory:
    """Remembers the pages of one output folder."""

    def __init__(self, cache_root: Path, output: Path, shared: object) -> None:
        """``shared`` is what every file is made of: program, settings."""
        self._shared = fingerprint(shared)
        name = hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()[:16]
        self._file = cache_root / "pages" / f"{name}.json"
        self.spare = cache_root / "spare" / name
        """Where the tree of the site before may wait for the next build; see `SiteWriter`."""
        self._output = output
        self._before = self._read()
        self._now: dict[str, str] = {}

    def kept(self, path: str, ingredients: tuple[object, ...]) -> Kept | None:
        """The last build's file, if it was made from the same; and remember from what this one is."""
        made_of = self._now[path] = fingerprint(self._shared, ingredients)
        last = self._before.get(path)
        return last if last and last.fingerprint == made_of else None

    def save(self) -> None:
        """Remember the pages as they are now on disk; a disk that refuses costs the next build time."""
        rows = {}
        for path, made_of in self._now.items():
            with contextlib.suppress(OSError):
                status = os.lstat(f"{self._output}/{path}")
                rows[path] = [made_of, status.st_size, status.st_mtime_ns]
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            content = json.dumps({"form": FORM, "pages": rows}, separators=(",", ":")).encode()
            replace_file(self._file, content, durable=False)

    def _read(self) -> dict[str, Kept]:
        try:
            stored = json.loads(self._file.read_bytes())
            if stored["form"] != FORM:
                return {}
            return {
                str(path): Kept(str(made_of), int(size), int(mtime))
                for path, (made_of, size, mtime) in stored["pages"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}
