"""Tokens to HTML: every tag is written here, in one plain form, properly nested and bounded.

A README's own HTML goes the same way: its tags are looked up in :mod:`generator.markdown.allowed`,
opened and closed on the same stack as those of Markdown. What comes out is a tree whose depth and
size are bounded, before the sanitiser parses it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from generator.markdown.allowed import (
    BLOCKS,
    CHECKS,
    ENDED_BY,
    HEADINGS,
    ONLY_PARTS,
    PICTURE,
    RAW_ATTRIBUTES,
    RAW_TAGS,
    RENAMED,
    SPANS,
    VOID,
    WITHIN,
)
from generator.markdown.autolinks import linked
from generator.markdown.emoji import with_emoji
from generator.markdown.highlight import Highlighter
from generator.markdown.links import ID_PREFIX, Links, anchor_name
from generator.markdown.outline import MAX_HEADINGS, Heading, Outline
from generator.markdown.raw import Closing, Opening, pieces

MAX_DEPTH = 64
"""Elements inside each other; deeper ones are not opened, their text is kept. The sanitiser is
quadratic in depth."""
MAX_HTML = 400_000
"""Characters of HTML; the largest of 2,900 real documents of up to 50 KB came to 80,000."""
MAX_TITLE = 200
"""Characters of a heading in the list of contents."""

_PICTURE = "".join(f' {name}="{value}"' for name, value in PICTURE.items())
_RAW_CLOSERS = {"table": "</table></div>"}
_EMPHASIS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}


class TooMuchError(Exception):
    """The HTML would be longer than :data:`MAX_HTML`."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element."""

    tag: str
    """Its name; ``h`` for any heading, empty for one that was not written or has ended already."""
    raw: bool
    """Whether a README's own tag opened it, and such a tag closes it; else a token of Markdown does."""
    closer: str
    then: Callable[[], None] | None = None
    """What to do once it is closed."""


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


