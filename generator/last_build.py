"""What the last build into a folder read and wrote: where nothing of it changed, nothing is to be done.

Disposable: one JSON file an output folder, under ``.cache/builds/``. Files that were read
are recognised by size and time of change, and by content where that tells nothing: in a
fresh checkout all times are new, and a file that changed during or just before the last
build may have changed once more within one tick of the clock. Files that were written
must stand as they were left, to the nanosecond.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.atomic import replace_file
from generator.folders import FolderError, read_folder
from generator.memory import kept_name, real_path
from generator.places import HISTORY, LOCK, PAGES, SETTINGS, SOURCES, THEME
from generator.program import code_digest
from generator.stamps import Stamp, Stamps

FORM = 5
"""Version of the file; another one is as good as none."""

TICK_NS = 2_000_000_000
"""Nanoseconds between which two changes may bear the same time (FAT counts in 2 s)."""

NEVER_DUE = datetime.max.replace(tzinfo=UTC)

LIBRARIES = (
    "babel",
    "docutils",
    "jinja2",
    "lunr",
    "markdown-it-py",
    "markupsafe",
    "nh3",
    "pygments",
    "pyyaml",
    "resvg_py",
)
"""Libraries that a site's bytes depend on."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made."""

    sources: int
    artifacts: int
    """Listed ones, of all sources."""
    pages: int
    written: int
    """Files whose bytes are new."""
    unchanged: int
    removed: int
    total_bytes: int
    readmes_lost: int = 0
    """READMEs that GitHub has and the cache has not."""
    warnings: tuple[str, ...] = field(default=())
    stamps: Mapping[str, Stamp] = field(default_factory=dict, repr=False, compare=False)
    """Of every file of the site as the build left it; none where nothing was built."""

    def plain(self) -> dict[str, object]:
        """The report as JSON has it, without the stamps."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "stamps"}


@dataclass(frozen=True, slots=True)
class BuildKey:
    """What decides a site's bytes, but for the files in a catalog's folder."""

    theme: str
    """Digest of the theme's files."""
    base_url: str | None
    as_of: datetime | None

    def __str__(self) -> str:
        """A text that is equal for equal keys of the same program."""
        return json.dumps([code_digest((), LIBRARIES), self.theme, self.base_url, str(self.as_of)])


class LastBuild:
    """The record of one output folder of one catalog."""

    def __init__(self, root: Path, cache_root: Path, output: Path, key: BuildKey) -> None:
        self._file = cache_root / "builds" / f"{kept_name(real_path(output))}.json"
        self._root, self._output, self._key = root, output, key
        self._also: tuple[str, ...] = ()
        self._record = self._read()

    def also_reads(self, names: Iterable[str]) -> dict[str, list[object]]:
        """Stamp and digest of further files that a build is about to read, by paths from the root."""
        self._also = tuple(names)
        return self.reads(*self._also) if self._also else {}

    def standing(self, now: datetime | None = None) -> BuildReport | None:
        """The last build's report, where a new build would give the same bytes; else None.

        With ``now`` also None where GitHub is to be asked for something by then.
        """
        try:
            record = self._record
            if record["key"] != str(self._key):
                return None
            if now is not None and now >= datetime.fromisoformat(record["due"]):
                return None
            self._also = tuple(map(str, record["also"]))
            if not self._read_the_same(record["read"]):
                return None
            folders: dict[str, str] = record["folders"]
            if any(read_folder(self._root, path).tree.oid != oid for path, oid in folders.items()):
                return None
            written = Stamps.of_plain(record["written"])
            if any(_stamp(f"{self._output}/{path}") != list(stamp) for path, stamp in written):
                return None
            report = BuildReport(**record["report"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, FolderError):
            return None
        return report

    def reads(self, *names: str) -> dict[str, list[object]]:
        """Stamp and digest of the files that a build reads, or of some; to be taken before it reads them."""
        found: dict[str, list[object]] = {}
        for name, path in self._inputs():
            if (names and name not in names) or not os.path.lexists(path):
                continue
            with contextlib.suppress(OSError):
                stamp = _stamp(path)
                found[name] = [stamp, self._known_digest(name, stamp) or _digest(path)]
        return found

    def record(
        self,
        report: BuildReport,
        *,
        reads: dict[str, list[object]],
        started_ns: int,
        due: datetime | None,
        folders: Mapping[str, str],
    ) -> None:
        """Keep what a build read and wrote; a disk that refuses costs the next build time.

        ``due`` is when GitHub is to be asked for something next; None: never. ``folders`` are
        the trees that folders beside the catalog had, by their paths. Nothing is
        kept where the cache lacked something: then a build may find more.
        """
        if report.readmes_lost or report.warnings:
            return
        content = {
            "form": FORM,
            "key": str(self._key),
            "started_ns": started_ns,
            "due": (due or NEVER_DUE).isoformat(),
            "also": self._also,
            "read": reads,
            "folders": dict(folders),
            "written": Stamps.of(report.stamps).plain(),
            "report": report.plain() | {"written": 0, "removed": 0, "unchanged": len(report.stamps)},
        }
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, json.dumps(content, separators=(",", ":")).encode(), durable=False)

    def _inputs(self) -> Iterator[tuple[str, Path]]:
        for name in (SETTINGS, LOCK, HISTORY):
            yield name, self._root / name
        for name in self._also:
            yield name, self._root / name
        with contextlib.suppress(OSError):
            for entry in sorted(os.scandir(self._root / SOURCES), key=lambda entry: entry.name):
                yield f"{SOURCES}/{entry.name}", Path(entry.path)
        for folder in (THEME, PAGES):
            for path in sorted((self._root / folder).rglob("*")):
                if path.is_symlink() or path.is_file():
                    yield path.relative_to(self._root).as_posix(), path

    def _read(self) -> dict[str, Any]:
        """What the last build kept; nothing where that is damaged or of another form."""
        try:
            record = json.loads(self._file.read_bytes())
            return dict(record) if record["form"] == FORM else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _known_digest(self, name: str, stamp: list[int] | None) -> str | None:
        """The digest of a file that was not touched since the last build, and not just before it."""
        try:
            known, digest = self._record["read"][name]
            settled = stamp is not None and stamp[1] < int(self._record["started_ns"]) - TICK_NS
            return str(digest) if settled and known == stamp else None
        except (KeyError, TypeError, ValueError):
            return None

    def _read_the_same(self, before: dict[str, list[object]]) -> bool:
        left = dict(before)
        for name, path in self._inputs():
            stamp = _stamp(path)
            known = left.pop(name, None)
            if stamp is None and known is None:
                continue
            if stamp is None or known is None:
                return False
            if self._known_digest(name, stamp) is None and _digest(path) != known[1]:
                return False
        return not left


def _stamp(path: Path | str) -> list[int] | None:
    """Size and time of change of a regular file; None for anything else."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns] if stat.S_ISREG(found.st_mode) else None


def _digest(path: Path) -> str:
    """Digest of a file's content; a link's is that of its target's name."""
    if path.is_symlink():
        return f"link to {path.readlink()}"
    if not path.is_file():
        return "no file"
    return hashlib.sha256(path.read_bytes()).hexdigest()
