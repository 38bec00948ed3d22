"""The page of one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from markupsafe import Markup

from generator import urls
from generator.install import install_command
from generator.model import (
    Artifact,
    ArtifactStatus,
    ArtifactType,
    CatalogEntry,
    PartState,
    Provider,
    Settings,
    Snapshot,
    Source,
    SourceStatus,
)
from generator.pages.cards import artifact_url, status_badge, trust_badge
from generator.pages.contexts import Fact, TermLink
from generator.pages.contexts_source import (
    ArtifactGroup,
    LeftOut,
    ReadmeContext,
    SourceArtifact,
    SourceContext,
    TocEntry,
    TrustDetails,
)
from generator.pages.linked_data import source_data
from generator.pages.notices import notices_of
from generator.pages.sharing import embed_of
from generator.pages.view import View
from generator.pages.wording import Wording, english, in_sentence, one_line

FIRST_ARTIFACTS = 8
"""Artifacts of a type that stand open; further ones are folded, so that the README stays near."""

FOLD_AT_LEAST = 4
"""Fewer than this many are not worth folding."""

FILTERABLE = 8
"""Artifacts from which on a filter box helps."""

TOC_AT_LEAST = 3
"""Headings from which on a list of contents helps."""

ARTIFACT_TEXT = 300
"""Characters of an artifact's description."""

SHORT_ID = 7
"""Digits of a commit id, as git shortens them."""


class ReadmeHeading(Protocol):
    """A heading of a rendered README; see :mod:`generator.markdown`."""

    @property
    def level(self) -> int:
        """1–6, as the README has it or shifted: only the order matters."""

    @property
    def text(self) -> str:
        """Plain text."""

    @property
    def id(self) -> str:
        """Fragment within the page."""


class ReadmeHtml(Protocol):
    """A rendered README; see :mod:`generator.markdown`."""

    @property
    def html(self) -> str:
        """Sanitised HTML."""

    @property
    def headings(self) -> Sequence[ReadmeHeading]:
        """In the order of the text."""

    @property
    def note(self) -> str:
        """Why not all of it is shown as on GitHub; empty otherwise."""


class Readmes(Protocol):
    """Gives sources' rendered READMEs; each is asked for only while its source's page is made."""

    def get(self, entry: CatalogEntry, /) -> ReadmeHtml | None:
        """The README; None where there is none, or it is not at hand."""

    def key(self, entry: CatalogEntry, /) -> str:
        """A text that tells what `get` would give from anything else, quickly."""


Notes = Callable[[str], str]
"""Turns a definition's notes (Markdown) into sanitised HTML."""


