"""JSON of a remote side becomes typed values, or a `BadBodyError`: nothing else gets past here.

A value that GitHub documents as nullable may be null; any other type than the
documented one makes the whole answer bad, so that what was known before stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NoReturn

from generator.github.answers import RepoFacts
from generator.model import Tree, TreeEntry

MAX_DESCRIPTION = 2_000
"""Characters of a repository's description that are kept, the ellipsis included."""

MAX_TEXT = 500
"""Characters of names, branches and the like; GitHub's own limits are lower."""

MAX_TOPICS = 20
"""GitHub allows no more."""

MAX_PATH = 4_096
"""Bytes of a path, as most systems have it."""

OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

EMPTY_TREES = frozenset(
    {
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
    }
)
"""Git's ids, SHA-1 and SHA-256, of a folder with nothing in it."""

_TOPIC = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")

_NAME_WITH_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}/[A-Za-z0-9._-]{1,100}")

_MODES = frozenset({"100644", "100755", "120000", "040000", "160000", "100664"})

_TYPES = frozenset({"blob", "tree", "commit"})

_SURROGATES = re.compile("[\ud800-\udfff]")


class BadBodyError(Exception):
    """An answer that is not what GitHub documents; the text says where."""


def parse_json(body: bytes) -> object:
    """Any JSON value. Raises BadBodyError."""
    try:
        value: object = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadBodyError("the answer is no JSON") from None
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


# ------------------------------------------------------------------ narrow readers


def mapping(value: object, name: str) -> dict[str, object]:
    """A JSON object. Raises BadBodyError."""
    if not isinstance(value, dict):
        raise BadBodyError(f"{name} is no object")
    return value


def listing(value: object, name: str) -> list[object]:
    """A JSON list. Raises BadBodyError."""
    if not isinstance(value, list):
        raise BadBodyError(f"{name} is no list")
    return value


def text(value: object, name: str, limit: int = MAX_TEXT) -> str:
    """A text of at most ``limit`` characters, cut with an ellipsis. Raises BadBodyError."""
    if not isinstance(value, str):
        raise BadBodyError(f"{name} is no text")
    whole = _SURROGATES.sub("\ufffd", value)
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"


def optional_text(value: object, name: str, limit: int = MAX_TEXT) -> str | None:
    """A text, or None for null and for nothing but white space. Raises BadBodyError."""
    return None if value is None else text(value, name, limit).strip() or None


def count(value: object, name: str) -> int:
    """A whole number of at least 0. Raises BadBodyError."""
    if type(value) is not int or not 0 <= value < 2**53:
        raise BadBodyError(f"{name} is no count")
    return value


def flag(value: object, name: str) -> bool:
    """True or false. Raises BadBodyError."""
    if not isinstance(value, bool):
        raise BadBodyError(f"{name} is neither true nor false")
    return value


def moment(value: object, name: str) -> datetime | None:
    """A moment in UTC, or None for null. Raises BadBodyError."""
    if value is None:
        return None
    try:
        parsed = datetime.fromisoformat(text(value, name))
        return (parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)).replace(
            microsecond=0
        )
    except (ValueError, OverflowError):
        raise BadBodyError(f"{name} is no moment") from None


def object_id(value: object, name: str) -> str:
    """A git object id. Raises BadBodyError."""
    if not isinstance(value, str) or not OBJECT_ID.fullmatch(value):
        raise BadBodyError(f"{name} is no object id")
    return value


def identity(node_id: object, name_with_owner: object) -> tuple[str, str]:
    """What names a repository. Raises BadBodyError."""
    node = text(node_id, "the node id")
    full_name = text(name_with_owner, "the full name")
    if not node or not _NAME_WITH_OWNER.fullmatch(full_name) or full_name.endswith(("/.", "/..")):
        raise BadBodyError("the full name is none")
    return node, full_name


def spdx(value: object, name: str) -> str | None:
    """A licence's SPDX id; None for null and for "none that is known". Raises BadBodyError."""
    word = optional_text(value, name)
    return None if word in ("NOASSERTION", "NONE") else word


def topics_of(words: Iterable[object]) -> tuple[str, ...]:
    """Topics as GitHub spells them, sorted out and without doubles. Raises BadBodyError."""
    spelled = dict.fromkeys(text(word, "a topic").casefold() for word in words)
    return tuple(word for word in spelled if _TOPIC.fullmatch(word))[:MAX_TOPICS]


