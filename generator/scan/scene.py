"""What every detector sees: the files, the texts, the source, and which folders are whose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from generator.model import ArtifactType, DetectionRule, Exclusion, Settings, Source
from generator.scan.findings import Refusal
from generator.scan.globs import AnyGlob, Glob
from generator.scan.listing import File, Listing, ancestors
from generator.scan.texts import MAX_NAME, Texts, one_line

REFERENCE_FOLDERS = frozenset(
    {"references", "reference", "assets", "resources", "scripts", "docs", "fixtures", "evals"}
    | {"template", "templates", "example", "examples", "test", "tests"}
)
"""Folders of a skill that hold its material; a skill file in them is no skill of its own."""

MAX_CANDIDATES = 5_000
"""Files that one rule looks at in one source."""

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(slots=True)
class Scene:
    """One source while it is scanned. Detectors fill ``owners`` and ``plugins`` in their order."""

    listing: Listing
    texts: Texts
    source: Source
    ignore: tuple[Exclusion, ...]
    words: frozenset[str]
    """Words of the repository's name."""
    owners: set[str] = field(default_factory=set)
    """Folders that are one thing as a whole, such as a skill's: what lies below is its own material."""
    plugins: dict[str, str] = field(default_factory=dict)
    """Folders of plugins, with the plugin's name."""
    declarations: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    """Folders of plugins, with what a manifest or marketplace says of them."""

    @staticmethod
    def of(listing: Listing, texts: Texts, source: Source, settings: Settings) -> Scene:
        """A scene before its first detector."""
        return Scene(
            listing,
            texts,
            source,
            settings.ignore,
            frozenset(_WORD.findall(source.full_name.casefold())),
        )

    def hinted(self, rule: DetectionRule, path: str, *also: str) -> bool:
        """Whether one of the rule's words is in the repository's name, in ``path`` or in ``also``."""
        hints = {h.casefold() for h in rule.hints}
        said = _WORD.findall(" ".join((path, *also)).casefold())
        return not hints.isdisjoint(self.words) or not hints.isdisjoint(said)

    def ignored(self, path: str) -> str | None:
        """Why nothing at ``path`` is an artifact, or None."""
        if not AnyGlob.of(tuple(e.pattern for e in self.ignore)).matches(path):
            return None
        hits = (e for e in self.ignore if Glob.of(e.pattern).matches(path))
        return next((e.reason or f"ignored by {e.pattern}" for e in hits), None)

    def owner_of(self, path: str) -> str | None:
        """The folder whose own material the file at ``path`` is, unless a plugin's folder lies between."""
        for folder in ancestors(path):
            if folder in self.plugins:
                return None
            if folder in self.owners:
                return folder or None
        return None

    def owner_of_folder(self, folder: str) -> str | None:
        """As :meth:`owner_of`, for a thing that is itself a folder: only material folders make it a part."""
        segments: set[str] = set()
        for above in ancestors(folder):
            segments.add(folder[len(above) :].strip("/").partition("/")[0].casefold())
            if above in self.plugins:
                return None
            if above in self.owners:
                return above or "the root" if segments & REFERENCE_FOLDERS else None
        return None

    def files(self, kind: ArtifactType, rule: DetectionRule) -> Iterator[File | Refusal]:
        """Files that the rule's globs mean, and those of them that cannot be artifacts all the same."""
        for file in self.matching(rule):
            yield self.admit(kind, rule, file)

    def matching(self, rule: DetectionRule) -> list[File]:
        """The first 5,000 files that the rule's globs mean and that it does not leave alone."""
        skip = AnyGlob.of(rule.skip)
        files = self.listing.matching(map(Glob.of, rule.paths))
        return list(islice((f for f in files if not skip.matches(f.path)), MAX_CANDIDATES))

    def admit(self, kind: ArtifactType, rule: DetectionRule, file: File) -> File | Refusal:
        """``file``, unless it is ignored, empty or a part of something."""
        reason = None
        if file.entry.size == 0:
            reason = "an empty file"
        elif (why := self.ignored(file.path)) is not None:
            reason = why
        elif (owner := self.owner_of(file.path)) is not None:
            reason = f"material of {owner}"
        return file if reason is None else Refusal(file.path, kind, rule, reason)

    def named_after(self, folder: str) -> str:
        """What a thing in ``folder`` is called: the folder's name, hidden and technical ones passed over."""
        for segment in reversed(self.listing.full(folder).split("/")):
            if segment and not segment.startswith(".") and segment not in ("hooks", "src"):
                return one_line(segment, MAX_NAME) or segment[:MAX_NAME]
        return self.source.repo[:MAX_NAME]
