"""Folders beside the catalog, read as repositories are: a tree, and bytes by object id.

Nothing outside the catalog's folder is read, whatever links say: no symbolic link is
followed, on the way to the folder or in it. What comes out depends on names and bytes
alone, never on times, owners, modes or the order in which a disk lists things.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache import git_blob_id
from generator.model import Tree, TreeEntry

MAX_FILES = 20_000
"""Files and folders of one folder; what comes later in the order of paths is left out."""

MAX_FILE_BYTES = 4 * 2**20
"""Of a file that is looked into; bigger ones are listed by their size alone."""

MAX_BYTES = 256 * 2**20
"""Of all files that are looked into; after that they are listed by their size alone."""

MAX_DEPTH = 40
"""Folders within each other."""

VCS_FOLDERS = frozenset({".git", ".hg", ".svn", ".jj", ".bzr", "CVS", "_darcs"})
"""What version control keeps for itself."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class FolderError(Exception):
    """The folder cannot be read; the text says why, for its page and for a person."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds."""

    tree: Tree
    place: Path
    """Where it lies on this disk."""
    paths: dict[str, str] = field(default_factory=dict)
    """A path of each object id."""

    def content(self, oid: str) -> bytes | None:
        """The bytes of a file of the tree; None where they are too many, or changed since."""
        path = self.paths.get(oid)
        if path is None:
            return None
        try:
            read = _read(self.place / path)
        except OSError:
            return None
        return read if read is not None and git_blob_id(read) == oid else None


def folder_at(root: Path, path: str) -> Path:
    """The folder at ``path`` in the catalog's; raises FolderError where it is none of its own."""
    place = root
    for name in path.split("/"):
        place /= name
        try:
            found = place.lstat()
        except OSError as error:
            why = "there is no such folder" if error.errno == errno.ENOENT else str(error.strerror).lower()
            raise FolderError(why) from error
        if stat.S_ISLNK(found.st_mode):
            raise FolderError(f"{name} is a symbolic link, which is not followed")
        if not stat.S_ISDIR(found.st_mode):
            raise FolderError(f"{name} is no folder")
    return place


def read_folder(root: Path, path: str) -> Folder:
    """List a folder and take the object ids of its files. Raises FolderError."""
    walk = _Walk(folder_at(root, path))
    try:
        oid = walk.folder("", 0)
    except OSError as error:
        raise FolderError(f"it cannot be read: {str(error.strerror).lower()}") from error
    ordered = tuple(sorted(walk.entries, key=lambda entry: entry.path))
    return Folder(Tree(oid, ordered, truncated=walk.cut), walk.place, walk.paths)


@dataclass(slots=True)
class _Walk:
    """One folder while it is read."""

    place: Path
    entries: list[TreeEntry] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    read: int = 0
    cut: bool = False

    def folder(self, path: str, depth: int) -> str:
        """Git's id of a tree of these names and bytes; an empty folder is in none, as in git."""
        rows: list[tuple[bytes, bytes]] = []
        for found in self._listed(path, depth):
            inner = f"{path}/{found.name}" if path else found.name
            entry = self._entry(found, inner, depth)
            if entry is None:
                continue
            self.entries.append(entry)
            is_folder = entry.type == "tree"
            order = f"{found.name}/" if is_folder else found.name
            row = f"{'40000' if is_folder else entry.mode} {found.name}\0".encode() + bytes.fromhex(entry.oid)
            rows.append((order.encode(), row))
        return _oid("tree", b"".join(row for _, row in sorted(rows)))

    def _listed(self, path: str, depth: int) -> list[os.DirEntry[str]]:
        """What lies in a folder, by name, as far as the bounds go."""
        if depth > MAX_DEPTH:
            self.cut = True
            return []
        with os.scandir(self.place / path) as found:
            entries = sorted(
                (e for e in found if e.name not in VCS_FOLDERS and _is_text(e.name)), key=lambda e: e.name
            )
        left = MAX_FILES - self.seen
        if len(entries) > left:
            self.cut = True
            entries = entries[:left]
        self.seen += len(entries)
        return entries

    def _entry(self, found: os.DirEntry[str], path: str, depth: int) -> TreeEntry | None:
        """What a file or folder is in git; None for pipes, devices and empty folders."""
        place = Path(found.path)
        if found.is_dir(follow_symlinks=False):
            before = len(self.entries)
            oid = self.folder(path, depth + 1)
            return TreeEntry(path, "040000", "tree", oid) if len(self.entries) > before else None
        if found.is_symlink():
            target = os.fsencode(place.readlink())
            return TreeEntry(path, "120000", "blob", git_blob_id(target), len(target))
        if not found.is_file(follow_symlinks=False):
            return None
        content = _read(place) if self.read <= MAX_BYTES else None
        if content is None:
            size = found.stat(follow_symlinks=False).st_size
            return TreeEntry(path, "100644", "blob", _oid("unread", f"{path} {size}".encode()), size)
        self.read += len(content)
        oid = git_blob_id(content)
        self.paths.setdefault(oid, path)
        return TreeEntry(path, "100644", "blob", oid, len(content))


def _is_text(name: str) -> bool:
    """Whether a file's name is Unicode; others have no path that could be written down."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _oid(kind: str, content: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def _read(path: Path) -> bytes | None:
    """The bytes of a regular file; None where it is none, or too big. Raises OSError."""
    file = os.open(path, _FLAGS)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_FILE_BYTES:
            return None
        content = b""
        while len(content) <= MAX_FILE_BYTES and (more := os.read(file, MAX_FILE_BYTES + 1 - len(content))):
            content += more
    finally:
        os.close(file)
    return content if len(content) <= MAX_FILE_BYTES else None
