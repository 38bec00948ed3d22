"""Reads one file of a catalog, if it is a regular one (no link, pipe or device) and not too large."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from generator.errors import Problem, Severity
from generator.yaml_text import MAX_BYTES, too_large

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # so that opening a pipe without a writer returns
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_regular(path: Path, label: str, limit: int = MAX_BYTES) -> bytes | Problem:
    """The content of a regular file of at most ``limit`` bytes, or why it is not read.

    ``label`` names it in problems.
    """
    try:
        file = os.open(path, _OPEN_FLAGS)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK) or path.is_symlink():
            return _not_regular(label, "a symbolic link")
        return file_problem(label, "unreadable", f"the file cannot be read: {words_of(error)}")
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return _not_regular(label, "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or device")
        if status.st_size > limit:
            return too_large(label, status.st_size, limit)
        content = b""
        while len(content) <= limit and (more := os.read(file, limit + 1 - len(content))):
            content += more
    except OSError as error:
        return file_problem(label, "unreadable", f"the file cannot be read: {words_of(error)}")
    finally:
        os.close(file)
    return content


def file_problem(
    label: str,
    code: str,
    message: str,
    hint: str = "",
    *,
    found: str = "",
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A problem of a whole file."""
    return Problem(label, 0, 0, "", code, message, found=found, hint=hint, severity=severity)


def _not_regular(label: str, found: str) -> Problem:
    return file_problem(label, "not-regular", "not a regular file", "put the file itself there", found=found)


def words_of(error: OSError) -> str:
    """What the system says of a failure."""
    return (error.strerror or type(error).__name__).lower()
