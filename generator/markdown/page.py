"""The catalog owner's own pages and footer as HTML: the way of READMEs, with links within the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from generator.markdown.links import Links
from generator.markdown.outline import TOP_LEVEL, slugged
from generator.markdown.parser import parse
from generator.markdown.rendered import Heading
from generator.markdown.sanitise import sanitised
from generator.markdown.writer import MarkdownWriter
from generator.urls import safe_url

_SITE = "https://this-site.invalid/"
"""Stands for the site's root until the sanitiser, which knows absolute addresses alone, is done."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")

Where = Callable[[str], str | None]
"""The path in the site of what a relative link names, None where it names nothing."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page of the owner's."""

    html: str
    """Sanitised; headings from h2 down, ids prefixed."""
    headings: tuple[Heading, ...]
    pictures_elsewhere: bool
    """Whether it shows pictures of other hosts."""
    lost: tuple[str, ...] = ()
    """Relative links that lead nowhere, as written."""


class _PageLinks(Links):
    """Absolute links as they are; relative ones within the site, or nowhere."""

    def __init__(self, where: Where) -> None:
        super().__init__(None)
        self._where = where
        self.lost: list[str] = []

    def _link(self, url: str) -> str | None:
        return super()._link(url) if _SCHEME.match(url) or not url else self._inside(url)

    def image(self, url: str) -> str | None:
        return super().image(url) if _SCHEME.match(url.strip()) else self._inside(url.strip())

    def _inside(self, url: str) -> str | None:
        path, hash_mark, fragment = url.partition("#")
        found = self._where(path)
        if found is None:
            self.lost.append(url)
            return None
        anchor = self._anchor(fragment) if hash_mark else ""
        return safe_url(f"{_SITE}{found}{anchor or ''}")


def render_page(text: str, root: str, where: Where) -> RenderedPage:
    """A page's Markdown as safe HTML; ``root`` leads from the page to the site's root.

    The time is bounded as that of READMEs. Raises what the parser raises for what is too deep.
    """
    tokens, _ = parse(text)
    links = _PageLinks(where)
    links.anchors = {
        slugged(after.content) for token, after in pairwise(tokens) if token.type == "heading_open"
    }
    writer = MarkdownWriter(links)
    writer.write(tokens)
    # No < stands in a text or an attribute now, so these are the elements.
    html = _HEADING.sub(
        lambda match: f"{match[1]}{int(match[2]) - TOP_LEVEL + 2}", sanitised(writer.finish())
    )
    return RenderedPage(
        html=html.replace(f'"{_SITE}', f'"{root}'),
        headings=tuple(writer.headings),
        pictures_elsewhere=bool(
            re.search(r'<(?:img|source) [^>]*src(?:set)?="https:(?!//this-site\.invalid/)', html)
        ),
        lost=tuple(links.lost),
    )
