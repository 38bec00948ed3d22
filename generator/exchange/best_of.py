"""``projects.yaml`` of the best-of lists.

https://github.com/best-of-lists/best-of-generator
"""

from __future__ import annotations

from collections import Counter

from generator.errors import Problem
from generator.exchange.proposal import (
    Proposal,
    Reading,
    flag_in,
    given,
    left_out,
    list_in,
    names_in,
    passed_over,
    text_in,
    texts_in,
)
from generator.yaml_text import MappingNode, Node

_TAKEN = {
    "name",
    "github_id",
    "github_url",
    "category",
    "labels",
    "description",
    "homepage",
    "docs_url",
    "show",
    "ignore",
}

_PACKAGE = "packages are not asked about"
_REASONS = {
    "license": "it is fetched from GitHub",
    **{
        f"{kind}_id": _PACKAGE
        for kind in ("pypi", "conda", "npm", "dockerhub", "maven", "cargo", "brew", "apt")
    },
}


def read_best_of(node: Node, file: str) -> Reading:
    """The projects of the list."""
    proposals: list[Proposal] = []
    out: list[Problem] = []
    over: Counter[str] = Counter()
    projects = list_in(node, "projects")
    if not projects:
        reason, hint = "no list of projects", "it is to stand under `projects:`"
        return Reading(
            left_out=(left_out(file, (node.line, node.column), "not-an-entry", reason, hint=hint),)
        )
    for project in projects:
        place = (project.line, project.column)
        title = text_in(project, "name")
        if not isinstance(project, MappingNode):
            out.append(left_out(file, place, "not-an-entry", "not a project"))
            continue
        over.update(name for name in names_in(project) if name not in _TAKEN)
        repository = text_in(project, "github_id") or text_in(project, "github_url")
        if flag_in(project, "ignore") or text_in(project, "show").lower() == "false":
            out.append(left_out(file, place, "not-shown", "the list says not to show it", title=title))
            continue
        if not repository:
            out.append(left_out(file, place, "no-repository", "no github_id", title=title))
            continue
        where = project.get("github_id") or project.get("github_url") or project
        proposals.append(
            Proposal(
                file=file,
                line=where.line,
                column=where.column,
                title=title,
                repository=repository,
                fields=given(
                    name=title,
                    description=text_in(project, "description"),
                    homepage=text_in(project, "homepage") or text_in(project, "docs_url"),
                ),
                tags=(text_in(project, "category"), *texts_in(project, "labels")),
            )
        )
    return Reading(tuple(proposals), tuple(out), tuple(passed_over(file, over, _REASONS)))
