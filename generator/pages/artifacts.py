"""The list of all artifacts over all sources."""

from __future__ import annotations

from itertools import groupby

from generator import urls
from generator.pages.cards import artifact_url
from generator.pages.contexts import ArtifactJump, ArtifactRow, ArtifactsContext, ArtifactSection
from generator.pages.view import ARTIFACTS_PER_PAGE, Listed, View, page_count, pager, titled
from generator.pages.wording import one_line

ROW_TEXT = 180
"""Characters of an artifact's description in the list; two lines show no more."""


def artifacts_page(view: View, page_number: int) -> ArtifactsContext:
    """One page of all listed artifacts, by type and name."""
    total = len(view.artifacts)
    pages = page_count(total, ARTIFACTS_PER_PAGE)
    start = (page_number - 1) * ARTIFACTS_PER_PAGE
    shown = view.artifacts[start : start + ARTIFACTS_PER_PAGE]
    words = view.words
    title = titled(words, words("artifacts.heading"), page_number, pages)
    found = words.counted("count.artifacts", total)
    sources = words.counted("count.sources", view.with_artifacts)
    lede = words("artifacts.lede", artifacts_count=words.capital(found), sources_count=sources)
    lede = lede if total else ""
    return ArtifactsContext(
        site=view.site,
        page=view.page(urls.artifact_page(page_number), title, lede, section="artifacts"),
        heading=title,
        lede=lede,
        jumps=_jumps(view, page_number),
        sections=_sections(view, start, shown),
        pager=pager(words, words("artifacts.all"), page_number, pages, urls.artifact_page),
    )


def _jumps(view: View, page_number: int) -> tuple[ArtifactJump, ...]:
    jumps = []
    before = 0
    for kind in view.catalog.settings.artifact_types:
        count = view.artifact_totals[kind.id]
        if not count:
            continue
        first, last = before // ARTIFACTS_PER_PAGE + 1, (before + count - 1) // ARTIFACTS_PER_PAGE + 1
        jumps.append(
            ArtifactJump(
                label=one_line(kind.plural),
                count=view.words.number(count),
                path=f"{urls.artifact_page(first)}#type-{kind.id}",
                icon=kind.icon,
                current=first <= page_number <= last,
            )
        )
        before += count
    return tuple(jumps)


def _sections(view: View, start: int, shown: tuple[Listed, ...]) -> tuple[ArtifactSection, ...]:
    kinds = {kind.id: kind for kind in view.catalog.settings.artifact_types}
    before = view.artifacts[start - 1][1].artifact_type if start else None
    return tuple(
        ArtifactSection(
            key=key,
            heading=one_line(kinds[key].plural),
            icon=kinds[key].icon,
            continued=key == before,
            rows=tuple(_row(pair) for pair in pairs),
        )
        for key, pairs in groupby(shown, key=lambda pair: pair[1].artifact_type)
    )


def _row(pair: Listed) -> ArtifactRow:
    entry, artifact = pair
    return ArtifactRow(
        name=one_line(artifact.title or artifact.name),
        url=artifact_url(artifact),
        description=one_line(artifact.description or "", ROW_TEXT),
        source=one_line(entry.source.title),
        source_path=urls.source_page(entry.source.id),
    )
