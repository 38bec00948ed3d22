"""What is probably not meant so: warnings about sources that are right by all rules."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.errors import Problem, Severity
from generator.model import Outcome, Snapshot, Source
from generator.printable import printable


def soft_problems(
    sources: Sequence[Source], snapshots: Mapping[str, Snapshot], news: Iterable[str] | None = None
) -> list[Problem]:
    """Warnings about the sources, from the definitions and from what was last known of them.

    Of two that are alike, the later by id is blamed; but one of the files in ``news``, where
    given and one of the two, and then only those files are blamed at all.
    """
    wanted = None if news is None else frozenset(news)
    ordered = sorted(sources, key=lambda s: (wanted is not None and s.file in wanted, s.id))
    found = [*_names(ordered), *_folders(ordered), *_moved(ordered, snapshots), *_same(ordered, snapshots)]
    return sorted(p for p in found if wanted is None or p.file in wanted)


def warning(source: Source, field: str, code: str, message: str, *, found: str, hint: str) -> Problem:
    """A warning about a field of a source's definition."""
    return Problem(
        source.file, 0, 0, field, code, message, "", f'"{printable(found, 78)}"', hint, Severity.WARNING
    )


def _names(sources: Sequence[Source]) -> Iterator[Problem]:
    """Two sources of which visitors see the same name."""
    first: dict[str, Source] = {}
    for source in sources:
        if source.name is None:
            continue
        other = first.setdefault(re.sub(r"[\W_]+", "", source.name.casefold()) or source.name, source)
        if other is not source:
            yield warning(
                source,
                "name",
                "similar-name",
                "another source has this name, or one that looks like it",
                found=source.name,
                hint=f"the other one is {other.file}; say in the name whose it is",
            )


def _folders(sources: Sequence[Source]) -> Iterator[Problem]:
    """A source that lies within another one of the same repository and ref."""
    by_repository: dict[tuple[str, str | None], list[Source]] = defaultdict(list)
    for source in sources:
        if source.path is None:
            by_repository[source.full_name.casefold(), source.ref].append(source)
    for group in by_repository.values():
        for i, source in enumerate(group):
            for other in group[:i]:
                mine, its = (f"{s.root_hint}/" if s.root_hint else "" for s in (source, other))
                if mine != its and (mine.startswith(its) or its.startswith(mine)):
                    yield warning(
                        source,
                        "root_hint",
                        "overlapping-source",
                        "one of two sources lies within the other, so that its artifacts are listed twice",
                        found=mine.rstrip("/"),
                        hint=f"the other one is {other.file}; exclude the folder there, or remove one",
                    )
                    break


def _moved(sources: Sequence[Source], snapshots: Mapping[str, Snapshot]) -> Iterator[Problem]:
    for source in sources:
        snapshot = snapshots.get(source.id)
        if snapshot and snapshot.full_name.casefold() == source.full_name.casefold():
            yield from github_problems(source, snapshot)


def github_problems(source: Source, snapshot: Snapshot) -> Iterator[Problem]:
    """What GitHub says of a source's repository that its definition does not."""
    now = snapshot.moved_to or snapshot.name_with_owner
    if now and source.path is None and not source.clone_url and now.casefold() != source.full_name.casefold():
        yield warning(
            source,
            "repo_url",
            "renamed-repository",
            f"the repository is called {printable(now, 140)} now",
            found=source.full_name,
            hint=f"catalog edit {source.id} --repo-url https://github.com/{printable(now, 140)}",
        )
    elif snapshot.missing or (
        snapshot.metadata_state.outcome in (Outcome.NOT_FOUND, Outcome.BLOCKED) and not snapshot.node_id
    ):
        yield warning(
            source,
            "repo_url",
            "missing-repository",
            "GitHub has no public repository of this name",
            found=source.full_name,
            hint="check the address; a private repository cannot be shown",
        )


def _same(sources: Sequence[Source], snapshots: Mapping[str, Snapshot]) -> Iterator[Problem]:
    """Two names of one repository, such as its old and its new one."""
    first: dict[tuple[str, str], Source] = {}
    for source in sources:
        snapshot = snapshots.get(source.id)
        if snapshot is None or not snapshot.node_id:
            continue
        other = first.setdefault((snapshot.node_id, source.root_hint or ""), source)
        if other is not source and other.full_name.casefold() != source.full_name.casefold():
            yield warning(
                source,
                "repo_url",
                "same-repository",
                "another definition names the same repository by another name",
                found=source.full_name,
                hint=f"the other one is {other.file}; remove one with `catalog remove ID --successor ID`",
            )
