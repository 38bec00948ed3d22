"""The data of awesome-selfhosted: one YAML file a piece of software, in ``software/``.

https://github.com/awesome-selfhosted/awesome-selfhosted-data
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.errors import Problem, Severity
from generator.exchange.proposal import (
    Proposal,
    Reading,
    flag_in,
    given,
    left_out,
    names_in,
    passed_over,
    text_in,
    texts_in,
)
from generator.yaml_text import MappingNode, Node, parse_all

_TAKEN = {
    "name",
    "description",
    "source_code_url",
    "website_url",
    "tags",
    "demo_url",
    "related_software_url",
    "depends_3rdparty",
}

_FROM_GITHUB = "it is fetched from GitHub"
_REASONS = {
    "licenses": _FROM_GITHUB,
    "stargazers_count": _FROM_GITHUB,
    "updated_at": _FROM_GITHUB,
    "archived": _FROM_GITHUB,
    "platforms": "add those that help as tags",
}


def read_selfhosted(files: Iterable[tuple[str, str]]) -> Reading:
    """The software of all files; each is a pair of name and text."""
    proposals: list[Proposal] = []
    out: list[Problem] = []
    over: Counter[str] = Counter()
    last = ""
    for file, text in files:
        last = file
        node, problems = parse_all(text, file)
        if node is None or any(p.severity is Severity.ERROR for p in problems):
            out += problems
            continue
        title = text_in(node, "name")
        if not isinstance(node, MappingNode) or not (title or text_in(node, "source_code_url")):
            out.append(left_out(file, (1, 1), "not-an-entry", "no description of a piece of software"))
            continue
        over.update(name for name in names_in(node) if name not in _TAKEN)
        url = text_in(node, "source_code_url")
        if not url:
            out.append(left_out(file, (node.line, 1), "no-repository", "no source_code_url", title=title))
            continue
        place = node.get("source_code_url")
        proposals.append(
            Proposal(
                file=file,
                line=place.line if place else node.line,
                column=place.column if place else 1,
                title=title,
                repository=url,
                fields=given(
                    name=title,
                    description=text_in(node, "description"),
                    homepage=text_in(node, "website_url"),
                    notes=_notes(node),
                ),
                tags=texts_in(node, "tags"),
            )
        )
    folder = last.rpartition("/")[0] or last
    return Reading(tuple(proposals), tuple(out), tuple(passed_over(folder, over, _REASONS)))


def _notes(node: Node) -> str:
    """What has no field of its own and helps a reader, as Markdown."""
    lines = []
    for name, words in (("demo_url", "Demo"), ("related_software_url", "Related software")):
        if url := text_in(node, name):
            lines.append(f"{words}: <{url}>")
    if flag_in(node, "depends_3rdparty"):
        lines.append("Depends on a proprietary service outside the user's control.")
    return "\n\n".join(lines)
