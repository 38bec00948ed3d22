"""A part of a site on its way to the machine that makes a whole of all of them.

It is a folder as :class:`generator.write.SiteWriter` leaves it. Its manifest says which
share it is and what it was made from, and has the digest of every file, so that nothing
that was changed or cut short on the way gets into a site.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import PartError
from generator.shards import Shard, parse_shard
from generator.write import MANIFEST

DOCUMENTS = ".catalog-documents.jsonl"
"""The file of a part that is for the search index and not for the site."""


@dataclass(frozen=True, slots=True)
class PartNote:
    """What a manifest says of a part."""

    shard: Shard
    made_from: Mapping[str, str]
    """Digest by what it is of: program, theme, settings … All parts of a site have the same."""

    def plain(self) -> dict[str, object]:
        """As the manifest has it."""
        return {"shard": str(self.shard), "made_from": dict(self.made_from)}


@dataclass(frozen=True, slots=True)
class Part:
    """A part in its folder."""

    folder: Path
    note: PartNote
    files: Mapping[str, str]
    """SHA-256 by path."""

    def content(self, path: str) -> bytes:
        """A file's bytes. Raises PartError where they are not those that were built."""
        try:
            file = self._file(path)
            content = file.read_bytes()
        except OSError as error:
            raise PartError(f"{self.folder / path}: cannot be read: {error.strerror}") from error
        if hashlib.sha256(content).hexdigest() != self.files[path]:
            raise self._damaged(path)
        return content

    def lines(self, path: str) -> Iterator[bytes]:
        """A file's lines one by one, after all of it was checked. Raises PartError as `content` does."""
        try:
            with self._file(path).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != self.files[path]:
                    raise self._damaged(path)
                file.seek(0)
                yield from file
        except OSError as error:
            raise PartError(f"{self.folder / path}: cannot be read: {error.strerror}") from error

    def _file(self, path: str) -> Path:
        file = self.folder / path
        if file.is_symlink() or not file.resolve().is_relative_to(self.folder.resolve()):
            raise self._damaged(path)
        return file

    def _damaged(self, path: str) -> PartError:
        return PartError(
            f"{self.folder / path}: is not as it was built;"
            f" bring part {self.note.shard} here once more, or build it anew"
        )


def read_part(folder: Path) -> Part:
    """Read a part's manifest. Raises PartError where the folder holds no part."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        if "part" not in found:
            raise PartError(
                f"{folder}: is a whole site and no part of one; build parts with `catalog build --shard K/N`"
            )
        note = PartNote(
            parse_shard(found["part"]["shard"]),
            {str(key): str(digest) for key, digest in found["part"]["made_from"].items()},
        )
        return Part(folder, note, {str(path): str(digest) for path, digest in found["files"].items()})
    except FileNotFoundError:
        raise PartError(
            f"{folder}: holds no {MANIFEST}, so it is no part of a site;"
            " uploads often leave hidden files out unless told otherwise"
        ) from None
    except OSError as error:
        raise PartError(f"{folder}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PartError(f"{folder / MANIFEST}: is damaged; bring the part here once more") from None
