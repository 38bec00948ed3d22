"""The front matter of strangers' Markdown files: read as well as it can be, never refused.

Much of it is not valid YAML (a description with ``: `` in it is the most common), so
where the whole cannot be read each field is read for itself, and a field that cannot
be read is the text that stands there.
"""

from __future__ import annotations

import re

from generator.yaml_text.nodes import MappingNode, Plain, plain
from generator.yaml_text.walk import parse_all

MAX_FRONT_MATTER = 16_384
"""Characters; what is longer is no front matter. Real ones stay under 8,000."""

MAX_FIELDS = 200
"""Fields that are read for themselves where the whole is no YAML."""

_OPEN = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_][\w.-]*(?: [\w.-]+){0,3})[ \t]*:(?=\s|\Z)", re.MULTILINE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def split_front_matter(text: str) -> tuple[str | None, str]:
    """The front matter without its ``---`` lines, and what follows it.

    None and the whole text where there is none: it must start in the first line
    (after a byte order mark, if any) and end within 16,384 characters.
    """
    start = _OPEN.match(text)
    if start is None:
        return None, text
    end = _CLOSE.search(text[: start.end() + MAX_FRONT_MATTER + 4], start.end())
    if end is None:
        return None, text
    return text[start.end() : end.start()], text[end.end() :]


def parse_front_matter(text: str) -> dict[str, object]:
    """The fields of a Markdown file's front matter; empty where there is none or it is nonsense.

    ``text`` is the whole file or its beginning. Values are texts, numbers, booleans,
    lists and dicts of those, at most 12 deep; nothing (``key:``) is the empty text.
    Never raises, in time linear in the front matter.
    """
    block, _ = split_front_matter(text)
    if block is None:
        return {}
    block = _UNPRINTABLE.sub("", block.replace("\r\n", "\n").replace("\r", "\n"))
    node, problems = parse_all(block, "")
    if not problems and isinstance(node, MappingNode):
        return _fields(node)
    return _fields_one_by_one(block)


def _fields(node: MappingNode) -> dict[str, object]:
    return {key.text: _without_nulls(plain(value)) for key, value in node.entries}


def _without_nulls(value: Plain) -> object:
    match value:
        case None:
            return ""
        case list():
            return [_without_nulls(item) for item in value]
        case dict():
            return {name: _without_nulls(item) for name, item in value.items()}
        case _:
            return value


def _fields_one_by_one(block: str) -> dict[str, object]:
    """What stands from one ``key:`` at the margin to the next, each by itself; of two of a name the last."""
    found: dict[str, object] = {}
    starts = list(_FIELD.finditer(block))[:MAX_FIELDS]
    for i, start in enumerate(starts):
        stop = starts[i + 1].start() if i + 1 < len(starts) else len(block)
        node, problems = parse_all(block[start.start() : stop], "")
        if not problems and isinstance(node, MappingNode):
            found |= _fields(node)
        else:
            found[start[1]] = _unquoted(" ".join(block[start.end() : stop].split()))
    return found


def _unquoted(text: str) -> str:
    """Without the quotes or the block mark around it."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return re.sub(r"^[|>][-+]?\s+", "", text)
