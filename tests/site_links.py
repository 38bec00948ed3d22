"""Where the links of a built site lead, said apart from the program that builds them."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urlsplit

from tests.theme_catalog import Document

ADDRESSES = ("href", "src", "action", "data-index", "data-search")
IN_MARKDOWN = re.compile(r"\]\(<?([^)>\s]+)>?\)")
IN_XML = re.compile(r'(?:href|uri)="([^"]+)"|<(?:loc|id|uri)>([^<]+)<')


def dead_links(files: Mapping[str, bytes], base_url: str = "") -> list[str]:
    """Each address of the site, in a file of it, at which it has nothing.

    Read are pages, Markdown, feeds, the sitemap and JSON; an absolute address counts where it
    lies below ``base_url``. Anchors are looked up in the other page; those within a page are
    :func:`tests.site_rules.mistakes`' business.
    """
    anchors = {path: set(_ids(content)) for path, content in files.items() if path.endswith(".html")}
    dead = []
    for path, content in files.items():
        for address in dict.fromkeys(_addresses(path, content)):
            place = _place(path, address, base_url)
            if place is None:
                continue
            target, anchor = place
            if target not in files or (anchor and anchor not in anchors.get(target, {anchor})):
                dead.append(f"{path}: {address}")
    return dead


def _addresses(path: str, content: bytes) -> Iterator[str]:
    ending = path.rpartition(".")[2]
    if ending == "html":
        for element in _elements(content):
            yield from (element.attributes[name] for name in ADDRESSES if element.attributes.get(name))
            if element.tag == "meta" and "://" in element.attributes.get("content", ""):
                yield element.attributes["content"]
    elif ending == "md" or path == "llms.txt":
        yield from IN_MARKDOWN.findall(content.decode())
    elif ending == "xml":
        yield from (unescape(one or other) for one, other in IN_XML.findall(content.decode()))
    elif ending == "json" and not path.endswith("openapi.json"):
        yield from _web_addresses(json.loads(content))


def _web_addresses(value: object) -> Iterator[str]:
    if isinstance(value, str) and re.fullmatch(r"https?://\S+", value):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _web_addresses(one)


def _place(path: str, address: str, base_url: str) -> tuple[str, str] | None:
    """The file of the site that an address means, and the anchor in it; None for other places."""
    base = base_url.rstrip("/")
    if base and (address == base or address.startswith(f"{base}/")):
        parts = urlsplit(address.removeprefix(base).lstrip("/"))
        name = parts.path
    else:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or "{" in address:
            return None
        # What is shown at any depth starts at the root of the host.
        below = urlsplit(base).path + "/" if parts.path.startswith("/") else ""
        if below and (path != "404.html" or not parts.path.startswith(below)):
            return address, ""
        folder = posixpath.dirname(path)
        name = parts.path.removeprefix(below) if below else f"{folder}/{parts.path}".lstrip("/")
    name = unquote(name)
    if name.endswith("/") or not name:
        name += "index.html"
    return posixpath.normpath(name), unquote(parts.fragment)


def _elements(content: bytes) -> Iterator:
    waiting = [Document(content.decode()).root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += element.children


def _ids(content: bytes) -> Iterator[str]:
    return (element.attributes["id"] for element in _elements(content) if "id" in element.attributes)
