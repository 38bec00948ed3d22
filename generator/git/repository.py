"""One repository in one session: its heads, and what was fetched of one commit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from generator.git.command import Done, Git
from generator.model import Tree, TreeEntry

OBJECT_ID = re.compile(r"[0-9a-f]{40}")

MOST_HEADS = 64 * 2**10
"""Bytes of the answer to a question for a few names."""

MOST_LISTING = 32 * 2**20
"""Bytes of the listing of a tree; GitHub gives 7 MB of them."""

MOST_ENTRIES = 100_000
"""Of one tree, as on GitHub."""

MOST_BLOB = 512_000
"""Bytes of a file that is read whole, as on GitHub."""

BEGINNING = 64 * 2**10
"""Bytes that are read of a bigger one."""

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"


@dataclass(frozen=True, slots=True)
class Heads:
    """What a host says of a repository's names."""

    default_branch: str | None
    commit: str | None
    """Of the ref that was asked for; None: there is no such ref."""
    empty: bool = False
    """Whether it has no commit at all."""


@dataclass(slots=True, eq=False)
class Repository:
    """A bare repository in a folder of its own; holds what was fetched, and no configuration but ours."""

    git: Git
    place: str
    """The address to fetch from."""
    folder: Path
    live: bool = True
    """Whether it is the newest, and no copy on a disk."""
    ready: bool = False
    head: str | None = None
    """The commit that its host named in this session."""
    absent: set[str] = field(default_factory=set)
    """Object ids that the host did not give."""

    @property
    def _protocol(self) -> str:
        return urlsplit(self.place).scheme

    # ------------------------------------------------------------ asking the host

    async def heads(self, ref: str | None) -> Heads | Done:
        """The default branch, and the commit of ``ref`` (None: of the default branch)."""
        names = ["HEAD"]
        if ref is not None:
            names += [f"refs/heads/{ref}", f"refs/tags/{ref}", f"refs/tags/{ref}^{{}}"]
        arguments = ["ls-remote", "--symref", "--", self.place, *names]
        done = await self.git.run(arguments, protocol=self._protocol, most_output=MOST_HEADS)
        if not done.good:
            return done
        found: dict[str, str] = {}
        branch = None
        for line in done.output.decode("utf-8", "replace").splitlines():
            value, _, name = line.partition("\t")
            if value.startswith("ref: refs/heads/") and name == "HEAD":
                branch = value.removeprefix("ref: refs/heads/")
            elif OBJECT_ID.fullmatch(value):
                found[name] = value
        if ref is None:
            return Heads(branch, found.get("HEAD"), empty=not found)
        commit = next((found[n] for n in (names[1], names[3], names[2]) if n in found), None)
        if commit is None and OBJECT_ID.fullmatch(ref):
            commit = ref
        return Heads(branch, commit, empty=not found and commit is None)

    async def fetch(self, oids: Sequence[str], *, trees: bool = False) -> Done:
        """Fetch a commit with its ``trees``, or files; never history, never files unasked."""
        made = await self._prepare()
        if made and not made.good:
            return made
        arguments = [
            f"--git-dir={self.folder}",
            "-c",
            "fetch.negotiationAlgorithm=noop",
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--filter=blob:none",
            *(["--depth=1"] if trees else []),
            "--stdin",
            "--",
            self.place,
        ]
        wanted = "".join(f"{oid}{':refs/kept/head' if trees else ''}\n" for oid in oids)
        done = await self.git.run(
            arguments,
            protocol=self._protocol,
            seconds=self.git.fetch_seconds,
            most_output=MOST_HEADS,
            given=wanted.encode(),
            watched=self.folder,
        )
        # Fetching with a filter writes where more is to be had; nothing is to be fetched unasked.
        self._write_config()
        return done

    async def _prepare(self) -> Done | None:
        """Make the folder; how that went, where it was to be made."""
        if self.ready:
            return None
        arguments = ["init", "--quiet", "--bare", "--template=", "--", str(self.folder)]
        done = await self.git.run(arguments, most_output=MOST_HEADS)
        if done.good:
            self._write_config()
            self.ready = True
        return done

    def _write_config(self) -> None:
        (self.folder / "config").write_text(_CONFIG, encoding="utf-8")

    def forget(self) -> None:
        """Free the disk."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.ready = False

    # --------------------------------------------------- reading what was fetched

    async def commit(self, oid: str) -> tuple[str, datetime | None] | None:
        """The tree of a commit, and when it was made; None where it is not here."""
        done = await self._read(["cat-file", "commit", oid], MOST_HEADS)
        if done.code != 0 and not done.cut:
            return None
        head = done.output.partition(b"\n\n")[0].decode("utf-8", "replace")
        tree = re.search(r"^tree ([0-9a-f]{40})$", head, re.MULTILINE)
        made = re.search(r"^committer .*> ([0-9]{1,12}) [+-][0-9]{4}$", head, re.MULTILINE)
        return (tree[1], _moment(int(made[1]) if made else None)) if tree else None

    async def tree(self, oid: str) -> Tree | None:
        """The recursive listing of a tree, without the sizes of files, which were not fetched."""
        done = await self._read(["ls-tree", "-r", "-t", "-z", "--full-tree", oid], MOST_LISTING)
        if done.code != 0 and not done.cut:
            return None
        rows = done.output.split(b"\0")
        cut = done.cut or len(rows) - 1 > MOST_ENTRIES
        entries = tuple(_entries(rows[: min(MOST_ENTRIES, len(rows) - 1)]))
        return Tree(oid, entries, truncated=cut)

    async def sizes(self, oids: Iterable[str]) -> dict[str, int]:
        """Bytes of those files that are here."""
        given = "".join(f"{oid}\n" for oid in oids)
        if not given or not self.ready:
            return {}
        done = await self._read(
            ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], MOST_LISTING, given
        )
        found = {}
        for line in done.output.decode("ascii", "replace").splitlines():
            oid, _, rest = line.partition(" ")
            kind, _, size = rest.partition(" ")
            if kind == "blob" and size.isdigit():
                found[oid] = int(size)
        return found

    async def files(self, sizes: dict[str, int]) -> dict[str, bytes]:
        """The bytes of files that are here; of those over the bound the beginning."""
        small = [oid for oid, size in sizes.items() if size <= MOST_BLOB]
        found: dict[str, bytes] = {}
        if small:
            most = sum(sizes[oid] + 128 for oid in small)
            done = await self._read(["cat-file", "--batch"], most, "".join(f"{oid}\n" for oid in small))
            found = dict(_batch(done.output))
        for oid, size in sizes.items():
            if size > MOST_BLOB:
                done = await self._read(["cat-file", "blob", oid], BEGINNING)
                if done.output:
                    found[oid] = done.output
        return found

    async def _read(self, arguments: list[str], most: int, given: str = "") -> Done:
        return await self.git.run(
            [f"--git-dir={self.folder}", *arguments], most_output=most, given=given.encode()
        )


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _entries(rows: Iterable[bytes]) -> Iterator[TreeEntry]:
    """Entries of a listing; names that are no text, or that no file system should see, are passed over."""
    for row in rows:
        head, _, name = row.partition(b"\t")
        mode, _, rest = head.decode("ascii", "replace").partition(" ")
        kind, _, oid = rest.partition(" ")
        try:
            path = name.decode()
        except UnicodeDecodeError:
            continue
        if not {"", ".", ".."}.isdisjoint(path.split("/")) or not OBJECT_ID.fullmatch(oid):
            continue
        yield TreeEntry(path, mode, kind, oid)


def _batch(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Object ids and bytes, as ``cat-file --batch`` writes them."""
    at = 0
    while (end := output.find(b"\n", at)) >= 0:
        oid, _, rest = output[at:end].decode("ascii", "replace").partition(" ")
        kind, _, size = rest.partition(" ")
        at = end + 1
        if kind != "blob" or not size.isdigit():
            continue
        content = output[at : at + int(size)]
        if len(content) == int(size):
            yield oid, content
        at += int(size) + 1
