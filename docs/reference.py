"""Writes the reference pages of these docs from the program itself.

``python docs/reference.py`` writes them anew; a test holds that they are up to date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from generator.cli import COMMANDS, main
from generator.schema import SETTINGS, SOURCE
from generator.schema.codes import CODES, LOOK_CODES
from generator.schema.explained import EXPLAINED, Explained
from generator.schema.shapes import Field, ListOf, MapOf, Record, Shape
from generator.schema.wording import describe

FOLDER = Path(__file__).parent

MEANINGS = CODES | LOOK_CODES

LONGEST_EXAMPLE = 1_000
"""Characters of an example that are shown."""

NOTE = "<!-- Written by docs/reference.py; change the program, not this page. -->"


def pages() -> dict[str, str]:
    """The pages by their file names."""
    return {
        "reference-definitions.md": _page(
            "Every field of a definition",
            "A definition is a YAML file in `sources/`, named after its source's id. "
            "[Adding a source](adding-a-source.md) explains them in the order in which they are needed.",
            _record(SOURCE, ""),
        ),
        "reference-settings.md": _page(
            "Every setting",
            "Settings stand in `catalog.yaml`. [Customising](customising.md) explains them by examples.",
            _record(SETTINGS, ""),
        ),
        "reference-commands.md": _page(
            "Every command",
            "Each says the same with `--help`. All take `-C FOLDER` before their name, for a catalog that "
            "lies elsewhere. Exit codes: 0 done; 1 what was asked for is wrong or did not succeed; 2 the "
            "command line itself is wrong; 130 stopped by Ctrl-C.",
            _commands(),
        ),
        "codes/README.md": _page(
            "Every problem, by its code",
            "`catalog validate` names the code of each problem in brackets. Codes are stable: they may be "
            "searched for and linked to.",
            _codes(),
        ),
        **{
            f"codes/{code}.md": _page(f"`{code}`", MEANINGS[code], _code(explained))
            for code, explained in EXPLAINED.items()
        },
    }


def _page(title: str, introduction: str, lines: Iterator[str]) -> str:
    return "\n".join((NOTE, "", f"# {title}", "", introduction, "", *lines)).rstrip("\n") + "\n"


# ------------------------------------------------------------------ the fields


def _record(record: Record, path: str) -> Iterator[str]:
    """A table of a record's fields, then those of the records in it."""
    if record.short:
        yield f"The value of `{record.short}` may stand for the whole."
        yield ""
    if record.one_of:
        yield f"Exactly one of {' and '.join(f'`{name}`' for name in record.one_of)} must be there."
        yield ""
    yield "| field | what it means | what it takes | without it |"
    yield "| --- | --- | --- | --- |"
    for field in record.fields:
        yield _row(field)
    yield ""
    for field in record.fields:
        if inner := _inner(field.shape):
            name, shape = inner
            whole = f"{path}{field.name}{name}"
            yield f"## `{whole}`"
            yield ""
            yield from _record(shape, f"{whole}.")


def _row(field: Field) -> str:
    missing = "must be there" if field.required else field.default or "nothing"
    takes = f"{describe(field.shape)}<br>`{field.name}: {field.example}`"
    return f"| `{field.name}` | {_cell(field.doc)} | {_cell(takes)} | {_cell(missing)} |"


def _inner(shape: Shape) -> tuple[str, Record] | None:
    """How a record in a field is named, and the record."""
    match shape:
        case Record():
            return "", shape
        case ListOf(item=Record() as record):
            return "[]", record
        case MapOf(value=Record() as record):
            return ".NAME", record
        case _:
            return None


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# ------------------------------------------------------------------- the codes


def _codes() -> Iterator[str]:
    yield "| code | what it says |"
    yield "| --- | --- |"
    for code in sorted(MEANINGS):
        yield f"| [`{code}`]({code}.md) | {_cell(MEANINGS[code])} |"


def _code(explained: Explained) -> Iterator[str]:
    """Why there is a rule, what breaks it, and how to mend that."""
    yield from ("## Why", "", explained.why, "")
    yield from ("## What gives it", "")
    if explained.given:
        yield from (explained.given, "")
    for name, text in explained.files.items():
        shown = text if len(text) < LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}… (and so on)\n"
        yield from (f"`{name}`:", "", "```text", *_seen(shown).splitlines(), "```", "")
    yield from ("## How to mend it", "", explained.mend, "", "[All codes](README.md)")


def _seen(text: str) -> str:
    """A text in which what cannot be seen is written as its number."""
    return "".join(c if c.isprintable() or c == "\n" else f"<U+{ord(c):04X}>" for c in text)


# ---------------------------------------------------------------- the commands


def _commands() -> Iterator[str]:
    context = click.Context(main, info_name="catalog", help_option_names=["-h", "--help"])
    yield "| command | what it does |"
    yield "| --- | --- |"
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        assert command is not None  # noqa: S101 - it is one of the names
        yield f"| [`{name}`](#catalog-{name}) | {_cell(command.get_short_help_str(200))} |"
    yield ""
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        assert command is not None  # noqa: S101 - it is one of the names
        yield from _command(command, click.Context(command, info_name=name, parent=context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield "```text"
    yield f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    yield "```"
    yield ""
    yield from _help(command.help or "")
    options = [r for p in command.get_params(context) if (r := p.get_help_record(context)) is not None]
    yield "| option | |"
    yield "| --- | --- |"
    for names, text in options:
        if text:
            yield f"| `{_cell(names)}` | {_cell(' '.join(text.split()))} |"
    yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None  # noqa: S101 - it is one of the names
            yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _help(text: str) -> Iterator[str]:
    """The paragraphs of a help text; what is not to be wrapped becomes a block."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = part.strip().splitlines()
        if lines[0].strip() != "\b":
            yield from (" ".join(line.strip() for line in lines), "")
            continue
        heading, *rest = lines[1:]
        if heading.strip() == "Examples:":
            yield from ("```sh", *(line.strip() for line in rest), "```", "")
        else:
            yield from ("```text", *(line.rstrip() for line in lines[1:]), "```", "")


if __name__ == "__main__":
    for file, content in pages().items():
        (FOLDER / file).parent.mkdir(exist_ok=True)
        (FOLDER / file).write_text(content, encoding="utf-8")
