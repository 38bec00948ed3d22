"""Where the links of a Markdown document stand: in items of lists, rows of tables, or elsewhere.

For lists of links that people keep (“awesome lists”), which are read entry by entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from generator.markdown.parser import parse

MAX_HEADING = 200
"""Characters of a heading that are kept."""

_HTML_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\s\"'<>]{1,2048})", re.IGNORECASE)
_LINKS_ALONE = re.compile(r"\( ?\x01[^\x02]*\x02(?: ?[,·|/]? ?\x01[^\x02]*\x02)* ?\)")
_LAST_WORDS = re.compile(r"(?: ?[,·|]? ?\x03[^\x04]*\x04)+ ?$")
_MARKS = re.compile("[\x01-\x04]")
_SPACES = re.compile(r"\s+")


class Kind(StrEnum):
    """What a passage is."""

    ITEM = "item"
    ROW = "row"
    TEXT = "text"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written."""

    text: str
    """Without markup; of a picture its alternative text."""
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An item, row, paragraph or piece of HTML."""

    kind: Kind
    line: int
    """First line is 1."""
    headings: tuple[str, ...]
    """Those it stands under, outermost first, without the document's title; so do items without
    a link that hold lists of their own."""
    links: tuple[Link, ...]
    before: str
    """Plain text up to the first link; of a passage without links, all of it."""
    after: str
    """Plain text behind the first link, without links in brackets, pictures and :attr:`words`."""
    words: tuple[str, ...]
    """Code spans at its very end, such as a licence or a language."""


@dataclass(slots=True)
class _Item:
    """An item of a list whose end has not come yet."""

    begun: bool = False
    """Whether its first text has come."""
    label: Passage | None = None
    """That text, where it has no link: over a list of its own it stands for a heading."""
    nested: bool = False


class _Token(Protocol):
    """What is read of a token."""

    type: str
    tag: str
    content: str
    map: list[int] | None

    @property
    def children(self) -> Sequence[_Token] | None:
        """Of inline text."""

    def attrGet(self, name: str) -> str | int | float | None:  # noqa: N802 - markdown-it's name
        """An attribute."""


def passages(text: str) -> Iterator[Passage]:
    """Every item of a list and row of a table's body, and every other passage with a link."""
    tokens: Sequence[_Token] = parse(text)[0]
    titled = sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
    headings: dict[int, str] = {}
    """By level; the only heading of the first one is the document's title and none of them."""
    items: list[_Item] = []
    """The open items of lists, outermost first."""
    row: list[tuple[_Token, ...]] | None = None
    line, heading, in_head = 0, 0, False
    for token in tokens:
        kind = token.type
        line = token.map[0] + 1 if token.map else line
        labels = (item.label.before for item in items if item.label and item.nested)
        path = (*(words for _, words in sorted(headings.items())), *labels)
        if kind == "heading_open":
            heading = int(token.tag[1])
            headings = {level: words for level, words in headings.items() if level < heading}
        elif kind == "heading_close":
            heading = 0
        elif kind == "list_item_open":
            for item in items[-1:]:
                item.nested = True
            items.append(_Item())
        elif kind == "list_item_close":
            closed = items.pop()
            if closed.label and not closed.nested:
                yield closed.label
        elif kind in ("thead_open", "thead_close"):
            in_head = kind == "thead_open"
        elif kind == "tr_open":
            row = None if in_head else []
        elif kind == "tr_close" and row is not None:
            yield _passage(Kind.ROW, line, path, row)
            row = None
        elif kind == "html_block":
            links = tuple(Link("", url) for url in _HTML_LINK.findall(token.content))
            if links:
                yield Passage(Kind.HTML, line, path, links, "", "", ())
        elif kind == "inline":
            children = tuple(token.children or ())
            if heading:
                words = "".join(map(_piece, children))
                if heading > 1 or not titled:
                    headings[heading] = _plain(words)[:MAX_HEADING]
            elif row is not None:
                row.append(children)
            elif items and not items[-1].begun:
                items[-1].begun = True
                entry = _passage(Kind.ITEM, line, path, [children])
                if entry.links:
                    yield entry
                else:
                    items[-1].label = entry
            elif any(child.type == "link_open" for child in children):
                yield _passage(Kind.TEXT, line, path, [children])


def _passage(kind: Kind, line: int, headings: tuple[str, ...], cells: Sequence[Sequence[_Token]]) -> Passage:
    r"""Texts with marks: \x01 and \x02 around links, \x03 and \x04 around code."""
    links: list[Link] = []
    pieces: list[str] = []
    first_end: int | None = None
    for cell in cells:
        open_url: str | None = None
        label: list[str] = []
        for token in cell:
            piece = _piece(token)
            if token.type == "link_open":
                open_url, label = str(token.attrGet("href") or ""), []
            elif token.type == "link_close" and open_url is not None:
                words = _plain("".join(label))
                links.append(Link(words, open_url))
                shown = "" if label and all(part.startswith("\x05") for part in label) else words
                pieces.append(f"\x01{shown}\x02" if shown else "")
                first_end = len(pieces) if first_end is None else first_end
                open_url = None
            elif open_url is not None:
                label.append(piece)
            elif not piece.startswith("\x05"):
                pieces.append(piece)
        pieces.append(" " if cell is cells[-1] else " \N{EN DASH} ")
    split = len(pieces) if first_end is None else first_end
    before = "".join(pieces[: split - 1] if first_end is not None else pieces)
    after = _LINKS_ALONE.sub("", _SPACES.sub(" ", "".join(pieces[split:])))
    last = _LAST_WORDS.search(after)
    spans = tuple(_plain(span) for span in re.findall("\x03([^\x04]*)\x04", last.group())) if last else ()
    after = after[: last.start()] if last else after
    return Passage(kind, line, headings, tuple(links), _plain(before), _plain(after), spans)


def _piece(token: _Token) -> str:
    r"""A token's text; that of a picture opens with \x05, so that it can be told."""
    match token.type:
        case "text" | "text_special":
            return _MARKS.sub("", token.content).replace("\x05", "")
        case "code_inline":
            return f"\x03{_MARKS.sub('', token.content)}\x04"
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return f"\x05{token.content}"
        case _:
            return ""


def _plain(text: str) -> str:
    return _SPACES.sub(" ", re.sub("[\x01-\x05]", "", text)).strip()
