"""Untrusted READMEs to safe HTML.

The steps, a module each, in their order:

1. :mod:`~generator.markdown.cut` decodes the bytes and cuts them to 50 KB;
2. :mod:`~generator.markdown.parser` makes tokens of Markdown (with
   :mod:`~generator.markdown.blocks`, :mod:`~generator.markdown.quick_inline` and
   :mod:`~generator.markdown.footnotes`),
   :mod:`~generator.markdown.restructured` HTML of reStructuredText;
3. :mod:`~generator.markdown.writer` (Markdown) and :mod:`~generator.markdown.html_writer` (HTML, by
   :mod:`~generator.markdown.raw`) write them as HTML of one plain form, on the stack of
   :mod:`~generator.markdown.elements` that bounds depth and size, with the help of
   :mod:`~generator.markdown.links`, :mod:`~generator.markdown.outline`,
   :mod:`~generator.markdown.autolinks`, :mod:`~generator.markdown.emoji`,
   :mod:`~generator.markdown.highlight` (Pygments, by :mod:`~generator.markdown.quick_lexer`);
4. :mod:`~generator.markdown.sanitise` lets through what :mod:`~generator.markdown.allowed` lists.

:mod:`~generator.markdown.readme` is the list of these steps.
:mod:`~generator.markdown.passages` reads lists of links, for imports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.late import late

__all__ = [
    "ID_PREFIX",
    "MAX_README",
    "RENDERER_VERSION",
    "Heading",
    "RenderedPage",
    "RenderedReadme",
    "decode",
    "preformatted",
    "render_notes",
    "render_page",
    "render_readme",
    "truncate",
]

if TYPE_CHECKING:
    from generator.markdown.cut import MAX_README, decode, truncate
    from generator.markdown.links import ID_PREFIX
    from generator.markdown.page import RenderedPage, render_page
    from generator.markdown.readme import RENDERER_VERSION, preformatted, render_notes, render_readme
    from generator.markdown.rendered import Heading, RenderedReadme
else:
    __getattr__ = late(
        __name__,
        {
            "ID_PREFIX": "links",
            "MAX_README": "cut",
            "RENDERER_VERSION": "readme",
            "Heading": "rendered",
            "RenderedPage": "page",
            "RenderedReadme": "rendered",
            "decode": "cut",
            "preformatted": "readme",
            "render_notes": "readme",
            "render_page": "page",
            "render_readme": "readme",
            "truncate": "cut",
        },
    )
