"""A file is replaced as a whole, or stays as it was."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

_AN_HOUR = 3_600


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write ``content`` to a temporary file beside ``path`` and rename it into place.

    Readers and crashes see the old file or the new one, never a part. Where ``durable``,
    it is on the disk when this returns. A symbolic link is followed, so that it stays one,
    and the file's mode is kept.
    Raises OSError; then the old file is untouched and no temporary file stays.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        _flush_folder(target.parent)


def sweep(path: Path) -> None:
    """Remove what programs that were killed while replacing ``path`` left beside it.

    Only files that are an hour older than ``path`` itself, so that nobody's work is hit.
    """
    target = path.resolve()
    with contextlib.suppress(OSError):
        newest = target.stat().st_mtime
        for stray in target.parent.glob(f".{target.name}.*.tmp"):
            if stray.stat().st_mtime < newest - _AN_HOUR:
                stray.unlink()


def _flush_folder(folder: Path) -> None:
    """Make a rename in ``folder`` last; systems that cannot open folders do without."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
