"""The browser of all artifacts over all sources: a static list, which scripts search and filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from generator import urls
from generator.model import Artifact, Settings
from generator.pages.cards import artifact_url, trust_badge
from generator.pages.contexts import Badge
from generator.pages.contexts_lists import ArtifactRow, ArtifactsContext, ArtifactSection, FacetOption
from generator.pages.view import ARTIFACTS_PER_PAGE, Listed, View, page_count, pager, titled
from generator.pages.wording import one_line

ROW_TEXT = 180
"""Characters of an artifact's description in lists; two lines show no more."""

BLANK_ROW = ArtifactRow(name="", url="", description="", type=Badge("", "", ""))
BLANK_SECTION = ArtifactSection(
    name="", path="", repo="", trust=Badge("", "", ""), count="", continued=False, rows=(BLANK_ROW,)
)
"""What scripts fill in for the sources that they find."""


def row_name(artifact: Artifact) -> str:
    """What an artifact is called in lists."""
    return one_line(artifact.title or artifact.name)


def row_text(artifact: Artifact) -> str:
    """What lists say of an artifact."""
    return one_line(artifact.description or "", ROW_TEXT)


def artifacts_page(view: View, page_number: int) -> ArtifactsContext:
    """One page of all listed artifacts, by source; the first one has what scripts need."""
    words, settings = view.words, view.catalog.settings
    total = view.artifact_totals.total()
    pages = page_count(total, ARTIFACTS_PER_PAGE)
    start = (page_number - 1) * ARTIFACTS_PER_PAGE
    shown = view.artifacts_between(start, start + ARTIFACTS_PER_PAGE)
    title = titled(words, words("artifacts.heading"), page_number, pages)
    found = words.capital(words.counted("count.artifacts", total))
    sources = words.counted("count.sources", view.with_artifacts)
    lede = words("artifacts.lede", artifacts_count=found, sources_count=sources) if total else ""
    browsable = page_number == 1 and total > 0
    return ArtifactsContext(
        site=view.site,
        page=view.page(urls.artifact_page(page_number), title, lede, section="artifacts"),
        heading=title,
        lede=lede,
        results_heading=found
        if pages == 1
        else words(
            "artifacts.of",
            **{"from": words.number(start + 1), "to": words.number(start + len(shown))},
            total=words.number(total),
        ),
        total=words.number(total),
        types=_types(view) if browsable else (),
        browser_path=urls.artifact_page(),
        index=view.data.artifacts if browsable else None,
        filter_index=view.data.filter_index if browsable else None,
        source_template=urls.source_page("id").replace("/id/", "/{id}/"),
        sections=_sections(view, start, shown),
        blank=BLANK_SECTION,
        trust_badges=tuple(trust_badge(settings, info.level) for info in settings.trust_levels),
        type_badges=tuple(_type_badges(settings).values()),
        pager=pager(words, words("artifacts.all"), page_number, pages, urls.artifact_page),
    )


def artifacts_ingredients(view: View, page_number: int) -> tuple[object, ...]:
    """All that `artifacts_page` reads, beside what every page shares."""
    start = (page_number - 1) * ARTIFACTS_PER_PAGE
    holders = view.holders_between(start, start + ARTIFACTS_PER_PAGE)
    return (
        view.artifact_totals.total(),
        view.with_artifacts,
        (view.artifact_totals, view.data.artifacts, view.data.filter_index) if page_number == 1 else (),
        [(view.prints.of(entry), first - start) for entry, first in holders],
    )


def _types(view: View) -> tuple[FacetOption, ...]:
    """The types that some artifact has, with how many do."""
    return tuple(
        FacetOption(
            kind.id,
            one_line(kind.plural),
            view.words.number(view.artifact_totals[kind.id]),
            urls.type_page(kind.id),
        )
        for kind in view.catalog.settings.artifact_types
        if view.artifact_totals[kind.id]
    )


def _type_badges(settings: Settings) -> dict[str, Badge]:
    return {kind.id: Badge(kind.id, one_line(kind.label), kind.icon) for kind in settings.artifact_types}


def _sections(view: View, start: int, shown: Sequence[Listed]) -> tuple[ArtifactSection, ...]:
    badges = _type_badges(view.catalog.settings)
    before = next((entry.source.id for entry, _ in view.holders_between(start - 1, start)), None)
    groups = groupby(shown, key=lambda pair: pair[0].source.id)
    return tuple(_section(view, list(pairs), badges, continued=key == before) for key, pairs in groups)


def _section(
    view: View, pairs: Sequence[Listed], badges: Mapping[str, Badge], *, continued: bool
) -> ArtifactSection:
    entry = pairs[0][0]
    return ArtifactSection(
        name=one_line(entry.source.title),
        path=urls.source_page(entry.source.id),
        repo=entry.source.full_name,
        trust=trust_badge(view.catalog.settings, entry.source.trust_level),
        count=view.words.counted("count.artifacts", entry.artifact_count),
        continued=continued,
        rows=tuple(
            ArtifactRow(
                name=row_name(artifact),
                url=artifact_url(artifact),
                description=row_text(artifact),
                type=badges[artifact.artifact_type],
            )
            for _, artifact in pairs
        ),
    )
