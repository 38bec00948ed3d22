"""Every error that the program raises on purpose, as one tree.

.. code-block:: text

    CatalogError                what a command reports in one message, without a traceback
    ├── ProblemsError           one or many `Problem`s found in files of the catalog's owner
    │   ├── DefinitionError     in `sources/*.yaml`
    │   └── SettingsError       in `catalog.yaml`
    ├── LockError               `catalog.lock` is damaged, or newer than this program
    ├── HistoryError            `catalog.history.jsonl` is damaged, too big, or cannot be written
    ├── CacheError              `.cache/` cannot be written
    ├── AccessError             how GitHub is to be reached makes no sense, such as a token in clear
    ├── PartError               parts of a site or of the lock that make no whole
    ├── EditError               a file cannot be edited as asked; no file was changed
    ├── OutputError             the output folder is refused, busy, or cannot be written
    ├── SiteError               a folder holds no built site, or a damaged one
    ├── TemplateError           a template of the theme is missing or wrong
    │   └── AssetError          likewise a style sheet or a script
    ├── TelemetryError          telemetry is asked for, and cannot be had
    ├── QueryError              a filter, sort order, limit or cursor that has no meaning
    └── UnknownSourceError      an id that no definition has

Only :mod:`generator.cli` turns one of them into an exit code.
Failures of GitHub are no exceptions but values: see :class:`generator.model.Outcome`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """How much a problem matters: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, with everything needed to mend it.

    The fields are in sorting order: by file, then by place.
    """

    file: str
    """Path as the user would type it, relative to the catalog's root."""
    line: int
    """First line is 1; 0 where the whole file is meant."""
    column: int
    """First column is 1; 0 where the whole line or file is meant."""
    field: str
    """Dotted name of the field, such as ``tags[2]``; empty where no field is meant."""
    code: str
    """Stable slug of the rule that was broken, such as ``unknown-field``."""
    message: str
    """What is wrong, one sentence without a full stop."""
    expected: str = ""
    """What would be right."""
    found: str = ""
    """What stands there, shortened to 80 characters."""
    hint: str = ""
    """What to do, such as ``did you mean "tags"?``."""
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """``file:line:column`` with the parts that are known."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class CatalogError(Exception):
    """What a command reports to its user; the text says what to do."""


class ProblemsError(CatalogError):
    """All problems of all files of one run, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(f"{p.place}: {p.message}" for p in self.problems))


class DefinitionError(ProblemsError):
    """Problems in definitions (`sources/*.yaml`)."""


class SettingsError(ProblemsError):
    """Problems in settings (`catalog.yaml`)."""


class LockError(CatalogError):
    """`catalog.lock` cannot be used, and nothing was changed."""


class HistoryError(CatalogError):
    """`catalog.history.jsonl` cannot be used, and nothing was changed."""


class CacheError(CatalogError):
    """`.cache/` cannot be written; what cannot be read there is made again without a word."""


class AccessError(CatalogError):
    """An address, proxy or token for GitHub's API that cannot or must not be used."""


class PartError(CatalogError):
    """Parts of a site or of the lock that do not make a whole; nothing was changed."""


class EditError(CatalogError):
    """A file cannot be edited as asked, or only by a person; no file was changed."""


class OutputError(CatalogError):
    """The output folder cannot be written, or must not be."""


class SiteError(CatalogError):
    """A folder that is to be read as a built site holds none, one without an API, or a damaged one."""


class TemplateError(CatalogError):
    """A template is missing, does not parse, or uses an undefined name."""


class AssetError(TemplateError):
    """A style sheet, a script or a module of the theme cannot be used."""

    def __init__(self, name: str, what: str) -> None:
        """``name`` is the asset's, from ``assets/`` on; ``what`` goes on after it."""
        super().__init__(f"assets/{name} {what}")
        self.name, self.what = name, what


class TelemetryError(CatalogError):
    """Telemetry is asked for, and what it needs is not installed."""


class QueryError(CatalogError):
    """A filter, sort order, limit or cursor that has no meaning.

    ``validation_errors`` holds what is wrong with each parameter, by its name.
    """

    def __init__(self, validation_errors: Mapping[str, str]) -> None:
        self.validation_errors = MappingProxyType(dict(validation_errors))
        super().__init__("\n".join(f"{name}: {text}" for name, text in self.validation_errors.items()))


class UnknownSourceError(CatalogError):
    """No definition has this id."""
