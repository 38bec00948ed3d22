"""What the files of a built site may hold, said apart from the program that builds them.

:func:`mistakes` reads every file of a site and reports, in words, all that could run, load, lead or
deceive where it must not. A kind of file that it does not know is a mistake too, so that whoever adds
one says here what it may hold.
"""

# ruff: noqa: SIM905 - tables of words
import json
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit
from xml.parsers import expat

from markdown_it import MarkdownIt

from tests.markup_rules import violations
from tests.theme_catalog import Document, Element

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but for ends of lines, halves of surrogate pairs, and what turns the reading order around."""

PICTURES = {"img", "source"}
PREFIX = "user-content-"

ELEMENTS = set(
    """a abbr article aside b bdi blockquote body br button caption cite code col colgroup dd del details dfn
    dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html i img
    input ins kbd label legend li link main mark meta meter nav ol optgroup option output p picture pre
    progress q rp rt ruby s samp script search section select small source span strike strong sub summary sup
    table tbody td template textarea tfoot th thead time title tr tt u ul var wbr
    svg g path circle rect line polyline polygon ellipse defs desc
    add-source artifact-browser artifact-filter catalog-browser copy-button copy-path
    heading-anchors""".split()
)
"""Elements of pages. An element of our own is added here by hand; a name with a hyphen is none otherwise."""

NEVER = re.compile(r"on.*|style|srcdoc|ping|background|formaction|xlink:href|is|nonce|manifest|archive|code")
"""Attributes that run, load or send, and that no page of ours needs."""

ADDRESSES = {"href", "src", "action", "cite", "data", "poster", "longdesc", "usemap", "content"}
LOADING_LINKS = set("stylesheet modulepreload preload prefetch icon manifest preconnect dns-prefetch".split())
DATA_BLOCKS = {"application/json", "application/ld+json", "speculationrules"}

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "https:"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'", "'none'"},
    "base-uri": {"'none'"},
}
"""The most that each directive of a page's Content-Security-Policy may allow."""
NEEDED = {"default-src", "style-src", "img-src", "form-action", "base-uri"}


def mistakes(files: Mapping[str, bytes], base_url: str = "") -> list[str]:
    """Everything in the files of a site that must not be there, each with the file that holds it."""
    found = []
    for path, content in files.items():
        name = path.rpartition("/")[2]
        rule = NAMED.get(name) or RULES.get(name.rpartition(".")[2] if "." in name else "")
        if rule is None:
            found.append(f"{path}: no rule says what such a file may hold")
            continue
        if path.startswith("pages/") and rule is page:
            rule = own_page
        found += [f"{path}: {mistake}" for mistake in rule(content, base_url)]
    return found


# ------------------------------------------------------------------------ pages


