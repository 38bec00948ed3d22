"""What a stranger's text may become in a page, said a second time and apart from the program.

:func:`violations` reads HTML with the parser of the standard library and reports every element,
attribute, scheme, id and class that is not on this list.
"""

# ruff: noqa: SIM905 - a table of words
import re
from html.parser import HTMLParser

TAGS = set(
    """a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em
    figcaption figure h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp
    section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul
    var wbr""".split()
)
VOID = {"br", "hr", "img", "input", "source", "wbr"}
ATTRIBUTES = {
    "align": r"left|right|center|justify|top|middle|bottom",
    "alt": r".{0,500}",
    "aria-label": r"Done|To do|Back to the text",
    "checked": r"",
    "class": r"table|highlight|markdown-alert( markdown-alert-[a-z]+)?|markdown-alert-title|footnotes"
    r"|footnote-ref|footnote-backref|task-list-item|contains-task-list|only-dark|only-light|[a-z]{1,2}",
    "colspan": r"[0-9]{1,2}",
    "decoding": r"async",
    "dir": r"ltr|rtl|auto",
    "disabled": r"",
    "height": r"[0-9.]{1,8}(px|%)?",
    "href": r"https?://[!-~]+|mailto:[!-~]+|#user-content-[^\s\"'<>]+",
    "id": r"user-content-[^\s\"'<>]+",
    "lang": r"[a-z0-9-]+",
    "loading": r"lazy",
    "media": r"\([a-z :0-9-]+\)",
    "open": r"",
    "referrerpolicy": r"no-referrer",
    "rel": r"nofollow ugc noopener noreferrer",
    "reversed": r"",
    "rowspan": r"[0-9]{1,2}",
    "src": r"https://[!-~]+",
    "srcset": r"https://[!-+\--~]+( [0-9.]+[wx])?(, https://[!-+\--~]+( [0-9.]+[wx])?)*",
    "start": r"-?[0-9]{1,9}",
    "tabindex": r"0",
    "title": r"(?s:.{0,500})",
    "type": r"checkbox|1|a|A|i|I",
    "valign": r"top|middle|bottom|baseline",
    "value": r"-?[0-9]{1,9}",
    "width": r"[0-9.]{1,8}(px|%)?",
}
ONLY = {
    "aria-label": {"a", "input"},
    "href": {"a"},
    "src": {"img"},
    "srcset": {"img", "source"},
    "tabindex": {"pre", "div"},
    "type": {"input", "ol"},
    "checked": {"input"},
    "disabled": {"input"},
}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.open = []
        self.ids = set()

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        if len(set(names)) != len(names):
            self.found.append(f"<{tag}> repeats an attribute")
        for name, value in attrs:
            pattern = ATTRIBUTES.get(name)
            if pattern is None or tag not in ONLY.get(name, {tag}) or not re.fullmatch(pattern, value or ""):
                self.found.append(f"<{tag} {name}={value!r}>")
        values = dict(attrs)
        if tag == "img" and not {"loading", "referrerpolicy", "decoding", "alt"} <= values.keys():
            self.found.append("<img> without its attributes")
        if tag == "a" and "rel" not in values:
            self.found.append("<a> without rel")
        if tag == "input" and (values.get("type") != "checkbox" or "disabled" not in values):
            self.found.append("<input> that is no disabled checkbox")
        if "id" in values and values["id"] in self.ids:
            self.found.append(f"id {values['id']} twice")
        self.ids.add(values.get("id"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes nothing")

    def handle_comment(self, _data):
        self.found.append("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def violations(html: str) -> list[str]:
    """Everything in the HTML that is not allowed, in words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.found + [f"<{tag}> is left open" for tag in reader.open]
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html):
        found.append("a control character")
    return found
