"""What an answer changes in a snapshot; values, no I/O. A failure changes states only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from generator.assemble import snapshot_of
from generator.enrich.states import EMPTY_TREE, failed, gone, postponed, succeeded
from generator.github import Answer, RepoFacts
from generator.model import Outcome, PartState, Provider, ReadmeRef, Snapshot, Source
from generator.printable import printable

REPLACED = "another repository stands under this name now; what is shown is the last of the former one"


def snapshot_for(source: Source, known: Snapshot | None, *, accept: bool) -> Snapshot:
    """The snapshot to learn on: the last one if it is of this repository and ref.

    ``accept``: start anew where another repository has taken the name.
    """
    kept = snapshot_of(source, {source.id: known}) if known else None
    if kept is None or (accept and kept.replaced):
        return Snapshot(source.id, source.full_name, ref=source.ref, root_hint=source.root_hint)
    return kept


def with_facts(source: Source, snapshot: Snapshot, answer: Answer[RepoFacts], now: datetime) -> Snapshot:
    """The snapshot after its metadata was asked for."""
    if not answer.says_something:
        return snapshot
    facts = answer.value
    if facts is None:
        if answer.outcome is Outcome.NOT_FOUND:
            snapshot = gone(snapshot, now)
        return replace(
            snapshot, metadata_state=failed(snapshot.metadata_state, answer, now, f"{source.id}:metadata")
        )
    if facts.by_git:
        return _by_git(source, snapshot, facts, now)
    if _is_another(snapshot.node_id, facts.node_id):
        taken: Answer[object] = Answer(Outcome.BLOCKED, error=REPLACED)
        return replace(
            snapshot,
            replaced=True,
            metadata_state=failed(snapshot.metadata_state, taken, now, f"{source.id}:metadata"),
        )
    moved = facts.name_with_owner.casefold() != source.full_name.casefold()
    snapshot = replace(
        snapshot,
        provider=Provider.GITHUB,
        root_hint=source.root_hint,
        repo_description=facts.description if source.import_repo_description else snapshot.repo_description,
        stars=facts.stars,
        forks=facts.forks,
        license=facts.license,
        topics=facts.topics,
        language=facts.language,
        archived=facts.archived,
        default_branch=facts.default_branch,
        pushed_at=facts.pushed_at,
        node_id=facts.node_id,
        name_with_owner=facts.name_with_owner,
        moved_to=facts.name_with_owner if moved else None,
        replaced=False,
        missing=False,
        missing_count=0,
        missing_since=None,
        metadata_state=succeeded(now, Outcome.EMPTY if facts.empty else Outcome.OK),
    )
    if facts.empty:
        return _emptied(source, snapshot, now)
    if facts.commit is None:
        return _without_ref(source, snapshot, now)
    return replace(snapshot, commit=facts.commit, tree=facts.tree)


def _by_git(source: Source, snapshot: Snapshot, facts: RepoFacts, now: datetime) -> Snapshot:
    """What git told; what it does not know stays as GitHub last said."""
    if snapshot.replaced:
        taken: Answer[object] = Answer(Outcome.BLOCKED, error=REPLACED)
        state = failed(snapshot.metadata_state, taken, now, f"{source.id}:metadata")
        return replace(snapshot, metadata_state=state)
    moment = now if facts.as_of is None else min(now, facts.as_of)
    snapshot = replace(
        snapshot,
        provider=Provider.GIT,
        root_hint=source.root_hint,
        default_branch=facts.default_branch,
        name_with_owner=facts.name_with_owner,
        moved_to=None,
        missing=False,
        missing_count=0,
        missing_since=None,
        metadata_state=succeeded(moment, Outcome.EMPTY if facts.empty else Outcome.OK),
    )
    if facts.unchanged:
        return snapshot
    if facts.empty:
        return _emptied(source, snapshot, now)
    if facts.commit is None:
        return _without_ref(source, snapshot, now)
    return replace(
        snapshot,
        commit=facts.commit,
        tree=facts.tree,
        license=facts.license,
        pushed_at=facts.pushed_at,
    )


def _is_another(known: str | None, told: str) -> bool:
    """Whether two node ids are of two repositories.

    Ids of the old form (Base64) and of the new one (``R_…``) cannot be compared:
    https://docs.github.com/graphql/guides/migrating-graphql-global-node-ids.
    """
    return known is not None and known != told and known.startswith("R_") == told.startswith("R_")


def _emptied(source: Source, snapshot: Snapshot, now: datetime) -> Snapshot:
    """A repository that GitHub itself calls empty has no README and no artifacts."""
    state = succeeded(now, Outcome.EMPTY)
    if source.import_repo_readme:
        snapshot = replace(snapshot, readme=None, readme_state=state)
    if source.import_artifacts:
        snapshot = replace(
            snapshot,
            artifacts=(),
            scanned_tree=EMPTY_TREE,
            scanned_commit=None,
            tree_truncated=False,
            tree_state=state,
            contents_state=state,
        )
    return replace(snapshot, commit=None, tree=None)


def _without_ref(source: Source, snapshot: Snapshot, now: datetime) -> Snapshot:
    """The repository is there, and what the definition's ``ref`` names is not."""
    words = printable(f"it has no branch, tag or commit {source.ref}")
    answer: Answer[object] = Answer(Outcome.NOT_FOUND, error=words)
    if source.import_repo_readme:
        snapshot = replace(
            snapshot, readme_state=failed(snapshot.readme_state, answer, now, f"{source.id}:readme")
        )
    if source.import_artifacts:
        snapshot = replace(snapshot, tree_state=failed(snapshot.tree_state, answer, now, f"{source.id}:tree"))
    return snapshot


def with_readme(snapshot: Snapshot, readme: Answer[ReadmeRef], now: datetime) -> Snapshot:
    """The snapshot after its README was looked for; ``ok`` without a value: there is none."""
    if readme.outcome is Outcome.OK:
        return replace(snapshot, readme=readme.value, readme_state=succeeded(now))
    if readme.outcome is Outcome.NOT_MODIFIED:
        return replace(snapshot, readme_state=succeeded(now, Outcome.NOT_MODIFIED))
    return replace(
        snapshot, readme_state=after(snapshot.readme_state, readme, now, f"{snapshot.source_id}:readme")
    )


def after(state: PartState, answer: Answer[object], now: datetime, spread: str) -> PartState:
    """The state of a part that brought no value."""
    return failed(state, answer, now, spread) if answer.says_something else postponed(state)
