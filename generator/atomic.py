"""A file is replaced as a whole, or stays as it was; several are replaced or created together, or none."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Mapping
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
    temporary = _temporary(target, content, durable=durable)
    try:
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        _flush_folder(target.parent)


def _temporary(target: Path, content: bytes, *, durable: bool) -> Path:
    """A file beside ``target`` with its mode and the new content; none where that fails."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as file:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def replace_files(contents: Mapping[Path, bytes | None]) -> None:
    """Replace several files, or none; None deletes one, and deleting one that is not there is nothing.

    All new contents are on the disk before the first file is renamed into place. Raises OSError
    where one cannot be written, and puts back what was replaced by then. Only a program that
    is killed between two renames, which takes no time worth naming, leaves some of each.
    """
    waiting: list[tuple[Path, Path]] = []
    done: list[tuple[Path, bytes | None]] = []
    try:
        for path, content in contents.items():
            if content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                waiting.append((path, _temporary(path.resolve(), content, durable=True)))
        staged = dict(waiting)
        for path, content in contents.items():
            before = path.read_bytes() if path.exists() else None
            if content is None:
                path.unlink(missing_ok=True)
            else:
                staged[path].replace(path.resolve())
            done.append((path, before))
    except BaseException:
        for path, before in reversed(done):
            if before is None:
                path.unlink(missing_ok=True)
            else:
                replace_file(path, before)
        raise
    finally:
        for _, temporary in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()
    for folder in {path.resolve().parent for path in contents}:
        _flush_folder(folder)


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
