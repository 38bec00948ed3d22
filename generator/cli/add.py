"""`catalog add`: a definition for a repository, proposed, shown and written."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from generator.cli.edit import dry_run_option
from generator.cli.field_options import field_options, fields_of
from generator.cli.plans import carry_out
from generator.cli.terminal import counted_noun, note, safe, say, table
from generator.edit import Definitions, Proposal, add_source, address_source, propose
from generator.errors import CatalogError
from generator.load import definition_of
from generator.model import Artifact, ArtifactStatus, Outcome, Settings, Snapshot, Source
from generator.yaml_text import Plain

SHOWN = 20
"""Artifacts that are shown of a new source; `catalog explain` shows all."""

ASKED = ("name", "description", "tags", "trust_level")
"""Fields that a person at a terminal is asked about."""


@click.command()
@click.argument("repository", metavar="URL")
@click.option("--id", "source_id", metavar="ID", help="The source's id.  [default: OWNER-NAME]")
@field_options
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take what is proposed.")
@click.option("--offline", is_flag=True, help="Ask GitHub nothing; propose from the address alone.")
@dry_run_option
@click.pass_obj
def add(
    root: Path,
    /,
    repository: str,
    source_id: str | None,
    *,
    yes: bool,
    offline: bool,
    dry_run: bool,
    **given: object,
) -> None:
    """Add a source: write the definition of a repository.

    URL is a repository's address, OWNER/REPO, the address of a folder in it, or ./FOLDER for
    one beside the catalog. GitHub is
    asked for its name, description and topics, and its files are scanned, so that you see
    what would be listed before anything is written. You are asked about each value; with
    --yes, which scripts have to give, what is proposed is taken.

    \b
    Examples:
      catalog add obra/superpowers
      catalog add https://github.com/openai/skills --tags codex,collection --yes
      catalog add acme/private-tools --offline --description "Tools of our own." --dry-run
    """
    interactive = not yes and not dry_run
    if interactive and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(
            "there is no terminal to ask at; --yes takes what is proposed, --dry-run only shows it"
        )
    definitions = Definitions.read(root)
    options = fields_of(given)
    asked = address_source(repository, definitions.settings)
    snapshot = None if offline else _asked(definitions, asked)
    proposal = propose(
        asked,
        snapshot,
        definitions.settings,
        others=definitions.sources(),
        taken=definitions.ids(),
        today=datetime.now(UTC).date(),
    )
    fields = {**proposal.fields, **options}
    source_id = source_id or proposal.id
    if interactive:
        source_id, fields = _interview(source_id, fields, options, proposal, definitions.settings)
    schema = (root / "schemas" / "source.schema.json").is_file()
    plan = add_source(definitions, source_id, fields, schema=schema)
    text = plan.changes[0].after or b""
    if not dry_run:
        say(f"{plan.changes[0].file}:")
        for line in text.decode().splitlines():
            say(f"  {safe(line)}")
    _show_artifacts(definitions, text, source_id, snapshot)
    if proposal.other_topics and "tags" not in options:
        note(f"topics that no other source has as tags: {safe(', '.join(proposal.other_topics))}")
    if interactive and not click.confirm("Write it?", default=True, err=True):
        note("nothing was written")
        return
    carry_out(root, plan, _next(source_id), dry_run=dry_run)


def _next(source_id: str) -> str:
    return f"look at it with `catalog serve`, then open a pull request with the one file of {source_id}"


def _asked(definitions: Definitions, asked: Source) -> Snapshot | None:
    """What GitHub knows of a repository; None, and a note why, where it could not be asked.

    Raises CatalogError where there is no such repository.
    """
    from generator.cache import Cache
    from generator.cli.enrich import ask_for_one
    from generator.enrich import rules_key, snapshot_beside
    from generator.loaded import Loaded
    from generator.places import CACHE

    cache = Cache(definitions.root / CACHE)
    if asked.path is not None:
        rules = rules_key(definitions.settings)
        return snapshot_beside(asked, definitions.root, definitions.settings, cache, rules)
    loaded = Loaded(definitions.root, definitions.settings, (), {}, cache)
    try:
        snapshot, error = ask_for_one(replace(asked, import_repo_readme=False), loaded)
    except CatalogError as failure:
        snapshot, error = None, str(failure)
    outcome = snapshot.metadata_state.outcome if snapshot else None
    if outcome in (Outcome.NOT_FOUND, Outcome.BLOCKED):
        raise CatalogError(
            f"there is no public repository {asked.full_name} ({error}); "
            "check the address, or add it unseen with --offline"
        )
    if error:
        note(f"not everything could be asked for: {safe(error)}")
    now = snapshot.name_with_owner if snapshot else None
    if now and now.casefold() != asked.full_name.casefold():
        note(f"{safe(asked.full_name)} is called {safe(now)} now; that name is written")
    return snapshot


def _interview(
    source_id: str,
    fields: dict[str, Plain],
    options: dict[str, Plain],
    proposal: Proposal,
    settings: Settings,
) -> tuple[str, dict[str, Plain]]:
    """Ask a person about what was proposed and not given as an option."""
    address = safe(str(fields.get("repo_url") or fields["path"]))
    note(f"Adding {address}. Enter takes what stands in brackets; - leaves it out.\n")
    if source_id == proposal.id:
        source_id = click.prompt("id", default=source_id, err=True)
    labels = ", ".join(f"{info.level} ({info.label})" for info in settings.trust_levels)
    for name in ASKED:
        if name in options:
            continue
        value = fields.get(name)
        default = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        hint = f"trust level: {labels}\ntrust_level" if name == "trust_level" else name
        answer = click.prompt(hint, default=safe(default), err=True).strip()
        if answer == "-":
            fields[name] = None
        elif name == "tags":
            fields[name] = [word for part in answer.split(",") for word in part.split()]
        else:
            fields[name] = value if answer == safe(default) else answer
    return source_id, fields


def _show_artifacts(definitions: Definitions, text: bytes, source_id: str, snapshot: Snapshot | None) -> None:
    """What the new source would list, by the fields that its definition has."""
    from generator.cache import Cache
    from generator.enrich import rescan, rules_key
    from generator.places import CACHE

    source = definition_of(text, source_id, definitions.settings).source
    if source is None or snapshot is None or not source.import_artifacts or snapshot.scanned_tree is None:
        return
    cache = Cache(definitions.root / CACHE)
    scanned = (
        rescan(source, snapshot, definitions.settings, cache, rules_key(definitions.settings)) or snapshot
    )
    listed = [a for a in scanned.artifacts if a.status is ArtifactStatus.LISTED]
    note(f"\n{source.full_name} would be listed with {_counts(listed, definitions.settings)}")
    if listed:
        rows = [(a.artifact_type, a.name, a.path or ".", a.detected_by) for a in listed[:SHOWN]]
        say(table(("TYPE", "NAME", "PATH", "FOUND BY"), rows))
    if len(listed) > SHOWN:
        note(f"… and {len(listed) - SHOWN:,} more; `catalog explain {source.full_name}` shows all")
    if not listed:
        note(
            "Nothing was found; manual_map and single_artifact say where things lie, or what it is as a whole"
        )


def _counts(artifacts: list[Artifact], settings: Settings) -> str:
    counts = Counter(artifact.artifact_type for artifact in artifacts)
    kinds = {kind.id: kind for kind in settings.artifact_types}
    parts = [
        counted_noun(n, kinds[k].label.lower(), kinds[k].plural.lower()) for k, n in sorted(counts.items())
    ]
    return ", ".join(parts) or "no artifacts"
