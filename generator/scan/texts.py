"""What the scan reads in files: front matter, JSON and the dependencies of a project.

Everything here was written by strangers. Whatever is too big, too deep or no text at
all reads as nothing, and no reader raises.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model import TreeEntry
from generator.yaml_text import parse_front_matter

MAX_MARKDOWN = 64 * 1024
"""Bytes of a Markdown file that are looked at; front matter stands at its beginning."""
MAX_JSON = 256 * 1024
"""Bytes of the biggest JSON or TOML file that is read. Marketplaces of large collections have 100 KiB."""
MAX_NAME = 120
MAX_TITLE = 120
MAX_DESCRIPTION = 500

_COMMENTS_BEFORE = re.compile(r"\A\ufeff?\s*(?:<!--(?:(?!-->).){0,2000}-->\s*){1,3}(?=---)", re.DOTALL)
"""Some collections put a note of origin before the front matter."""
_JOINERS = "\u200c\u200d"
"""Format characters that scripts and emoji need."""
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(slots=True)
class Texts:
    """The contents that are known, and a note of those that were asked for."""

    contents: Mapping[str, bytes]
    asked: set[str] = field(default_factory=set)
    _front: dict[str, dict[str, object]] = field(default_factory=dict)
    _json: dict[str, object] = field(default_factory=dict)

    def knows(self, entry: TreeEntry) -> bool:
        """Whether the file's text is known; asking is noted, so that it can be fetched."""
        self.asked.add(entry.path)
        return entry.path in self.contents

    def head(self, entry: TreeEntry) -> str:
        """The beginning of a Markdown file; empty where it is not known."""
        if not self.knows(entry):
            return ""
        return self.contents[entry.path][:MAX_MARKDOWN].decode("utf-8", errors="replace")

    def front_matter(self, entry: TreeEntry) -> dict[str, object]:
        """A Markdown file's front matter; empty where there is none or it is not known."""
        if entry.path not in self._front:
            self._front[entry.path] = parse_front_matter(_COMMENTS_BEFORE.sub("", self.head(entry), count=1))
        return self._front[entry.path]

    def json(self, entry: TreeEntry) -> object:
        """A JSON file's value; None where it is not known or not readable."""
        if entry.path not in self._json:
            raw = self.contents[entry.path] if self.knows(entry) else b""
            self._json[entry.path] = _json_value(raw)
        return self._json[entry.path]

    def json_object(self, entry: TreeEntry) -> dict[str, object]:
        """A JSON file's object; empty where it is something else."""
        value = self.json(entry)
        return value if isinstance(value, dict) else {}

    def project(self, entry: TreeEntry) -> Project:
        """What a project's manifest says; nothing where it is not known or not readable."""
        if not self.knows(entry):
            return Project()
        base = entry.path.rpartition("/")[2]
        if base.endswith(".json"):
            return _npm(self.json_object(entry))
        raw = self.contents[entry.path][:MAX_JSON]
        return _toml(raw) if base.endswith(".toml") else _go(raw.decode("utf-8", errors="replace"))


@dataclass(frozen=True, slots=True)
class Project:
    """A project's manifest."""

    name: str = ""
    needs: frozenset[str] = frozenset()
    """Libraries that it builds on, without those of its development."""
    description: str | None = None
    is_workspace: bool = False
    """Whether it only holds other projects together."""


def _json_value(raw: bytes) -> object:
    if not raw or len(raw) > MAX_JSON:
        return None
    try:
        return json.loads(raw.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError):  # ValueError also for integers of thousands of digits
        return None


def _npm(value: Mapping[str, object]) -> Project:
    return Project(
        name=one_line(value.get("name"), MAX_NAME) or "",
        needs=frozenset(_table(value, "dependencies")) | frozenset(_table(value, "peerDependencies")),
        description=one_line(value.get("description"), MAX_DESCRIPTION),
        is_workspace="workspaces" in value,
    )


def _toml(raw: bytes) -> Project:
    """A ``pyproject.toml`` or ``Cargo.toml``."""
    try:
        value: dict[str, object] = tomllib.loads(raw.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Project()
    about = _table(value, "project") or _table(value, "package")
    poetry = _table(_table(value, "tool"), "poetry")
    listed = about.get("dependencies")
    lines = listed if isinstance(listed, list) else []
    needs = {m[1] for line in lines if isinstance(line, str) and (m := _REQUIREMENT.match(line))}
    return Project(
        name=one_line(about.get("name") or poetry.get("name"), MAX_NAME) or "",
        needs=frozenset(needs | set(_table(poetry, "dependencies")) | set(_table(value, "dependencies"))),
        description=one_line(about.get("description") or poetry.get("description"), MAX_DESCRIPTION),
        is_workspace="workspace" in value and not about,
    )


def _go(text: str) -> Project:
    """A ``go.mod``, word by word: versions and comments are among the needs, which does no harm."""
    name = re.search(r"^module\s+(\S+)", text, re.MULTILINE)
    own = name[1] if name else ""
    return Project(name=one_line(own, MAX_NAME) or "", needs=frozenset(text.split()) - {own})


def _table(value: Mapping[str, object], key: str) -> dict[str, object]:
    inner = value.get(key)
    return inner if isinstance(inner, dict) else {}


def one_line(value: object, limit: int) -> str | None:
    """``value`` as one clean line of at most ``limit`` characters; None where nothing is left of it.

    Control, format (among them the ones that turn text round) and private characters
    and halves of surrogate pairs are dropped, white space is folded.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        text = str(value)[: limit * 8]
    except ValueError:  # an integer of thousands of digits
        return None
    kept = "".join(
        " " if c.isspace() else c
        for c in text
        if c.isspace() or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    line = " ".join(kept.split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return line or None
