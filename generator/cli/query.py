"""`catalog list` and `catalog show`: the catalog on the command line, from what is known."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.api.entry import artifact_json, page_json, source_json
from generator.cli.environment import source_date
from generator.cli.telemetry import current
from generator.cli.terminal import counted_noun, note, safe, say, table
from generator.errors import UnknownSourceError
from generator.filters import DEFAULT_LIMIT, MAX_LIMIT, Page, Query, apply_filters, paginate, parse_query
from generator.model import ArtifactStatus, CatalogEntry, Settings, Source
from generator.printable import printable_json

if TYPE_CHECKING:
    from generator.loaded import Loaded


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters that choose sources, as on the site."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


_FILTERS = (
    click.option(
        "--artifact-type", "-a", metavar="TYPE[,TYPE]", multiple=True, help="Has artifacts of each type."
    ),
    click.option("--tags", "-t", metavar="TAG[,TAG]", multiple=True, help="Has all of the tags."),
    click.option(
        "--trust-level", metavar="LEVEL[,LEVEL]", multiple=True, help="Has one of the trust levels."
    ),
    click.option("--status", metavar="STATUS[,STATUS]", multiple=True, help="Has one of the statuses."),
    click.option(
        "--search", "-s", metavar="WORDS", default="", help="All words match, ranked as on the site."
    ),
)


@click.command("list")
@filter_options
@click.option(
    "--sort", metavar="ORDER", default="", help="name, stars, updated, added, artifacts, relevance."
)
@click.option("--cursor", metavar="CURSOR", default="", help="Go on where an earlier answer ended.")
@click.option("--limit", metavar="N", default="", help=f"1 to {MAX_LIMIT}.  [default: {DEFAULT_LIMIT}]")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_obj
def list_sources(
    root: Path,
    /,
    form: str,
    **parameters: str | tuple[str, ...],
) -> None:
    """List the sources that pass all filters.

    From what is known: nothing is asked of GitHub.

    \b
    Examples:
      catalog list --artifact-type skill --tags python
      catalog list --search "code review" --sort stars
      catalog list --trust-level official,verified --format json --limit 10
    """
    from generator.loaded import load

    loaded = load(root)
    query, found, meant = _matching(loaded, parameters)
    page = paginate(found, query)
    if form == "json":
        say(printable_json(page_json(page)))
        return
    if meant:
        note(f'nothing matches exactly; these match "{safe(meant)}"')
    _print_page(page, loaded.settings)


_Found = tuple[Query, tuple[CatalogEntry, ...], str | None]


def _matching(loaded: Loaded, parameters: Mapping[str, str | tuple[str, ...]]) -> _Found:
    """The query, what it finds, and the words that were probably meant where one is mistyped."""
    given = {name: value for name, value in parameters.items() if value}
    with current().span("filter", filter_params_applied=",".join(sorted(given))) as span:
        found = _filtered(loaded, given)
        span.set(sources=len(loaded.sources), found=len(found[1]))
    return found


def _filtered(loaded: Loaded, given: Mapping[str, str | tuple[str, ...]]) -> _Found:
    from generator.loaded import catalog_of

    query = parse_query(given, loaded.settings)
    catalog = catalog_of(loaded, source_date())
    if not query.search:
        return query, apply_filters(catalog.entries, query), None
    from generator.build import searcher

    search = searcher(loaded, catalog)
    return query, apply_filters(catalog.entries, query, search), search.suggestion(query.search)


def matching_ids(root: Path, parameters: Mapping[str, str | tuple[str, ...]]) -> list[str]:
    """The ids of the listed sources that pass all filters, in the order of a list."""
    from generator.loaded import load

    return [entry.source.id for entry in _matching(load(root), parameters)[1]]


def _print_page(page: Page, settings: Settings) -> None:
    if page.items:
        rows = [
            (
                entry.source.id,
                entry.source.title,
                entry.source.trust_level.value,
                breakdown(entry, settings),
                "" if entry.snapshot is None or entry.snapshot.stars is None else f"{entry.snapshot.stars:,}",
                ", ".join(entry.source.tags),
            )
            for entry in page.items
        ]
        say(table(("ID", "NAME", "TRUST", "ARTIFACTS", "STARS", "TAGS"), rows, right=(4,)))
    info = page.page_info
    note(f"\n{counted_noun(info.total_count, 'source')}, {len(page.items):,} shown")
    if info.has_next_page:
        note(f"more: --cursor {info.end_cursor}")


def breakdown(entry: CatalogEntry, settings: Settings) -> str:
    """``42 skills, 3 hooks``; the scan's status where nothing is known."""
    if not entry.counts_by_type:
        return "none" if entry.scan_status == "success" else entry.scan_status.value
    kinds = {kind.id: kind for kind in settings.artifact_types}
    return ", ".join(
        counted_noun(count, kinds[kind].label.lower(), kinds[kind].plural.lower())
        for kind, count in entry.counts_by_type.items()
    )


