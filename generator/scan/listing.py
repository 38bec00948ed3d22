"""The part of a repository that is scanned, ready to be asked for paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.model import Tree, TreeEntry
from generator.scan.globs import Glob

MAX_PATH = 4096
"""Characters of the longest path that is looked at, as in a file system."""


@dataclass(frozen=True, slots=True)
class File:
    """A regular file of the scanned part."""

    entry: TreeEntry
    path: str
    """From the scanned root."""

    @property
    def name(self) -> str:
        """The last segment."""
        return self.path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The last segment without its ending."""
        return self.name.rpartition(".")[0] or self.name

    @property
    def folder(self) -> str:
        """The folder that holds it; empty for the scanned root."""
        return self.path.rpartition("/")[0]


class Listing:
    """A tree below ``root``, without what cannot be an artifact: symlinks, submodules, odd paths.

    All paths that go in or come out are relative to the scanned root, but for those in entries.
    """

    def __init__(self, tree: Tree, root: str = "") -> None:
        self.root = root
        self.links: dict[str, str] = {}
        """Paths of symlinks and submodules, with the word for them."""
        self._files: dict[str, File] = {}
        self._oids = {"": tree.oid} if not root else {}
        self._by_name: dict[str, list[File]] = defaultdict(list)
        self._by_folder: dict[str, list[File]] = defaultdict(list)
        below = f"{root}/" if root else ""
        for entry in sorted(tree.entries, key=lambda e: (e.path, e.type, e.mode, e.oid)):
            if not _sane(entry.path):
                continue
            if entry.path == root and entry.type == "tree":
                self._oids[""] = entry.oid
            if not entry.path.startswith(below):
                continue
            path = entry.path[len(below) :]
            if entry.type == "blob" and entry.mode != "120000":
                self._files.setdefault(path, File(entry, path))
            elif entry.type == "tree":
                self._oids.setdefault(path, entry.oid)
            else:
                self.links.setdefault(path, "a submodule" if entry.type == "commit" else "a symlink")
        for file in self._files.values():
            self._by_name[file.name.casefold()].append(file)
            self._by_folder[file.folder].append(file)
        self._segments = {f: frozenset(f.casefold().split("/")) for f in self._by_folder}
        self._folders = _folders_of(self._files)

    def __iter__(self) -> Iterator[File]:
        return iter(self._files.values())

    def file(self, path: str) -> File | None:
        """The regular file at ``path``."""
        return self._files.get(path)

    def is_folder(self, path: str) -> bool:
        """Whether ``path`` is a folder with a file somewhere below it."""
        return path in self._folders

    def folder_oid(self, path: str) -> str:
        """The git object of a folder; empty where the tree does not tell."""
        return self._oids.get(path, "")

    def below(self, folder: str) -> Iterator[File]:
        """Every file below ``folder``, at any depth, in order."""
        start = f"{folder}/" if folder else ""
        return (f for f in self if f.path.startswith(start))

    def full(self, path: str) -> str:
        """``path`` from the repository's root."""
        return "/".join(p for p in (self.root, path) if p)

    def matching(self, globs: Iterable[Glob]) -> list[File]:
        """Files that one of ``globs`` means; in order, each once."""
        found = {f.path: f for glob in globs for f in self._candidates(glob) if glob.matches(f.path)}
        return [found[path] for path in sorted(found)]

    def matching_below(self, globs: Iterable[Glob], folders: Collection[str]) -> list[tuple[File, str]]:
        """Files that one of ``globs`` means from the nearest of ``folders`` above, each with that folder."""
        found: dict[str, tuple[File, str]] = {}
        for glob in globs:
            for file in self._candidates(glob, anywhere=True):
                for above in ancestors(file.path):
                    if above in folders and glob.matches(file.path[len(above) + 1 if above else 0 :]):
                        found.setdefault(file.path, (file, above))
                        break
        return [found[path] for path in sorted(found)]

    def _candidates(self, glob: Glob, *, anywhere: bool = False) -> Iterable[File]:
        """A few more files than ``glob`` means, by what is quickly told."""
        if glob.last:
            return (f for name in dict.fromkeys(glob.last) for f in self._by_name.get(name, ()))
        most = None if anywhere else glob.most
        return (
            file
            for folder, files in self._by_folder.items()
            if (most is None or folder.count("/") < most)
            and (not glob.folders or not glob.folders.isdisjoint(self._segments[folder]))
            for file in files
            if file.path.casefold().endswith(glob.suffix)
        )


def ancestors(path: str) -> Iterator[str]:
    """The folders above ``path``, the nearest first, the root (empty) last."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def _folders_of(paths: Iterable[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in paths:
        for folder in ancestors(path):
            if folder in folders:
                break
            folders.add(folder)
    return frozenset(folders)


def _sane(path: str) -> bool:
    """Whether ``path`` is one that git itself would write, in printable characters."""
    return (
        0 < len(path) <= MAX_PATH
        and path.isprintable()
        and not path.startswith("/")
        and "//" not in path
        and not path.endswith("/")
        and "." not in (segments := path.split("/"))
        and ".." not in segments
    )
