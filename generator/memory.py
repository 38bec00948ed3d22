"""What an earlier build into the same folder wrote, so that the next one writes only what changed.

Disposable: one JSON file an output folder, under ``.cache/pages/``. Files that are made of the
same are a group. A group is kept where its fingerprint, which covers everything that its files
depend on, is the one they were made from, and where each file is untouched since (size and time
of change, to the nanosecond).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.atomic import replace_file
from generator.fingerprint import fingerprint
from generator.stamps import Stamp, Stamps

OWNER = ".of"
"""Ending of the file beside a spare that holds the path of its output folder."""

FORM = 3
"""Version of the file; another one is as good as none."""


def real_path(output: Path) -> bytes:
    """The path of an output folder by which it is known, wherever a build is started."""
    return os.fsencode(os.path.realpath(output))


def kept_name(output: bytes) -> str:
    """What is kept for an output folder is called so; by its real path."""
    return hashlib.sha256(output).hexdigest()[:16]


class PageMemory:
    """Remembers the files of one output folder."""

    def __init__(self, cache_root: Path, output: Path, shared: object) -> None:
        """``shared`` is what every file is made of: program, settings."""
        self._shared = fingerprint(shared)
        self._output = real_path(output)
        name = kept_name(self._output)
        self._cache_root = cache_root
        self._file = cache_root / "pages" / f"{name}.json"
        self.spare = cache_root / "spare" / name
        """Where the tree of the site before may wait for the next build; see `SiteWriter`."""
        self._before, self._files = self._read()
        """Of each group what it was made of, and where its files begin and end; and the files of all."""
        self._now: dict[str, tuple[str, Sequence[str]]] = {}

    def made_of(self, ingredients: tuple[object, ...]) -> str:
        """The fingerprint of a group that is made of these, and of what all are made of."""
        return fingerprint(self._shared, ingredients)

    def kept(self, group: str, made_of: str) -> Mapping[str, Stamp] | None:
        """The last build's files of a group by path, if they were made of the same."""
        stored = self._before.get(group)
        if stored is None or stored[0] != made_of:
            return None
        return self._files.part(*stored[1:])

    def remember(self, group: str, made_of: str, paths: Sequence[str]) -> None:
        """Note what a group is made of now, and which files it has."""
        self._now[group] = made_of, paths

    def save(self, stamps: Mapping[str, Stamp]) -> None:
        """Keep what was noted; a disk that refuses costs the next build time.

        ``stamps`` are those of all files as they are now on disk.
        """
        groups = [(group, made_of, len(paths)) for group, (made_of, paths) in self._now.items()]
        files = Stamps.of({path: stamps[path] for _, paths in self._now.values() for path in paths})
        kept = {"form": FORM, "groups": groups, "files": files.plain()}
        content = json.dumps(kept, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, content, durable=False)
            if self.spare.is_dir():
                replace_file(self.spare.with_suffix(OWNER), self._output, durable=False)

    def forget_gone(self) -> None:
        """Remove what is kept for output folders that are no longer there, as far as the disk lets us."""
        for owner in (self._cache_root / "spare").glob(f"*{OWNER}"):
            with contextlib.suppress(OSError, ValueError):
                output = owner.read_bytes()
                name = kept_name(output)
                if owner.stem == name and not Path(os.fsdecode(output)).is_dir():
                    shutil.rmtree(owner.with_suffix(""), ignore_errors=True)
                    for kept in ("pages", "builds"):
                        (self._cache_root / kept / f"{name}.json").unlink(missing_ok=True)
                    owner.unlink()

    def _read(self) -> tuple[dict[str, tuple[str, int, int]], Stamps]:
        """What the last build kept; nothing where that is damaged or of another form."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            stored = json.loads(self._file.read_bytes())
            groups, start = {}, 0
            for group, made_of, count in stored["groups"]:
                groups[group] = (made_of, start, start := start + count)
            files = Stamps.of_plain(stored["files"])
            sound = start == len(files.paths) and all(
                type(end) is int and first <= end for _, first, end in groups.values()
            )
            if sound and stored["form"] == FORM:
                return groups, files
        return {}, Stamps((), (), ())