def source_page(view: View, entry: CatalogEntry, readmes: Readmes, notes: Notes) -> SourceContext:
    """Everything known of one source."""
    source, snapshot, settings = entry.source, entry.snapshot, view.catalog.settings
    words = view.words
    name = one_line(source.title)
    readme = _readme(words, entry, readmes.get(entry))
    place = source.full_name.removeprefix("./") + (f"/{source.root_hint}" if source.root_hint else "")
    host = urls.host_name(source.full_name)
    listed = [a for a in entry.artifacts if a.status is ArtifactStatus.LISTED]
    left_out = [a for a in entry.artifacts if a.status is not ArtifactStatus.LISTED]
    home_url = urls.safe_url(source.homepage) if source.homepage else None
    markdown_path = urls.markdown_page(source.id) if settings.markdown else ""
    return SourceContext(
        site=view.site,
        page=view.page(
            urls.source_page(source.id),
            f"{name} ({place})",
            entry.description or _described(words, name, place, host),
            section="sources",
            noindex=source.id not in view.listed_ids,
            images="'self' https:" if readme and "<img" in readme.html else "'self'",
            markdown=markdown_path,
            preview=view.preview_path(source.id),
            linked_data=source_data(view, entry, _repo_url(settings, source)),
        ),
        name=name,
        repo=place,
        repo_url=_repo_url(settings, source),
        host=host,
        home_url=home_url,
        home_label=urlsplit(home_url).netloc.removeprefix("www.") if home_url else "",
        description=one_line(entry.description),
        trust_badge=trust_badge(settings, source.trust_level),
        status_badge=status_badge(words, entry.status),
        clone=_clone(source),
        notices=notices_of(view, entry),
        artifacts_heading=words.capital(words.counted("count.artifacts", len(listed))),
        groups=_groups(words, settings, entry, listed),
        filterable=len(listed) >= FILTERABLE,
        artifacts_empty="" if listed else words(f"source.scan_{entry.scan_status}"),
        left_out=tuple(_left_out(words, settings, artifact) for artifact in left_out),
        left_out_label=words(
            "source.left_out", count=words.capital(words.counted("count.finds", len(left_out)))
        ),
        readme=readme,
        readme_empty="" if readme else words(_why_no_readme(entry)),
        readme_url="" if readme else readme_elsewhere(entry),
        notes_html=Markup(notes(source.notes)) if source.notes else None,  # noqa: S704 (sanitised by markdown)
        facts=_facts(words, entry, snapshot),
        tags=tuple(
            TermLink(tag, tag, urls.tag_page(tag) if source.id in view.listed_ids else "", "")
            for tag in source.tags
        ),
        topics=entry.auto_tags,
        trust_details=_trust(words, settings, entry),
        related=view.related(entry),
        edit_url=urls.edit_url(settings.repository, settings.branch, source.file)
        if settings.repository and source.file
        else None,
        json_path=view.data.source_json(source.id),
        markdown_path=markdown_path,
        embed=embed_of(view, entry),
    )


def source_ingredients(view: View, entry: CatalogEntry, readme: str) -> tuple[object, ...]:
    """All that `source_page` reads, beside what every page shares; ``readme`` tells READMEs apart.

    Where two builds have the same ingredients, the page has the same bytes.
    """
    successor = view.by_id.get(entry.source.successor or "")
    failing = entry.snapshot and any(state.failures for state in entry.snapshot.states)
    return (
        view.prints.of(entry),
        readme,
        entry.source.id in view.listed_ids,
        successor and successor.source.title,
        view.catalog.as_of if failing or entry.status is SourceStatus.MISSING else None,
        view.related_ingredients(entry),
    )


def _repo_url(settings: Settings, source: Source) -> str | None:
    """The repository's page, or that of the part of it that the definition means; None: it has none."""
    if source.path is not None:
        if settings.repository is None:
            return None
        folder = f"{source.path}/{source.root_hint or ''}"
        return urls.tree_url(settings.repository, settings.branch, folder)
    if source.root_hint:
        page = urls.tree_url(source.full_name, source.ref or "HEAD", source.root_hint)
    elif source.ref:
        page = urls.tree_url(source.full_name, source.ref)
    else:
        page = urls.repo_url(source.full_name)
    return urls.safe_url(page)


def _clone(source: Source) -> str:
    """The command that gets the repository; empty for a folder beside the catalog."""
    if source.repo_url is None:
        return ""
    return f"git clone {source.clone_url or f'{source.repo_url}.git'}"


def _described(words: Wording, name: str, place: str, host: str) -> str:
    """What a source without a description is called by search engines."""
    if host:
        return words("source.described", name=name, place=place, host=host)
    return words("source.described_folder", name=name, place=place)


# -------------------------------------------------------------------- artifacts


def _groups(
    words: Wording, settings: Settings, entry: CatalogEntry, listed: Sequence[Artifact]
) -> tuple[ArtifactGroup, ...]:
    groups = []
    for kind in settings.artifact_types:
        found = [_artifact(entry, kind, one) for one in listed if one.artifact_type == kind.id]
        if not found:
            continue
        fold = len(found) >= FIRST_ARTIFACTS + FOLD_AT_LEAST
        rest = found[FIRST_ARTIFACTS:] if fold else []
        groups.append(
            ArtifactGroup(
                anchor=f"type-{kind.id}",
                heading=one_line(kind.plural if len(found) > 1 else kind.label),
                count=words.number(len(found)),
                icon=kind.icon,
                first=tuple(found[:FIRST_ARTIFACTS] if fold else found),
                rest=tuple(rest),
                rest_label=words(
                    "source.more",
                    number=words.number(len(rest)),
                    types=in_sentence(one_line(kind.plural)),
                )
                if rest
                else "",
            )
        )
    return tuple(groups)


