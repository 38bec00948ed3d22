"""The steps of one batch of sources, each asking for all of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from generator.cache import Cache, blob_key, read_tree, write_tree
from generator.enrich import learning, states
from generator.enrich.due import waits
from generator.enrich.readmes import Readmes
from generator.enrich.report import SourceResult
from generator.enrich.scanning import cached_contents, rules_key, scan_key, scanned, wanted
from generator.enrich.work import Work, fetch
from generator.github import Answer, Blob, GitHubSession
from generator.model import Outcome, PartState, Settings, Snapshot, Source, Tree

WITHOUT_GRAPHQL = timedelta(hours=20)
"""How long files of artifacts wait where they could only be asked for one by one."""


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
        self._readmes = Readmes(session, cache, clock)
        self._settings = settings
        self._rules = rules_key(settings)
        self._clock = clock
        self._patient = patient

    async def run(
        self, sources: Iterable[tuple[Source, Snapshot]]
    ) -> list[tuple[Snapshot, SourceResult | None]]:
        """One pair a source, in order; no result for what was not asked for at all."""
        works = [Work(source, snapshot, snapshot) for source, snapshot in sources]
        await self._metadata(works)
        known = [w for w in works if w.facts and w.facts.commit]
        await self._trees([w for w in known if w.source.import_artifacts])
        await self._readmes.choose(
            w
            for w in known
            if w.source.import_repo_readme
            and not (self._waits(w.before.readme_state) and w.before.commit == w.now.commit)
        )
        await self._files(known)
        return [(w.now, w.result) for w in works]

    # ------------------------------------------------------------------- steps

    async def _metadata(self, works: list[Work]) -> None:
        answers = await self._session.repositories([w.ask for w in works])
        for work, answer in zip(works, answers, strict=True):
            work.asked = answer.says_something
            work.now = learning.with_facts(work.source, work.before, answer, self._clock())
            if work.now.metadata_state.outcome is Outcome.OK:
                work.facts = answer.value

    async def _trees(self, works: list[Work]) -> None:
        """Get the trees that are to be scanned: those that changed, and those whose rules did."""
        todo: dict[str, list[Work]] = {}
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

    async def _tree(self, oid: str, work: Work) -> Answer[Tree]:
        if (kept := read_tree(self._cache, oid)) is not None:
            return Answer(Outcome.OK, kept)
        answer = await self._session.tree(*work.address, oid)
        if answer.value:
            write_tree(self._cache, answer.value)
        return answer

    async def _files(self, works: list[Work]) -> None:
        """Fetch READMEs and then files of artifacts, in shared batches; and scan."""
        readmes = {w.readme.oid: w.file(w.readme) for w in works if w.readme}
        files = {e.oid: w.file(e, vital=False) for w in works for e in w.files}
        asks = [ask for oid, ask in readmes.items() if not self._cache.has(blob_key(oid))]
        if self._session.speaks_graphql:
            asks += [a for o, a in files.items() if o not in readmes and not self._cache.has(blob_key(o))]
        answers = await fetch(asks, self._session, self._cache)
        for work in works:
            if work.readme:
                self._readmes.keep(work, answers.get(work.readme.oid))
            if work.tree:
                self._scan(work, work.tree, answers)

    def _waits(self, state: PartState) -> bool:
        return self._patient and waits(state, self._clock())

    def _scan(self, work: Work, tree: Tree, answers: dict[str, Answer[Blob]]) -> None:
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


def _worst(answers: Iterable[Answer[Blob]]) -> Answer[Blob] | None:
    """A failure that says something before one of the run being over."""
    return min((a for a in answers if a.value is None), key=lambda a: not a.says_something, default=None)
