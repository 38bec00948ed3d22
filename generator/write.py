"""The only writer of a built site: all of the new one, or all of the old one.

A site is built in a folder beside the old one, checked, flushed to disk and then
exchanged with it in one step. Files whose bytes are unchanged are linked rather
than written, so they keep their time stamps and cost next to nothing.

.. code-block:: text

    site/                    the site that is served; holds MANIFEST
    .site.catalog-new/       the one being built; what a killed build leaves, the next one removes
    .site.catalog-old/       only where folders cannot be exchanged, and only for a moment
    .site.catalog-lock       held while a build runs; the system frees it when the build dies
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from generator.errors import OutputError
from generator.model import Output
from generator.site_tree import SiteTree, listing
from generator.stamps import Stamp

MANIFEST = ".catalog-manifest.json"
"""Marks a folder as built by us and names every file in it that is ours."""

MANIFEST_VERSION = 1

HARMLESS = frozenset({".gitignore", ".gitkeep", ".nojekyll", "CNAME"})
"""Files that may stand in an empty output folder before the first build."""

_RENAME_EXCHANGE = 2  # linux/fs.h
_AT_FDCWD = -100  # linux/fcntl.h


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a finished build changed in the output folder, in files."""

    written: int
    unchanged: int
    removed: int
    kept_foreign: int
    """Files that no build made and that were left alone."""
    total_bytes: int