def own_page(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a page that the catalog's owner wrote in Markdown."""
    return page(content, base_url, by_owner=True)


def page(content: bytes, base_url: str, *, by_owner: bool = False) -> Iterator[str]:
    """Mistakes of an HTML page; what an owner wrote may do what our own elements may."""
    text = content.decode()
    document = Document(text)
    yield from document.mistakes
    if not text.lower().startswith("<!doctype html>\n"):
        yield "starts with no document type"
    if "<!--" in text:
        yield "a comment"
    elements, prose = [], set()
    waiting = [(document.root, False)]
    while waiting:
        element, strange = waiting.pop()
        elements.append(element)
        if strange:
            prose.add(id(element))
        strange = strange or _is_prose(element)
        waiting += [(child, strange) for child in reversed(element.children)]
    yield from _policy(elements, any(e.tag in PICTURES for e in elements if id(e) in prose))
    own = [e for e in elements if by_owner or id(e) not in prose]
    yield from _ids(elements, prose)
    for element in own:
        yield from _element(element, base_url)
    for markup in () if by_owner else _prose_of(text):
        yield from violations(markup)
    for element in elements:
        for value in (*element.texts, *element.attributes.values()):
            if UNSEEN.search(value):
                yield f"line {element.line}: an unseen character in <{element.tag}>: {ascii(value)[:120]}"


def _is_prose(element: Element) -> bool:
    """Whether a README or notes stand in it; where our own words do, a second class says which."""
    return element.attributes.get("class") == "prose"


def _policy(elements: list[Element], pictures: bool) -> Iterator[str]:
    head = next(e for e in elements if e.tag == "head").children
    policies = [e for e in elements if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    if len(policies) != 1 or policies[0] not in head:
        yield f"{len(policies)} Content-Security-Policies"
        return
    before = [e.tag for e in head[: head.index(policies[0])]]
    if before != ["meta"]:
        yield f"the Content-Security-Policy comes after {before}"
    allowed = {}
    for directive in policies[0].attributes["content"].split(";"):
        name, *sources = directive.split()
        allowed[name] = set(sources)
    for name in NEEDED - allowed.keys():
        yield f"the policy has no {name}"
    for name, sources in allowed.items():
        if name not in POLICY and name not in ("require-trusted-types-for", "trusted-types"):
            yield f"the policy has an unknown {name}"
        elif name in POLICY and not sources <= POLICY[name]:
            yield f"the policy allows {name} {sorted(sources)}"
    if "https:" in allowed.get("img-src", ()) and not pictures:
        yield "the policy allows pictures of others where no README shows any"


def _ids(elements: list[Element], prose: set[int]) -> Iterator[str]:
    ids = [(e.attributes["id"], id(e) in prose) for e in elements if "id" in e.attributes]
    names = [name for name, _ in ids]
    for name in {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ():
        yield f"id {name!r} twice"
    for name, strange in ids:
        if name.startswith(PREFIX) is not strange or not name or re.search(r"\s", name):
            yield f"id {name!r} {'in' if strange else 'outside of'} a stranger's Markdown"
    for element in elements:
        href = element.attributes.get("href", "")
        strange = id(element) in prose
        if href.startswith("#") and not strange and href[1:] not in names:
            yield f"a link to {href!r}, which is not there"


def _element(element: Element, base_url: str) -> Iterator[str]:
    tag, attributes = element.tag, element.attributes
    where = f"line {element.line}: <{tag}>"
    if tag not in ELEMENTS and tag != "#document":
        yield f"{where} is no element of ours"
    for name, value in attributes.items():
        if NEVER.fullmatch(name):
            yield f"{where} has {name}={value!r}"
    yield from (f"{where} {mistake}" for mistake in _addresses(element, base_url))
    if tag == "script":
        text = "".join(element.texts)
        if attributes.get("type", "") in DATA_BLOCKS:
            json.loads(text)
            if "<" in text:
                yield f"{where} holds a data block with a <"
        elif text.strip() or not attributes.get("src"):
            yield f"{where} is inline"
    if tag in ("form", "button", "input") and attributes.get("method", "get") != "get":
        yield f"{where} sends by {attributes['method']}"


def _addresses(element: Element, base_url: str) -> Iterator[str]:
    tag, attributes = element.tag, element.attributes
    rel = set(attributes.get("rel", "").split())
    for name in ADDRESSES & attributes.keys():
        value = attributes[name]
        if name == "content":
            value = _refresh(attributes)
            if value is None:
                continue
        if name in ("src", "action", "data", "poster") or tag == "meta" or LOADING_LINKS & rel:
            if not is_own(value, base_url):
                yield f"loads or sends to {value!r}"
        elif not is_own(value, base_url):
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https", "mailto") or UNSEEN.search(value) or "\\" in value:
                yield f"leads to {value!r}"
            elif tag == "a" and parts.netloc != "github.com" and "noopener" not in rel:
                yield f"leads to {value!r} without rel"
    if "target" in attributes and "noopener" not in rel:
        yield "opens a window that can reach back"
    if "srcset" in attributes:
        yield "has a srcset"


def _refresh(attributes: Mapping[str, str]) -> str | None:
    """Where a refresh leads."""
    if attributes.get("http-equiv", "").lower() != "refresh":
        return None
    return attributes["content"].partition("url=")[2]


def is_own(url: str, base_url: str = "") -> bool:
    """Whether an address is of the site: relative, or below its own. As browsers do, it sees no tabs."""
    url = re.sub(r"[\t\n\r]", "", url)
    if base_url and (url == base_url or url.startswith(base_url.rstrip("/") + "/")):
        return True
    return not re.match(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})", url) and not UNSEEN.search(url)


def _prose_of(text: str) -> Iterator[str]:
    """The HTML of strangers' Markdown in a page. Where its elements do not pair, the page's do not."""
    for start in re.finditer(r'<div class="prose"[^<>]*>', text):
        depth = 1
        for mark in re.compile(r"<(/?)div\b").finditer(text, start.end()):
            depth += -1 if mark[1] else 1
            if not depth:
                yield text[start.end() : mark.start()]
                break
        else:
            yield text[start.end() :]


# ------------------------------------------------------------------ other files


def data(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of JSON: it is one value, with no name twice and nothing that is no number."""

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(items)) < len(items):
            raise ValueError(f"a name twice: {[name for name, _ in items]}")
        return dict(items)

    def no_number(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(content.decode(), object_pairs_hook=pairs, parse_constant=no_number)
    except ValueError as error:
        yield f"is no JSON: {error}"


def lines(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a file with one JSON value a line."""
    for line in content.splitlines():
        yield from data(line, base_url)


BAD_LINK = re.compile(r"(?:\]\(|\]:|<)\s*<?((?:javascript|data|vbscript|file):[^\s>)]*)", re.IGNORECASE)


def plain(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a text, Markdown among them: it is UTF-8 and what is seen is what is there."""
    text = content.decode()
    if match := UNSEEN.search(text):
        yield f"holds {match[0]!a}"
    for match in BAD_LINK.finditer(text):
        yield f"leads to {match[1]!r}"


def markdown(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of Markdown as CommonMark reads it: as a text, and no HTML, and no strange link."""
    text = content.decode()
    if match := UNSEEN.search(text):
        yield f"holds {match[0]!a}"
    reader = MarkdownIt("commonmark")
    reader.validateLink = lambda _: True  # type: ignore[method-assign] - others may not refuse any
    blocks = reader.parse(text)
    for token in [*blocks, *(inner for block in blocks for inner in block.children or ())]:
        if token.type.startswith("html") or token.type == "image":
            yield f"holds {token.content!r}"
        address = str(token.attrs.get("href", "."))
        if not (is_own(address) or address.startswith(("https://", "http://"))):
            yield f"leads to {address!r}"


def _xml(content: bytes, see: Callable[[str, dict[str, str]], Iterator[str]]) -> list[str]:
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.extend(see(name, attributes))
    parser.CharacterDataHandler = lambda text: UNSEEN.search(text) and found.append(f"holds {text!a}")
    parser.StartDoctypeDeclHandler = lambda *_: found.append("a document type")
    parser.EntityDeclHandler = lambda *_: found.append("an entity")
    parser.ProcessingInstructionHandler = lambda target, _: found.append(f"an instruction for {target}")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        found.append(f"is no XML: {error}")
    return found


def xml(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a feed or sitemap: its addresses are absolute ones of the web, or of the site."""

    def see(name: str, attributes: dict[str, str]) -> Iterator[str]:
        for attribute, value in attributes.items():
            if attribute in ("href", "src", "uri", "template", "url", "scheme") and not (
                is_own(value, base_url) or urlsplit(value).scheme in ("http", "https", "mailto", "tag")
            ):
                yield f"<{name}> leads to {value!r}"

    yield from _xml(content, see)


def picture(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of an SVG file: nothing in it runs, loads or leads anywhere."""

    def see(name: str, attributes: dict[str, str]) -> Iterator[str]:
        if name.rpartition(":")[2].lower() not in SVG:
            yield f"<{name}> in a picture"
        for attribute, value in attributes.items():
            plain_name = attribute.rpartition(":")[2].lower()
            leads = plain_name in ("href", "src") and not value.startswith("#")
            if leads or plain_name.startswith("on") or LOADS.search(value):
                yield f"<{name} {attribute}={value!r}>"

    yield from _xml(content, see)
    for style in re.findall(r"<style.*?</style", content.decode(), re.DOTALL | re.IGNORECASE):
        if LOADS.search(style):
            yield "loads a style or picture"


LOADS = re.compile(r"javascript:|url\((?!['\"]?#)|@import", re.IGNORECASE)
"""What makes a style of a picture load something."""

SVG = set(
    """svg g path circle rect line polyline polygon ellipse text tspan title desc defs clippath mask
    lineargradient radialgradient stop style""".split()
)


def sheet(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a style sheet: it loads nothing of others."""
    text = content.decode()
    for match in re.finditer(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]*)", text):
        address = match[1] or match[2]
        if not is_own(address) and not address.startswith("data:image/svg+xml"):
            yield f"loads {address!r}"
    if "expression(" in text or "-moz-binding" in text:
        yield "runs code"


def script(content: bytes, base_url: str) -> Iterator[str]:
    """Mistakes of a script: no text becomes markup or code. Vendored ones are known by their hash."""
    text = content.decode()
    if text.startswith(("/*!", "/**\n * lunr")):
        return
    for match in re.finditer(
        r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTMLUnsafe|parseHTMLUnsafe"
        r"|DOMParser|createContextualFragment|srcdoc)\b|\beval\(|\bFunction\(|\bimport\(\s*[^\"'`)]",
        text,
    ):
        yield f"holds {match[0]!r}"


def opaque(content: bytes, base_url: str) -> Iterator[str]:
    """Numbers and packed words; their reader checks them."""
    return iter(())


RULES: dict[str, Callable[[bytes, str], Iterator[str]]] = {
    "html": page,
    "json": data,
    "jsonl": lines,
    "webmanifest": data,
    "txt": plain,
    "md": markdown,
    "csv": plain,
    "xml": xml,
    "svg": picture,
    "css": sheet,
    "js": script,
    "mjs": script,
    "ts": script,
    "bin": opaque,
    "png": opaque,
}
"""What a file may hold, by the end of its name."""

NAMED: dict[str, Callable[[bytes, str], Iterator[str]]] = {".nojekyll": opaque, "CNAME": plain}
"""The same by the whole name."""