# ------------------------------------------------------------------- whole answers


def rest_repository(body: object, *, description: bool) -> RepoFacts:
    """``GET /repos/{owner}/{repo}``, still without its commit. Raises BadBodyError."""
    repo = mapping(body, "the repository")
    node_id, name_with_owner = identity(repo.get("node_id"), repo.get("full_name"))
    licence = repo.get("license")
    return RepoFacts(
        node_id=node_id,
        name_with_owner=name_with_owner,
        description=optional_text(repo.get("description"), "description", MAX_DESCRIPTION)
        if description
        else None,
        stars=count(repo.get("stargazers_count"), "stargazers_count"),
        forks=count(repo.get("forks_count"), "forks_count"),
        license=None if licence is None else spdx(mapping(licence, "license").get("spdx_id"), "license"),
        topics=topics_of(listing(repo.get("topics", []), "topics")),
        language=optional_text(repo.get("language"), "language"),
        archived=flag(repo.get("archived"), "archived"),
        default_branch=optional_text(repo.get("default_branch"), "default_branch"),
        pushed_at=moment(repo.get("pushed_at"), "pushed_at"),
    )


def rest_head(body: object) -> tuple[str, str]:
    """Commit and tree of the first of ``GET …/commits``. Raises BadBodyError."""
    commits = listing(body, "the list of commits")
    if not commits:
        raise BadBodyError("the list of commits is empty")
    first = mapping(commits[0], "the commit")
    tree = mapping(mapping(first.get("commit"), "the commit").get("tree"), "the commit's tree")
    return object_id(first.get("sha"), "the commit"), object_id(tree.get("sha"), "the commit's tree")


def rest_tree(body: object, oid: str) -> Tree:
    """``GET …/git/trees/{oid}?recursive=1``. Raises BadBodyError.

    An entry that git cannot hold is left out, and the tree is marked as truncated.
    """
    answer = mapping(body, "the tree")
    if answer.get("sha") != oid:
        raise BadBodyError("the tree is another than was asked for")
    rows = listing(answer.get("tree"), "the tree")
    entries = [entry for row in rows if (entry := _rest_entry(row))]
    truncated = flag(answer.get("truncated"), "truncated") or len(entries) < len(rows)
    if not rows and oid not in EMPTY_TREES:
        raise BadBodyError("the tree is empty, and its id is not that of nothing")
    return Tree(oid=oid, entries=tuple(sorted(entries, key=lambda e: e.path)), truncated=truncated)


def _rest_entry(row: object) -> TreeEntry | None:
    entry = mapping(row, "an entry of the tree")
    mode, kind = text(entry.get("mode"), "mode"), text(entry.get("type"), "type")
    return tree_entry(entry.get("path"), mode, kind, entry.get("sha"), entry.get("size"))


def tree_entry(path: object, mode: str, kind: str, oid: object, size: object) -> TreeEntry | None:
    """One entry; None for one that git cannot hold. Raises BadBodyError for wrong types."""
    if not isinstance(path, str):
        raise BadBodyError("a path is no text")
    spelled = _SURROGATES.sub("\ufffd", path)
    segments = spelled.split("/")
    sound = (
        mode in _MODES
        and kind in _TYPES
        and "\0" not in spelled
        and not {"", ".", "..", ".git"} & set(segments)
        and len(spelled.encode()) <= MAX_PATH
    )
    if not sound:
        return None
    return TreeEntry(
        path=spelled,
        mode=mode,
        type=kind,
        oid=object_id(oid, "an entry's id"),
        size=count(size, "an entry's size") if kind == "blob" and size is not None else None,
    )


def found_file(body: object) -> tuple[str, str, int, str | None]:
    """Path, object id, size and content (base64, if it is there) of ``GET …/contents/…``.

    Raises BadBodyError.
    """
    answer = mapping(body, "the file")
    if answer.get("type") != "file":
        raise BadBodyError("it is no file")
    encoding, content = answer.get("encoding"), answer.get("content")
    return (
        text(answer.get("path"), "path", MAX_PATH),
        object_id(answer.get("sha"), "sha"),
        count(answer.get("size"), "size"),
        content if encoding == "base64" and isinstance(content, str) else None,
    )
