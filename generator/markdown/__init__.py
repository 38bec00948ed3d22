"""Untrusted READMEs to safe HTML.

The steps, a module each, in their order:

1. :mod:`~generator.markdown.cut` decodes the bytes and cuts them to 50 KB;
2. :mod:`~generator.markdown.parser` makes tokens of Markdown (with
   :mod:`~generator.markdown.quick_inline` and :mod:`~generator.markdown.footnotes`),
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

from generator.markdown.cut import MAX_README, decode, truncate
from generator.markdown.links import ID_PREFIX
from generator.markdown.outline import Heading
from generator.markdown.page import RenderedPage, render_page
from generator.markdown.passages import Kind, Link, Passage, passages
from generator.markdown.readme import (
    RENDERER_VERSION,
    RenderedReadme,
    preformatted,
    render_notes,
    render_readme,
)

__all__ = [
    "ID_PREFIX",
    "MAX_README",
    "RENDERER_VERSION",
    "Heading",
    "Kind",
    "Link",
    "Passage",
    "RenderedPage",
    "RenderedReadme",
    "decode",
    "passages",
    "preformatted",
    "render_notes",
    "render_page",
    "render_readme",
    "truncate",
]
