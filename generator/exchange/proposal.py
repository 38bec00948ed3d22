"""What another catalog says of a repository, before it is held to the rules of definitions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.errors import Problem, Severity
from generator.printable import printable
from generator.schema import RefusedError
from generator.schema.repository import RepoAddress, parse_any_url
from generator.urls import has_file_pages
from generator.yaml_text import ListNode, MappingNode, Node, Plain, ScalarNode

MAX_TAG = 50
"""Characters of a tag, as in :data:`generator.schema.texts.TAG`."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the importer adds of their own."""

    tags: tuple[str, ...] = ()
    """For every source, beside those of the entry."""
    fields: Mapping[str, Plain] = field(default_factory=dict)
    """Of definitions, for every source whose entry does not give them."""
    repository: str = ""
    """``OWNER/NAME`` of the marketplace itself, for plugins that lie in it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One entry of another catalog."""

    file: str
    line: int
    column: int
    title: str
    """What it is called there, for messages."""
    repository: str
    """Its address as written."""
    fields: Mapping[str, Plain] = field(default_factory=dict)
    """Of a definition, by their names there, as far as they are known; ``repo_url`` excepted."""
    tags: tuple[str, ...] = ()
    """Words of any form that tags are to be made of."""
    certain: bool = False
    """Whether it is said that the address is a repository's; in lists, any page may stand there."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a text."""

    proposals: tuple[Proposal, ...] = ()
    left_out: tuple[Problem, ...] = ()
    """Entries that cannot be taken, and files that cannot be read, with the reason."""
    remarks: tuple[Problem, ...] = ()
    """What of the file as a whole has no place in a catalog."""


def left_out(
    file: str, place: tuple[int, int], code: str, message: str, *, title: str = "", hint: str = ""
) -> Problem:
    """A reason why something is not taken; ``title`` is what the entry is called."""
    named = f'"{printable(title, 60)}": {message}' if title else message
    return Problem(file, *place, "", code, named, hint=hint, severity=Severity.WARNING)


def passed_over(file: str, fields: Counter[str], reasons: Mapping[str, str]) -> Iterator[Problem]:
    """One remark for each field that has no counterpart, with how often it is there."""
    for name, count in sorted(fields.items(), key=lambda pair: (-pair[1], pair[0])):
        reason = reasons.get(name, "definitions have no field for it")
        times = "once" if count == 1 else f"{count:,} times"
        yield left_out(
            file, (0, 0), "field-passed-over", f'"{printable(name, 60)}" ({times}) is passed over: {reason}'
        )


def address_in_list(text: str) -> RepoAddress:
    """The repository of an address that may as well be that of any page.

    On GitHub, and on hosts that are known to keep repositories; elsewhere only where the
    address ends in ``.git``. Raises :class:`RefusedError`.
    """
    address = parse_any_url(text)
    if address.clone_url is None or address.clone_url.endswith(".git"):
        return address
    if not has_file_pages(address.full_name):
        hint = f"if git can fetch it: catalog add {text}"
        raise RefusedError("other-host", "no address of a host that is known to keep repositories", hint=hint)
    folders = address.owner.count("/")
    if not folders or (folders > 1 and "gitlab" not in address.owner.partition("/")[0]):
        raise RefusedError("bad-repository", "the address names no repository")
    return address


def tag_of(text: str) -> str:
    """The nearest tag to a text: ``Money & Budgeting`` is ``money-budgeting``; empty if there is none."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = plain.lower().replace("c++", "cpp").replace("c#", "csharp").replace("'", "").replace("\u2019", "")
    tag = re.sub("[^a-z0-9_]+", "-", plain).strip("-_")
    if len(tag) <= MAX_TAG:
        return tag
    whole_words = tag[: MAX_TAG + 1].rpartition("-")[0]
    return (whole_words or tag[:MAX_TAG]).strip("-_")


# ---------------------------------------------------------------- reading nodes


def text_in(node: Node | None, name: str) -> str:
    """The text, number or word under a key, trimmed; empty if there is none."""
    value = node.get(name) if isinstance(node, MappingNode) else None
    return value.text.strip() if isinstance(value, ScalarNode) and value.value is not None else ""


def list_in(node: Node | None, name: str) -> tuple[Node, ...]:
    """What is listed under a key; empty if there is no list."""
    value = node.get(name) if isinstance(node, MappingNode) else None
    return value.items if isinstance(value, ListNode) else ()


def texts_in(node: Node | None, name: str) -> tuple[str, ...]:
    """The texts that are listed under a key."""
    return tuple(
        item.text.strip()
        for item in list_in(node, name)
        if isinstance(item, ScalarNode) and item.value is not None
    )


def flag_in(node: Node | None, name: str) -> bool:
    """Whether ``true`` stands under a key."""
    value = node.get(name) if isinstance(node, MappingNode) else None
    return isinstance(value, ScalarNode) and value.text.lower() in ("true", "yes")


def names_in(node: Node) -> Iterable[str]:
    """The names of a mapping's fields that have a value."""
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            if not (isinstance(value, ScalarNode) and value.value is None):
                yield key.text


def given(**fields: str) -> dict[str, Plain]:
    """The fields that are not empty."""
    return {name: value for name, value in fields.items() if value}
