"""What detectors hand on: a thing that a rule found, or a path that it turned down."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import ArtifactType, DetectionRule


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that one rule found, before anything is said about its status."""

    kind: ArtifactType
    rule: DetectionRule
    path: str
    """From the scanned root; empty: the root."""
    oid: str
    """Git object of what stands at ``path``; empty where the tree does not tell."""
    name: str
    confidence: int
    title: str | None = None
    description: str | None = None
    is_folder: bool = False
    """Whether ``path`` is a folder."""
    home: str = ""
    """The folder that the thing is about: a skill's own, a plugin's, that of a server project."""
    content: str = ""
    """Equal for two findings of a type that are the same thing twice; empty: not comparable."""
    same: str = "the same content"
    """What two findings with equal ``content`` have in common."""
    alone: bool = True
    """Whether the file is one thing only, as Markdown is; a JSON file may list many."""
    partial: bool = False
    """Whether it is one of several things that share ``home``, each with a part of it."""
    anchor: int = 0
    """How deep the folder lies whose name speaks for the type; the deeper, the nearer to the file."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A path that a rule looked at and did not take."""

    path: str
    """From the scanned root."""
    kind: ArtifactType
    rule: DetectionRule
    reason: str
    of_entry: bool = False
    """Whether this is about one of the things that the file lists, not about the file."""


Result = Finding | Refusal
