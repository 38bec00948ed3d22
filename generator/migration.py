"""A catalog's files brought to today's versions: definitions, settings, lock; comments kept, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.atomic import replace_files
from generator.errors import DefinitionError, EditError, Problem, SettingsError
from generator.load import ENDING, load_settings, load_sources
from generator.lock import VERSION, decode_lock, encode_lock, passed_over, version_of_lock
from generator.model import Settings
from generator.places import LOCK, SETTINGS, SOURCES
from generator.regular import read_regular
from generator.schema import read_settings, read_source
from generator.versions import Migrated, migrated_definition, migrated_settings
from generator.yaml_text import decode, parse

KEPT = "{lock}.v{version}"
"""What an older lock is kept as, where something in it has no place in the new one."""

_COMPUTED = ("counts_by_type", "artifact_count", "artifact_counts")
"""What the first locks held and every build computes anew."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What is to be written; nothing has been."""

    contents: Mapping[Path, bytes] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    """What changes, a line each, by file."""


def plan_migration(root: Path) -> Migration:
    """What changes in a catalog's files; each new text was read again and says the same as the old one.

    Raises SettingsError, DefinitionError, LockError and EditError where a file is wrong, newer
    than this program, or can only be changed by a person.
    """
    settings = load_settings(root)
    load_sources(root, settings)  # with every problem of every file, before anything is planned
    contents: dict[Path, bytes] = {}
    told: list[str] = []
    for path, file, migrated in _files(root, settings):
        if migrated.told:
            contents[path] = migrated.text.encode()
            told += [f"{file}: {line}" for line in migrated.told]
    lock, lines = _lock(root / LOCK)
    return Migration(contents | lock, (*told, *lines))


def migrate(root: Path, migration: Migration) -> None:
    """Write all of a migration, or nothing. Raises EditError."""
    try:
        replace_files(dict(migration.contents))
    except OSError as error:
        name = error.filename or root
        raise EditError(f"{name}: cannot be written, and nothing was: {error.strerror}") from error


def _files(root: Path, settings: Settings) -> Iterator[tuple[Path, str, Migrated]]:
    if (root / SETTINGS).is_file():
        text = _text(root / SETTINGS, SETTINGS)
        migrated = migrated_settings(text, SETTINGS, settings)
        before, _ = read_settings(parse(text, SETTINGS), SETTINGS)
        after, problems = read_settings(parse(migrated.text, SETTINGS), SETTINGS)
        if after is None:
            raise SettingsError(problems)
        if after != before:
            raise _otherwise(SETTINGS)
        yield root / SETTINGS, SETTINGS, migrated
    for path in sorted((root / SOURCES).glob(f"*{ENDING}")):
        file, source_id = f"{SOURCES}/{path.name}", path.name.removesuffix(ENDING)
        text = _text(path, file)
        migrated = migrated_definition(text, file, settings)
        if migrated.told:
            was, now = (
                read_source(parse(one, file), file, settings, source_id=source_id)
                for one in (text, migrated.text)
            )
            if now.source is None:
                raise DefinitionError(now.problems)
            if now.source != was.source:
                raise _otherwise(file)
        yield path, file, migrated


def _otherwise(file: str) -> EditError:
    return EditError(f"{file}: would not say the same afterwards; nothing was changed")


def _text(path: Path, file: str) -> str:
    content = read_regular(path, file)
    text, problems = (None, [content]) if isinstance(content, Problem) else decode(content, file)
    if text is None:
        raise DefinitionError(problems)
    return text


def _lock(path: Path) -> tuple[dict[Path, bytes], list[str]]:
    """The lock in today's form; an older one that says more is kept beside it."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}, []
    snapshots = decode_lock(content, str(path))
    version = version_of_lock(content, str(path))
    if version == VERSION:
        return {}, []
    told = [f"{LOCK}: version {version} is {VERSION} now, {len(snapshots):,} sources"]
    contents = {path: encode_lock(snapshots)}
    lost = passed_over(content)
    told += [f"{LOCK}: {name} is computed anew" for name in sorted(lost) if name in _COMPUTED]
    others = sorted(name for name in lost if name not in _COMPUTED)
    if others:
        kept = path.with_name(KEPT.format(lock=path.name, version=version))
        contents[kept] = content
        told.append(f"{LOCK}: {', '.join(others)} has no place any more; the old file is kept as {kept.name}")
    return contents, told
