"""One source on its way through the steps of a batch, and the files that are fetched on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generator.cache import Cache, blob_key
from generator.enrich import states
from generator.enrich.report import SourceResult
from generator.github import Answer, Blob, BlobAsk, GitHubSession, RepoAsk, RepoFacts
from generator.model import Outcome, Provider, ReadmeRef, Snapshot, Source, Tree, TreeEntry


@dataclass(slots=True, eq=False)
class Work:
    """A source, what was known of it, and what is known by now."""

    source: Source
    before: Snapshot
    now: Snapshot
    facts: RepoFacts | None = None
    scan: bool = False
    """Whether its tree is in the cache, and to be scanned."""
    tree: Tree | None = None
    """That tree, unless it is big."""
    readme: ReadmeRef | None = None
    """Chosen, and to be fetched if the cache lacks it."""
    files: tuple[TreeEntry, ...] = ()
    """Wanted for the scan."""
    asked: bool = True
    started: float = 0.0
    """By the clock of the telemetry."""

    @property
    def address(self) -> tuple[str, str]:
        """Owner and name that it has now, so that no request is redirected."""
        owner, _, repo = (self.now.name_with_owner or self.source.full_name).partition("/")
        return owner, repo

    def moment(self, now: datetime) -> datetime:
        """Up to when what was learned is known to be right."""
        as_of = self.facts.as_of if self.facts else None
        return now if as_of is None else min(as_of, now)

    @property
    def ask(self) -> RepoAsk:
        """What is asked for of the repository; nothing that the definition turns off."""
        source = self.source
        return RepoAsk(
            source.owner,
            source.repo,
            source.ref,
            source.root_hint,
            description=source.import_repo_description,
            readme=source.import_repo_readme,
            url=source.repo_url,
            known_commit=self.before.commit if self.before.provider is Provider.GIT else None,
        )

    def file(self, file: ReadmeRef | TreeEntry, *, vital: bool = True) -> BlobAsk:
        """What is asked for of one of its files."""
        return BlobAsk(*self.address, file.oid, file.size, vital=vital)

    @property
    def unfinished(self) -> Snapshot:
        """What is known while it still waits for files: it is due again if nothing comes after."""
        snapshot = self.now
        if self.readme:
            snapshot = replace(snapshot, readme_state=states.postponed(self.before.readme_state))
        if self.scan:
            snapshot = replace(
                snapshot,
                tree_state=states.postponed(self.before.tree_state),
                contents_state=states.postponed(self.before.contents_state),
            )
        return snapshot

    @property
    def result(self) -> SourceResult | None:
        """The first part that failed in this run; else whether anything is new. None: not asked."""
        if not self.asked:
            return None
        before = list(states.parts(self.source, self.before))
        after = list(states.parts(self.source, self.now))
        for was, state in zip(before, after, strict=True):
            touched = state is not was
            later = state.outcome is Outcome.BUDGET and state.retry_at  # only to be had with a token
            if touched and state.outcome and not state.outcome.good and not later:
                return SourceResult(self.source.id, state.outcome, state.error)
        if after[0].outcome is Outcome.EMPTY:
            return SourceResult(self.source.id, Outcome.EMPTY)
        same = self.before.commit == self.now.commit and self.before.commit is not None
        untouched = self.before.contents_state is self.now.contents_state
        parts_same = untouched and all(s.outcome is Outcome.NOT_MODIFIED for s in after[1:3])
        return SourceResult(self.source.id, Outcome.NOT_MODIFIED if same and parts_same else Outcome.OK)


async def fetch(asks: Sequence[BlobAsk], session: GitHubSession, cache: Cache) -> dict[str, Answer[Blob]]:
    """Answers by object id; what came is in the cache, of files that are no text as nothing."""
    answers = await session.blobs(asks) if asks else []
    for ask, answer in zip(asks, answers, strict=True):
        if answer.value:
            cache.put(blob_key(ask.oid), answer.value.content)
    return {ask.oid: answer for ask, answer in zip(asks, answers, strict=True)}
