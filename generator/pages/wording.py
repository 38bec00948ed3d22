"""Numbers, days and texts as pages print them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType

from markupsafe import Markup, escape

from generator.errors import TemplateError
from generator.locales import LocaleFacts, facts_of
from generator.model import Settings
from generator.pages.contexts import Moment
from generator.texts import NOUNS, SHIPPED_LANGUAGE, Forms, Message, Texts, filled, shipped_texts

UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Controls, which HTML forbids, and those that turn the direction of text around them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one catalog in its language, with its nouns in them.

    Texts are plain; a template escapes them. Where a value is markup, so is what it is filled
    into, and everything else in it is escaped.
    """

    locale: LocaleFacts
    texts: Texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, filled. Raises :class:`TemplateError` for a key that no file has."""
        line = self.texts.get(key)
        if type(line) is not str:
            line = self._line(key)
        return _fill(line, values) if values else line

    def counted(self, key: str, number: int, /, **values: object) -> str:
        """The form of a text that fits a number: ``1 source``, ``1,234 sources``, ``no sources``."""
        forms = self._message(key)
        if isinstance(forms, str):
            raise TemplateError(f'the text "{key}" has no forms for numbers')
        return _fill(self._form(forms, number), {"number": self.number(number), **values})

    def number(self, value: int) -> str:
        """``1,234``."""
        return self.locale.number(value)

    def short_number(self, value: int) -> str:
        """``999``, ``1.2k``, ``13k``, ``1.2M``: rounded down, so that it never says more than there is."""
        for size, key in ((1_000_000, "number.million"), (1_000, "number.thousand")):
            if value >= size:
                whole, tenth = divmod(value * 10 // size, 10)
                plain = f"{whole}{self.locale.decimal}{tenth}" if whole < 10 and tenth else str(whole)
                return self(key, number=self.locale.digits(plain))
        return self.locale.digits(str(value))

    def day(self, value: datetime | date) -> str:
        """``22 Nov 2026``."""
        return self.locale.day(value)

    def moment(self, value: datetime | date | None) -> Moment | None:
        """A day in words (UTC), with its exact value for machines."""
        if value is None:
            return None
        iso = value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value.isoformat()
        return Moment(iso=iso, text=self.day(value))

    def capital(self, text: str) -> str:
        """A text with a capital at its start."""
        first = text[:1]
        if first == "i" and self.locale.language.partition("-")[0] in ("tr", "az"):
            return f"\u0130{text[1:]}"
        return first.upper() + text[1:]

    def for_scripts(self, *names: str) -> dict[str, object]:
        """Some texts, or whole groups of them, and the language's facts, as scripts take them."""
        chosen: dict[str, object] = {"locale": self.locale.plain()}
        for name in names:
            own = {key: text for key, text in self.texts.items() if key == name or key.startswith(f"{name}.")}
            if not own:
                raise TemplateError(f'there is no text and no group of texts "{name}"')
            chosen |= {key: text if isinstance(text, str) else dict(text) for key, text in own.items()}
        return chosen

    def _message(self, key: str) -> Message:
        try:
            return self.texts[key]
        except KeyError:
            raise TemplateError(f'there is no text "{key}" in templates/texts/en.yaml') from None

    def _line(self, key: str) -> str:
        message = self._message(key)
        if not isinstance(message, str):
            raise TemplateError(f'the text "{key}" needs a number to choose its form')
        return message

    def _form(self, forms: Forms, number: int) -> str:
        by_name = dict(forms)
        if number == 0 and "none" in by_name:
            return by_name["none"]
        return by_name.get(self.locale.plural(number)) or by_name["other"]


def wording_of(settings: Settings) -> Wording:
    """The texts of a catalog: its own where it has some, else the shipped ones, with its nouns."""
    locale = facts_of(settings.language)
    merged = {**shipped_texts(), **dict(settings.texts)}
    nouns: dict[str, str] = {}
    for noun in NOUNS:
        given = dict(settings.nouns).get(noun)
        message = merged[f"noun.{noun}"]
        forms = {"other": message} if isinstance(message, str) else dict(message)
        one, many = given or (forms.get("one", forms["other"]), forms["other"])
        for name, word in ((noun, one), (f"{noun}s", many)):
            nouns[name] = one_line(word)
            nouns[name.capitalize()] = one_line(word[:1].upper() + word[1:])
    texts: dict[str, Message] = {}
    for key, message in merged.items():
        texts[key] = (
            filled(message, nouns)
            if isinstance(message, str)
            else tuple((form, filled(text, nouns)) for form, text in message)
        )
    return Wording(locale, MappingProxyType(texts))


@cache
def english() -> Wording:
    """The shipped texts as they are."""
    return wording_of(Settings("", (), (), language=SHIPPED_LANGUAGE))


def _fill(text: str, values: Mapping[str, object]) -> str:
    for value in values.values():
        if isinstance(value, Markup):
            safe = {name: str(escape(seen(value))) for name, value in values.items()}
            return Markup(filled(str(escape(text)), safe))  # noqa: S704 (all of it escaped, but for markup)
    return filled(text, values)


def seen(value: object) -> object:
    """What is to be printed: of a text only what can be seen, also where nobody thought of strangers."""
    return UNSEEN.sub("", value) if type(value) is str and not value.isprintable() else value


def one_line(text: str, limit: int = 0) -> str:
    """Plain text on one line, without controls; over ``limit`` characters it is cut at a word."""
    plain = text.isprintable() and "  " not in text
    line = text.strip() if plain else " ".join(UNSEEN.sub("", " ".join(text.split())).split())
    if not limit or len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,.;:–-") + "…"


def initial(text: str) -> str:
    """What a name is sorted under in an index: its first letter, or ``0–9``, or ``#``."""
    first = text[:1].upper()
    if first.isdigit():
        return "0–9"
    return first if first.isalpha() else "#"


def in_sentence(label: str) -> str:
    """A label within a sentence: ``Skills`` becomes ``skills``, ``MCP servers`` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
