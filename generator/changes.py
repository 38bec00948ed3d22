"""What changed between two locks, and which of it a history tells.

How things are recognised:

- A source is its id. Where one id is gone and another is new, and both stand for the same
  repository (the same ``node_id``, else the same ``owner/repo`` without regard to case) and the
  same folder in it, the source was renamed. So it was where its repository has another name now.
- An artifact is its type and path within a source; only listed ones count. Where one is gone and
  another of its type is new in the same source, and they have the same content (git object),
  else the same name, the artifact was renamed; so it was where its name is another at the same path.
- The artifacts of a source that was added or removed are counted with it, and are no changes of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from generator.model import Artifact, ArtifactStatus, Snapshot, Source, Visibility
from generator.past import Change, ChangeKind, Run, Totals

NAME_LENGTH = 200
"""Characters of a name in a change; longer ones end in an ellipsis."""

PATH_LENGTH = 500
"""Characters of a path in a change; longer ones end in an ellipsis."""

UNLISTED_LIMIT = 500
"""Unlisted sources that a run names; over that it names none."""

T = TypeVar("T")

Locked = Mapping[str, Snapshot]
"""The lines of a lock by source id."""


def compare(before: Locked, after: Locked) -> tuple[Change, ...]:
    """What is added, removed and renamed in ``after``.

    Sorted by source; of each source its own change first, then those of its artifacts by type and path.
    """
    gone = [(i, before[i]) for i in sorted(before.keys() - after.keys())]
    new = [(i, after[i]) for i in sorted(after.keys() - before.keys())]
    moved, gone, _ = _paired(gone, new, (_by_node, _by_name))
    now = {source_id: former_id for (former_id, _), (source_id, _) in moved}
    changes = [_whole(ChangeKind.REMOVED, source_id, snapshot) for source_id, snapshot in gone]
    for source_id, snapshot in after.items():
        former_id = now.get(source_id, source_id)
        former = before.get(former_id)
        if former is None:
            changes.append(_whole(ChangeKind.ADDED, source_id, snapshot))
            continue
        if was := _former_name(former_id, former, source_id, snapshot):
            renamed = Change(ChangeKind.RENAMED, source_id, _full_name(snapshot), before=was)
            changes.append(renamed)
        changes += _artifact_changes(source_id, former, snapshot)
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, bool, str, str, str, str]:
    return (
        change.source_id,
        change.artifact_type is not None,
        change.artifact_type or "",
        change.path or "",
        change.name or "",
        change.kind,
    )


# --------------------------------------------------------------------- sources


def _full_name(snapshot: Snapshot) -> str:
    return snapshot.name_with_owner or snapshot.full_name


def _by_node(line: tuple[str, Snapshot]) -> Hashable | None:
    snapshot = line[1]
    return snapshot.node_id and (snapshot.node_id, snapshot.root_hint or "")


def _by_name(line: tuple[str, Snapshot]) -> Hashable | None:
    snapshot = line[1]
    return (_full_name(snapshot).casefold(), snapshot.root_hint or "")


def _former_name(former_id: str, former: Snapshot, source_id: str, snapshot: Snapshot) -> str | None:
    if former_id != source_id:
        return former_id
    was = _full_name(former)
    return was if was.casefold() != _full_name(snapshot).casefold() else None


def _whole(kind: ChangeKind, source_id: str, snapshot: Snapshot) -> Change:
    counts = Counter(artifact.artifact_type for artifact in _listed(snapshot))
    return Change(kind, source_id, _full_name(snapshot), counts=tuple(sorted(counts.items())))


# ------------------------------------------------------------------- artifacts


def _listed(snapshot: Snapshot) -> Iterator[Artifact]:
    return (a for a in snapshot.artifacts if a.status is ArtifactStatus.LISTED)


def _artifact_changes(source_id: str, before: Snapshot, after: Snapshot) -> Iterator[Change]:
    if before.artifacts == after.artifacts:
        return
    old = {(a.artifact_type, a.path): a for a in _listed(before)}
    new = {(a.artifact_type, a.path): a for a in _listed(after)}
    gone = [old[key] for key in sorted(old.keys() - new.keys())]
    come = [new[key] for key in sorted(new.keys() - old.keys())]
    moved, gone, come = _paired(
        gone,
        come,
        (
            lambda a: (a.artifact_type, a.sha, a.name),
            lambda a: (a.artifact_type, a.sha),
            lambda a: (a.artifact_type, a.name.casefold()),
        ),
    )
    renamed = [(old[key], new[key]) for key in sorted(old.keys() & new.keys())]
    full_name = _full_name(after)

    def change(kind: ChangeKind, artifact: Artifact, before: str | None = None) -> Change:
        return Change(
            kind,
            source_id,
            full_name,
            artifact.artifact_type,
            _cut(artifact.name, NAME_LENGTH),
            _cut(artifact.path, PATH_LENGTH),
            before,
        )

    for was, artifact in moved:
        yield change(ChangeKind.RENAMED, artifact, _cut(was.path, PATH_LENGTH))
    for was, artifact in renamed:
        if was.name != artifact.name:
            yield change(ChangeKind.RENAMED, artifact, _cut(was.name, NAME_LENGTH))
    yield from (change(ChangeKind.REMOVED, artifact) for artifact in gone)
    yield from (change(ChangeKind.ADDED, artifact) for artifact in come)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _paired(
    gone: Sequence[T], new: Sequence[T], keys: Sequence[Callable[[T], Hashable | None]]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs of what has an equal key, the first keys first; and what is left of both."""
    pairs: list[tuple[T, T]] = []
    gone, new = list(gone), list(new)
    for key_of in keys:
        places: dict[Hashable, list[int]] = defaultdict(list)
        for place in reversed(range(len(gone))):
            if (key := key_of(gone[place])) is not None:
                places[key].append(place)
        taken, still = set(), []
        for thing in new:
            if same := places.get(key_of(thing)):
                taken.add(same[-1])
                pairs.append((gone[same.pop()], thing))
            else:
                still.append(thing)
        gone, new = [thing for place, thing in enumerate(gone) if place not in taken], still
    return pairs, gone, new


