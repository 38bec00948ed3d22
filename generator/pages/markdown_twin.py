"""A source's page as Markdown, and the list that leads programs to it.

The README is not copied into it: it is a stranger's text of any form, so it is linked, at the
commit; everything else of strangers is escaped and stays on its line.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from generator import urls
from generator.markdown_text import code, escaped, link
from generator.model import CatalogEntry
from generator.pages.contexts_sharing import MarkdownContext
from generator.pages.contexts_source import ArtifactGroup, SourceContext
from generator.pages.source import readme_elsewhere
from generator.pages.view import View
from generator.pages.wording import one_line

ARTIFACTS = 500
"""Artifacts of a type in a twin; the rest are counted."""

LLMS_SOURCES = 1_000
"""Sources in ``llms.txt``, by name; the rest are in the API."""


def markdown_page(view: View, entry: CatalogEntry, shown: SourceContext) -> MarkdownContext:
    """The twin of a source's page, by what that shows."""
    return MarkdownContext(tuple(Markup(line) for line in _lines(view, entry, shown)))  # noqa: S704 (escaped)


def _lines(view: View, entry: CatalogEntry, shown: SourceContext) -> Iterator[str]:
    words = view.words
    yield from (f"# {escaped(shown.name)}", "")
    if shown.description:
        yield from (f"> {escaped(shown.description)}", "")
    for notice in shown.notices:
        more = f" {escaped(notice.link_label)}" if notice.link_label else ""
        yield from (f"**{escaped(notice.title)}** {escaped(notice.text)}{more}".rstrip(), "")
    where = link(shown.repo, shown.repo_url) if shown.repo_url else code(shown.repo)
    yield f"- {words('twin.repository')}: {where}"
    if shown.home_url:
        yield f"- {words('twin.homepage')}: {link(shown.home_label, shown.home_url)}"
    trust = shown.trust_details
    criteria = f": {escaped(trust.criteria)}" if trust.criteria else ""
    yield f"- {words('source.trust')}: {escaped(trust.badge.label)}{criteria}"
    if trust.review:
        yield f"- {escaped(trust.review)}{f' ({code(trust.commit)})' if trust.commit else ''}"
    if trust.note:
        yield f"- {escaped(trust.note)}"
    if shown.status_badge:
        yield f"- {words('facet.status')}: {escaped(shown.status_badge.label)}"
    for fact in shown.facts:
        at = f", {words('source.at_commit')} {code(fact.code)}" if fact.code else ""
        yield f"- {escaped(fact.label)}: {escaped(fact.title or fact.text)}{at}"
    if shown.tags:
        yield f"- {words('source.tags')}: {', '.join(code(tag.key) for tag in shown.tags)}"
    if shown.topics:
        yield f"- {words('source.topics')}: {', '.join(code(topic) for topic in shown.topics)}"
    if readme_url := readme_elsewhere(entry):
        yield f"- {link(words('source.readme'), readme_url)}"
    if shown.json_path:
        yield f"- {link(words('source.json'), _address(view, entry, shown.json_path))}"
    if entry.source.id in view.listed_ids:
        page = _address(view, entry, urls.source_page(entry.source.id))
        yield f"- {link(words('twin.page', title=view.site.title), page)}"
    yield from ("", f"## {escaped(shown.artifacts_heading)}", "")
    if shown.artifacts_empty:
        yield escaped(shown.artifacts_empty)
    for group in shown.groups:
        yield from _group(view, group)


def _group(view: View, group: ArtifactGroup) -> Iterator[str]:
    yield from (f"### {escaped(group.heading)} ({group.count})", "")
    artifacts = (*group.first, *group.rest)
    for artifact in artifacts[:ARTIFACTS]:
        name = link(artifact.name, artifact.url) if artifact.url else escaped(artifact.name)
        text = f": {escaped(artifact.description)}" if artifact.description else ""
        install = f" {code(artifact.install)}" if artifact.install else ""
        yield f"- {name} {code(artifact.path or '.')}{text}{install}"
    if len(artifacts) > ARTIFACTS:
        yield f"- {view.words('changes.more', number=view.words.number(len(artifacts) - ARTIFACTS))}"
    yield ""


def _address(view: View, entry: CatalogEntry, path: str) -> str:
    """Absolute where the site's address is known, else relative to the twin."""
    absolute = urls.absolute(view.catalog.settings.base_url, path)
    return absolute or urls.relative(urls.markdown_page(entry.source.id), path)


def llms_ingredients(view: View) -> tuple[object, ...]:
    """All that `llms_txt` reads, beside what every page shares."""
    shown = view.public[:LLMS_SOURCES]
    return (len(view.public), [(each.source.id, each.source.title, each.description) for each in shown])


def llms_txt(view: View) -> MarkdownContext:
    """What the catalog is and where its data lies, for language models; see https://llmstxt.org."""
    words, settings = view.words, view.catalog.settings

    def address(path: str) -> str:
        return urls.absolute(settings.base_url, path) or path

    lines = [f"# {escaped(view.site.title)}", ""]
    if view.description:
        lines += [f"> {escaped(view.description)}", ""]
    lines += [escaped(words("llms.intro")), "", f"## {escaped(words('llms.data'))}", ""]
    if settings.api:
        lines.append(f"- {link(words('llms.api'), address(urls.api('index')))}")
        lines.append(f"- {link(words('llms.api_sources'), address(urls.api('sources')))}")
    if view.has_feeds:
        lines.append(f"- {link(words('llms.feed'), address(urls.JSON_FEED))}")
    lines.append(f"- {link(words('about.title'), address(urls.ABOUT))}")
    lines += ["", f"## {escaped(words('nav.sources'))}", ""]
    for entry in view.public[:LLMS_SOURCES]:
        text = f": {escaped(one_line(entry.description, 200))}" if entry.description else ""
        page = address(urls.markdown_page(entry.source.id))
        lines.append(f"- {link(one_line(entry.source.title), page)}{text}")
    if len(view.public) > LLMS_SOURCES:
        left = words.number(len(view.public) - LLMS_SOURCES)
        lines.append(f"- {words('changes.more', number=left)}")
    return MarkdownContext(tuple(Markup(line) for line in lines))  # noqa: S704 (escaped)
