"""What a run of the enrichment changes goes into the history, also where an earlier run was killed.

Before the lock is changed for the first time, it is copied into ``.cache/``; the copy goes when the
history has the run. So a run that finds a copy compares with it, and tells what the killed one did, too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from generator.atomic import replace_file
from generator.changes import run_of
from generator.errors import LockError
from generator.history import append_run, read_history
from generator.lock import read_lock
from generator.model import Snapshot, Source
from generator.past import Run
from generator.places import CACHE, HISTORY, LOCK

BEFORE = "lock-before-run"
"""The copy's name in ``.cache/``."""

Save = Callable[[Mapping[str, Snapshot]], None]


class Recorder:
    """Writes the history of one run."""

    def __init__(self, root: Path, sources: Iterable[Source], before: Mapping[str, Snapshot]) -> None:
        """``before`` is what the lock holds. Raises HistoryError where the history is damaged."""
        self._root, self._sources = root, tuple(sources)
        self._history = read_history(root / HISTORY)
        self._copy = root / CACHE / BEFORE
        self._copied = self._copy.exists()
        self._before = self._of_killed_run() if self._copied else before

    def watching(self, save: Save) -> Save:
        """``save``, with a copy of the lock taken before it is first called."""

        def saved(changed: Mapping[str, Snapshot]) -> None:
            if not self._copied:
                self._copied = True
                self._take_copy()
            save(changed)

        return saved

    def finish(self, after: Mapping[str, Snapshot], at: datetime) -> Run | None:
        """Add the run to the history, where it changed something. Raises HistoryError."""
        run = run_of(self._sources, self._before, after, self._history, at)
        if run is not None:
            append_run(self._root / HISTORY, run)
        with contextlib.suppress(OSError):
            self._copy.unlink(missing_ok=True)
        return run

    def _take_copy(self) -> None:
        """Copy the lock; a disk that refuses costs no more than what a killed run did."""
        with contextlib.suppress(OSError):
            content = (self._root / LOCK).read_bytes()
            self._copy.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._copy, content, durable=False)

    def _of_killed_run(self) -> Mapping[str, Snapshot]:
        try:
            return read_lock(self._copy)
        except LockError:  # as good as none
            return read_lock(self._root / LOCK)