def _artifact(entry: CatalogEntry, kind: ArtifactType, artifact: Artifact) -> SourceArtifact:
    return SourceArtifact(
        name=one_line(artifact.title or artifact.name),
        url=artifact_url(artifact),
        path=one_line(artifact.path),
        description=one_line(artifact.description or "", ARTIFACT_TEXT),
        detected_by=one_line(artifact.detected_by.partition(": ")[2] or artifact.detected_by),
        install=install_command(kind.install, entry.source, entry.snapshot, artifact),
    )


def _left_out(words: Wording, settings: Settings, artifact: Artifact) -> LeftOut:
    kind = settings.artifact_type(artifact.artifact_type)
    if artifact.status is ArtifactStatus.DUPLICATE and artifact.duplicate_of is not None:
        reason = words("source.same_as", path=artifact.duplicate_of or words("source.root"))
    else:
        reason = artifact.reason or words("source.by_definition")
    return LeftOut(
        name=one_line(artifact.name),
        url=artifact_url(artifact),
        path=one_line(artifact.path),
        type_label=one_line(kind.label) if kind else artifact.artifact_type,
        reason=one_line(reason),
    )


# ----------------------------------------------------------------------- README


def _readme(words: Wording, entry: CatalogEntry, rendered: ReadmeHtml | None) -> ReadmeContext | None:
    snapshot = entry.snapshot
    if rendered is None or snapshot is None or snapshot.readme is None:
        return None
    return ReadmeContext(
        html=Markup(rendered.html),  # noqa: S704 (sanitised by generator.markdown)
        toc=contents(rendered.headings),
        path=one_line(snapshot.readme.path),
        url=_blob_url(snapshot, snapshot.readme.path),
        note=_note(words, one_line(rendered.note)),
    )


NOTES = ("cut", "binary", "plain", "too_much", "unrendered", "as_written")
"""The texts that a rendered README's note may be of, as `source.readme_…`."""


def _note(words: Wording, note: str) -> str:
    """A note of the renderer, which is English and kept with the HTML, in the language of the page."""
    for name in NOTES:
        note = note.replace(english()(f"source.readme_{name}"), words(f"source.readme_{name}"))
    return note


def contents(headings: Sequence[ReadmeHeading]) -> tuple[TocEntry, ...]:
    """The two upper levels of headings as a tree; a lone title on top is passed over.

    Empty where there are fewer than :data:`TOC_AT_LEAST` entries: a reader sees them anyway.
    """
    named = [h for h in headings if h.text.strip() and h.id]
    if (
        len(named) > 1
        and sum(h.level == named[0].level for h in named) == 1
        and (named[0].level == min(h.level for h in named))
    ):
        named = named[1:]
    if not named:
        return ()
    top = min(h.level for h in named)
    below = min((h.level for h in named if h.level > top), default=top)
    tree: list[tuple[ReadmeHeading, list[ReadmeHeading]]] = []
    for heading in named:
        if heading.level == top or (heading.level == below and not tree):
            tree.append((heading, []))
        elif heading.level == below:
            tree[-1][1].append(heading)
    if sum(1 + len(children) for _, children in tree) < TOC_AT_LEAST:
        return ()
    return tuple(_toc_entry(parent, children) for parent, children in tree)


def _toc_entry(heading: ReadmeHeading, children: Sequence[ReadmeHeading] = ()) -> TocEntry:
    return TocEntry(
        text=one_line(heading.text, 80), fragment=heading.id, children=tuple(_toc_entry(c) for c in children)
    )


