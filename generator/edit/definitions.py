"""The definitions of a catalog as they are, and as a change would leave them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.atomic import replace_files
from generator.errors import DefinitionError, EditError, Problem, Severity, UnknownSourceError
from generator.load import (
    definition_of,
    file_of,
    judged_together,
    load_settings,
    read_definitions,
)
from generator.model import Settings, Source
from generator.regular import read_regular
from generator.schema import Definition, suggestion


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a plan."""

    file: str
    """From the catalog's root, such as ``sources/some-id.yaml``."""
    before: bytes | None
    """None: there is no such file."""
    after: bytes | None
    """None: it is deleted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written; nothing has been."""

    changes: tuple[FileChange, ...]
    """Of files that really change, sorted by name."""
    problems: tuple[Problem, ...] = ()
    """Warnings about the changed files; a plan with errors is never made."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Pairs of an id and the one that it becomes, for whoever keeps things by id."""
    tags_added: tuple[str, ...] = ()
    """Tags that any of the changed sources has, and had not."""

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff, without their ends."""
        for change in self.changes:
            before, after = (_lines(content) for content in (change.before, change.after))
            yield from difflib.unified_diff(
                before,
                after,
                "/dev/null" if change.before is None else f"a/{change.file}",
                "/dev/null" if change.after is None else f"b/{change.file}",
                lineterm="",
            )


def _tags(definition: Definition | None) -> tuple[str, ...]:
    return definition.source.tags if definition and definition.source else ()


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines()


class Definitions:
    """Every definition of a catalog, read once."""

    def __init__(self, root: Path, settings: Settings, definitions: Iterable[Definition]) -> None:
        self.root = root
        self.settings = settings
        self._by_id = {definition.id: definition for definition in definitions}

    @classmethod
    def read(cls, root: Path) -> Definitions:
        """Those of the catalog in a folder. Raises SettingsError; wrong definitions are no error yet."""
        settings = load_settings(root)
        return cls(root, settings, read_definitions(root, settings)[0])

    def sources(self) -> tuple[Source, ...]:
        """The good ones that were not removed, sorted by id."""
        good = [d.source for d in self._by_id.values() if d.source and d.source.removed is None]
        return tuple(sorted(good, key=lambda source: source.id))

    def ids(self) -> frozenset[str]:
        """Every id that is taken: of definitions, good or not, and former ones."""
        return frozenset(self._by_id) | {
            a for d in self._by_id.values() if d.source for a in d.source.aliases
        }

    def find(self, word: str) -> Definition:
        """The definition of an id or a former id. Raises UnknownSourceError with what may be meant."""
        if word in self._by_id:
            return self._by_id[word]
        for definition in self._by_id.values():
            if definition.source and word in definition.source.aliases:
                return definition
        near = suggestion(word, self._by_id)
        hint = f'; did you mean "{near}"?' if near else "; `catalog list` shows what there is"
        raise UnknownSourceError(f'no source has the id "{word}"{hint}')

    def source(self, word: str) -> Source:
        """The source of an id or a former id. Raises also DefinitionError where its definition is wrong."""
        definition = self.find(word)
        if definition.source is None:
            raise DefinitionError(definition.problems)
        return definition.source

    def followers(self, source_id: str) -> tuple[Source, ...]:
        """The sources that name this one as their successor."""
        return tuple(s for d in self._by_id.values() if (s := d.source) and s.successor == source_id)

    def content(self, source_id: str) -> bytes:
        """What stands in a definition's file now. Raises EditError where it cannot be read."""
        found = read_regular(self.root / file_of(source_id), file_of(source_id))
        if isinstance(found, Problem):
            raise EditError(f"{found.file}: {found.message}")
        return found

    def exists(self, source_id: str) -> bool:
        """Whether a file of this name is there already, whatever its case."""
        return any(source_id == known.casefold() for known in self._by_id)

    def check_id(self, source_id: str) -> None:
        """Raises DefinitionError where it is no good id, before it is written into several files."""
        found = definition_of(b"repo_url: a/b\n", source_id, self.settings).problems
        if problems := [problem for problem in found if problem.field == "id"]:
            raise DefinitionError(problems)

    def plan(self, texts: Mapping[str, str | None], renamed: Iterable[tuple[str, str]] = ()) -> Plan:
        """The change that gives definitions new texts by their ids; None deletes one.

        Raises DefinitionError with every problem if one of them would be wrong, by itself or
        beside all the others.
        """
        definitions = dict(self._by_id)
        changes = []
        for source_id, text in sorted(texts.items()):
            before = self.content(source_id) if source_id in self._by_id else None
            after = None if text is None else text.encode("utf-8", "surrogatepass")
            if before == after:
                continue
            changes.append(FileChange(file_of(source_id), before, after))
            if after is None:
                definitions.pop(source_id, None)
            else:
                definitions[source_id] = definition_of(after, source_id, self.settings)
        news = {definitions[i].file for i in texts if i in definitions}
        problems = [p for i in texts if i in definitions for p in definitions[i].problems]
        problems += judged_together(self.root, tuple(definitions.values()), news)
        problems = [p for p in problems if p.file in news]
        if any(p.severity is Severity.ERROR for p in problems):
            raise DefinitionError(problems)
        before_tags = [_tags(self._by_id.get(source_id)) for source_id in texts]
        after_tags = [_tags(definitions.get(source_id)) for source_id in texts]
        added = {t for old, new in zip(before_tags, after_tags, strict=True) for t in new if t not in old}
        return Plan(tuple(changes), tuple(sorted(problems)), tuple(renamed), tuple(sorted(added)))


def write(root: Path, plan: Plan) -> None:
    """Write every file of a plan, or none.

    Raises EditError where a file changed since the plan was made, or cannot be written;
    then all are as they were.
    """
    for change in plan.changes:
        path = root / change.file
        now = path.read_bytes() if path.is_file() else None
        if now != change.before:
            raise EditError(f"{change.file} was changed by somebody else meanwhile; nothing was written")
    try:
        replace_files({root / change.file: change.after for change in plan.changes})
    except OSError as error:
        raise EditError(
            f"{error.filename or root}: cannot be written, and nothing was: {error.strerror}"
        ) from error
