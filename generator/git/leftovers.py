"""What a killed run left behind."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

OLD_SECONDS = 6 * 3600.0
"""No run lasts so long; what is younger may belong to one that runs now."""


def sweep(work: Path) -> None:
    """Delete what earlier runs left in ``work``, as far as that can be."""
    for left in work.iterdir():
        try:
            old = time.time() - left.stat().st_mtime > OLD_SECONDS
        except OSError:
            continue
        if old:
            shutil.rmtree(left, ignore_errors=True)