def _why_no_readme(entry: CatalogEntry) -> str:
    """The key of the text that says so."""
    source, snapshot = entry.source, entry.snapshot
    if not source.import_repo_readme:
        return "source.readme_off"
    state = snapshot.readme_state if snapshot else PartState()
    if snapshot is None or not (state.fetched_at or (state.outcome and state.outcome.good)):
        return "source.readme_pending"
    if snapshot.readme is None:
        return "source.readme_none" if source.path is None else "source.readme_none_folder"
    return "source.readme_failed"


def readme_elsewhere(entry: CatalogEntry) -> str:
    """Where a README can be read that a page does not show; empty where none is known."""
    source, snapshot = entry.source, entry.snapshot
    if not source.import_repo_readme:
        return urls.repo_url(source.full_name)
    return _blob_url(snapshot, snapshot.readme.path) if snapshot and snapshot.readme else ""


def _blob_url(snapshot: Snapshot, path: str) -> str:
    """A file's page; that of a folder beside the catalog is in the catalog's own repository, if any."""
    here = snapshot.provider is Provider.PATH and snapshot.name_with_owner
    return urls.blob_url(here or snapshot.full_name, snapshot.commit or "HEAD", path)


# ------------------------------------------------------------------------ aside


def _facts(words: Wording, entry: CatalogEntry, snapshot: Snapshot | None) -> tuple[Fact, ...]:
    facts = []
    if snapshot:
        name = snapshot.full_name
        if snapshot.license:
            facts.append(Fact(words("source.licence"), "scale", one_line(snapshot.license)))
        if snapshot.stars is not None:
            facts.append(_counted_fact(words, "stars", "star", snapshot.stars))
        if snapshot.forks is not None:
            facts.append(_counted_fact(words, "forks", "fork", snapshot.forks))
        if snapshot.language:
            facts.append(Fact(words("source.language"), "code", one_line(snapshot.language)))
        if pushed := words.moment(snapshot.pushed_at):
            key = "source.committed" if snapshot.provider is Provider.GIT else "source.pushed"
            facts.append(Fact(words(key), "clock", pushed.text, iso=pushed.iso))
        if checked := words.moment(entry.last_sync_at):
            facts.append(
                Fact(
                    words("source.checked"),
                    "refresh",
                    checked.text,
                    iso=checked.iso,
                    code=snapshot.commit[:SHORT_ID] if snapshot.commit else "",
                    code_url=urls.commit_url(name, snapshot.commit) or None if snapshot.commit else None,
                )
            )
    if added := words.moment(entry.source.added):
        facts.append(Fact(words("source.added"), "plus", added.text, iso=added.iso))
    return tuple(facts)


def _counted_fact(words: Wording, name: str, icon: str, value: int) -> Fact:
    exact = words.number(value)
    return Fact(words(f"source.{name}"), icon, words.short_number(value), title=exact)


def _trust(words: Wording, settings: Settings, entry: CatalogEntry) -> TrustDetails:
    source, review = entry.source, entry.source.trust
    level = source.trust_level
    criteria = next((info.criteria for info in settings.trust_levels if info.level is level), "")
    by = one_line(review.reviewer) if review and review.reviewer else ""
    on = words.day(review.date) if review and review.date else ""
    commit = review.commit if review and review.commit else ""
    return TrustDetails(
        badge=trust_badge(settings, level),
        path=urls.trust_page(level.value),
        criteria=one_line(criteria),
        review=_reviewed(words, by, on) if by or on or commit else "",
        commit=commit[:SHORT_ID],
        commit_url=urls.commit_url(source.full_name, commit) or None if commit else None,
        note=one_line(review.note) if review and review.note else "",
    )


def _reviewed(words: Wording, by: str, on: str) -> str:
    if by:
        return (
            words("source.reviewed_by_on", reviewer=by, day=on)
            if on
            else words("source.reviewed_by", reviewer=by)
        )
    return words("source.reviewed_on", day=on) if on else words("source.reviewed")
