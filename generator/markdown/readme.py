"""READMEs and notes to safe HTML: the steps in their order, and what is shown when one fails."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

import docutils
import markdown_it
import nh3
import pygments

from generator.markdown.allowed import UNSEEN
from generator.markdown.elements import TooMuchError
from generator.markdown.html_writer import HtmlWriter
from generator.markdown.links import Links
from generator.markdown.outline import slugged
from generator.markdown.parser import parse
from generator.markdown.rendered import RenderedReadme
from generator.markdown.restructured import ordinary, restructured_html
from generator.markdown.sanitise import sanitised
from generator.markdown.writer import MarkdownWriter
from generator.model import Readme
from generator.urls import RepoLocation
from generator.yaml_text import parse_front_matter, split_front_matter

_NH3: str = nh3.__version__  # type: ignore[attr-defined]  # its stubs leave it out
_LIBRARIES = (markdown_it.__version__, _NH3, pygments.__version__, docutils.__version__)
RENDERER_VERSION = "-".join(("2", *_LIBRARIES))  # raise the number with every change of the HTML
"""What the HTML of a README depends on beside its text, path and location; part of a cache's keys."""

MAX_TEXT = 51_200
"""Characters of plain text."""

PLAIN = "Shown as plain text, since its format is not one that is rendered here."
TOO_MUCH = "Shown as plain text, since its markup is too large or too deep to be rendered here."
FAILED = "Shown as plain text, since it could not be rendered here."
AS_WRITTEN = "A part of it is shown as written, since it is too long to be read as markup."
CUT = "Only its beginning is shown, since it is over 50 KB."
BINARY = "The README is not a text file, so it is not shown."

_MARKDOWN = frozenset(
    (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mkdown", ".mdx", ".qmd", ".rmd", ".livemd")
)
_RESTRUCTURED = frozenset((".rst", ".rest"))

_FIELD = re.compile(r"\s*(?:#[^\n]*\n\s*)*[A-Za-z_][\w-]*[ \t]*:")


def render_readme(readme: Readme, location: RepoLocation) -> RenderedReadme:
    """The README as safe HTML, whatever it holds. Never raises for its content.

    Its relative links lead into the repository at the location's commit. What cannot be rendered in
    bounded time and size is shown as preformatted text with a note. The time is bounded by the
    structure of the text alone, so the same README gives the same bytes on every machine.
    """
    rendered = _rendered(readme, location)
    if not readme.truncated:
        return rendered
    return replace(rendered, note=f"{rendered.note} {CUT}".strip())


def _rendered(readme: Readme, location: RepoLocation) -> RenderedReadme:
    if readme.binary:
        return RenderedReadme("", note=BINARY)
    text = UNSEEN.sub("", readme.text)
    extension = PurePosixPath(readme.path).suffix.lower()
    try:
        if extension in _MARKDOWN:
            return _markdown(text, Links(location, readme.path))
        if extension in _RESTRUCTURED and ordinary(text):
            return _restructured(text, Links(location, readme.path))
    except TooMuchError:
        return preformatted(text, TOO_MUCH)
    except Exception:  # noqa: BLE001 - libraries are fed hostile text, and one README must not end a build
        return preformatted(text, FAILED)
    return preformatted(text, TOO_MUCH if extension in _RESTRUCTURED else PLAIN)


def render_notes(text: str) -> str:
    """The notes of a definition as safe HTML: no pictures, no ids, absolute links only."""
    text = UNSEEN.sub("", text)
    try:
        writer = MarkdownWriter(Links(None, pictures=False), ids=False)
        writer.write(parse(text)[0])
        return sanitised(writer.finish())
    except Exception:  # noqa: BLE001 - as above
        return preformatted(text, FAILED).html


def preformatted(text: str, note: str) -> RenderedReadme:
    """The text as it is written."""
    text = UNSEEN.sub("", text)
    return RenderedReadme(
        f'<pre tabindex="0">{html.escape(text, quote=False)}</pre>\n',
        text=" ".join(text.split())[:MAX_TEXT],
        note=note,
    )


def _markdown(text: str, links: Links) -> RenderedReadme:
    tokens, as_written = parse(_without_front_matter(text))
    links.anchors = {
        slugged(after.content) for token, after in pairwise(tokens) if token.type == "heading_open"
    }
    writer = MarkdownWriter(links)
    writer.write(tokens)
    return _finished(writer, AS_WRITTEN if as_written else "")


def _restructured(text: str, links: Links) -> RenderedReadme:
    writer = HtmlWriter(links)
    writer.write_html(UNSEEN.sub("", restructured_html(text)))
    return _finished(writer, "")


def _finished(writer: HtmlWriter, note: str) -> RenderedReadme:
    markup = sanitised(writer.finish())
    return RenderedReadme(markup, tuple(writer.headings), writer.text()[:MAX_TEXT], note)


def _without_front_matter(text: str) -> str:
    """The text without its metadata; what stands between two rules but holds no fields is text."""
    block, rest = split_front_matter(text)
    return rest if block is not None and _FIELD.match(block) and parse_front_matter(text) else text
