"""A README's own HTML, and what it shares with Markdown: headings, links, pictures, plain text.

Every tag is written here or in :mod:`generator.markdown.writer`, in one plain form: a stranger's tags
are looked up in :mod:`generator.markdown.allowed` and written anew, their attributes checked.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from generator.markdown.allowed import (
    BLOCKS,
    CHECKS,
    ENDED_BY,
    HEADINGS,
    PICTURE,
    RAW_ATTRIBUTES,
    RAW_TAGS,
    RENAMED,
    VOID,
    WITHIN,
)
from generator.markdown.elements import Elements
from generator.markdown.links import ID_PREFIX, Links, anchor_name
from generator.markdown.outline import MAX_HEADINGS, Outline
from generator.markdown.raw import Closing, Opening, pieces
from generator.markdown.rendered import Heading

MAX_TITLE = 200
"""Characters of a heading in the list of contents."""

_PICTURE = "".join(f' {name}="{value}"' for name, value in PICTURE.items())
_RAW_CLOSERS = {"table": "</table></div>"}


@dataclass(slots=True)
class _OpenHeading:
    part: int
    """Index of its opening tag."""
    said: int
    """Index of its first text."""
    level: int
    attributes: str
    written: list[str] = field(default_factory=list)
    """Its text before emoji: GitHub makes the id of that."""


class HtmlWriter:
    """Writes one document: :meth:`write_html` any number of times, then :meth:`finish`.

    ``ids`` off: no element gets an id, and the contents stay empty. Raises TooMuchError where the
    HTML grows over its limit.
    """

    def __init__(self, links: Links, *, ids: bool = True) -> None:
        self.headings: list[Heading] = []
        self._out = Elements()
        self._links = links
        self._ids = ids
        self._outline = Outline()
        self._heading: _OpenHeading | None = None
        self._links_open = 0
        self._said: list[str] = []

    def finish(self) -> str:
        """The HTML, with every element closed."""
        self._out.close_to(0)
        return "".join(self._out.parts)

    def text(self) -> str:
        """The plain text, white space collapsed."""
        return " ".join("".join(self._said).split())

    def write_html(self, source: str) -> None:
        """Write a piece of HTML, as far as it is allowed."""
        if source in ("<br>", "<br/>", "<br />"):
            self._out.put("<br>")
            self._said.append(" ")
            return
        for piece in pieces(source):
            if isinstance(piece, str):
                self._out.put(escaped(piece))
                self._say(piece)
            elif isinstance(piece, Opening):
                self._open_raw(piece)
            else:
                self._close_raw(piece)

    def _open_raw(self, tag: Opening) -> None:
        name, attributes = RENAMED.get(tag.name, tag.name), tag.attributes
        if tag.name == "center":
            attributes = {"align": "center"}
        if name not in RAW_TAGS:
            return
        if name in BLOCKS:
            self._out.end_paragraph()
        self._out.end_open(ENDED_BY.get(name, frozenset()))
        if name in BLOCKS or name in ENDED_BY or name == "br":
            self._said.append(" ")
        if name in WITHIN and self._out.within() not in WITHIN[name]:
            return
        if name in VOID:
            self._void(name, attributes)
        elif name == "a":
            if not self._links_open:
                self._open_link(
                    True, attributes.get("href", ""), attributes.get("title", ""), self._id(attributes)
                )
        elif name in HEADINGS:
            if self._heading is None:
                self._open_heading(True, int(name[1]), _attributes(name, attributes))
        else:
            opener = f"<{name}{self._id(attributes)}{_attributes(name, attributes)}>"
            if name == "table":
                opener = f'<div class="table" tabindex="0">{opener}'
            self._out.open(name, True, opener, _RAW_CLOSERS.get(name, f"</{name}>"))

    def _void(self, name: str, attributes: dict[str, str]) -> None:
        if name == "img":
            self._image(attributes)
        elif name == "source":
            srcset = self._links.srcset(attributes.get("srcset", ""))
            if srcset:
                self._out.put(f'<source srcset="{html.escape(srcset)}"{_attributes(name, attributes)}>')
        else:
            self._out.put(f"<{name}{_attributes(name, attributes)}>")

    def _close_raw(self, tag: Closing) -> None:
        name = "h" if tag.name in HEADINGS else RENAMED.get(tag.name, tag.name)
        if self._out.close_named(name) and (name == "h" or name in BLOCKS or name in ENDED_BY):
            self._said.append(" ")

    def _id(self, attributes: dict[str, str]) -> str:
        """The ``id`` attribute for an element that has an id or a name of its own."""
        written = attributes.get("id") or attributes.get("name")
        name = anchor_name(written).removeprefix(ID_PREFIX) if written and self._ids else ""
        return f' id="{ID_PREFIX}{name}"' if name and self._outline.claim(name) else ""

    def _own_id(self, name: str) -> str:
        """An id that no other element has, as near to the name as can be."""
        return ID_PREFIX + self._outline.id_for(name)

    def _say(self, text: str, written: str | None = None) -> None:
        """Add to the plain text; ``written`` is the text before emoji."""
        self._said.append(text)
        if self._heading is not None:
            self._heading.written.append(text if written is None else written)

    # ------------------------------------------------------------------- headings

    def _open_heading(self, raw: bool, written: int, attributes: str) -> None:
        level = self._outline.level(written)
        said = len(self._said)
        if self._out.open("h", raw, f"<h{level}{attributes}>", f"</h{level}>\n", self._close_heading):
            self._heading = _OpenHeading(len(self._out.parts) - 1, said, level, attributes)

    def _close_heading(self) -> None:
        """Give the heading that was just closed its id, and the contents their entry; drop an empty one."""
        heading, self._heading = self._heading, None
        if heading is not None and len(self._out.parts) - heading.part == 2:
            del self._out.parts[heading.part :]
        elif heading is not None and self._ids:
            self._name_heading(heading)

    def _name_heading(self, heading: _OpenHeading) -> None:
        title = " ".join("".join(self._said[heading.said :]).split())
        name = self._outline.id_for("".join(heading.written)) if title else ""
        if name:
            name = ID_PREFIX + name
            self._out.parts[heading.part] = f'<h{heading.level} id="{name}"{heading.attributes}>'
            if len(self.headings) < MAX_HEADINGS:
                self.headings.append(Heading(heading.level, title[:MAX_TITLE], name))

    # ---------------------------------------------------------- links and pictures

    def _open_link(self, raw: bool, url: str, title: str, attributes: str) -> None:
        """A link; where it may lead nowhere, or stands in another, only its content."""
        href = self._links.link(url) if url and not self._links_open else None
        if not href and not attributes:
            self._out.open("a", raw, "", "")
            return
        address = f' href="{html.escape(href)}"' if href else ""
        tip = CHECKS["title"](title) if href else None
        attributes += f' title="{html.escape(tip)}"' if tip else ""
        if self._out.open("a", raw, f"<a{address}{attributes}>", "</a>", self._close_link):
            self._links_open += 1

    def _close_link(self) -> None:
        self._links_open -= 1

    def _image(self, attributes: dict[str, str]) -> None:
        """A picture; where it may not be loaded, its text."""
        written = attributes.get("src", "")
        src = self._links.image(written) if written else None
        alt = CHECKS["alt"](attributes.get("alt", "")) or ""
        self._say(alt)
        if not src:
            self._out.put(escaped(alt))
            return
        markup = f'<img src="{html.escape(src)}" alt="{html.escape(alt)}"'
        srcset = self._links.srcset(attributes["srcset"]) if attributes.get("srcset") else None
        if srcset:
            markup += f' srcset="{html.escape(srcset)}"'
        for theme in ("dark", "light"):
            if written.endswith(f"#gh-{theme}-mode-only"):
                markup += f' class="only-{theme}"'
        self._out.put(f"{markup}{_attributes('img', attributes, but='alt')}{_PICTURE}>")


def escaped(text: str) -> str:
    """Text as it may stand between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attributes(name: str, written: dict[str, str], but: str = "") -> str:
    """The attributes of a README's own element that are kept, checked and escaped."""
    kept = ""
    for key in sorted(RAW_ATTRIBUTES[name] & written.keys() - {but}):
        value = CHECKS[key](written[key])
        if value is not None:
            kept += f' {key}="{html.escape(value)}"'
    return kept
