"""JSON that comes from a file, read field by field: each reader gives a value or says what was expected.

For files of our own, such as the lock, whose every line is checked before any of it is used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from generator.errors import CatalogError

Reader = Callable[[object], Any]
"""Takes a value as JSON has it; raises WrongError."""


class WrongError(Exception):
    """A value that is not what it is to be; the text says what was expected."""


def json_object(line: bytes) -> dict[str, Any]:
    """One line of a file as a JSON object."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
        raise WrongError("a conflict of a merge stands here: keep either side's lines")
    try:
        value = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise WrongError("the line is no JSON") from None
    if not isinstance(value, dict):
        raise WrongError("expected a JSON object")
    return value


def text(value: object) -> str:
    """A text."""
    if type(value) is not str:
        raise WrongError("expected text")
    return value


def optional_text(value: object) -> str | None:
    """A text or null."""
    return None if value is None else text(value)


_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def object_id(value: object) -> str:
    """The id of an object of git: 40 hexadecimal digits, or 64 of SHA-256."""
    if _OBJECT_ID.fullmatch(text(value)) is None:
        raise WrongError("expected the id of an object of git")
    return text(value)


def optional_object_id(value: object) -> str | None:
    """The id of an object of git, or null."""
    return None if value is None else object_id(value)


def count(value: object) -> int:
    """A whole number of at least 0."""
    if type(value) is not int or value < 0:
        raise WrongError("expected a whole number of at least 0")
    return value


def optional_count(value: object) -> int | None:
    """A whole number of at least 0, or null."""
    return None if value is None else count(value)


def percent(value: object) -> int:
    """A whole number from 0 to 100."""
    number = count(value)
    if number > 100:
        raise WrongError("expected a whole number from 0 to 100")
    return number


def flag(value: object) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise WrongError("expected true or false")
    return value


def moment(value: object) -> datetime:
    """A moment with its time zone, as UTC."""
    try:
        read = datetime.fromisoformat(text(value))
        if read.tzinfo is None:
            raise WrongError("expected a moment with its time zone")
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongError("expected a moment such as 2026-01-31T12:00:00Z") from None


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(text(item) for item in items(value))


def items(value: object) -> list[Any]:
    """A list of anything."""
    if type(value) is not list:
        raise WrongError("expected a list")
    return value


def word_of(words: type[StrEnum]) -> Reader:
    """The reader of one word out of an enum."""
    known = {str(word): word for word in words}

    def read(value: object) -> StrEnum:
        word = known.get(value) if type(value) is str else None
        if word is None:
            raise WrongError(f"expected one of {', '.join(known)}")
        return word

    return read


def record(
    value: object, readers: Mapping[str, Reader], required: frozenset[str], *, lenient: bool
) -> dict[str, Any]:
    """A JSON object's fields, each read by its reader; wrong ones are named."""
    if type(value) is not dict:
        raise WrongError("expected a JSON object")
    if not lenient and (unknown := value.keys() - readers.keys()):
        raise WrongError(f'unknown field "{min(unknown)}"')
    if absent := required - value.keys():
        raise WrongError(f'the field "{min(absent)}" is missing')
    read = {}
    for name, reader in readers.items():
        if name in value:
            try:
                read[name] = reader(value[name])
            except WrongError as wrong:
                raise WrongError(f"{name}: {wrong}") from None
    return read


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file in JSON Lines whose first line says its version: ``{"lock": 1}``."""

    key: str
    version: int
    """The newest that this program knows."""
    error: type[CatalogError]
    mend: str
    """What to do about a damaged one."""

    def lines(self, content: bytes, name: str) -> tuple[int, list[bytes]]:
        """The version, and all lines after the first. Raises the kind's error with the line at fault."""
        lines = content.split(b"\n")
        version = self._version(lines[0], name)
        if lines.pop():
            raise self.error(f"{name}:{len(lines) + 1}: the last line is cut short; {self.mend}")
        return version, lines[1:]

    def wrong(self, name: str, number: int, wrong: WrongError) -> CatalogError:
        """The kind's error for a line, counted from 1."""
        return self.error(f"{name}:{number}: {wrong}; {self.mend}")

    def _version(self, header: bytes, name: str) -> int:
        try:
            version = json_object(header).get(self.key)
        except WrongError as wrong:
            raise self.wrong(name, 1, wrong) from None
        if type(version) is not int or version < 0:
            raise self.error(f'{name}:1: expected {{"{self.key}": {self.version}}}; {self.mend}')
        if version > self.version:
            raise self.error(
                f"{name}: the file is of version {version}, and this program knows versions up to"
                f" {self.version}; nothing was changed; update sources-catalog"
            )
        return version
