"""The fields of a definition as options of a command, made from their one declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from generator.errors import ProblemsError
from generator.schema import SOURCE
from generator.schema.shapes import Choice, Field, Flag, ListOf, MapOf, Record, Text
from generator.yaml_text import Plain, parse, plain

NOT_OPTIONS = frozenset(["schema", "id", "repo_url", "path", "removed"])
"""Fields that have an argument or a command of their own, or are none for people."""


def field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each field; :func:`fields_of` reads what was given."""
    for field in reversed(SOURCE.fields):
        if field.name not in NOT_OPTIONS:
            for option in reversed(list(_options(field))):
                command = option(command)
    return command


def _options(field: Field) -> list[Callable[..., Any]]:
    name = _name(field.name)
    words = _help(field)
    match field.shape:
        case Flag():
            return [click.option(f"{name}/--no-{name[2:]}", field.name, default=None, help=words)]
        case Choice():
            return [click.option(name, field.name, metavar="|".join(field.shape.values), help=words)]
        case ListOf(item=Text()) if field.name != "exclude":
            return [click.option(name, field.name, multiple=True, metavar="WORD[,WORD]", help=words)]
        case ListOf(item=Record(short=short)) if short:
            return [
                click.option(
                    name, field.name, multiple=True, metavar="'GLOB[: REASON]'", help=f"{words} Repeatable."
                )
            ]
        case MapOf():
            return [
                click.option(
                    name, field.name, multiple=True, metavar="PATH=TYPE", help=f"{words} Repeatable."
                )
            ]
        case Record():
            return [
                click.option(
                    f"{name}-{_name(inner.name)[2:]}",
                    f"{field.name}__{inner.name}",
                    metavar=inner.name.upper(),
                    help=_help(inner),
                )
                for inner in field.shape.fields
            ]
        case Text():
            return [click.option(name, field.name, metavar="TEXT", help=words)]
        case _:
            return [click.option(name, field.name, metavar="YAML", help=words)]


def _name(field: str) -> str:
    return "--" + field.replace("_", "-")


def _help(field: Field) -> str:
    """The first sentence of what a field means, without Markdown."""
    sentence = field.doc.replace("`", "").split(". ")[0].rstrip(".")
    return f"{sentence}."


def fields_of(given: Mapping[str, object]) -> dict[str, Plain]:
    """The fields that were given, by name; an empty value is an empty text or list.

    Raises click.UsageError for one that cannot be read.
    """
    found: dict[str, Plain] = {}
    for option, value in given.items():
        name, _, inner = option.partition("__")
        field = SOURCE.by_name.get(name)
        if field is None or value is None or value == ():
            continue
        if inner:
            record = found.setdefault(name, {})
            assert isinstance(record, dict)  # noqa: S101 - no other option has this name
            record[inner] = str(value)
        else:
            found[name] = _value(field, value)
    return found


def _value(field: Field, value: object) -> Plain:
    words = [one for one in value if isinstance(one, str) and one] if isinstance(value, tuple) else []
    match field.shape:
        case ListOf(item=Text()) if isinstance(value, tuple):
            return [word.strip() for one in words for word in one.split(",") if word.strip()]
        case ListOf(item=Record(short=short)) if short and isinstance(value, tuple):
            return [_with_reason(one, short) for one in words]
        case MapOf():
            return dict(_pair(field, one) for one in words)
        case Flag() | Choice() | Text() if isinstance(value, bool | str):
            return value
        case _:
            return _yaml(field, str(value))


def _with_reason(text: str, short: str) -> Plain:
    pattern, sign, reason = text.partition(": ")
    return {short: pattern.strip(), "reason": reason.strip()} if sign else text.strip()


def _pair(field: Field, text: str) -> tuple[str, str]:
    path, sign, kind = text.rpartition("=")
    if not sign:
        raise click.UsageError(f"{_name(field.name)} takes PATH=TYPE, not {text!r}")
    return path.strip(), kind.strip()


def _yaml(field: Field, text: str) -> Plain:
    try:
        return plain(parse(text, _name(field.name)))
    except ProblemsError as error:
        raise click.UsageError(
            f"{_name(field.name)} takes YAML, such as {field.example!r}: {error}"
        ) from None
