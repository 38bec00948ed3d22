"""The repositories and labels that are stored beside this file, and small trees made by hand."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.model import Artifact, Settings, Source, Tree, TreeEntry
from generator.scan import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE, scan, wanted_contents
from generator.urls import RepoLocation

HERE = Path(__file__).parent
SETTINGS = Settings("Test", DEFAULT_ARTIFACT_TYPES, (), ignore=DEFAULT_IGNORE)


@dataclass(frozen=True, eq=False)
class Stored:
    """One repository as it was at one commit."""

    full_name: str
    commit: str
    tree: Tree
    contents: Mapping[str, bytes]

    @property
    def source(self) -> Source:
        """A definition that says nothing but where it lies."""
        owner, repo = self.full_name.split("/")
        return Source(repo.lower(), owner, repo)


@dataclass(frozen=True)
class Label:
    """One row of labels.csv."""

    repository: str
    path: str
    expected: str
    note: str

    @property
    def original(self) -> str | None:
        """For a duplicate, the path of what it repeats."""
        return self.note.removeprefix("duplicate of ") if self.note.startswith("duplicate of ") else None

    @property
    def listed(self) -> str | None:
        """The type that is to be listed at the path."""
        return None if self.expected == "none" or self.original else self.expected


@cache
def repositories() -> tuple[Stored, ...]:
    """All stored repositories, by name."""
    return tuple(_read(file) for file in sorted((HERE / "repositories").glob("*.json.gz")))


def _read(file: Path) -> Stored:
    kept = json.loads(gzip.decompress(file.read_bytes()))
    entries = tuple(TreeEntry(*entry) for entry in kept["entries"])
    contents = {path: text.encode() for path, text in kept["contents"].items()}
    return Stored(kept["full_name"], kept["commit"], Tree(kept["tree"], entries), contents)


@cache
def labels() -> tuple[Label, ...]:
    """All rows of the table."""
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Label(**row) for row in csv.DictReader(file))


@cache
def scanned(repository: Stored, *, with_contents: bool) -> tuple[Artifact, ...]:
    """What the scan finds in a stored repository, with the texts that it asks for or with none."""
    wanted = wanted_contents(repository.tree, repository.source, SETTINGS) if with_contents else ()
    contents = {e.path: repository.contents[e.path] for e in wanted if e.path in repository.contents}
    location = RepoLocation(repository.full_name, repository.commit)
    return scan(repository.tree, contents, repository.source, SETTINGS, location)


def tree_of(files: Mapping[str, str | bytes]) -> Tree:
    """A tree with folders; a text ``-> x`` makes a symlink, ``@`` a submodule, ``#!`` a script."""
    entries: list[TreeEntry] = []
    below: dict[str, list[str]] = {}
    for path, value in sorted(files.items()):
        text = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        oid = _oid(text)
        if text.startswith(b"-> "):
            entries.append(TreeEntry(path, "120000", "blob", oid, len(text)))
        elif text == b"@":
            entries.append(TreeEntry(path, "160000", "commit", oid))
        else:
            mode = "100755" if text.startswith(b"#!") else "100644"
            entries.append(TreeEntry(path, mode, "blob", oid, len(text)))
        folder = path.rpartition("/")[0]
        while folder:
            below.setdefault(folder, []).append(f"{path[len(folder) :]} {oid}")
            folder = folder.rpartition("/")[0]
    folders = [TreeEntry(f, "040000", "tree", _oid(repr(lines).encode())) for f, lines in below.items()]
    return Tree("f" * 40, (*entries, *folders))


def _oid(text: bytes) -> str:
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()


def contents_of(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The texts of the regular files of :func:`tree_of`."""
    texts = {p: v if isinstance(v, bytes) else v.encode("utf-8", "surrogatepass") for p, v in files.items()}
    return {p: v for p, v in texts.items() if not v.startswith(b"-> ") and v != b"@"}
