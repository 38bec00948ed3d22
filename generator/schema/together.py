"""What only shows when all definitions lie side by side: ids, aliases, repositories, successors, tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from generator.errors import Problem, Severity
from generator.schema.source import Definition
from generator.schema.suggest import suggestion

RARE_TAG_LENGTH = 5
"""Letters that a tag has at least to be taken for another one mistyped."""
COMMON_TAG_USES = 3
"""Definitions that carry a tag before another is taken for its slip."""


def problems_together(definitions: Iterable[Definition], news: Set[str] = frozenset()) -> list[Problem]:
    """Every clash between definitions, each reported once.

    Of two that clash, the later in the order of file names is blamed; but always one of
    the files in ``news``, if it is one of the two.
    """
    ordered = sorted(definitions, key=lambda d: (d.file in news, d.file))
    by_id: dict[str, Definition] = {}
    problems = []
    for definition in ordered:
        first = by_id.setdefault(definition.id.lower(), definition)
        if first is not definition:
            problems.append(
                _problem(
                    definition,
                    ("id", ""),
                    "duplicate-id",
                    "another definition has this id",
                    expected="an id that is unique without regard to case",
                    found=definition.id,
                    hint=f"the other one is {first.file}",
                )
            )
    problems += _aliases(ordered, by_id)
    problems += _repositories(ordered)
    problems += _successors(ordered, by_id)
    problems += _tags(ordered)
    return sorted(problems)


def _problem(
    definition: Definition,
    place: tuple[str, str],
    code: str,
    message: str,
    *,
    expected: str = "",
    found: str = "",
    hint: str = "",
    severity: Severity = Severity.ERROR,
) -> Problem:
    field, line, column = definition.places.get(place, (place[0], 0, 0))
    found = f'"{found}"' if found else ""
    return Problem(definition.file, line, column, field, code, message, expected, found, hint, severity)


def _aliases(ordered: Sequence[Definition], by_id: dict[str, Definition]) -> Iterator[Problem]:
    first_use: dict[str, Definition] = {}
    for definition in ordered:
        for alias in definition.source.aliases if definition.source else ():
            if definition.id == alias:
                hint, other = "remove it: it is this definition's own id", definition
            elif alias in by_id:
                other = by_id[alias]
                hint = f"the other one is {other.file}"
            else:
                other = first_use.setdefault(alias, definition)
                hint = f"it is also an alias in {other.file}"
                if other is definition:
                    continue
            yield _problem(
                definition,
                ("aliases", alias),
                "alias-taken",
                "the alias stands for another source already"
                if other is not definition
                else "an alias of itself",
                expected="a former id that is free",
                found=alias,
                hint=hint,
            )


def _repositories(ordered: Sequence[Definition]) -> Iterator[Problem]:
    first_use: dict[tuple[str, str], Definition] = {}
    removed = {
        (d.source.full_name.lower(), d.source.root_hint or ""): (d, d.source.removed.reason)
        for d in ordered
        if d.source and d.source.removed
    }
    for definition in ordered:
        if source := definition.source:
            key = (source.full_name.lower(), source.root_hint or "")
            if source.removed:
                continue
            if gone := removed.get(key):
                yield _problem(
                    definition,
                    ("repo_url", ""),
                    "removed-repository",
                    f"this repository was taken out of the catalog: {gone[1]}",
                    expected="a repository that was not removed",
                    found=source.full_name,
                    hint=f"to take it back, remove {gone[0].file}, or the field removed in it",
                )
            other = first_use.setdefault(key, definition)
            if other is not definition:
                yield _problem(
                    definition,
                    ("repo_url" if source.path is None else "path", ""),
                    "duplicate-repository",
                    f"another definition has this {'repository' if source.path is None else 'folder'}, "
                    "with the same root_hint",
                    expected="each repository once, or each time another root_hint",
                    found=source.full_name,
                    hint=f"the other one is {other.file}",
                )


def _successors(ordered: Sequence[Definition], by_id: dict[str, Definition]) -> Iterator[Problem]:
    by_alias = {a: d.id for d in ordered if d.source for a in d.source.aliases}
    following = {d.id: d.source.successor for d in ordered if d.source and d.source.successor}
    for definition in ordered:
        successor = following.get(definition.id) if definition.source else None
        if successor is None:
            continue
        other = by_id.get(successor)
        if other is None or (other.source and other.source.removed):
            near = by_alias.get(successor) or suggestion(successor, by_id)
            hint = f'did you mean "{near}"?' if near else "remove it, or add that definition"
            message = "no definition has this id"
            if other:
                hint, message = (
                    "name another source, or remove it",
                    "this source was taken out of the catalog",
                )
            yield _problem(
                definition,
                ("successor", ""),
                "unknown-successor",
                message,
                expected="an id",
                found=successor,
                hint=hint,
            )
        elif _returns(definition.id, following):
            message, hint = "the successors lead back to this source", "remove one of them"
            yield _problem(
                definition,
                ("successor", ""),
                "successor-cycle",
                message,
                expected="another source",
                found=successor,
                hint=hint,
            )


def _returns(start: str, following: dict[str, str]) -> bool:
    """Whether the way from successor to successor comes back to its start."""
    seen = set()
    here = following.get(start)
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = following.get(here)
    return False


def _tags(ordered: Sequence[Definition]) -> Iterator[Problem]:
    """Tags used once that are one slip away from one that is used often."""
    uses = Counter(tag for d in ordered if d.source and not d.source.removed for tag in d.source.tags)
    common: dict[str, str] = {}
    for tag in sorted(uses, key=lambda t: (-uses[t], t)):
        if uses[tag] >= COMMON_TAG_USES and len(tag) >= RARE_TAG_LENGTH:
            for form in _slips(tag):
                common.setdefault(form, tag)
    for definition in ordered:
        for tag in definition.source.tags if definition.source else ():
            if uses[tag] > 1 or len(tag) < RARE_TAG_LENGTH:
                continue
            near = next((common[form] for form in _slips(tag) if form in common), None)
            if near:
                yield _problem(
                    definition,
                    ("tags", tag),
                    "similar-tag",
                    "no other definition has this tag, and many have one like it",
                    expected="",
                    found=tag,
                    hint=f'did you mean "{near}"?',
                    severity=Severity.WARNING,
                )


def _slips(tag: str) -> Iterator[str]:
    """The tag, and the tag without each of its letters: two that share one are a slip or two apart."""
    yield tag
    for i in range(len(tag)):
        yield tag[:i] + tag[i + 1 :]
