"""A README's own HTML, cut into tags and text.

The pieces are written out again in one plain form by the writer, so the sanitiser (a full HTML
parser) never sees a stranger's own spelling of a tag, nor any comment, CDATA or foreign element.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.markdown.allowed import UNSEEN, UNSHOWN

MAX_TAG = 16_384
"""Characters of one tag; a longer one is shown as text."""
MAX_FAILURES = 100
"""Times that a ``<`` of one block may turn out to be no tag before the rest is taken for text.
With :data:`MAX_TAG` it bounds the work."""

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9-]*)((?>[^"'<>]+|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""",
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening tag; names in lower case, of a repeated attribute the first."""

    name: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing tag."""

    name: str


def pieces(source: str) -> Iterator[str | Opening | Closing]:
    """The tags and the decoded text of a piece of HTML, without what is never shown."""
    position = failures = 0
    endless: set[str] = set()  # names of unshown elements that have no end from here on
    while (start := source.find("<", position)) >= 0 and failures < MAX_FAILURES:
        if start > position:
            yield decoded(source[position:start])
        if source.startswith(("<!", "<?"), start):
            position = _after_comment(source, start)
            continue
        match = _TAG.match(source, start, start + MAX_TAG)
        if not match:
            failures += 1
            yield "<"
            position = start + 1
            continue
        position = match.end()
        name = match[2].lower()
        if match[1]:
            yield Closing(name)
        elif name in UNSHOWN:
            position = _after_element(source, name, position, endless)
        else:
            yield Opening(name, _attributes(match[3]))
    if position < len(source):
        yield decoded(source[position:])


def decoded(text: str) -> str:
    """Text with its entities resolved, those with their semicolon only, and nothing that cannot be seen."""
    return _ENTITY.sub(lambda match: seen(html.unescape(match[0])), text) if "&" in text else text


def seen(text: str) -> str:
    """Text without characters that cannot be seen, which entities may stand for."""
    return text if text.isascii() and text.isprintable() else UNSEEN.sub("", text)


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), decoded(value))
    return found


def _after_comment(source: str, start: int) -> int:
    """Where a comment, declaration, instruction or CDATA section ends; an open one at the end."""
    end, skipped = (">", 2)
    if source.startswith("<!--", start):
        end = "-->"
    elif source.startswith("<![CDATA[", start):
        end = "]]>"
    found = source.find(end, start + skipped)
    return found + len(end) if found >= 0 else len(source)


_SOURCE_ONLY = frozenset({"plaintext", "script", "style", "textarea", "title", "xmp"})
"""Elements whose content is no HTML, so that nothing but their own end ends them."""


def _after_element(source: str, name: str, position: int, endless: set[str]) -> int:
    """Where an element that is not shown ends; without an end it is the rest, or only its tag."""
    if name not in endless:
        closing = re.compile(rf"</{name}(?=[\s/>])[^<>]*>", re.IGNORECASE).search(source, position)
        if closing:
            return closing.end()
        endless.add(name)
    return len(source) if name in _SOURCE_ONLY else position
