"""The folder in which a new site comes together: an empty one, or that of the site before.

Making and removing some thousand folders is what a build with one change would spend most of its
time on. So the tree that was exchanged away may be kept, as the caller's spare, and the next build
makes it into the new site: a file that is the old site's by its inode stays, any other is replaced,
and what is left over goes. Whatever state a spare is in, the outcome is the same.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


class SiteTree:
    """The files and folders of a site that is being built; methods raise what the system does (OSError)."""

    def __init__(self, old: Path, new: Path, spare: Path | None) -> None:
        """``old`` is the site that stands, ``new`` the folder to build in, ``spare`` as `SiteWriter` says."""
        self._old = old
        self._new = new
        self._spare = spare
        self._links = True
        self._left: dict[str, int] = {}
        """Files that came with a spare and have not been asked for, by the numbers of their inodes."""
        self._device = -1
        """Of the spare."""
        self._folders: set[str] = set()
        """Folders of the new tree, by their paths in the site."""
        self._used: set[str] = {""}
        """Those of them that have a file of the new site."""

    def begin(self) -> None:
        """Make the folder of the new site: the spare, or an empty one."""
        if self._spare is not None and self._spare.is_dir() and not self._spare.is_symlink():
            try:
                self._spare.rename(self._new)
                self._look_at_spare()
            except OSError:
                shutil.rmtree(self._new, ignore_errors=True)
                self._left, self._folders = {}, set()
        self._new.mkdir(exist_ok=True)
        self._folders.add("")

    def _look_at_spare(self) -> None:
        self._device = os.lstat(self._new).st_dev
        self._left, self._folders = listing(self._new)

    def target(self, path: str) -> str:
        """Where a file of the new site goes: its folder made, and nothing in its place."""
        folder = path.rpartition("/")[0]
        if folder not in self._used:
            self._make(folder)
        target = f"{self._new}/{path}"
        if path in self._left:
            os.unlink(target)
            del self._left[path]
        elif path in self._folders:
            shutil.rmtree(target)
            inside = f"{path}/"
            self._folders = {f for f in self._folders if f != path and not f.startswith(inside)}
            self._left = {f: inode for f, inode in self._left.items() if not f.startswith(inside)}
        return target

    def _make(self, folder: str) -> None:
        """Make a folder of the new site, with those above it, where a spare has not brought it."""
        above = folder.rpartition("/")[0]
        if above not in self._used:
            self._make(above)
        if folder not in self._folders:
            if folder in self._left:
                os.unlink(f"{self._new}/{folder}")
                del self._left[folder]
            os.mkdir(f"{self._new}/{folder}")
            self._folders.add(folder)
        self._used.add(folder)

    def take_over(self, path: str, found: os.stat_result) -> None:
        """Have the old site's file in the new one; ``found`` is what is known of it."""
        if self._left.get(path) == found.st_ino and found.st_dev == self._device:
            folder = path.rpartition("/")[0]
            if folder not in self._used:
                self._make(folder)
            del self._left[path]
        else:
            self._links &= _link_or_copy(f"{self._old}/{path}", self.target(path))

    def remove_left_over(self) -> None:
        """Remove what came with a spare and has no place in the new site."""
        for path in self._left:
            (self._new / path).unlink()
        for folder in sorted(self._folders - self._used, reverse=True):
            (self._new / folder).rmdir()

    def put_by(self) -> None:
        """Keep the tree that was exchanged away as the spare, or remove it.

        Without links a spare would take a site's room and save no time.
        """
        if self._spare is not None and self._links:
            with contextlib.suppress(OSError):
                self._spare.parent.mkdir(parents=True, exist_ok=True)
                self._new.rename(self._spare)
                return
        shutil.rmtree(self._new, ignore_errors=True)


def listing(root: Path) -> tuple[dict[str, int], set[str]]:
    """The inodes of what lies below a folder, by path in it, and the folders, never following a link.

    Raises what the system does.
    """
    files: dict[str, int] = {}
    folders: set[str] = set()
    left = [""]
    while left:
        prefix = left.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.add(path)
                    left.append(f"{path}/")
                else:
                    files[path] = entry.inode()
    return files, folders


def _link_or_copy(source: str, target: str) -> bool:
    """Have a file in two places; False where it had to be copied."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
        return False
    return True
