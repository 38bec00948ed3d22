"""Cases of definitions and settings in text files: a title, what is written, and every problem that is found.

.. code-block:: text

    a misspelt field
    .
    => sources/x.yaml
    repo_url: a/b
    tgas: [ui]
    .
    sources/x.yaml:2:1 tgas [unknown-field] there is no such field
        expected: …
        found: …
        hint: did you mean "tags"?
    .

A line ``=> NAME`` starts a file; without one the file is ``sources/x.yaml``.
``python -m tests.definitions.cases`` writes all problems anew, to be read in the diff.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, Severity
from generator.schema import Definition, default_settings, problems_together, read_settings, read_source
from generator.yaml_text import parse_all

FOLDER = Path(__file__).parent
SETTINGS = default_settings("Test")


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    title: str
    written: str
    problems: str

    @property
    def files(self) -> dict[str, str]:
        """The texts by file name."""
        files: dict[str, list[str]] = {}
        name = "sources/x.yaml"
        for line in self.written.splitlines():
            if line.startswith("=> "):
                name = line.removeprefix("=> ")
                files[name] = []
            else:
                files.setdefault(name, []).append(line)
        return {name: "".join(f"{line}\n" for line in lines) for name, lines in files.items()}


def read_cases(name: str) -> list[Case]:
    """The cases of a file of this folder."""
    parts = (FOLDER / name).read_text(encoding="utf-8").split("\n.\n")
    assert not parts[-1].strip(), f"{name} does not end with a line of a dot"
    rows = [iter(parts[:-1])] * 3
    return [Case(title.strip(), written, problems) for title, written, problems in zip(*rows, strict=True)]


def problems_of(files: dict[str, str]) -> list[Problem]:
    """What is found in files, settings and definitions alike, sorted as it is printed."""
    found: list[Problem] = []
    definitions = []
    for name, text in files.items():
        node, problems = parse_all(text, name)
        found += problems
        if name == "catalog.yaml":
            found += read_settings(node, name)[1] if node is not None else ()
            continue
        source_id = Path(name).stem
        definition = (
            Definition(source_id, name, None)
            if node is None
            else read_source(node, name, SETTINGS, source_id=source_id)
        )
        definitions.append(definition)
        found += definition.problems
    return sorted(found + problems_together(definitions))


def shown(problems: Iterable[Problem]) -> str:
    """Problems as the case files show them."""
    return "\n".join(line for problem in problems for line in _lines(problem)) or "nothing"


def _lines(problem: Problem) -> Iterator[str]:
    field = f" {problem.field}" if problem.field else ""
    warning = "warning: " if problem.severity is Severity.WARNING else ""
    yield f"{problem.place}{field} [{problem.code}] {warning}{problem.message}"
    for name in ("expected", "found", "hint"):
        if value := getattr(problem, name):
            yield f"    {name}: {value}"


def main() -> None:
    """Write what is found now into every case file."""
    for path in sorted(FOLDER.glob("*.txt")):
        cases = read_cases(path.name)
        path.write_text(
            "".join(
                f"{c.title}\n.\n{c.written}\n.\n{shown(problems_of(c.files))}\n.\n\n" for c in cases
            ).rstrip("\n")
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    sys.exit(main())