class Writer:
    """Writes one document: :meth:`write` and :meth:`write_html` any number of times, then :meth:`finish`.

    Raises TooMuchError where the HTML grows over its limit.
    """

    def __init__(self, links: Links, *, ids: bool = True) -> None:
        self.headings: list[Heading] = []
        self._links = links
        self._outline = Outline()
        self._ids = ids
        self._highlighter = Highlighter()
        self._parts: list[str] = []
        self._size = 0
        self._said: list[str] = []
        self._frames: list[_Frame] = []
        self._links_open = 0
        self._heading: _OpenHeading | None = None
        self._checkbox: bool | None = None
        self._notes: dict[str, Sequence[Token]] = {}
        self._numbers: dict[str, int] = {}
        """The number of each note that was referred to, counted by the first time."""
        self._order: list[str] = []
        """The labels in that order."""

    def finish(self) -> str:
        """The HTML, with the notes that were referred to, every element closed."""
        self._close_to(0)
        self._write_notes()
        return "".join(self._parts)

    def text(self) -> str:
        """The plain text, white space collapsed."""
        return " ".join("".join(self._said).split())

    # ------------------------------------------------------------------- elements

    def _put(self, markup: str) -> None:
        self._parts.append(markup)
        self._size += len(markup)

    def _say(self, text: str, written: str | None = None) -> None:
        """Add to the plain text; ``written`` is the text before emoji."""
        self._said.append(text)
        if self._heading is not None:
            self._heading.written.append(text if written is None else written)

    def _open(
        self, tag: str, raw: bool, opener: str, closer: str, then: Callable[[], None] | None = None
    ) -> bool:
        """Open an element; whether it was written, which it is not beyond the greatest depth."""
        if len(self._frames) < MAX_DEPTH:
            self._put(opener)
            self._frames.append(_Frame(tag, raw, closer, then))
            return True
        if not raw:  # its closing token will come and wants its frame
            self._frames.append(_Frame("", raw, ""))
        return False

    def _close_top(self) -> None:
        frame = self._frames.pop()
        self._put(frame.closer)
        if frame.then is not None:
            frame.then()

    def _close_to(self, height: int) -> None:
        while len(self._frames) > height:
            self._close_top()

    def _close_markdown(self) -> None:
        """Close the innermost element of Markdown, and a README's own that were left open in it."""
        while self._frames[-1].raw:
            self._close_top()
        self._close_top()

    def _end_open(self, names: frozenset[str]) -> None:
        """Close the README's own elements of these names, with the spans that are open in them."""
        height = len(self._frames)
        while height and self._frames[height - 1].raw:
            height -= 1
            tag = self._frames[height].tag
            if tag in names:
                self._close_to(height)
            elif tag not in SPANS:
                return

    def _end_paragraph(self) -> None:
        """End the paragraph that is open, with its spans, as an HTML parser does where a block begins.

        The frames of Markdown's elements stay for their closing tokens, with nothing more to write.
        """
        start = len(self._frames) - 1
        while start >= 0 and self._frames[start].tag in SPANS:
            start -= 1
        if start < 0 or self._frames[start].tag != "p":
            return
        ended = self._frames[start:]
        del self._frames[start:]
        for frame in reversed(ended):
            self._put(frame.closer)
            if frame.raw and frame.then is not None:
                frame.then()
        self._frames += [_Frame("", False, "", frame.then) for frame in ended if not frame.raw]

    # --------------------------------------------------------------------- blocks

    def write(self, tokens: Sequence[Token]) -> None:
        """Write Markdown's tokens."""
        index, count = 0, len(tokens)
        while index < count:
            token = tokens[index]
            if token.type == "inline":
                self._write_checkbox()
                self._inline(token.children or ())
                if self._size > MAX_HTML:
                    raise TooMuchError
            elif token.type == "footnote_open":
                end = _end_of(tokens, index)
                self._notes.setdefault(token.meta["label"], tokens[index + 1 : end])
                index = end
            elif token.nesting > 0:
                if not token.hidden:
                    self._open_block(token)
            elif token.nesting < 0:
                self._close_block(token)
            elif token.type == "html_block":
                self.write_html(token.content)
            elif token.type == "hr":
                self._end_paragraph()
                self._put("<hr>\n")
            else:
                self._code(token)
            index += 1

    def _open_block(self, token: Token) -> None:
        kind, tag = token.type, token.tag
        self._end_paragraph()
        if kind == "heading_open":
            self._open_heading(False, int(tag[1]), "")
            return
        opener, closer = f"<{tag}>", f"</{tag}>\n"
        if kind == "list_item_open":
            self._checkbox = token.meta.get("checked")
            if self._checkbox is not None:
                opener = '<li class="task-list-item">'
        elif kind in ("bullet_list_open", "ordered_list_open"):
            tasks = ' class="contains-task-list"' if "class" in token.attrs else ""
            start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
            opener = f"<{tag}{start}{tasks}>\n"
        elif kind in ("th_open", "td_open"):
            if "style" in token.attrs:
                opener = f'<{tag} align="{str(token.attrs["style"]).removeprefix("text-align:")}">'
        elif kind == "table_open":
            opener, closer = '<div class="table" tabindex="0"><table>\n', "</table></div>\n"
        elif kind == "alert_open":
            opener = f'<div class="markdown-alert markdown-alert-{token.meta["kind"].lower()}">\n'
        elif kind == "alert_title_open":
            opener = '<p class="markdown-alert-title">'
        self._open(tag, False, opener, closer)

    def _close_block(self, token: Token) -> None:
        if not token.hidden:
            self._write_checkbox()
            self._close_markdown()
        self._said.append(" ")

    def _write_checkbox(self) -> None:
        """Write the box of the task that has just begun."""
        if self._checkbox is not None:
            state, label = (" checked", "Done") if self._checkbox else ("", "To do")
            self._put(f'<input type="checkbox" disabled{state} aria-label="{label}"> ')
            self._checkbox = None

    def _code(self, token: Token) -> None:
        """A fence or an indented block."""
        self._end_paragraph()
        info = token.info.split(None, 1)
        code = self._highlighter.html(token.content, info[0] if info else "")
        self._put(f"<pre><code>{code}</code></pre>\n")
        self._say(token.content)
        self._say(" ")

    # ------------------------------------------------------------------- headings

    def _open_heading(self, raw: bool, written: int, attributes: str) -> None:
        level = self._outline.level(written)
        heading = _OpenHeading(len(self._parts), len(self._said), level, attributes)
        if self._open("h", raw, f"<h{level}{attributes}>", f"</h{level}>\n", self._close_heading):
            self._heading = heading

    def _close_heading(self) -> None:
        """Give the heading that was just closed its id, and the contents their entry; drop an empty one."""
        heading, self._heading = self._heading, None
        if heading is not None and len(self._parts) - heading.part == 2:
            del self._parts[heading.part :]
        elif heading is not None and self._ids:
            self._name_heading(heading)

    def _name_heading(self, heading: _OpenHeading) -> None:
        title = " ".join("".join(self._said[heading.said :]).split())
        name = self._outline.id_for("".join(heading.written)) if title else ""
        if name:
            name = ID_PREFIX + name
            self._parts[heading.part] = f'<h{heading.level} id="{name}"{heading.attributes}>'
            if len(self.headings) < MAX_HEADINGS:
                self.headings.append(Heading(heading.level, title[:MAX_TITLE], name))

    # -------------------------------------------------------------------- inlines

    def _inline(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self._plain(token.content)
            elif kind == "softbreak":
                self._put("\n")
                self._say(" ")
            elif kind == "code_inline":
                self._put(f"<code>{_escaped(token.content)}</code>")
                self._say(token.content)
            elif kind in _EMPHASIS:
                self._open(token.tag, False, f"<{token.tag}>", f"</{token.tag}>")
            elif kind == "link_open":
                self._open_link(False, str(token.attrs["href"]), str(token.attrs.get("title", "")), "")
            elif token.nesting < 0:
                self._close_markdown()
            elif kind == "image":
                attributes = {key: str(value) for key, value in token.attrs.items()}
                attributes["alt"] = _said(token.children or ())
                self._image(attributes)
            elif kind == "html_inline":
                self.write_html(token.content)
            elif kind == "hardbreak":
                self._put("<br>\n")
                self._say(" ")
            elif kind == "footnote_ref":
                self._refer(token.meta["label"])

    def _plain(self, written: str) -> None:
        """Text, with its emoji and bare addresses."""
        text = with_emoji(written) if ":" in written else written
        self._say(text, written)
        if self._links_open or not ("://" in text or "@" in text or "www." in text.lower()):
            self._put(_escaped(text))
            return
        for piece, url in linked(text):
            href = self._links.link(url) if url else None
            if href:
                self._put(f'<a href="{html.escape(href)}">{_escaped(piece)}</a>')
            else:
                self._put(_escaped(piece))

    def _open_link(self, raw: bool, url: str, title: str, attributes: str) -> None:
        """A link; where it may lead nowhere, or stands in another, only its content."""
        href = self._links.link(url) if url and not self._links_open else None
        if not href and not attributes:
            self._open("a", raw, "", "")
            return
        address = f' href="{html.escape(href)}"' if href else ""
        tip = CHECKS["title"](title) if href else None
        attributes += f' title="{html.escape(tip)}"' if tip else ""
        if self._open("a", raw, f"<a{address}{attributes}>", "</a>", self._close_link):
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
            self._put(_escaped(alt))
            return
        markup = f'<img src="{html.escape(src)}" alt="{html.escape(alt)}"'
        srcset = self._links.srcset(attributes["srcset"]) if attributes.get("srcset") else None
        if srcset:
            markup += f' srcset="{html.escape(srcset)}"'
        for theme in ("dark", "light"):
            if written.endswith(f"#gh-{theme}-mode-only"):
                markup += f' class="only-{theme}"'
        self._put(f"{markup}{_attributes('img', attributes, but='alt')}{_PICTURE}>")

    # ----------------------------------------------------------- a README's own HTML

    def write_html(self, source: str) -> None:
        """Write a piece of HTML, as far as it is allowed."""
        if source in ("<br>", "<br/>", "<br />"):
            self._put("<br>")
            self._said.append(" ")
            return
        for piece in pieces(source):
            if isinstance(piece, str):
                self._put(_escaped(piece))
                self._say(piece)
            elif isinstance(piece, Opening):
                self._open_raw(piece)
            else:
                self._close_raw(piece)
        if self._size > MAX_HTML:
            raise TooMuchError

    def _open_raw(self, tag: Opening) -> None:
        name, attributes = RENAMED.get(tag.name, tag.name), tag.attributes
        if tag.name == "center":
            attributes = {"align": "center"}
        if name not in RAW_TAGS:
            return
        if name in BLOCKS:
            self._end_paragraph()
        self._end_open(ENDED_BY.get(name, frozenset()))
        if name in BLOCKS or name in ENDED_BY or name == "br":
            self._said.append(" ")
        within = self._frames[-1].tag if self._frames and self._frames[-1].raw else ""
        if (name in WITHIN and within not in WITHIN[name]) or (
            within in ONLY_PARTS and name not in WITHIN and name != "img"
        ):
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
            self._open(name, True, opener, _RAW_CLOSERS.get(name, f"</{name}>"))

    def _void(self, name: str, attributes: dict[str, str]) -> None:
        if name == "img":
            self._image(attributes)
        elif name == "source":
            srcset = self._links.srcset(attributes.get("srcset", ""))
            if srcset:
                self._put(f'<source srcset="{html.escape(srcset)}"{_attributes(name, attributes)}>')
        else:
            self._put(f"<{name}{_attributes(name, attributes)}>")

    def _close_raw(self, tag: Closing) -> None:
        """Close the nearest element of that name, if it is not outside of one of Markdown's."""
        name = "h" if tag.name in HEADINGS else RENAMED.get(tag.name, tag.name)
        height = len(self._frames)
        while height and self._frames[height - 1].raw:
            height -= 1
            if self._frames[height].tag == name:
                self._close_to(height)
                if name == "h" or name in BLOCKS or name in ENDED_BY:
                    self._said.append(" ")
                return

    def _id(self, attributes: dict[str, str]) -> str:
        """The ``id`` attribute for an element that has an id or a name of its own."""
        written = attributes.get("id") or attributes.get("name")
        name = anchor_name(written).removeprefix(ID_PREFIX) if written and self._ids else ""
        return f' id="{ID_PREFIX}{name}"' if name and self._outline.claim(name) else ""

    # ---------------------------------------------------------------------- notes

    def _refer(self, label: str) -> None:
        """The number of a note, as a link to it."""
        first = label not in self._numbers
        if first:
            self._order.append(label)
            self._numbers[label] = len(self._order)
        number = self._numbers[label]
        if self._links_open or not self._ids:
            self._put(f"<sup>{number}</sup>")
            return
        place = f' id="{ID_PREFIX}fnref-{number}"' if first else ""
        self._put(f'<sup class="footnote-ref"><a href="#{ID_PREFIX}fn-{number}"{place}>{number}</a></sup>')

    def _write_notes(self) -> None:
        """The notes that were referred to, in the order of the first time; they may refer to others."""
        if not self._numbers:
            return
        self._put('<section class="footnotes">\n<ol>\n')
        for written, label in enumerate(self._order, 1):  # a note may add to the order
            self._open("li", False, f'<li id="{ID_PREFIX}fn-{written}">' if self._ids else "<li>", "</li>\n")
            tokens = self._notes.get(label, ())
            paragraph = bool(tokens) and tokens[-1].type == "paragraph_close"
            self.write(tokens[:-1] if paragraph else tokens)
            if self._ids:
                back = f'href="#{ID_PREFIX}fnref-{written}" class="footnote-backref"'
                self._put(f' <a {back} aria-label="Back to the text">↩</a>')
            if paragraph:
                self._close_markdown()
            self._close_markdown()
            self._say(" ")
        self._put("</ol>\n</section>\n")


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Where the note that opens at ``start`` closes."""
    level = tokens[start].level
    index = start + 1
    while tokens[index].type != "footnote_close" or tokens[index].level != level:
        index += 1
    return index


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _said(tokens: Sequence[Token]) -> str:
    """The plain text of inline tokens, for an ``alt``."""
    texts = []
    for token in tokens:
        if token.type == "image":
            texts.append(_said(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            texts.append(" ")
        elif token.type != "html_inline":
            texts.append(token.content)
    return "".join(texts)


def _attributes(name: str, written: dict[str, str], but: str = "") -> str:
    """The attributes of a README's own element that are kept, checked and escaped."""
    kept = ""
    for key in sorted(RAW_ATTRIBUTES[name] & written.keys() - {but}):
        value = CHECKS[key](written[key])
        if value is not None:
            kept += f' {key}="{html.escape(value)}"'
    return kept
