"""Pictures that a catalog brings for itself: what they are, and whether they may be shown.

An SVG is a document that may hold scripts and load things. In an ``img`` it does neither, but its
address can be opened by itself, in the site's name; so only drawings are taken.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

MAX_PICTURE = 200_000
"""Bytes of a logo, an icon or a picture in a page."""

TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
         ".webp": "image/webp", ".gif": "image/gif"}  # fmt: skip
"""Media types by the ending of a name."""

_HEADS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".gif": re.compile(rb"GIF8[79]a"),
}

_SVG = "{http://www.w3.org/2000/svg}"

_DRAWING = frozenset(
    {
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "metadata",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "style",
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComposite",
        "feFlood",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feOffset",
    }
)
"""Elements that draw."""

_NOTES = (
    "{http://www.inkscape.org/namespaces/inkscape}",
    "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://web.resource.org/cc/}",
    "{http://purl.org/dc/elements/1.1/}",
)
"""What editors note in a drawing, which draws nothing and does nothing."""

_REACHES = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\", re.IGNORECASE)
"""What a value may load or run something with."""


def why_not(name: str, content: bytes) -> str | None:
    """Why a file is no picture that may be shown; None where it is one. ``name`` is lower-case."""
    ending = name[name.rfind(".") :] if "." in name else ""
    if ending not in TYPES:
        return f"a file that ends in {ending or 'nothing'}"
    if ending == ".svg":
        return _why_no_drawing(content)
    return None if _HEADS[ending].match(content) else f"no {ending[1:].upper()} file, whatever its name says"


def _why_no_drawing(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "an SVG file in another encoding than UTF-8"
    if "<!" in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL):
        return "an SVG file with a document type or entities"
    if re.search(r"<\?(?!xml[\s?])", text):
        return "an SVG file with a processing instruction"
    try:
        root = ET.fromstring(text)  # noqa: S314 - no DTD, so nothing to expand or to load
    except (ET.ParseError, ValueError):
        return "an SVG file that is no XML"
    if root.tag != f"{_SVG}svg":
        return "an XML file that is no SVG"
    for element in root.iter():
        tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else "title"
        if not tag.startswith(_NOTES) and tag not in _DRAWING:
            return f"an SVG file with <{tag[:40]}> in it"
        if tag == "style" and _REACHES.search(element.text or ""):
            return "an SVG file whose style sheet loads something"
        for key, value in element.attrib.items():
            plain = key.rpartition("}")[2].lower()
            if plain.startswith("on"):
                return f"an SVG file with a script ({plain[:40]})"
            if (
                plain == "base"
                or (plain in ("href", "src") and not value.strip().startswith("#"))
                or _REACHES.search(value)
            ):
                return f"an SVG file that leads or loads elsewhere ({plain[:40]})"
    return None
