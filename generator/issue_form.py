"""The form by which a source is proposed as an issue, and what its answers say.

GitHub turns a filled form into Markdown: ``### LABEL``, an empty line, the answer, for each
field in the form's order. The body can be edited by whoever wrote the issue, so it is read
strictly: every heading once and in its order, and each answer by the rules of its field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import DefinitionError, Problem
from generator.printable import printable
from generator.schema import SOURCE
from generator.schema.shapes import ListOf
from generator.yaml_text import Plain, mapping_text

MAX_BODY = 131_072
"""Bytes of an issue's body; GitHub takes 65,536 characters."""

NO_ANSWER = "_No response_"
"""What GitHub writes where a field was left empty."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of the form."""

    field: str
    """Of the definition."""
    label: str
    help: str
    lines: bool = False
    """Whether the answer may have several lines."""


FORM = (
    FormField("repo_url", "Repository", "Its address on GitHub, or that of a folder in it."),
    FormField("name", "Name", "What the source is called. Without it, the repository's name is shown."),
    FormField(
        "description",
        "Description",
        "What is in it, in a sentence or two of your own, 300 characters at most: no slogans, "
        "no numbers that age.",
        lines=True,
    ),
    FormField("tags", "Tags", "Three to seven words to find it by, joined by commas."),
    FormField("homepage", "Homepage", "The address of its documentation or product, if it has one."),
    FormField("root_hint", "Folder", "If only a folder of the repository is meant: its path."),
    FormField("notes", "Notes", "What to know before using it; Markdown, for the source's page.", lines=True),
)
"""In the order of the form."""


def issue_form() -> str:
    """The text of ``.github/ISSUE_TEMPLATE/add-source.yml``."""
    intro: Plain = (
        "One repository a form. What you write becomes a definition, which a maintainer looks at; stars, "
        "licence, README and artifacts are found by the program."
    )
    body: list[Plain] = [{"type": "markdown", "attributes": {"value": intro}}]
    for asked in FORM:
        field = SOURCE.by_name[asked.field]
        placeholder = field.example.strip("[]")
        question: dict[str, Plain] = {
            "type": "textarea" if asked.lines else "input",
            "id": asked.field,
            "attributes": {"label": asked.label, "description": asked.help, "placeholder": placeholder},
        }
        if asked.field == "repo_url":
            question["validations"] = {"required": True}
        body.append(question)
    return mapping_text(
        {
            "name": "Add a source",
            "description": "Propose a repository for the catalog",
            "title": "Add: ",
            "labels": ["source"],
            "body": body,
        },
        ["Made by `catalog schema issue-form`; `catalog from-issue` reads what it is filled with."],
    )


def fields_of_issue(body: str, name: str) -> tuple[dict[str, Plain], dict[str, int]]:
    """The fields of a definition that an issue's body holds, and the lines of their headings.

    ``name`` stands for the file in problems. Raises DefinitionError with every problem:
    headings that are missing, twice, out of order or none of the form's (notes may have their own),
    and text before the first.
    """
    lines = re.split("\r\n|\r|\n", body)
    labels = {f"### {asked.label}": asked for asked in FORM}
    found: list[tuple[FormField, int]] = []
    problems: list[Problem] = []

    def problem(line: int, field: str, code: str, message: str, hint: str) -> None:
        found = printable(lines[line - 1], 70) if line else ""
        problems.append(Problem(name, line, 1 if line else 0, field, code, message, "", found, hint))

    for number, line in enumerate(lines, 1):
        asked = labels.get(line.rstrip())
        if asked is None:
            if line.strip() and not found:
                problem(number, "", "unknown-field", "a text before the first heading", "use the issue form")
                break
            if line.startswith("### ") and found[-1][0].field != "notes":
                problem(number, "", "unknown-field", "no heading of the form", "remove it, and its answer")
            continue
        if any(asked is known for known, _ in found):
            problem(
                number, asked.field, "duplicate-key", "the same heading a second time", "keep one of them"
            )
        elif found and FORM.index(asked) < FORM.index(found[-1][0]):
            problem(
                number, asked.field, "unknown-field", "a heading out of its order", "keep the form's order"
            )
        else:
            found.append((asked, number))
    starts = {asked.field: number for asked, number in found}
    if "repo_url" not in starts and not problems:
        problem(0, "repo_url", "missing-field", "there is no heading Repository", "use the issue form")
    if problems:
        raise DefinitionError(problems)
    fields: dict[str, Plain] = {}
    for (asked, number), (_, end) in zip(found, [*found[1:], (None, len(lines) + 1)], strict=True):
        answer = "\n".join(lines[number : end - 1]).strip()
        if answer and answer != NO_ANSWER:
            fields[asked.field] = _value(asked, answer)
    return fields, starts


def _value(asked: FormField, answer: str) -> Plain:
    if isinstance(SOURCE.by_name[asked.field].shape, ListOf):
        return [word.lstrip("#") for word in re.split(r"[,\s]+", answer) if word.strip("#,")]
    return answer


def in_issue(problems: tuple[Problem, ...], starts: Mapping[str, int], name: str) -> list[Problem]:
    """Problems of a definition at the headings of the issue that it was made of."""
    placed = []
    for one in problems:
        line = starts.get(re.split(r"[.\[]", one.field)[0], 0)
        placed.append(
            Problem(
                name,
                line,
                1 if line else 0,
                one.field,
                one.code,
                one.message,
                one.expected,
                one.found,
                one.hint,
                one.severity,
            )
        )
    return placed
