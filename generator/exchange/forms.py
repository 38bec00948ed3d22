"""The forms that can be imported, by the names that the command line knows them by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.errors import Problem, ProblemsError, Severity
from generator.exchange.awesome_list import read_awesome_list
from generator.exchange.best_of import read_best_of
from generator.exchange.landscape import read_landscape
from generator.exchange.marketplace import read_marketplace
from generator.exchange.proposal import Options, Reading
from generator.exchange.selfhosted import read_selfhosted
from generator.exchange.sheet import read_sheet
from generator.yaml_text import Node, parse_all

MAX_FILE = 8 * 1024 * 1024
"""Bytes of one file of another catalog; the largest that was met has 1.1 MB."""

Files = Sequence[tuple[str, str]]
"""Names and texts."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of catalog that is understood."""

    says: str
    """What it is, in a line."""
    read: Callable[[Files, Options], Reading]
    """Raises ProblemsError where nothing at all can be read."""
    folder: str = ""
    """Of a form that is a folder of files: the one that they lie in; empty: the form is one file."""


def _yaml(read: Callable[[Node, str], Reading]) -> Callable[[Files, Options], Reading]:
    def reading(files: Files, _options: Options) -> Reading:
        (file, text), *_ = files
        node, problems = parse_all(text, file, limit=MAX_FILE)
        if node is None:
            raise ProblemsError(problems)
        read_so = read(node, file)
        refused = tuple(replace(problem, severity=Severity.WARNING) for problem in problems)
        return replace(read_so, left_out=(*refused, *read_so.left_out))

    return reading


def _plain(read: Callable[[str, str, Options], Reading]) -> Callable[[Files, Options], Reading]:
    def reading(files: Files, options: Options) -> Reading:
        (file, text), *_ = files
        return read(text, file, options)

    return reading


def _whole(reading: Callable[[Files, Options], Reading]) -> Callable[[Files, Options], Reading]:
    """A file in which no entry could even be looked for is an error, not an empty catalog."""

    def checked(files: Files, options: Options) -> Reading:
        read = reading(files, options)
        fatal = [p for p in read.left_out if p.code in ("no-json", "no-csv") or _no_list(p)]
        if fatal and not read.proposals:
            raise ProblemsError(replace(problem, severity=Severity.ERROR) for problem in fatal)
        return read

    return checked


def _no_list(problem: Problem) -> bool:
    return problem.code == "not-an-entry" and problem.message.startswith("no list of")


FORMS = {
    "awesome-selfhosted": Form(
        "the folder of awesome-selfhosted-data, or of a list made like it",
        lambda files, _options: read_selfhosted(files),
        folder="software",
    ),
    "landscape": Form("landscape.yml of landscape2", _whole(_yaml(read_landscape))),
    "best-of": Form("projects.yaml of a best-of list", _whole(_yaml(read_best_of))),
    "marketplace": Form(".claude-plugin/marketplace.json", _whole(_plain(read_marketplace))),
    "awesome-list": Form(
        "a list of links in Markdown", _plain(lambda text, file, _options: read_awesome_list(text, file))
    ),
    "csv": Form(
        "a table with a column repo_url", _whole(_plain(lambda text, file, _o: read_sheet(text, file)))
    ),
}
"""By name."""