class SiteWriter:
    """Collects outputs and puts them in place of the old site at once.

    Use it as a context manager: leaving the block without :meth:`commit`, by an
    error or otherwise, leaves the old site as it was.

    Raises OutputError where the folder must not be overwritten, another build is
    writing it, or the system refuses.
    """

    def __init__(
        self,
        root: Path,
        *,
        clean: bool = False,
        part: Mapping[str, object] | None = None,
        spare: Path | None = None,
    ) -> None:
        """``part`` is what the manifest says of a site that is only a part of one.

        ``spare`` is where the tree of the site before may wait for the next build, in a folder that is
        nobody else's and on the same file system (else it does not wait); it may be deleted at any time.
        """
        self._root = Path(os.path.realpath(root))
        if self._root == self._root.parent:
            raise OutputError(f"{root} is the root of a file system; choose a folder below it")
        name = self._root.name
        self._new = self._root.with_name(f".{name}.catalog-new")
        self._old = self._root.with_name(f".{name}.catalog-old")
        self._lock_path = self._root.with_name(f".{name}.catalog-lock")
        self._clean = clean
        self._note = {} if part is None else {"part": dict(part)}
        self._lock: IO[bytes] | None = None
        self.stamps: dict[str, Stamp] = {}
        """Of every file of the new site, as it stands once `commit` is done."""
        self._folded: dict[str, str] = {}
        self._tree = SiteTree(self._root, self._new, spare)
        self._hashes: dict[str, str] = {}
        self._prefix = f"{self._root}/"
        """Before the path of a file of the old site."""
        self._written = 0

    def __enter__(self) -> Self:
        """Take the lock, tidy up after a killed build, and look at what is there."""
        with _explained(self._root):
            self._root.parent.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            try:
                self._recover()
                self._before = self._read_manifest()
                self._foreign = self._find_foreign()
                self._tree.begin()
            except BaseException:
                self._release_lock()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what was not committed and free the lock."""
        shutil.rmtree(self._new, ignore_errors=True)
        self._release_lock()

    def add(self, output: Output) -> None:
        """Put one file into the new site.

        Raises OutputError for a path that leaves the site, that is given twice, or that
        differs from another's only in case (they would be one file on many systems).
        """
        path = self._claim(output.path)
        with _explained(self._root):
            self._place(path, output.content)
        self._hashes[path] = hashlib.sha256(output.content).hexdigest()

    def keep(self, files: Mapping[str, Stamp]) -> bool:
        """Take files over from the old site unread; False, and none, where one is not there as described.

        For callers who know that their content would be the same. Raises OutputError as `add` does.
        """
        standing = []
        for path, (size, time) in files.items():
            found = self._standing(path)
            if found is None or found.st_size != size or found.st_mtime_ns != time:
                return False
            standing.append(found)
        with _explained(self._root):
            for path, found in zip(files, standing, strict=True):
                self._claim(path)
                self._tree.take_over(path, found)
                self._hashes[path] = self._before[path]
        self.stamps.update(files)
        return True

    def commit(self) -> WriteReport:
        """Check the new site, flush it to disk and exchange it with the old one."""
        clash = sorted(f for f in self._foreign if f.casefold() in self._folded)
        if clash and not self._clean:
            raise OutputError(
                f"{self._root / clash[0]} was not made by a build, and the site needs its place;"
                " move it away, or build with --clean"
            )
        with _explained(self._root):
            kept = 0 if self._clean else self._carry_foreign()
            self._place(MANIFEST, self._manifest())
            self._tree.remove_left_over()
            _flush_to_disk(self._new)
            self._exchange()
        return WriteReport(
            written=self._written,
            unchanged=len(self._hashes) - self._written,
            removed=len(self._before.keys() - self._hashes.keys()),
            kept_foreign=kept,
            total_bytes=sum(size for size, _ in self.stamps.values()) - self.stamps[MANIFEST][0],
        )

    # ------------------------------------------------------------ inside

    def _claim(self, path: str) -> str:
        folded = _checked(path).casefold()
        if folded in self._folded:
            raise OutputError(f"two outputs want the same file: {self._folded[folded]} and {path}")
        self._folded[folded] = path
        return path

    def _standing(self, path: str) -> os.stat_result | None:
        """What is known of a file that the last build made, if it stands."""
        if path not in self._before:
            return None
        try:
            found = os.lstat(self._prefix + path)
        except OSError:
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def _take_over(self, path: str, found: os.stat_result) -> None:
        self._tree.take_over(path, found)
        self.stamps[path] = (found.st_size, found.st_mtime_ns)

    def _place(self, path: str, content: bytes) -> None:
        if path in self._before and (found := _standing_file(self._prefix + path, content)):
            self._take_over(path, found)
            return
        self.stamps[path] = _write_new(self._tree.target(path), content)
        if path != MANIFEST:
            self._written += 1

    def _manifest(self) -> bytes:
        files = dict(sorted(self._hashes.items()))
        manifest = {"manifest": MANIFEST_VERSION, **self._note, "files": files}
        return (json.dumps(manifest, separators=(",\n", ": ")) + "\n").encode()

    def _take_lock(self) -> None:
        while self._lock is None:
            lock = self._lock_path.open("ab")
            try:
                _lock_file(lock)
            except OSError as error:
                lock.close()
                if error.errno not in (errno.EACCES, errno.EAGAIN):
                    raise
                raise OutputError(
                    f"another build is writing {self._root};"
                    " wait until it has finished, or choose another --output"
                ) from error
            # Another build may have removed the name between our open and our lock.
            if self._lock_path.exists() and os.path.samestat(os.fstat(lock.fileno()), self._lock_path.stat()):
                self._lock = lock
            else:
                lock.close()

    def _release_lock(self) -> None:
        if self._lock is not None:
            # Removed while still held: whoever opens the name next makes a file of their own.
            with contextlib.suppress(OSError):
                self._lock_path.unlink()
            self._lock.close()
            self._lock = None

    def _recover(self) -> None:
        if self._old.exists():
            if not self._root.exists():
                self._old.rename(self._root)  # killed between the two renames: the old site is whole
            else:
                shutil.rmtree(self._old)
        if self._new.exists():
            shutil.rmtree(self._new)

    def _read_manifest(self) -> dict[str, str]:
        """Hashes by path of the files that the last build wrote; refuses a folder that is not ours."""
        if not self._root.exists():
            return {}
        if not self._root.is_dir():
            raise OutputError(f"{self._root} is a file; choose a folder as --output")
        try:
            found = json.loads((self._root / MANIFEST).read_bytes())
            files = found["files"]
            if isinstance(files, dict):
                return {str(k): str(v) for k, v in files.items()}
        except FileNotFoundError:
            pass
        except (ValueError, KeyError, TypeError):
            pass  # damaged: the folder is ours, but nothing in it is known
        else:
            return {}
        if (self._root / MANIFEST).exists():
            return {}
        if all(child.name in HARMLESS for child in self._root.iterdir()):
            return {}
        raise OutputError(
            f"{self._root} holds files, and no build made it; choose another --output,"
            " or empty the folder yourself if nothing in it is needed"
        )

    def _find_foreign(self) -> tuple[str, ...]:
        """Files in the old site that are not in its manifest."""
        if not self._root.exists():
            return ()
        files, _ = listing(self._root)
        return tuple(sorted(files.keys() - self._before.keys() - {MANIFEST}))

    def _carry_foreign(self) -> int:
        if not self._before and (self._root / MANIFEST).exists():
            return 0  # the manifest was damaged: what lies there are a build's own files
        for path in self._foreign:
            self._tree.take_over(path, os.lstat(self._prefix + path))
        return len(self._foreign)

    def _exchange(self) -> None:
        if not self._root.exists():
            self._new.rename(self._root)
        elif _exchange_folders(self._new, self._root):
            self._tree.put_by()
        else:
            self._root.rename(self._old)
            self._new.rename(self._root)
            shutil.rmtree(self._old, ignore_errors=True)
        _flush_folder(self._root.parent)


# ---------------------------------------------------------------- file system


_UNSAFE = re.compile(r"[\\\0]|(?:^|/)(?:\.\.?)?(?:/|\Z)")
"""In a path that leaves the site, or that some system would read otherwise."""


def _checked(path: str) -> str:
    if _UNSAFE.search(path):
        raise OutputError(f"not a path inside the site: {path!r}")
    if path == MANIFEST:
        raise OutputError(f"{MANIFEST} is written by the writer alone")
    return path


def _standing_file(path: str, content: bytes) -> os.stat_result | None:
    """What is known of a regular file, if these are its bytes."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
            return None
        with open(path, "rb", buffering=0) as file:
            return found if file.readall() == content else None
    except OSError:
        return None


