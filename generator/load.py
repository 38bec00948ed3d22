"""Reads a catalog's settings and definitions from its folder.

Only regular files are read: no symbolic link, pipe or device, and no more than 64 KiB of
any. What they say is judged by :mod:`generator.schema`; this module finds the files.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from generator.answers import Answers
from generator.errors import DefinitionError, Problem, ProblemsError, SettingsError, Severity
from generator.fingerprint import fingerprint
from generator.folders import FolderError, folder_at
from generator.look import files_of, with_look
from generator.model import Settings, Source
from generator.places import LOCK, PAGES, SETTINGS, SOURCES, THEME
from generator.printable import printable
from generator.regular import file_problem, read_regular, words_of
from generator.schema import (
    Definition,
    default_settings,
    definition_of_remembered,
    problems_together,
    read_settings,
    read_source,
    remembered,
    slugged,
)
from generator.yaml_text import Node, decode, mapping_text, parse, parse_all

ENDING = ".yaml"

_OTHER_ENDINGS = (".yml", ".json", ".toml")
"""Of files that are probably meant to be definitions."""
_QUIET = ("readme", "contributing", "license", "licence")
"""Stems of files that are welcome beside definitions."""


# -------------------------------------------------------------------- settings


def load_settings(root: Path) -> Settings:
    """The settings of the catalog in a folder.

    Without ``catalog.yaml`` the shipped ones apply, titled after the folder, as long as
    there is a ``sources/``. Raises :class:`SettingsError` with all problems.
    """
    path = root / SETTINGS
    if not os.path.lexists(path):
        if os.path.lexists(path.with_suffix(".yml")):
            hint = f"rename it to {SETTINGS}"
            raise SettingsError(
                [file_problem("catalog.yml", "wrong-ending", "settings must end in .yaml", hint)]
            )
        if not (root / SOURCES).is_dir():
            message = "no catalog here: there is neither catalog.yaml nor sources/"
            hint = "run the command in the catalog's folder, or name it with --root"
            raise SettingsError([file_problem(SETTINGS, "no-catalog", message, hint)])
        settings, problems = with_look(root, default_settings(_title(root)), None)
        return _good(settings, problems)
    node, problems = _read_node(path, SETTINGS)
    read = None
    if node is not None:
        read, found = read_settings(node, SETTINGS)
        problems += found
        if read is not None:
            read, found_beside = with_look(root, read, node)
            problems += found_beside
    return _good(read, problems)


def settings_node(root: Path) -> Node | None:
    """What ``catalog.yaml`` says, unchecked; None where it cannot be read."""
    return _read_node(root / SETTINGS, SETTINGS)[0]


def _good(settings: Settings | None, problems: list[Problem]) -> Settings:
    """The settings, where nothing is wrong with them."""
    if settings is None or any(p.severity is Severity.ERROR for p in problems):
        raise SettingsError(problems)
    return settings


def load_base_url(text: str) -> str:
    """An address given by ``--base-url``, as strict as the settings'. Raises :class:`SettingsError`."""
    where = "--base-url"
    node = parse(mapping_text({"title": where, "base_url": text}), where)
    settings, problems = read_settings(node, where)
    if settings is None:
        raise SettingsError(problems)
    return settings.base_url


def _title(root: Path) -> str:
    words = root.resolve().name.replace("-", " ").replace("_", " ").split()
    return printable(" ".join(word[0].upper() + word[1:] for word in words), 120) or "Catalog"


# ----------------------------------------------------------------- definitions


def load_sources(root: Path, settings: Settings, only: Sequence[Path] | None = None) -> tuple[Source, ...]:
    """The sources that are there, sorted by id, or those of the files in ``only``.

    Those that were removed are left out.
    Raises :class:`DefinitionError` with all problems of all files where one is an error.
    """
    sources, problems = check_sources(root, settings, only)
    if any(p.severity is Severity.ERROR for p in problems):
        raise DefinitionError(problems)
    return tuple(source for source in sources if source.removed is None)


