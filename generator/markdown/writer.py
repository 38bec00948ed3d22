"""Markdown's tokens to HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence

from markdown_it.token import Token

from generator.markdown.autolinks import linked
from generator.markdown.emoji import with_emoji
from generator.markdown.highlight import Highlighter
from generator.markdown.html_writer import HtmlWriter, escaped
from generator.markdown.links import Links
from generator.markdown.raw import seen

_BARE = {
    f"{kind}_open": (tag, False, f"<{tag}>", f"</{tag}>\n")
    for kind, tag in {
        "blockquote": "blockquote",
        "list_item": "li",
        "paragraph": "p",
        "tbody": "tbody",
        "td": "td",
        "th": "th",
        "thead": "thead",
        "tr": "tr",
    }.items()
}
"""Blocks that are written as they are where their tokens say no more, as arguments of Elements.open."""
_EMPHASIS = {f"{kind}_open": (kind, False, f"<{kind}>", f"</{kind}>") for kind in ("em", "strong", "s")}


class MarkdownWriter(HtmlWriter):
    """Writes one document: :meth:`write` the tokens, then :meth:`finish`."""

    def __init__(self, links: Links, *, ids: bool = True) -> None:
        super().__init__(links, ids=ids)
        self._highlighter = Highlighter()
        self._checkbox: bool | None = None
        self._notes: dict[str, Sequence[Token]] = {}
        self._numbers: dict[str, int] = {}
        """The number of each note that was referred to, counted by the first time."""
        self._order: list[str] = []
        """The labels in that order."""
        self._places: dict[str, tuple[str, str]] = {}
        """The ids of a note's first reference and of itself, which no other element has."""

    def finish(self) -> str:
        """The HTML, with the notes that were referred to, every element closed."""
        self._out.close_to(0)
        self._write_notes()
        return super().finish()

    # --------------------------------------------------------------------- blocks

    def write(self, tokens: Sequence[Token]) -> None:
        """Write Markdown's tokens."""
        index, count = 0, len(tokens)
        while index < count:
            token = tokens[index]
            kind = token.type
            if kind == "inline":
                if self._checkbox is not None:
                    self._write_checkbox()
                self._inline(token.children or ())
            elif kind == "footnote_open":
                end = _end_of(tokens, index)
                self._notes.setdefault(token.meta["label"], tokens[index + 1 : end])
                index = end
            elif token.nesting > 0:
                if not token.hidden:
                    self._open_block(token)
            elif token.nesting < 0:
                self._close_block(token)
            elif kind == "html_block":
                self.write_html(token.content)
            elif kind == "hr":
                self._out.end_paragraph()
                self._out.put("<hr>\n")
            else:
                self._code(token)
            index += 1

    def _open_block(self, token: Token) -> None:
        kind, tag = token.type, token.tag
        self._out.end_paragraph()
        if kind in _BARE and not token.attrs and not token.meta:
            self._out.open(*_BARE[kind])
            return
        if kind == "heading_open":
            self._open_heading(False, int(tag[1]), "")
            return
        opener, closer = f"<{tag}>", f"</{tag}>\n"
        if kind == "list_item_open":
            self._checkbox = token.meta["checked"]
            opener = '<li class="task-list-item">'
        elif kind in ("bullet_list_open", "ordered_list_open"):
            tasks = ' class="contains-task-list"' if "class" in token.attrs else ""
            start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
            opener = f"<{tag}{start}{tasks}>\n"
        elif kind in ("th_open", "td_open"):
            opener = f'<{tag} align="{str(token.attrs["style"]).removeprefix("text-align:")}">'
        elif kind == "table_open":
            opener, closer = '<div class="table" tabindex="0"><table>\n', "</table></div>\n"
        elif kind == "alert_open":
            opener = f'<div class="markdown-alert markdown-alert-{token.meta["kind"].lower()}">\n'
        elif kind == "alert_title_open":
            opener = '<p class="markdown-alert-title">'
        self._out.open(tag, False, opener, closer)

    def _close_block(self, token: Token) -> None:
        if not token.hidden:
            if self._checkbox is not None:
                self._write_checkbox()
            self._out.close_markdown()
        self._said.append(" ")

    def _write_checkbox(self) -> None:
        """Write the box of the task that has just begun."""
        state, label = (" checked", "Done") if self._checkbox else ("", "To do")
        self._out.put(f'<input type="checkbox" disabled{state} aria-label="{label}"> ')
        self._checkbox = None

    def _code(self, token: Token) -> None:
        """A fence or an indented block."""
        self._out.end_paragraph()
        info = token.info.split(None, 1)
        code = self._highlighter.html(token.content, info[0] if info else "")
        self._out.put(f"<pre><code>{code}</code></pre>\n")
        self._say(token.content)
        self._say(" ")

    # -------------------------------------------------------------------- inlines

    def _inline(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self._plain(seen(token.content))
            elif kind == "softbreak":
                self._out.put("\n")
                self._say(" ")
            elif kind == "code_inline":
                self._out.put(f"<code>{escaped(token.content)}</code>")
                self._say(token.content)
            elif kind in _EMPHASIS:
                self._out.open(*_EMPHASIS[kind])
            elif kind == "link_open":
                self._open_link(False, str(token.attrs["href"]), seen(str(token.attrs.get("title", ""))), "")
            elif token.nesting < 0:
                self._out.close_markdown()
            elif kind == "image":
                attributes = {key: seen(str(value)) for key, value in token.attrs.items()}
                attributes["alt"] = seen(_said(token.children or ()))
                self._image(attributes)
            elif kind == "html_inline":
                self.write_html(token.content)
            elif kind == "hardbreak":
                self._out.put("<br>\n")
                self._say(" ")
            elif kind == "footnote_ref":
                self._refer(token.meta["label"])

    def _plain(self, written: str) -> None:
        """Text, with its emoji and bare addresses."""
        text = with_emoji(written) if ":" in written else written
        self._say(text, written)
        if self._links_open or not ("://" in text or "@" in text or "www." in text.lower()):
            self._out.put(escaped(text))
            return
        for piece, url in linked(text):
            href = self._links.link(url) if url else None
            if href:
                self._out.put(f'<a href="{html.escape(href)}">{escaped(piece)}</a>')
            else:
                self._out.put(escaped(piece))

    # ---------------------------------------------------------------------- notes

    def _refer(self, label: str) -> None:
        """The number of a note, as a link to it."""
        first = label not in self._numbers
        if first:
            self._order.append(label)
            self._numbers[label] = number = len(self._order)
            self._places[label] = self._own_id(f"fnref-{number}"), self._own_id(f"fn-{number}")
        number = self._numbers[label]
        if self._links_open or not self._ids:
            self._out.put(f"<sup>{number}</sup>")
            return
        reference, note = self._places[label]
        place = f' id="{reference}"' if first else ""
        self._out.put(f'<sup class="footnote-ref"><a href="#{note}"{place}>{number}</a></sup>')

    def _write_notes(self) -> None:
        """The notes that were referred to, in the order of the first time; they may refer to others."""
        if not self._numbers:
            return
        self._out.put('<section class="footnotes">\n<ol>\n')
        for label in self._order:  # a note may add to the order
            reference, note = self._places[label]
            self._out.open("li", False, f'<li id="{note}">' if self._ids else "<li>", "</li>\n")
            tokens = self._notes.get(label, ())
            paragraph = bool(tokens) and tokens[-1].type == "paragraph_close"
            self.write(tokens[:-1] if paragraph else tokens)
            self._out.close_raw()
            if self._ids:
                back = f'href="#{reference}" class="footnote-backref"'
                self._out.put(f' <a {back} aria-label="Back to the text">↩</a>')
            if paragraph:
                self._out.close_markdown()
            self._out.close_markdown()
            self._say(" ")
        self._out.put("</ol>\n</section>\n")


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Where the note that opens at ``start`` closes."""
    level = tokens[start].level
    index = start + 1
    while tokens[index].type != "footnote_close" or tokens[index].level != level:
        index += 1
    return index


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
