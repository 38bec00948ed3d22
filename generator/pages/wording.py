"""Numbers, days and texts as pages print them."""

from __future__ import annotations

import re
from datetime import date, datetime

from generator.pages.contexts import Moment

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Controls, which HTML forbids, and those that turn the direction of text around them."""


def one_line(text: str, limit: int = 0) -> str:
    """Plain text on one line, without controls; over ``limit`` characters it is cut at a word."""
    plain = text.isprintable() and "  " not in text
    line = text.strip() if plain else " ".join(_UNPRINTABLE.sub("", text).split())
    if not limit or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,.;:–-") + "…"


def number(value: int) -> str:
    """``1,234``."""
    return f"{value:,}"


def short_number(value: int) -> str:
    """``999``, ``1.2k``, ``13k``, ``1.2M``: rounded down, so that it never says more than there is."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            tenths = value * 10 // size
            whole, tenth = divmod(tenths, 10)
            return f"{whole}.{tenth}{unit}" if whole < 10 and tenth else f"{whole}{unit}"
    return str(value)


def counted(value: int, one: str, many: str) -> str:
    """``1 source``, ``1,234 sources``, ``no sources``."""
    return f"{number(value) if value else 'no'} {one if value == 1 else many}"


def moment(value: datetime | date | None) -> Moment | None:
    """A day in words (UTC), with its exact value for machines."""
    if value is None:
        return None
    text = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    iso = value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value.isoformat()
    return Moment(iso=iso, text=text)


def day(value: datetime | date) -> str:
    """``22 Nov 2026``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def age(then: datetime, now: datetime | None) -> str:
    """How long ago in whole days: ``, 20 days before this page was made``; empty within two days."""
    days = (now - then).days if now else 0
    return f", {number(days)} days before this page’s facts" if days >= 2 else ""


def initial(text: str) -> str:
    """What a name is sorted under in an index: its first letter, or ``0–9``, or ``#``."""
    first = text[:1].upper()
    if first.isdigit():
        return "0–9"
    return first if first.isalpha() else "#"


def in_sentence(label: str) -> str:
    """A label within a sentence: ``Skills`` becomes ``skills``, ``MCP servers`` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
