"""The steps of one batch of sources, each asking for all of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generator.cache import Cache, blob_key, read_tree, write_tree
from generator.enrich import learning, states
from generator.enrich.due import waits
from generator.enrich.report import SourceResult
from generator.enrich.scanning import cached_contents, rules_key, scan_key, scanned, wanted
from generator.github import (
    SYMLINK,
    Answer,
    Blob,
    BlobAsk,
    FoundFile,
    GitHubSession,
    RepoAsk,
    RepoFacts,
    choose_readme,
    link_target,
)
from generator.model import Outcome, PartState, ReadmeRef, Settings, Snapshot, Source, Tree, TreeEntry

WITHOUT_GRAPHQL = timedelta(hours=20)
"""How long files of artifacts wait where they could only be asked for one by one."""


@dataclass(slots=True)
class _Work:
    """One source on its way through the steps."""

    source: Source
    before: Snapshot
    now: Snapshot
    facts: RepoFacts | None = None
    tree: Tree | None = None
    readme: ReadmeRef | None = None
    """Chosen, and to be fetched if the cache lacks it."""
    files: tuple[TreeEntry, ...] = ()
    """Wanted for the scan."""
    asked: bool = True

    @property
    def address(self) -> tuple[str, str]:
        """Owner and name that it has now, so that no request is redirected."""
        owner, _, repo = (self.now.name_with_owner or self.source.full_name).partition("/")
        return owner, repo


class Batch:
    """Up to 25 sources; :meth:`run` leaves a snapshot and a result of each."""

    def __init__(
        self,
        session: GitHubSession,
        cache: Cache,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        patient: bool = True,
    ) -> None:
        """``patient``: parts that failed lately wait, as long as nothing of theirs changed."""
        self._session = session
        self._cache = cache
        self._settings = settings
        self._rules = rules_key(settings)
        self._clock = clock
        self._patient = patient

    async def run(
        self, sources: Iterable[tuple[Source, Snapshot]]
    ) -> list[tuple[Snapshot, SourceResult | None]]:
        """One pair a source, in order; no result for what was not asked for at all."""
        works = [_Work(source, snapshot, snapshot) for source, snapshot in sources]
        await self._metadata(works)
        known = [w for w in works if w.facts and w.facts.commit]
        await self._trees([w for w in known if w.source.import_artifacts])
        await self._readmes([w for w in known if w.source.import_repo_readme])
        await self._files(known)
        return [(w.now, _result(w) if w.asked else None) for w in works]

    # ------------------------------------------------------------------- steps

    async def _metadata(self, works: list[_Work]) -> None:
        answers = await self._session.repositories([_ask(w.source) for w in works])
        for work, answer in zip(works, answers, strict=True):
            work.asked = answer.says_something
            work.now = learning.with_facts(work.source, work.before, answer, self._clock())
            if work.now.metadata_state.outcome is Outcome.OK:
                work.facts = answer.value

    async def _trees(self, works: list[_Work]) -> None:
        """Get the trees that are to be scanned: those that changed, and those whose rules did."""
        todo: dict[str, list[_Work]] = {}
        for work in works:
            assert work.facts  # noqa: S101 - run() saw to it
            oid = work.facts.tree or ""
            last = work.before
            if self._waits(last.tree_state) and oid == last.tree:
                continue
            same = oid == last.scanned_tree and last.scan_key == scan_key(work.source, self._rules)
            if same and not self._lacks_files(last.contents_state):
                work.now = replace(work.now, tree_state=states.succeeded(self._clock(), Outcome.NOT_MODIFIED))
            else:
                todo.setdefault(oid, []).append(work)
        answers = await asyncio.gather(*(self._tree(oid, those[0]) for oid, those in todo.items()))
        for those, answer in zip(todo.values(), answers, strict=True):
            for work in those:
                now = self._clock()
                if answer.value:
                    work.tree = answer.value
                    work.files = wanted(work.tree, work.source, self._settings)
                    work.now = replace(work.now, tree_state=states.succeeded(now))
                else:
                    spread = f"{work.source.id}:tree"
                    state = learning.after(work.now.tree_state, answer, now, spread)
                    work.now = replace(work.now, tree_state=state)

    def _lacks_files(self, contents: PartState) -> bool:
        """Whether files of artifacts are missing that could be had now."""
        known = bool(contents.outcome and contents.outcome.good)
        return not known and self._session.speaks_graphql and not self._waits(contents)

    async def _tree(self, oid: str, work: _Work) -> Answer[Tree]:
        if (kept := read_tree(self._cache, oid)) is not None:
            return Answer(Outcome.OK, kept)
        answer = await self._session.tree(*work.address, oid)
        if answer.value:
            write_tree(self._cache, answer.value)
        return answer

    async def _readmes(self, works: list[_Work]) -> None:
        """Choose each README; following those that are symbolic links."""
        links = []
        for work in works:
            assert work.facts  # noqa: S101 - run() saw to it
            if self._waits(work.before.readme_state) and work.before.commit == work.now.commit:
                continue
            if self._readme_is_known(work):
                work.now = learning.with_readme(work.now, Answer(Outcome.NOT_MODIFIED), self._clock())
                continue
            entries = self._readme_entries(work)
            if entries is None:
                await self._look_for_readme(work)
                continue
            chosen = choose_readme(entries, work.source.root_hint)
            if chosen and chosen.mode == SYMLINK:
                links.append((work, chosen, entries))
            else:
                self._choose(work, ReadmeRef(chosen.path, chosen.oid, chosen.size) if chosen else None)
        if links:
            await self._follow(links)

    async def _files(self, works: list[_Work]) -> None:
        """Fetch READMEs and then files of artifacts, in shared batches; and scan."""
        readmes = {w.readme.oid: _blob_ask(w, w.readme) for w in works if w.readme}
        files = {e.oid: replace(_blob_ask(w, e), vital=False) for w in works for e in w.files}
        asks = [ask for oid, ask in readmes.items() if not self._cache.has(blob_key(oid))]
        if self._session.speaks_graphql:
            asks += [a for o, a in files.items() if o not in readmes and not self._cache.has(blob_key(o))]
        answers = await self._blobs(asks)
        for work in works:
            if work.readme:
                self._keep_readme(work, answers.get(work.readme.oid))
            if work.tree:
                self._scan(work, work.tree, answers)

    def _waits(self, state: PartState) -> bool:
        return self._patient and waits(state, self._clock())

    # ----------------------------------------------------------------- README

    def _readme_is_known(self, work: _Work) -> bool:
        """Whether neither the commit nor what is wanted of it changed since it was fetched."""
        state, last = work.before.readme_state, work.before
        return (
            last.commit == work.now.commit
            and last.root_hint == work.source.root_hint
            and bool(state.outcome and state.outcome.good)
            and (last.readme is None or self._cache.has(blob_key(last.readme.oid)))
        )

    def _readme_entries(self, work: _Work) -> tuple[TreeEntry, ...] | None:
        """Files among which the README is; None where they are not known."""
        if work.facts and work.facts.readme_entries is not None:
            return work.facts.readme_entries
        tree = work.tree or (read_tree(self._cache, work.now.tree) if work.now.tree else None)
        return tree.entries if tree and not tree.truncated else None

    async def _look_for_readme(self, work: _Work) -> None:
        """By REST alone and without a tree: GitHub itself says which one it is."""
        for folder in (work.source.root_hint, ""):
            if folder is None:
                continue
            answer = await self._session.find_readme(*work.address, work.now.commit or "", folder)
            if answer.outcome is not Outcome.NOT_FOUND:
                break
        self._found(work, answer)

    async def _follow(self, links: list[tuple[_Work, TreeEntry, tuple[TreeEntry, ...]]]) -> None:
        """One step along symbolic links, inside the repository."""
        missing = [(w, e) for w, e, _ in links if not self._cache.has(blob_key(e.oid))]
        answers = await self._blobs([_blob_ask(w, e) for w, e in missing])
        for work, link, entries in links:
            text = self._cache.get(blob_key(link.oid))
            if text is None:
                answer = answers.get(link.oid) or Answer(Outcome.BAD_BODY, error="the link cannot be read")
                work.now = learning.with_readme(work.now, _without_value(answer), self._clock())
                continue
            path = link_target(link.path, text.decode("utf-8", "replace").strip())
            there = next((e for e in entries if e.path == path), None)
            if path is None or (there and (there.type != "blob" or there.mode == SYMLINK)):
                self._choose(work, None)
            elif there:
                self._choose(work, ReadmeRef(there.path, there.oid, there.size))
            else:
                self._found(
                    work,
                    await self._session.find_file(*work.address, work.now.commit or "", path),
                )

    def _found(self, work: _Work, answer: Answer[FoundFile]) -> None:
        """Take over what a look-up by path brought; nothing there: there is no README."""
        if answer.value:
            file = answer.value
            if file.content is not None:
                self._cache.put(blob_key(file.oid), file.content)
            self._choose(work, ReadmeRef(file.path, file.oid, file.size))
        elif answer.asked and answer.outcome is Outcome.NOT_FOUND:
            self._choose(work, None)
        else:
            work.now = learning.with_readme(work.now, _without_value(answer), self._clock())

    def _choose(self, work: _Work, readme: ReadmeRef | None) -> None:
        work.readme = readme
        if readme is None:
            work.now = learning.with_readme(work.now, Answer(Outcome.OK), self._clock())

    def _keep_readme(self, work: _Work, answer: Answer[Blob] | None) -> None:
        """The README counts once the cache has it; until then the last one does."""
        learned: Answer[ReadmeRef]
        if answer is None:  # it was in the cache already
            learned = Answer(Outcome.OK, work.readme)
        elif answer.value is None:
            learned = _without_value(answer)
        else:
            learned = Answer(Outcome.OK, None if answer.value.binary else work.readme)
        work.now = learning.with_readme(work.now, learned, self._clock())

    # ------------------------------------------------------------------ files

    async def _blobs(self, asks: list[BlobAsk]) -> dict[str, Answer[Blob]]:
        """Answers by object id; what came is in the cache, of binary files as nothing."""
        answers = await self._session.blobs(asks) if asks else []
        for ask, answer in zip(asks, answers, strict=True):
            if answer.value:
                self._cache.put(blob_key(ask.oid), answer.value.content)
        return {ask.oid: answer for ask, answer in zip(asks, answers, strict=True)}

    def _scan(self, work: _Work, tree: Tree, answers: dict[str, Answer[Blob]]) -> None:
        contents = cached_contents(work.files, self._cache)
        lacking = [e for e in work.files if e.path not in contents]
        now, state = self._clock(), work.now.contents_state
        if not lacking:
            state = states.succeeded(now)
        elif worst := _worst(answers[e.oid] for e in lacking if e.oid in answers):
            state = learning.after(state, worst, now, f"{work.source.id}:contents")
        else:
            state = states.postponed(state, now + WITHOUT_GRAPHQL)
        work.now = scanned(
            replace(work.now, contents_state=state),
            tree,
            contents,
            work.source,
            self._settings,
            key=scan_key(work.source, self._rules),
            complete=not lacking,
        )


def _ask(source: Source) -> RepoAsk:
    return RepoAsk(
        source.owner,
        source.repo,
        source.ref,
        source.root_hint,
        description=source.import_repo_description,
        readme=source.import_repo_readme,
    )


def _blob_ask(work: _Work, file: ReadmeRef | TreeEntry) -> BlobAsk:
    return BlobAsk(*work.address, file.oid, file.size)


def _without_value(answer: Answer[object]) -> Answer[ReadmeRef]:
    """The failure alone. What was named and is not there is a failure too."""
    return Answer(answer.outcome, error=answer.error, asked=answer.asked)


def _worst(answers: Iterable[Answer[Blob]]) -> Answer[Blob] | None:
    """A failure that says something before one of the run being over."""
    return min((a for a in answers if a.value is None), key=lambda a: not a.says_something, default=None)


def _result(work: _Work) -> SourceResult:
    """The first part that failed in this run; else whether anything is new."""
    before = list(states.parts(work.source, work.before))
    after = list(states.parts(work.source, work.now))
    for was, state in zip(before, after, strict=True):
        touched = state is not was
        later = state.outcome is Outcome.BUDGET and state.retry_at  # only to be had with a token
        if touched and state.outcome and not state.outcome.good and not later:
            return SourceResult(work.source.id, state.outcome, state.error)
    if after[0].outcome is Outcome.EMPTY:
        return SourceResult(work.source.id, Outcome.EMPTY)
    same = work.before.commit == work.now.commit and work.before.commit is not None
    untouched = work.before.contents_state is work.now.contents_state
    parts_same = untouched and all(s.outcome is Outcome.NOT_MODIFIED for s in after[1:3])
    return SourceResult(work.source.id, Outcome.NOT_MODIFIED if same and parts_same else Outcome.OK)
