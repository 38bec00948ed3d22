"""What a language does to numbers, days and the direction of a page; facts of CLDR by way of Babel.

Scripts are given these facts rather than asking their browser, which may have those of another
year: so a number or a day reads the same wherever it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"

_ZEROS = {
    "latn": "0",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "deva": "\u0966",
    "mymr": "\u1040",
}
"""The digit 0 of the systems that languages have for their usual one; the others follow it."""

_DAY = {ENGLISH: "d MMM y"}
"""Orders of a day's parts that go before CLDR's: plain English is read on both sides of the ocean."""

_RIGHT_TO_LEFT = frozenset(
    {
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "ha-arab",
        "he",
        "ks",
        "ku-arab",
        "nqo",
        "pnb",
        "prs",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    }
)
"""For languages that Babel does not know."""

_PART = re.compile(r"'([^']*)'|d+|M+|y+|[^'dMy]+")


@dataclass(frozen=True, slots=True)
class LocaleFacts:
    """How one language writes."""

    language: str
    """BCP 47 tag of what is known of the language: of ``de-XY``, ``de``."""
    direction: str
    """``ltr`` or ``rtl``."""
    zero: str
    """The digit 0; the other nine follow it in Unicode."""
    group: str
    """Between groups of digits."""
    decimal: str
    sizes: tuple[int, int]
    """Digits of the last group, and of those before it."""
    months: tuple[str, ...]
    """Short names of the twelve."""
    day_form: str
    """A day with ``{day}``, ``{month}`` (its name), ``{number}`` (of the month) and ``{year}``."""
    plural: Callable[[int], str]
    """The plural category of a number."""

    def plain(self) -> dict[str, object]:
        """What scripts need of it."""
        return {
            "language": self.language,
            "zero": self.zero,
            "group": self.group,
            "decimal": self.decimal,
            "sizes": list(self.sizes),
            "months": list(self.months),
            "day": self.day_form,
        }

    def digits(self, text: str) -> str:
        """The same with this language's digits."""
        if self.zero == "0":
            return text
        shift = ord(self.zero) - ord("0")
        return "".join(chr(ord(c) + shift) if "0" <= c <= "9" else c for c in text)

    def number(self, value: int) -> str:
        """A whole number of at least 0, in groups: ``1,234``."""
        digits = str(value)
        if len(digits) <= self.sizes[0]:
            return self.digits(digits)
        last, others = self.sizes
        groups = [digits[-last:]]
        left = digits[:-last]
        while left:
            groups.append(left[-others:])
            left = left[:-others]
        return self.digits(self.group.join(reversed(groups)))

    def day(self, value: date) -> str:
        """A day in words."""
        return self.digits(
            self.day_form.replace("{day}", str(value.day))
            .replace("{year}", str(value.year))
            .replace("{number}", str(value.month))
            .replace("{month}", self.months[value.month - 1])
        )


_IN_ENGLISH = LocaleFacts(
    language=ENGLISH,
    direction="ltr",
    zero="0",
    group=",",
    decimal=".",
    sizes=(3, 3),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    day_form="{day} {month} {year}",
    plural=lambda number: "one" if number == 1 else "other",
)
"""What CLDR says of English, as a test holds. Most catalogs need no other language, and starting Babel
takes 40 ms."""


@cache
def facts_of(language: str) -> LocaleFacts:
    """The facts of a BCP 47 language; those of English where it is not known, but for the direction."""
    return _IN_ENGLISH if language == ENGLISH else of_cldr(language)


def of_cldr(language: str) -> LocaleFacts:
    """The same, from Babel."""
    from babel import Locale

    found = _locale(language)
    locale = found or Locale.parse(ENGLISH)
    system = str(locale.default_numbering_system)
    zero = _ZEROS.get(system, "0")
    symbols = locale.number_symbols[system if system in _ZEROS else "latn"]
    main, above = locale.decimal_formats[None].grouping
    pattern = _DAY.get(language) or locale.datetime_skeletons["yMMMd"].pattern
    months = locale.months["format"]["abbreviated"]
    return LocaleFacts(
        language=str(locale).replace("_", "-"),
        direction=locale.text_direction if found else _direction(language),
        zero=zero,
        group=symbols["group"],
        decimal=symbols["decimal"],
        sizes=(main, above),
        months=tuple(months[number] for number in range(1, 13)),
        day_form=_day_form(pattern),
        plural=locale.plural_form,
    )


def _locale(language: str) -> Locale | None:
    """Babel's locale of the longest beginning of the tag that it knows."""
    from babel import Locale, UnknownLocaleError

    parts = language.split("-")
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:end]))
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _direction(language: str) -> str:
    folded = language.lower()
    parts = folded.split("-")
    written = {"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"} & set(parts)
    return "rtl" if parts[0] in _RIGHT_TO_LEFT or written else "ltr"


def _day_form(pattern: str) -> str:
    """A pattern of CLDR with placeholders for its letters."""
    parts = []
    for match in _PART.finditer(pattern):
        letter = match[0][0]
        if letter == "'":
            parts.append(match[1] or "'")
        elif letter in "dMy":
            parts.append(
                {"d": "{day}", "M": "{month}" if len(match[0]) > 2 else "{number}", "y": "{year}"}[letter]
            )
        else:
            parts.append(match[0])
    return "".join(parts)
