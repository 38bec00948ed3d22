"""The import of another catalog: files are read, definitions are written, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.atomic import replace_files
from generator.errors import CatalogError, Problem, ProblemsError
from generator.exchange import FORMS, MAX_FILE, Form, Options, Plan, plan
from generator.exchange.proposal import left_out
from generator.load import load_settings, load_with_removed
from generator.places import SOURCES
from generator.printable import printable
from generator.regular import read_regular
from generator.yaml_text import MAX_BYTES, decode

MAX_FILES = 20_000
"""Files of a folder that are read."""

SCHEMA_LINE = "# yaml-language-server: $schema=../schemas/source.schema.json\n"
"""First line of a definition, for editors, where the catalog keeps the schema."""

_ENDINGS = (".yml", ".yaml")


def plan_import(root: Path, form: str, path: Path, options: Options, *, content: bytes | None = None) -> Plan:
    """What an import would write and leave out; nothing is written.

    ``form`` is one of :data:`~generator.exchange.FORMS`, and ``path`` its file or folder;
    with ``content``, that is what the file says, and ``path`` is only named.
    Raises SettingsError and DefinitionError where the catalog itself is not in order,
    ProblemsError where nothing can be read, CatalogError for a wrong path.
    """
    settings = load_settings(root)
    sources, removed = load_with_removed(root, settings)
    kind = FORMS[form]
    texts, refused = _folder(kind, path) if kind.folder else _file(kind, path, content)
    reading = kind.read(texts, options)
    if not reading.proposals and not reading.left_out:
        raise CatalogError(f"{printable(path.as_posix(), 200)}: no entry was found in it; is it {kind.says}?")
    plan_made = plan(
        reading,
        settings,
        (*sources, *removed),
        taken=_names(root),
        options=options,
        head=SCHEMA_LINE if (root / "schemas/source.schema.json").is_file() else "",
    )
    if not refused:
        return plan_made
    everything = tuple(sorted((*refused, *plan_made.left_out)))
    return Plan(plan_made.new, plan_made.there, everything, plan_made.remarks)


def write_import(root: Path, made: Plan) -> None:
    """Write the new definitions: all of them, or none. Raises CatalogError."""
    contents = {root / new.file: new.text.encode() for new in made.new}
    if there := [path.name for path in contents if os.path.lexists(path)]:
        raise CatalogError(
            f"{printable(there[0])} was written by somebody else meanwhile; nothing was written"
        )
    try:
        replace_files(contents)
    except OSError as error:
        name = printable(error.filename or root / SOURCES)
        raise CatalogError(f"{name}: {error.strerror}; nothing was written") from error


def _names(root: Path) -> Iterator[str]:
    """The stems of whatever lies in ``sources/``."""
    if (root / SOURCES).is_dir():
        with os.scandir(root / SOURCES) as entries:
            yield from (entry.name.partition(".")[0] for entry in entries)


def _file(form: Form, path: Path, content: bytes | None) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The one file of a form. A link that was named is followed; nobody else put it there."""
    label = printable(path.as_posix(), 200)
    if content is None and path.is_dir():
        raise CatalogError(f"{label} is a folder, and {form.says} is a file")
    found = read_regular(path.resolve(), label, MAX_FILE) if content is None else content
    if isinstance(found, Problem):
        raise ProblemsError([found])
    text, problems = decode(found, label, MAX_FILE)
    if text is None:
        raise ProblemsError(problems)
    return [(label, text)], []


def _folder(form: Form, path: Path) -> tuple[list[tuple[str, str]], list[Problem]]:
    """The files of a folder, sorted; what is no such file is listed with the reason."""
    folder = path / form.folder if (path / form.folder).is_dir() else path
    shown = printable(path.as_posix(), 200)
    if not folder.is_dir():
        raise CatalogError(f"{shown} is no folder, and {form.says} is one")
    texts, refused = [], []
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise CatalogError(f"{shown} cannot be read: {error.strerror}") from error
    if len(names) > MAX_FILES:
        raise CatalogError(f"{shown} has {len(names):,} files; at most {MAX_FILES:,} are read")
    for name in names:
        label = printable((folder / name).as_posix(), 200)
        if name.startswith("."):
            continue
        if not name.endswith(_ENDINGS):
            refused.append(left_out(label, (0, 0), "not-read", "its name does not end in .yml"))
            continue
        content = read_regular(folder / name, label, MAX_BYTES)
        text, problems = (None, [content]) if isinstance(content, Problem) else decode(content, label)
        if text is None:
            refused += problems
        else:
            texts.append((label, text))
    if not texts:
        raise CatalogError(f"{shown}: no file ends in .yml, neither there nor in {form.folder}/")
    return texts, refused
