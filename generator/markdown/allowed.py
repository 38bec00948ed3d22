"""The HTML that a README may hold: one table for what is written and for the sanitiser's wall.

Close to what GitHub and PyPI let through: no style, script, form, frame, media, SVG or MathML,
no handler, no name; an id only with our prefix, a class only of ours. And no ``bdo``, which reverses
a text as the characters do that are taken out of it.
"""

from __future__ import annotations

# ruff: noqa: SIM905 - tables of words
import re
from collections.abc import Callable

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]")
"""Controls, and the marks that reverse the order in which text is shown: what is read is what is there.
They are taken out of a text as it comes, and of what its entities stand for."""

VOID = frozenset({"br", "hr", "img", "input", "source", "wbr"})
"""Elements without a closing tag."""

TAGS = frozenset(
    (
        "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em "
        "figcaption figure h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp "
        "section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul "
        "var wbr"
    ).split()
)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""As written; :mod:`generator.markdown.outline` says which element each becomes."""

RAW_TAGS = (TAGS - {"input", "section", "span"}) | HEADINGS
"""Those that a README's own HTML may open; of the others only the text is kept."""

RENAMED = dict.fromkeys(
    ("address", "article", "aside", "center", "footer", "header", "main", "nav", "section"), "div"
)
"""Elements that a README may not have, since the page's own structure is made of them."""

UNSHOWN = frozenset(
    (
        "applet audio canvas embed frame frameset head iframe math noembed noframes noscript object "
        "plaintext script select style svg template textarea title video xmp"
    ).split()
)
"""Elements whose content goes with them: it is code, or meant for another reader."""

BLOCKS = frozenset(
    {"blockquote", "details", "div", "dl", "figure", "hr", "ol", "p", "pre", "table", "ul", *HEADINGS}
)
"""Elements that end an open paragraph."""

ENDED_BY = {
    **dict.fromkeys(BLOCKS, frozenset({"p"})),
    **dict.fromkeys(HEADINGS, frozenset({"p", "h"})),
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"td", "th", "tr", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody", "p"}),
    "tfoot": frozenset({"td", "th", "tr", "thead", "tbody", "p"}),
}
"""The elements that an opening tag ends where their own end was left out; ``h`` is any heading."""

WITHIN = {
    "caption": frozenset({"table"}),
    "dd": frozenset({"dl", "div"}),
    "dt": frozenset({"dl", "div"}),
    "li": frozenset({"ol", "ul"}),
    "source": frozenset({"picture"}),
    "summary": frozenset({"details"}),
    "tbody": frozenset({"table"}),
    "td": frozenset({"tr"}),
    "tfoot": frozenset({"table"}),
    "th": frozenset({"tr"}),
    "thead": frozenset({"table"}),
    "tr": frozenset({"table", "tbody", "tfoot", "thead"}),
}
"""Elements that mean nothing but right inside of these; elsewhere only their content is kept."""

IMPLIED = {
    "ol": ("li",),
    "table": ("tr", "td"),
    "tbody": ("tr", "td"),
    "tfoot": ("tr", "td"),
    "thead": ("tr", "td"),
    "tr": ("td",),
    "ul": ("li",),
}
"""Elements that hold nothing but certain others, and what anything else in them is wrapped in: an HTML
parser would move it out of a table, a screen reader would miss it in a list."""

SPANS = RAW_TAGS - BLOCKS - WITHIN.keys() - {"figure", "figcaption"}
"""Elements within a line, which end with the block around them."""

# ----------------------------------------------------------------- attributes

MAX_TEXT = 500
"""Characters of an ``alt`` or ``title``."""


def _matching(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda value: value.strip().lower() if compiled.fullmatch(value.strip()) else None


def _text(value: str) -> str:
    return " ".join(value.split())[:MAX_TEXT]


_LENGTH = _matching(r"[0-9]{1,4}(\.[0-9]{1,3})?(px|%)?")
_SPAN = _matching(r"[1-9][0-9]?")
_NUMBER = _matching(r"-?[0-9]{1,9}")

CHECKS: dict[str, Callable[[str], str | None]] = {
    "align": _matching(r"left|right|center|justify|top|middle|bottom"),
    "alt": _text,
    "colspan": _SPAN,
    "dir": _matching(r"ltr|rtl|auto"),
    "height": _LENGTH,
    "lang": _matching(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}"),
    "media": _matching(r"\((prefers-color-scheme: ?(dark|light)|(min|max)-width: ?[0-9]{1,5}px)\)"),
    "open": lambda _value: "",
    "reversed": lambda _value: "",
    "rowspan": _SPAN,
    "start": _NUMBER,
    "title": _text,
    "type": lambda value: value if value in ("1", "a", "A", "i", "I") else None,
    "valign": _matching(r"top|middle|bottom|baseline"),
    "value": _NUMBER,
    "width": _LENGTH,
}
"""What an attribute's value becomes; None drops it. Addresses and ids are judged elsewhere."""

_EVERYWHERE = frozenset({"dir", "lang", "title"})
_CELL = frozenset({"align", "colspan", "height", "rowspan", "valign", "width"})

RAW_ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(TAGS | HEADINGS, _EVERYWHERE),
    **dict.fromkeys(("div", "figure", "hr", "p", *HEADINGS), _EVERYWHERE | {"align"}),
    "details": _EVERYWHERE | {"open"},
    "img": _EVERYWHERE | {"align", "alt", "height", "width"},
    "li": _EVERYWHERE | {"value"},
    "ol": _EVERYWHERE | {"reversed", "start", "type"},
    "source": frozenset({"media"}),
    "table": _EVERYWHERE | {"align", "width"},
    "tbody": _EVERYWHERE | {"align", "valign"},
    "td": _EVERYWHERE | _CELL,
    "th": _EVERYWHERE | _CELL,
    "thead": _EVERYWHERE | {"align", "valign"},
    "tr": _EVERYWHERE | {"align", "valign"},
}
"""The attributes of :data:`CHECKS` that an element may have."""

ALERTS = ("note", "tip", "important", "warning", "caution")

CLASSES: dict[str, frozenset[str]] = {
    "a": frozenset({"footnote-backref"}),
    "div": frozenset({"table", "markdown-alert", *(f"markdown-alert-{kind}" for kind in ALERTS)}),
    "img": frozenset({"only-dark", "only-light"}),
    "li": frozenset({"task-list-item"}),
    "ol": frozenset({"contains-task-list"}),
    "p": frozenset({"markdown-alert-title"}),
    "section": frozenset({"footnotes"}),
    "sup": frozenset({"footnote-ref"}),
    "ul": frozenset({"contains-task-list"}),
}
"""The classes that the writer sets; those of highlighted code come on top."""

LABELS = frozenset({"Done", "To do", "Back to the text"})
"""The ``aria-label`` values that the writer sets."""

PICTURE = {"decoding": "async", "loading": "lazy", "referrerpolicy": "no-referrer"}
"""What every picture has: it waits until it is seen, and its host is not told where."""