class KnownDefinitions:
    """Good definitions of files that are as they were when they were read."""

    def __init__(self, rows: Answers, digests: Mapping[str, str], settings: Settings) -> None:
        """``rows`` keeps them as JSON; ``digests`` are those of files now, by their paths from the root."""
        self._rows = rows
        self._digests = digests
        self._settings = fingerprint(settings)

    def get(self, label: str) -> Definition | None:
        """The definition of a file, if it is known."""
        question = self._question(label)
        row = self._rows.get(question) if question else None
        return definition_of_remembered(row) if row else None

    def put(self, label: str, definition: Definition) -> None:
        """Keep a definition, if it can be."""
        question = self._question(label)
        row = remembered(definition)
        if question and row is not None:
            self._rows.put(question, row)

    def _question(self, label: str) -> str | None:
        digest = self._digests.get(label)
        return fingerprint(label, digest, self._settings) if digest else None


def load_with_removed(
    root: Path, settings: Settings, known: KnownDefinitions | None = None
) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """The sources that are there, and those that were removed, each sorted by id.

    ``known`` spares files that are as they were.
    Raises :class:`DefinitionError` with all problems of all files where one is an error.
    """
    sources, problems = check_sources(root, settings, known=known)
    if any(p.severity is Severity.ERROR for p in problems):
        raise DefinitionError(problems)
    return tuple(s for s in sources if s.removed is None), tuple(s for s in sources if s.removed)


def check_sources(
    root: Path,
    settings: Settings,
    only: Sequence[Path] | None = None,
    known: KnownDefinitions | None = None,
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The good sources, sorted by id, and the problems of all files, sorted by place.

    With ``only``, those of these files alone; they are still held against all other
    definitions, and they need not lie in ``sources/``. Removed sources are among them.
    """
    definitions, problems, news = read_definitions(root, settings, only, known)
    problems += judged_together(root, definitions, news)
    lost = {problem.file for problem in problems if problem.code == "no-folder"}
    for definition in definitions:
        problems += definition.problems
    sources = [d.source for d in definitions if d.source and d.file not in lost]
    if only is not None:
        problems = [p for p in problems if p.file in news]
        sources = [s for s in sources if s.file in news]
    return tuple(sorted(sources, key=lambda s: s.id)), tuple(sorted(problems))


def judged_together(root: Path, definitions: Sequence[Definition], news: Set[str]) -> list[Problem]:
    """What only shows of definitions side by side, and beside the folders of the catalog."""
    return [*problems_together(definitions, news), *_folders(root, definitions)]


def read_definitions(
    root: Path,
    settings: Settings,
    only: Sequence[Path] | None = None,
    known: KnownDefinitions | None = None,
) -> tuple[list[Definition], list[Problem], set[str]]:
    """Every definition by itself, what is wrong with other files, and the names of those in ``only``."""
    wanted = None if only is None else {_absolute(root, path): path for path in only}
    if wanted is not None:
        wanted.pop(_absolute(root, root / SETTINGS), None)  # always checked, by load_settings
    definitions: list[Definition] = []
    problems: list[Problem] = []
    news: set[str] = set()
    for path, found in _candidates(root, wanted or {}):
        label = found if isinstance(found, str) else found.file
        if wanted is not None and path in wanted:
            news.add(label)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            definition = known.get(label) if known else None
            if definition is None:
                definition = _read_definition(path, label, settings)
                if known:
                    known.put(label, definition)
            definitions.append(definition)
    return definitions, problems, news


def file_of(source_id: str) -> str:
    """The file of a definition, from the catalog's root."""
    return f"{SOURCES}/{source_id}{ENDING}"


def definition_of(content: bytes, source_id: str, settings: Settings) -> Definition:
    """What the bytes of a definition's file would say."""
    label = printable(file_of(source_id), 500)
    text, problems = decode(content, label)
    node, found = parse_all(text, label) if text is not None else (None, [])
    return _judged(node, source_id, label, [*problems, *found], settings)


def _folders(root: Path, definitions: Sequence[Definition]) -> Iterator[Problem]:
    """The definitions of folders that are not there, or lie outside of the catalog's own."""
    for definition in definitions:
        path = definition.source.path if definition.source else None
        if path is None:
            continue
        try:
            folder_at(root, path)
        except FolderError as error:
            field, line, column = definition.places.get(("path", ""), ("path", 0, 0))
            yield Problem(
                definition.file,
                line,
                column,
                field,
                "no-folder",
                printable(str(error), 100),
                "a folder beside catalog.yaml",
                f'"{printable(path, 70)}"',
                "name it from the folder of catalog.yaml, such as skills/writing",
            )


def _absolute(root: Path, path: Path) -> Path:
    """The path as the user meant it: from here, else from the catalog's root."""
    here, there = _from_here(path), _from_here(root / path)
    return there if not os.path.lexists(here) and os.path.lexists(there) else here


def _from_here(path: Path) -> Path:
    """The path with the links in its folders resolved, but not the file itself."""
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError):  # links in a circle: there is no such file
        return path.absolute()