# ------------------------------------------------------------ what is recorded


def run_of(
    sources: Iterable[Source], before: Locked, after: Locked, history: Sequence[Run], at: datetime
) -> Run | None:
    """What a history is to tell of a run that found the lock ``before`` and left it ``after``.

    None where visitors see nothing of it. The first line of a history has no changes: it says what
    the catalog held when the history began. Sources that are unlisted, and artifacts that a
    definition does not import, are left out on both sides.
    """
    by_id = {source.id: source for source in sources}
    unlisted = tuple(sorted(i for i, s in by_id.items() if s.visibility is not Visibility.PUBLIC))
    named = unlisted if len(unlisted) <= UNLISTED_LIMIT else None
    shown = _shown(after, by_id, by_id.keys() - set(unlisted))
    if not history:
        return Run(at, totals_of(shown.values()), unlisted=named) if shown else None
    last = history[-1]
    listed_before = before.keys() - _gone(history) - set(last.unlisted or ())
    if last.unlisted is None:  # nobody knows which of the others were unlisted
        listed_before &= by_id.keys() - set(unlisted)
    changes = compare(_shown(before, by_id, listed_before), shown)
    if not changes and named == last.unlisted:
        return None
    return Run(at, totals_of(shown.values()), changes, unlisted=named)


def _shown(locked: Locked, by_id: Mapping[str, Source], wanted: Iterable[str]) -> dict[str, Snapshot]:
    """The wanted lines, without artifacts that are not imported."""
    shown = {}
    for source_id in sorted(wanted):
        if (snapshot := locked.get(source_id)) is not None:
            source = by_id.get(source_id)
            imported = source is None or source.import_artifacts
            shown[source_id] = snapshot if imported else replace(snapshot, artifacts=())
    return shown


def _gone(history: Iterable[Run]) -> set[str]:
    """The ids that the history last saw go."""
    gone: set[str] = set()
    for change in chain.from_iterable(run.changes for run in history):
        if change.artifact_type is None:
            if change.kind is ChangeKind.REMOVED:
                gone.add(change.source_id)
            else:
                gone.discard(change.source_id)
                if change.kind is ChangeKind.RENAMED and change.before and "/" not in change.before:
                    gone.add(change.before)
    return gone


def totals_of(snapshots: Iterable[Snapshot]) -> Totals:
    """How much these hold."""
    sources, sources_by_type, artifacts = 0, Counter[str](), Counter[str]()
    for snapshot in snapshots:
        sources += 1
        found = Counter(map(attrgetter("artifact_type"), _listed(snapshot)))
        artifacts.update(found)
        sources_by_type.update(found.keys())
    return Totals(sources, tuple(sorted(sources_by_type.items())), tuple(sorted(artifacts.items())))
