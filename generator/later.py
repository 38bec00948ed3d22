"""A source's artifacts, which are made of their text only when something looks at them.

Most of what a build looks at are counts, and most sources are as they were: making objects of all
artifacts of a large catalog would be a good part of a build with one change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import overload

from generator.fingerprint import fingerprint
from generator.model import Artifact, ArtifactStatus


class LaterArtifacts(Sequence[Artifact]):
    """Artifacts that are equal to the tuple of them, and made of their text when they are first needed."""

    __slots__ = ("_load", "_made", "counts", "digest", "length")

    def __init__(
        self, load: Callable[[], tuple[Artifact, ...]], length: int, counts: Mapping[str, int], digest: str
    ) -> None:
        """``counts`` are those of the listed ones by type, ``digest`` what `artifacts_print` gives."""
        self._load = load
        self._made: tuple[Artifact, ...] | None = None
        self.length = length
        self.counts = counts
        self.digest = digest

    @property
    def all(self) -> tuple[Artifact, ...]:
        """The artifacts themselves."""
        if self._made is None:
            self._made = self._load()
        return self._made

    def ordered(self) -> LaterArtifacts:
        """The same in the order of the catalog."""
        return LaterArtifacts(lambda: _ordered(self.all), self.length, self.counts, self.digest)

    @overload
    def __getitem__(self, place: int) -> Artifact: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Artifact, ...]: ...

    def __getitem__(self, place: int | slice) -> Artifact | tuple[Artifact, ...]:
        return self.all[place]

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Artifact]:
        return iter(self.all)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LaterArtifacts):
            return self.all == other.all
        return self.all == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.all)

    def __repr__(self) -> str:
        return repr(self.all)


def ordered(artifacts: Sequence[Artifact]) -> Sequence[Artifact]:
    """Artifacts in the order of the catalog: by type, name and path."""
    return artifacts.ordered() if isinstance(artifacts, LaterArtifacts) else _ordered(artifacts)


def listed_counts(artifacts: Sequence[Artifact]) -> Mapping[str, int]:
    """How many listed artifacts there are, by type."""
    if isinstance(artifacts, LaterArtifacts):
        return artifacts.counts
    return Counter(a.artifact_type for a in artifacts if a.status is ArtifactStatus.LISTED)


def artifacts_print(artifacts: Sequence[Artifact]) -> str:
    """The fingerprint of artifacts, whatever their order."""
    return artifacts.digest if isinstance(artifacts, LaterArtifacts) else fingerprint(_ordered(artifacts))


def _ordered(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    return tuple(sorted(artifacts, key=lambda a: (a.artifact_type, a.name.casefold(), a.path)))
