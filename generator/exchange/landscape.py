"""``landscape.yml`` of landscape2, which CNCF's and many other landscapes are made of.

https://github.com/cncf/landscape2/blob/main/docs/config/data.yml
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.errors import Problem
from generator.exchange.proposal import (
    Proposal,
    Reading,
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
    "item",
    "name",
    "description",
    "homepage_url",
    "repo_url",
    "branch",
    "second_path",
    "additional_repos",
}

_REASONS = {
    "logo": "a catalog has no pictures of its own",
    "project": "give a trust level or a tag instead",
    "license": "it is fetched from GitHub",
}


def read_landscape(node: Node, file: str) -> Reading:
    """The items of all categories."""
    proposals: list[Proposal] = []
    out: list[Problem] = []
    over: Counter[str] = Counter()
    categories = list_in(node, "categories") or list_in(node, "landscape")
    if not categories:
        reason, hint = "no list of categories", "it is to stand under `categories:` or `landscape:`"
        return Reading(
            left_out=(left_out(file, (node.line, node.column), "not-an-entry", reason, hint=hint),)
        )
    for path, item in _items(categories):
        title = text_in(item, "name")
        place = (item.line, item.column)
        if not isinstance(item, MappingNode):
            out.append(left_out(file, place, "not-an-entry", "not an item"))
            continue
        over.update(name for name in names_in(item) if name not in _TAKEN)
        for further in list_in(item, "additional_repos"):
            url = text_in(further, "repo_url")
            reason = f"its further repository {url} is not taken"
            hint = f"catalog add {url}" if url else ""
            at = (further.line, further.column)
            out.append(left_out(file, at, "further-repository", reason, title=title, hint=hint))
        url = text_in(item, "repo_url")
        if not url:
            out.append(left_out(file, place, "no-repository", "no repo_url", title=title))
            continue
        where = item.get("repo_url") or item
        seconds = [word for second in texts_in(item, "second_path") for word in second.split(" / ")]
        proposals.append(
            Proposal(
                file=file,
                line=where.line,
                column=where.column,
                title=title,
                repository=url,
                fields=given(
                    name=title,
                    description=text_in(item, "description"),
                    homepage=text_in(item, "homepage_url"),
                    ref=text_in(item, "branch"),
                ),
                tags=(*path, *seconds),
            )
        )
    return Reading(tuple(proposals), tuple(out), tuple(passed_over(file, over, _REASONS)))


def _items(categories: tuple[Node, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every item with the names of its category and subcategory."""
    for category in categories:
        name = text_in(category, "name")
        for item in list_in(category, "items"):
            yield (name,), item
        for subcategory in list_in(category, "subcategories"):
            for item in list_in(subcategory, "items"):
                yield (name, text_in(subcategory, "name")), item
