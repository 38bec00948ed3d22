"""Tables in CSV: every field of a definition is a column, and so are the facts that sheets are made for.

A cell that a spreadsheet would take for a formula gets a ``'`` before it, which reading
takes away again: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from generator.api.entry import source_json
from generator.errors import Problem
from generator.exchange.proposal import Proposal, Reading, left_out
from generator.model import CatalogEntry
from generator.printable import printable
from generator.schema import SOURCE, suggestion
from generator.schema.shapes import Field, ListOf, MapOf, Record, Text
from generator.yaml_text import Plain

COLUMNS = tuple(field.name for field in SOURCE.fields if field.name != "schema")
"""Of definitions, in the order of the reference."""

FACTS = (
    "status",
    "artifact_count",
    "counts_by_type",
    "scan_status",
    "repo_description",
    "stars",
    "forks",
    "license",
    "language",
    "archived",
    "auto_tags",
    "pushed_at",
    "last_sync_at",
    "name_with_owner",
    "commit",
)
"""Columns that are written and not read: what is fetched or computed."""

MAX_COLUMNS = 200

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_BETWEEN = re.compile(r"[,;\s]+")


# -------------------------------------------------------------------- writing


def export_csv(rows: Iterable[tuple[CatalogEntry, Mapping[str, Plain]]]) -> str:
    """A table with a line a source; each comes with the fields that its definition gives."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*COLUMNS, *FACTS))
    for entry, fields in rows:
        facts = source_json(entry)
        values = [*(fields.get(name) for name in COLUMNS), *(facts[name] for name in FACTS)]
        writer.writerow([guarded(_cell(value)) for value in values])
    return text.getvalue()


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula; :func:`unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What :func:`guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(item, str) and not _BETWEEN.search(item) for item in value):
            return " ".join(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case _:
            return str(value)


# -------------------------------------------------------------------- reading


def read_sheet(text: str, file: str) -> Reading:
    """The rows of a table, whose first line names the columns."""
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True
    )
    try:
        header = next(reader, [])
    except csv.Error as error:
        return Reading(left_out=(left_out(file, (1, 0), "no-csv", str(error)),))
    fields, remarks = _columns(header[:MAX_COLUMNS], file)
    if not any(field is not None and field.name in ("repo_url", "path") for field in fields):
        hint = "the first line is to name the columns, repo_url among them"
        problem = left_out(file, (1, 0), "no-csv", "no column repo_url", hint=hint)
        return Reading(left_out=(problem,))
    proposals: list[Proposal] = []
    out: list[Problem] = []
    line = reader.line_num + 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            out.append(left_out(file, (line, 0), "no-csv", f"{error}; nothing behind it is read"))
            break
        if row is None:
            break
        if any(cell.strip() for cell in row):
            read = _row(row, fields, file, line)
            if isinstance(read, Proposal):
                proposals.append(read)
            else:
                out.append(read)
        line = reader.line_num + 1
    return Reading(tuple(proposals), tuple(out), tuple(remarks))


def _delimiter(text: str) -> str:
    """What stands most often in the first line: spreadsheets of many countries write semicolons."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _columns(header: list[str], file: str) -> tuple[list[Field | None], list[Problem]]:
    """The field of each column, None where it has none, and what is to be said of those."""
    words = {word: field for field in SOURCE.fields for word in field.also if word not in FACTS}
    words |= {field.name: field for field in SOURCE.fields if field.name != "schema"}
    found: list[Field | None] = []
    remarks = []
    computed = []
    for number, cell in enumerate(header, start=1):
        word = unguarded(cell).strip().lower().replace(" ", "_").replace("-", "_")
        field = words.get(word)
        if field in found:
            field = None if field else field
        found.append(field)
        if field is None and word in FACTS:
            computed.append(word)
        elif field is None:
            near = suggestion(word, words)
            hint = f'did you mean "{near}"?' if near else ""
            message = f'the column {number}, "{printable(cell, 60)}", is passed over'
            remarks.append(left_out(file, (1, 0), "unknown-column", message, hint=hint))
    if computed:
        message = f"passed over, since they are fetched or computed: {', '.join(computed)}"
        remarks.append(left_out(file, (1, 0), "computed-column", message))
    return found, remarks


def _row(row: list[str], fields: list[Field | None], file: str, line: int) -> Proposal | Problem:
    values: dict[str, Plain] = {}
    for field, cell in zip(fields, row, strict=False):
        text = unguarded(cell).strip()
        if field and text:
            values[field.name] = _value(field, text)
    address, name = values.pop("repo_url", ""), values.get("name", "")
    title = name if isinstance(name, str) else ""
    if len(row) > len(fields) and any(cell.strip() for cell in row[len(fields) :]):
        reason = f"the line has {len(row)} cells and the first line names {len(fields)}"
        return left_out(file, (line, 0), "no-csv", reason, title=title)
    if not isinstance(address, str) or not (address or "path" in values):
        return left_out(file, (line, 0), "no-repository", "no repo_url", title=title)
    tags = values.pop("tags", [])
    return Proposal(
        file=file,
        line=line,
        column=0,
        title=title,
        repository=address,
        fields=values,
        certain=True,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _value(field: Field, text: str) -> Plain:
    """What a cell means by its field's shape; a wrong one stays text, for the reader of definitions."""
    match field.shape:
        case ListOf(item=Text()):
            return list(_words(text))
        case ListOf() | MapOf() | Record() if text[0] in "[{":
            try:
                value: Plain = json.loads(text)
            except (ValueError, RecursionError):
                return text
            return value
        case ListOf():
            return list(_words(text))
        case _:
            return {"true": True, "false": False}.get(text.lower(), text) if _is_flag(field) else text


def _is_flag(field: Field) -> bool:
    return field.name.startswith("import_")


def _words(text: str) -> Iterator[Plain]:
    """The words between commas, semicolons and spaces; a JSON list is understood too."""
    try:
        read = json.loads(text) if text.startswith("[") else None
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, list) and all(isinstance(word, str) for word in read):
        yield from read
    else:
        yield from filter(None, _BETWEEN.split(text))