def _write_new(path: str, content: bytes) -> Stamp:
    """Make a file; raises OutputError where the system says that it did not come out whole."""
    with open(path, "xb", buffering=0) as file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) :]
        status = os.fstat(file.fileno())
    if status.st_size != len(content):
        raise OutputError(f"{path} was not written whole; the old site was kept")
    return status.st_size, status.st_mtime_ns


def _lock_file(lock: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (renameat2(2), Linux 3.15)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _flush_to_disk(root: Path) -> None:
    """Make every file below ``root`` survive a power cut; one call where the system has it."""
    if sys.platform.startswith("linux"):
        folder = os.open(root, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(folder) == 0:
                return
        except (OSError, AttributeError):
            pass
        finally:
            os.close(folder)
    for path in listing(root)[0]:
        with (root / path).open("rb") as file:
            os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _explained(root: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that says what to do."""
    try:
        yield
    except OSError as error:
        hints = {
            errno.ENOSPC: "the disk is full; free some room and build again",
            errno.EROFS: "the file system is read-only; choose another --output",
            errno.EACCES: "no permission; choose another --output or change the folder's owner",
            errno.EPERM: "no permission; choose another --output or change the folder's owner",
            errno.EBUSY: "the folder is a mount point; choose a folder inside it as --output",
            errno.EXDEV: "the folder is on another file system than its parent; choose a folder inside it",
        }
        hint = hints.get(error.errno or 0, "the old site was kept")
        raise OutputError(f"cannot write {root}: {error.strerror or error} ({hint})") from error
