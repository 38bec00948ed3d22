"""Lists of links in Markdown (“awesome lists”): an entry is an item of a list, or a row of a table."""

from __future__ import annotations

import re

from generator.errors import Problem
from generator.exchange.proposal import Proposal, Reading, address_in_list, given, left_out
from generator.markdown.passages import Kind, Link, Passage, passages
from generator.schema import RefusedError

_SOURCE_WORDS = re.compile(r"\b(?:source|code|github|repo|repository|git)\b", re.IGNORECASE)
"""In the text of a link that leads to the repository of an entry whose first link does not."""

_LEADING_MARKS = re.compile(r"^[^\w\"'\u201c\u2018(\[]+")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def read_awesome_list(text: str, file: str) -> Reading:
    """The entries of a list; the headings above each become tags, and so do code spans at its end."""
    proposals: list[Proposal] = []
    out: list[Problem] = []
    inner = 0
    for passage in passages(text):
        links = [link for link in passage.links if not link.url.startswith("#")]
        if passage.links and not links:
            inner += 1
        elif passage.kind in (Kind.ITEM, Kind.ROW):
            entry = _entry(passage, links, file)
            if isinstance(entry, Proposal):
                proposals.append(entry)
            else:
                out.append(entry)
        else:
            out += _elsewhere(passage, links, file)
    remarks: tuple[Problem, ...] = ()
    if inner:
        times = "once" if inner == 1 else f"{inner:,} times"
        reason = f"links to headings of the list itself ({times}) are passed over"
        remarks = (left_out(file, (0, 0), "field-passed-over", reason),)
    return Reading(tuple(proposals), tuple(out), remarks)


def _entry(passage: Passage, links: list[Link], file: str) -> Proposal | Problem:
    title = links[0].text if links else passage.before
    place = (passage.line, 0)
    if not links:
        return left_out(file, place, "no-repository", "no link in it", title=title)
    chosen = _chosen(links)
    if chosen is None:
        reason = _reason(links[0].url)
        return left_out(file, place, "no-repository", reason, title=title)
    homepage = "" if chosen is links[0] else links[0].url
    return Proposal(
        file=file,
        line=passage.line,
        column=0,
        title=title,
        repository=_short(chosen.url),
        fields=given(
            name=title,
            description=_LEADING_MARKS.sub("", passage.after),
            homepage=homepage,
        ),
        tags=(*passage.headings, *passage.words),
    )


def _chosen(links: list[Link]) -> Link | None:
    """The link to the entry's repository: the first one, or one that says that it is."""
    if _is_repository(links[0].url):
        return links[0]
    return next((k for k in links[1:] if _SOURCE_WORDS.search(k.text) and _is_repository(k.url)), None)


def _short(url: str) -> str:
    """An address without what only chooses a place on the page."""
    url = re.split("[?#]", url, maxsplit=1)[0]
    return f"https:{url}" if url.startswith("//") else url


def _is_repository(url: str) -> bool:
    return not _refusal(url)


def _refusal(url: str) -> str:
    if not _WEB.match(url):
        return "its link leads to no repository"
    try:
        address_in_list(_short(url))
    except RefusedError as refused:
        if refused.code == "other-host":
            return "its link leads to no repository"
        return f"its link: {refused.message}"
    return ""


def _reason(url: str) -> str:
    return _refusal(url) or "its link leads elsewhere"


def _elsewhere(passage: Passage, links: list[Link], file: str) -> list[Problem]:
    """A word for each link to a repository that stands in no list; others are of no concern."""
    where = "in HTML" if passage.kind is Kind.HTML else "in running text"
    return [
        left_out(
            file, (passage.line, 0), "not-an-entry", f"a link {where}: {_short(link.url)}", title=link.text
        )
        for link in links
        if _is_repository(link.url)
    ]
