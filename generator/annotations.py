"""Problems as annotations of GitHub Actions: lines that the runner shows at the place in a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.errors import Problem
from generator.printable import printable

LONGEST = 1_000
"""Characters of one text in an annotation; GitHub cuts whole annotations at 64 KB."""

_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def annotation_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """One line a problem. Whatever a definition or a file's name says, the runner takes it for text."""
    for problem in problems:
        properties = {"file": problem.file, "title": f"{problem.field} [{problem.code}]".lstrip()}
        if problem.line:
            properties["line"] = str(problem.line)
            if problem.column:
                properties["col"] = str(problem.column)
        words = [problem.message]
        words += [
            f"{label}: {text}"
            for label, text in (
                ("expected", problem.expected),
                ("found", problem.found),
                ("hint", problem.hint),
            )
            if text
        ]
        message = "%0A".join(_escaped(printable(word, LONGEST), _IN_TEXT) for word in words)
        given = ",".join(
            f"{name}={_escaped(printable(v, LONGEST), _IN_PROPERTY)}" for name, v in properties.items()
        )
        yield f"::{problem.severity.value} {given}::{message}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)
