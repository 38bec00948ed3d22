"""The last step before a page: the final HTML through an allow-list, whatever came before.

It repeats what the writer already keeps to, by another program (an HTML5 parser in Rust): a mistake
in one of them alone lets nothing through.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

from generator.markdown import highlight
from generator.markdown.allowed import CLASSES, LABELS, PICTURE, RAW_ATTRIBUTES, TAGS
from generator.markdown.links import ID_PREFIX

REL = "nofollow ugc noopener noreferrer"
"""On every link: strangers get no credit with search engines, and no word of where a visitor came from."""

_SRCSET = re.compile(r'<(?:img|source) [^>]*?srcset="([^"]*)"')
_SAFE_SRCSET = re.compile(r"https://[^\s,]+(?: [0-9.]+[wx])?(?:, https://[^\s,]+(?: [0-9.]+[wx])?)*")


class UnsafeError(Exception):
    """Something reached the sanitiser that the writer never writes."""


def sanitised(html: str) -> str:
    """The HTML with nothing in it but what is allowed. Raises UnsafeError for a bad ``srcset``."""
    clean = _cleaner().clean(html)
    # nh3 checks no address in a srcset. An attribute's value holds no < or > in its output.
    if "srcset" in clean and not all(_SAFE_SRCSET.fullmatch(value) for value in _SRCSET.findall(clean)):
        raise UnsafeError("srcset")
    return clean


@cache
def _cleaner() -> nh3.Cleaner:
    """The allow-list, built once."""
    attributes = {tag: set(RAW_ATTRIBUTES[tag]) | {"id"} for tag in TAGS}
    attributes["a"] |= {"href"}
    attributes["img"] |= {"src", "srcset"}
    attributes["source"] |= {"srcset"}
    attributes["input"] = {"checked"}
    classes = {tag: set(names) for tag, names in CLASSES.items()}
    classes["span"] = set(highlight.CLASSES)
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=attributes,
        allowed_classes=classes,
        tag_attribute_values={
            "a": {"aria-label": set(LABELS)},
            "div": {"tabindex": {"0"}},
            "img": {name: {value} for name, value in PICTURE.items()},
            "input": {"type": {"checkbox"}, "aria-label": set(LABELS)},
        },
        set_tag_attribute_values={
            # In an order that changes from run to run, but where they are there already.
            "img": dict(PICTURE),
            "input": {"disabled": ""},
            "pre": {"tabindex": "0"},
        },
        link_rel=REL,
        url_schemes={"http", "https", "mailto"},
        url_relative=_own_anchor,
        id_prefix=ID_PREFIX,
    )


def _own_anchor(url: str) -> str | None:
    """The only relative address that is left: a place in the document itself."""
    return url if url.startswith(f"#{ID_PREFIX}") else None