def _label(root: Path, path: Path) -> str:
    """A file as messages name it: from the catalog's root where it lies in it."""
    base = root.resolve()
    inside = path.relative_to(base) if path.is_relative_to(base) else path
    return printable(inside.as_posix(), 500)


def _candidates(root: Path, wanted: dict[Path, Path]) -> Iterator[tuple[Path, str | Problem]]:
    """Every file that is or should be a definition, with its label or with what is wrong with it."""
    folder = (root / SOURCES).resolve()
    left = dict(wanted)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        entries = []
    except OSError as error:
        yield folder, file_problem(SOURCES, "unreadable", f"the folder cannot be read: {words_of(error)}")
        return
    for entry in entries:
        path = folder / entry.name
        label = printable(f"{SOURCES}/{entry.name}", 500)
        asked = left.pop(path, None) is not None
        if entry.name.endswith(ENDING):
            yield path, label
        elif asked:
            yield path, _wrong_ending(label)
        elif problem := _not_a_definition(entry.name, label, folder=entry.is_dir(follow_symlinks=False)):
            yield path, problem
    for path in sorted(left):
        yield path, _label(root, path) if path.name.endswith(ENDING) else _wrong_ending(_label(root, path))


def _not_a_definition(name: str, label: str, *, folder: bool) -> Problem | None:
    """What to say of something else that lies in ``sources/``; nothing of hidden files and READMEs."""
    path = Path(name.lower())
    if name.startswith(".") or (not folder and path.stem in _QUIET):
        return None
    if not folder and path.suffix in (ENDING, *_OTHER_ENDINGS):
        return _wrong_ending(label)
    message = (
        "a folder, which is not searched for definitions" if folder else "not a definition, and not read"
    )
    hint = "definitions lie directly in sources/ and end in .yaml"
    return file_problem(label, "stray-file", message, hint, severity=Severity.WARNING)


def _wrong_ending(label: str) -> Problem:
    stem = Path(label).stem
    hint = f"rename it to {slugged(stem) or 'id'}{ENDING}"
    return file_problem(label, "wrong-ending", "the name of a definition must end in .yaml", hint)


def _read_definition(path: Path, label: str, settings: Settings) -> Definition:
    node, problems = _read_node(path, label)
    return _judged(node, path.name.removesuffix(ENDING), label, problems, settings)


def _judged(
    node: Node | None, source_id: str, label: str, problems: list[Problem], settings: Settings
) -> Definition:
    if node is None:
        return Definition(source_id, label, None, tuple(problems))
    definition = read_source(node, label, settings, source_id=source_id)
    if not problems:
        return definition
    return Definition(source_id, label, None, (*problems, *definition.problems), definition.places)


# ----------------------------------------------------------------------- files


def _read_node(path: Path, label: str) -> tuple[Node | None, list[Problem]]:
    """What a file says, and what is wrong with it."""
    content = read_regular(path, label)
    if isinstance(content, Problem):
        return None, [content]
    text, problems = decode(content, label)
    return parse_all(text, label) if text is not None else (None, problems)


_ALWAYS_WATCHED = (SETTINGS, SOURCES, LOCK, THEME, PAGES, "templates")


def watched_paths(root: Path) -> tuple[Path, ...]:
    """The files and folders of a catalog that a build reads, as far as they exist.

    Logos, and folders that are sources, are those that settings and definitions name now, where all
    of them are good.
    """
    names = list(_ALWAYS_WATCHED)
    with contextlib.suppress(ProblemsError):
        settings = load_settings(root)
        names += files_of(settings)
        names += [s.path for s in load_sources(root, settings) if s.path is not None]
    return tuple(root / name for name in dict.fromkeys(names) if (root / name).exists())


def unborn_paths(root: Path) -> tuple[Path, ...]:
    """Those files and folders that a build would read, and that are not there yet."""
    return tuple(root / name for name in _ALWAYS_WATCHED if not (root / name).exists())
