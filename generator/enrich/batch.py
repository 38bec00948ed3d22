"""The steps that sources go through, batch by batch, each asking for many of them together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from generator.cache import Cache, blob_key, read_tree, write_tree
from generator.enrich import learning, states
from generator.enrich.due import waits
from generator.enrich.readmes import Readmes
from generator.enrich.scanning import cached_contents, rules_key, scan_key, scanned, wanted
from generator.enrich.work import Work, fetch
from generator.github import Answer, Blob, BlobAsk, GitHubSession
from generator.model import Outcome, PartState, Settings, Snapshot, Source
from generator.telemetry import SILENT, Telemetry

SOURCES_A_QUERY = 25
"""Sources that wait for files at most: about as many as one query of files serves."""

ENTRIES_IN_MEMORY = 20_000
"""Of a tree that is kept while its source waits; a bigger one is read from the cache again."""

WITHOUT_GRAPHQL = timedelta(hours=20)
"""How long files of artifacts wait where they could only be asked for one by one."""


class Batches:
    """Takes batch after batch of sources through the steps.

    Files are asked for together, across batches: sources that lack some wait until there
    are enough of them for a query, so that a few changes among many sources cost few.
    """

    def __init__(
        self,
        session: GitHubSession,
        cache: Cache,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        patient: bool = True,
        telemetry: Telemetry = SILENT,
    ) -> None:
        """``patient``: parts that failed lately wait, as long as nothing of theirs changed."""
        self._session = session
        self._cache = cache
        self._readmes = Readmes(session, cache, clock)
        self._settings = settings
        self._rules = rules_key(settings)
        self._clock = clock
        self._patient = patient
        self._telemetry = telemetry
        self.waiting: list[Work] = []
        """Sources that lack files, until :meth:`run` or :meth:`rest` returns them."""

    async def run(self, sources: Iterable[tuple[Source, Snapshot]]) -> list[Work]:
        """The sources that are done with by now, of this batch and of earlier ones."""
        started = self._telemetry.now()
        works = [Work(source, snapshot, snapshot, started=started) for source, snapshot in sources]
        await self._metadata(works)
        known = [w for w in works if w.facts and w.facts.commit]
        await self._trees([w for w in known if w.source.import_artifacts])
        await self._readmes.choose(
            w
            for w in known
            if w.source.import_repo_readme
            and not (self._waits(w.before.readme_state) and w.before.commit == w.now.commit)
        )
        lacking = [w for w in known if self._asks([w])]
        self.waiting += lacking
        ready = [w for w in works if w not in lacking]
        await self._files(ready)
        if self._session.stop or not self._session.speaks_graphql or len(self.waiting) >= SOURCES_A_QUERY:
            ready += await self.rest()
        return ready

    async def rest(self) -> list[Work]:
        """The sources that still waited for files."""
        works, self.waiting = self.waiting, []
        await self._files(works)
        return works

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
            oid, last = work.now.tree or "", work.before
            if self._waits(last.tree_state) and oid == last.tree:
                continue
            same = oid == last.scanned_tree and last.scan_key == scan_key(work.source, self._rules)
            if same and not self._lacks_files(last.contents_state):
                work.now = replace(
                    work.now, tree_state=states.succeeded(work.moment(self._clock()), Outcome.NOT_MODIFIED)
                )
            else:
                todo.setdefault(oid, []).append(work)
        await asyncio.gather(*(self._tree(oid, those) for oid, those in todo.items()))

    def _lacks_files(self, contents: PartState) -> bool:
        """Whether files of artifacts are missing that could be had now."""
        known = bool(contents.outcome and contents.outcome.good)
        return not known and self._session.speaks_graphql and not self._waits(contents)

    async def _tree(self, oid: str, works: list[Work]) -> None:
        """Get one tree, for all sources that have it; what is big is not kept in memory."""
        tree, answer = read_tree(self._cache, oid), None
        if tree is None:
            answer = await self._session.tree(*works[0].address, oid)
            tree = answer.value
            if tree:
                write_tree(self._cache, tree)
        for work in works:
            if tree:
                work.files = wanted(tree, work.source, self._settings)
                work.scan = True
                work.tree = tree if len(tree.entries) <= ENTRIES_IN_MEMORY else None
                state = states.succeeded(work.moment(self._clock()))
            else:
                failed = answer or Answer(Outcome.BAD_BODY)
                state = learning.after(work.now.tree_state, failed, self._clock(), f"{work.source.id}:tree")
            work.now = replace(work.now, tree_state=state)

    def _asks(self, works: Iterable[Work]) -> list[BlobAsk]:
        """Files that the cache lacks, READMEs first; of artifacts only where they come together."""
        works = list(works)
        asks = {w.readme.oid: w.file(w.readme) for w in works if w.readme}
        if self._session.speaks_graphql:
            for work in works:
                for entry in work.files:
                    asks.setdefault(entry.oid, work.file(entry, vital=False))
        return [ask for oid, ask in asks.items() if not self._cache.has(blob_key(oid))]

    async def _files(self, works: list[Work]) -> None:
        """Fetch what is lacking in shared queries; take READMEs over, and scan."""
        answers = await fetch(self._asks(works), self._session, self._cache)
        for work in works:
            if work.readme:
                self._readmes.keep(work, answers.get(work.readme.oid))
            if work.scan:
                self._scan(work, answers)

    def _waits(self, state: PartState) -> bool:
        return self._patient and waits(state, self._clock())

    def _scan(self, work: Work, answers: dict[str, Answer[Blob]]) -> None:
        tree = work.tree or read_tree(self._cache, work.now.tree or "")
        if tree is None:  # damaged meanwhile, and dropped: it is due again
            work.now = replace(work.now, tree_state=states.postponed(work.before.tree_state))
            return
        contents = cached_contents(work.files, self._cache)
        lacking = [e for e in work.files if e.path not in contents]
        now, state = self._clock(), work.now.contents_state
        if not lacking:
            state = states.succeeded(work.moment(now))
        elif worst := _worst(answers[e.oid] for e in lacking if e.oid in answers):
            state = learning.after(state, worst, now, f"{work.source.id}:contents")
        else:
            state = states.postponed(state, now + WITHOUT_GRAPHQL)
        with self._telemetry.span("scan", source_id=work.source.id, files=len(contents)) as span:
            work.now = scanned(
                replace(work.now, contents_state=state),
                tree,
                contents,
                work.source,
                self._settings,
                key=scan_key(work.source, self._rules),
                complete=not lacking,
            )
            span.set(artifacts=len(work.now.artifacts))
        work.tree, work.files = None, ()


def _worst(answers: Iterable[Answer[Blob]]) -> Answer[Blob] | None:
    """A failure that says something before one of the run being over."""
    return min((a for a in answers if a.value is None), key=lambda a: not a.says_something, default=None)
