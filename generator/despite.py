"""Checks definitions although the settings are wrong, so that one run tells all that there is to mend.

Of the settings, definitions need the artifact types alone. Where it is not certain which there are, no
definition is blamed for naming another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.errors import Problem, SettingsError, Severity
from generator.load import check_sources, load_settings, settings_node
from generator.model import ArtifactType, Settings
from generator.places import SETTINGS
from generator.schema import artifact_types_of, default_settings


def settings_or_everything(root: Path, only: Sequence[Path] | None = None) -> Settings:
    """The settings of the catalog in a folder.

    Raises :class:`SettingsError` with all their problems and those of the definitions, or of the files in
    ``only``, as far as they can be told.
    """
    try:
        return load_settings(root)
    except SettingsError as error:
        problems = error.problems
    kinds = _known_types(root, problems)
    settings = replace(default_settings("Catalog"), artifact_types=kinds or ())
    _, found = check_sources(root, settings, only)
    if kinds is None:
        found = tuple(problem for problem in found if problem.code != "unknown-artifact-type")
    raise SettingsError([*problems, *found])


def _known_types(root: Path, problems: Iterable[Problem]) -> tuple[ArtifactType, ...] | None:
    """The artifact types, unless a problem of the settings leaves open which there are."""
    wrong = [p for p in problems if p.file.startswith("catalog.") and p.severity is Severity.ERROR]
    if any(_on_types(problem) for problem in wrong):
        return None
    node = settings_node(root)
    return artifact_types_of(node, SETTINGS) if node is not None else None


def _on_types(problem: Problem) -> bool:
    """Whether it is about the types, the file as a whole, or a field that may be meant for them."""
    top = problem.field.partition(".")[0]
    misspelt = problem.code == "unknown-field" and top == problem.field
    return misspelt or top in ("", "schema", "artifact_types")