@click.command()
@click.argument("source_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Artifacts that are not listed, too.")
@click.pass_obj
def show(root: Path, source_id: str, form: str, *, everything: bool) -> None:
    """Show one source with its artifacts.

    From what is known: nothing is asked of GitHub.

    \b
    Examples:
      catalog show anthropics-skills
      catalog show anthropics-skills --format json
    """
    from generator.loaded import catalog_of, load

    loaded = load(root)
    catalog = catalog_of(loaded, source_date())
    entry = _find(source_id, {e.source.id: e for e in catalog.entries}, catalog.removed)
    artifacts = [a for a in entry.artifacts if everything or a.status is ArtifactStatus.LISTED]
    if form == "json":
        whole = {**source_json(entry), "artifacts": [artifact_json(entry.source.id, a) for a in artifacts]}
        say(printable_json(whole))
        return
    _print_entry(entry, loaded.settings)
    if artifacts:
        rows = [
            (a.artifact_type, a.name, a.path or ".", a.detected_by, _verdict(a.status)) for a in artifacts
        ]
        say("\n" + table(("TYPE", "NAME", "PATH", "FOUND BY", ""), rows))


def _verdict(status: ArtifactStatus) -> str:
    return "" if status is ArtifactStatus.LISTED else status.value


def _find(source_id: str, entries: Mapping[str, CatalogEntry], removed: Iterable[Source]) -> CatalogEntry:
    by_word = {alias: e for e in entries.values() for alias in e.source.aliases} | dict(entries)
    if source_id in by_word:
        return by_word[source_id]
    for source in removed:
        if source.removed and source_id in (source.id, *source.aliases):
            day = f" on {source.removed.date.isoformat()}" if source.removed.date else ""
            raise UnknownSourceError(f'"{source.id}" was removed{day}: {safe(source.removed.reason)}')
    import difflib

    near = difflib.get_close_matches(source_id, by_word, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else "; `catalog list` shows what there is"
    raise UnknownSourceError(f'no source has the id "{source_id}"{hint}')


def _print_entry(entry: CatalogEntry, settings: Settings) -> None:
    source = source_json(entry)
    labels = {info.level: info.label for info in settings.trust_levels}
    rows: dict[str, Any] = {
        "id": entry.source.id,
        "repository": entry.source.repo_url,
        "description": entry.description,
        "tags": ", ".join(entry.source.tags),
        "topics": ", ".join(entry.auto_tags),
        "trust": labels.get(entry.source.trust_level, entry.source.trust_level.value),
        "status": f"{entry.status.value}{': ' + s if (s := entry.source.status_note) else ''}",
        "artifacts": breakdown(entry, settings),
        "scan": entry.scan_status.value,
        "stars": source["stars"],
        "licence": source["license"],
        "pushed": source["pushed_at"],
        "checked": source["last_sync_at"],
        "commit": source["commit"],
        "error": entry.last_error,
    }
    say(click.style(safe(entry.source.title), bold=True))
    for label, value in rows.items():
        if value not in (None, ""):
            first, *rest = textwrap.wrap(safe(str(value)), 84) or [""]
            say(f"{label + ':':<14}{first}")
            for line in rest:
                say(" " * 14 + line)
