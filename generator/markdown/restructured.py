"""reStructuredText to HTML by docutils, with everything off that reads files, the network or the clock.

docutils is slow on markup made for it (50 KB of ``*a`` took 18 s), so only documents of ordinary
shape are given to it; the bounds keep the worst measured one under a second.
"""

from __future__ import annotations

import html
import io
import re

MAX_LINES = 800
"""Lines; tables, lists and options cost up to 1 ms a line."""
MAX_MARKS = 1_500
"""Places where inline markup may begin or end."""
MAX_RUN = 400_000
"""Marks times characters of one run of lines without an empty one: at each mark the rest is searched."""
MAX_SUBSTITUTION = 500
"""Characters of one substitution, which may be repeated at each reference."""

MAX_LINE = 10_000
"""Characters of one line; docutils leaves a document with a longer one out."""
MAX_DEPTH = 40
"""Blocks within blocks. docutils calls itself some nine times for each, Python allows 1,000 calls in all,
and how many are left depends on who asks."""

_LEAD = re.compile(
    r"(?:[-*+\u2022\u2023\u2043] |\(?[0-9A-Za-z#]{1,4}[.)] |:[^:\n]{1,80}: |\.\. (?:[^\n:]{1,80}:: )?|\| )\s*"
)
_MARK = re.compile(r"(?<!\w)(?:\*\*?|``?|\||\[|_`)|\w__?(?!\w)")
_SUBSTITUTION = re.compile(r"^[ \t]*\.\. \|.*(?:\n[ \t]+\S.*)*", re.MULTILINE)

_SETTINGS: dict[str, object] = {
    "_disable_config": True,
    "auto_id_prefix": "rst-",
    "doctitle_xform": False,
    "docinfo_xform": False,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "image_loading": "link",
    "math_output": "LaTeX",
    "raw_enabled": False,
    "report_level": 5,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "strip_comments": True,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "toc_backlinks": False,
    "traceback": True,  # raise what goes wrong, rather than print it and exit
}


def ordinary(text: str) -> bool:
    """Whether docutils reads a document of this shape in bounded time."""
    lines = text.split("\n")
    if len(lines) > MAX_LINES or max(map(len, lines)) > MAX_LINE or len(_MARK.findall(text)) > MAX_MARKS:
        return False
    if _depth(lines) > MAX_DEPTH:
        return False
    for definition in _SUBSTITUTION.findall(text):
        if len(definition) > MAX_SUBSTITUTION or definition.count("|") > 2:
            return False
    return all(len(run) * len(_MARK.findall(run)) <= MAX_RUN for run in re.split(r"\n[ \t]*\n", text))


def _depth(lines: list[str]) -> int:
    """How many blocks at most may stand in each other, by indentation and by what lines begin with."""
    deepest = 0
    indents: list[int] = []
    for line in lines:
        written = line.lstrip()
        if not written:
            continue
        indent = len(line) - len(written)
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        leads, position = 0, 0
        while leads <= MAX_DEPTH and (lead := _LEAD.match(written, position)):
            leads, position = leads + 1, lead.end()
        deepest = max(deepest, len(indents) + leads)
    return deepest


def restructured_html(text: str) -> str:
    """The HTML of an ordinary document, as docutils writes it: not safe yet.

    Raises what docutils raises on text that it cannot read, RecursionError among them.
    """
    from docutils import nodes  # these take 0.2 s to import, for one README in fifty
    from docutils.core import publish_parts
    from docutils.parsers.rst import Directive, directives, roles
    from docutils.writers.html5_polyglot import HTMLTranslator
    from docutils.writers.html5_polyglot import Writer as HtmlWriter

    class Translator(HTMLTranslator):
        """Writes inline code as such, which docutils writes as a span with a class."""

        def visit_literal(self, node: nodes.literal) -> None:
            self.body.append(f"<code>{html.escape(node.astext(), quote=False)}</code>")
            raise nodes.SkipNode

    class NoDate(Directive):
        """``.. date::`` would make the page depend on the day of the build."""

        def run(self) -> list[object]:  # type: ignore[override]
            return []

    directives.register_directive("date", NoDate)
    writer = HtmlWriter()
    writer.translator_class = Translator
    try:
        parts = publish_parts(
            text, writer=writer, settings_overrides={**_SETTINGS, "warning_stream": io.StringIO()}
        )
    finally:
        # Roles that one document defines must not reach the next; docutils keeps them in its module.
        vars(roles)["_roles"].clear()
    body: str = parts["body"]
    return body
