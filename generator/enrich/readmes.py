"""Which file is a source's README now, and whether the cache has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from generator.cache import Cache, blob_key, read_tree
from generator.enrich.learning import with_readme
from generator.enrich.work import Work, fetch
from generator.github import (
    SYMLINK,
    Answer,
    Blob,
    FoundFile,
    GitHubSession,
    choose_readme,
    link_target,
)
from generator.model import Outcome, ReadmeRef, TreeEntry

_Linked = tuple[Work, TreeEntry, tuple[TreeEntry, ...]]


class Readmes:
    """Chooses READMEs, and takes them over once they are in the cache."""

    def __init__(self, session: GitHubSession, cache: Cache, clock: Callable[[], datetime]) -> None:
        self._session = session
        self._cache = cache
        self._clock = clock

    async def choose(self, works: Iterable[Work]) -> None:
        """Choose the README of each; those that are symbolic links are followed one step."""
        links: list[_Linked] = []
        for work in works:
            if self._is_known(work):
                self._learn(work, Answer(Outcome.NOT_MODIFIED))
                continue
            entries = self._entries(work)
            if entries is None:
                await self._look(work)
                continue
            chosen = choose_readme(entries, work.source.root_hint)
            if chosen and chosen.mode == SYMLINK:
                links.append((work, chosen, entries))
            else:
                self._take(work, chosen)
        if links:
            await self._follow(links)

    def keep(self, work: Work, answer: Answer[Blob] | None) -> None:
        """Take over a README that was asked for, or (None) was in the cache already.

        Until the cache has it, the last one counts.
        """
        readme = work.readme
        if readme is None:
            return
        if answer and answer.value is None:
            self._learn(work, _without_value(answer))
            return
        content = self._cache.get(blob_key(readme.oid))
        if content is None:  # damaged, and dropped: it is due again
            self._learn(work, Answer(Outcome.BUDGET, asked=False))
        else:
            binary = not content and readme.size != 0
            self._learn(work, Answer(Outcome.OK, None if binary else readme))

    def _is_known(self, work: Work) -> bool:
        """Whether neither the commit nor what is wanted of it changed since it was fetched."""
        last, state = work.before, work.before.readme_state
        return (
            last.commit == work.now.commit
            and last.root_hint == work.source.root_hint
            and bool(state.outcome and state.outcome.good)
            and (last.readme is None or self._cache.has(blob_key(last.readme.oid)))
        )

    def _entries(self, work: Work) -> tuple[TreeEntry, ...] | None:
        """Files among which the README is; None where they are not known."""
        if work.facts and work.facts.readme_entries is not None:
            return work.facts.readme_entries
        tree = work.tree or (read_tree(self._cache, work.now.tree) if work.now.tree else None)
        return tree.entries if tree and not tree.truncated else None

    async def _look(self, work: Work) -> None:
        """By REST alone and without a tree: GitHub itself says which one it is."""
        answer: Answer[FoundFile] = Answer(Outcome.NOT_FOUND)
        for folder in filter(None, (work.source.root_hint, "/")):
            answer = await self._session.find_readme(*work.address, work.now.commit or "", folder.strip("/"))
            if answer.outcome is not Outcome.NOT_FOUND:
                break
        self._found(work, answer)

    async def _follow(self, links: list[_Linked]) -> None:
        """One step along symbolic links, inside the repository."""
        asks = [work.file(link) for work, link, _ in links if not self._cache.has(blob_key(link.oid))]
        answers = await fetch(asks, self._session, self._cache)
        for work, link, entries in links:
            text = self._cache.get(blob_key(link.oid))
            if text is None:
                answer = answers.get(link.oid) or Answer(Outcome.BAD_BODY, error="the link cannot be read")
                self._learn(work, _without_value(answer))
                continue
            path = link_target(link.path, text.decode("utf-8", "replace").strip())
            there = next((e for e in entries if e.path == path), None)
            if path is None or (there and (there.type != "blob" or there.mode == SYMLINK)):
                self._take(work, None)
            elif there:
                self._take(work, there)
            else:
                self._found(work, await self._session.find_file(*work.address, work.now.commit or "", path))

    def _found(self, work: Work, answer: Answer[FoundFile]) -> None:
        """Take over what a look-up by path brought; nothing there: there is no README."""
        if answer.value:
            file = answer.value
            if file.content is not None:
                binary = b"\0" in file.content[:8_000]  # as git tells binary files
                self._cache.put(blob_key(file.oid), b"" if binary else file.content)
            work.readme = ReadmeRef(file.path, file.oid, file.size)
        elif answer.asked and answer.outcome is Outcome.NOT_FOUND:
            self._take(work, None)
        else:
            self._learn(work, _without_value(answer))

    def _take(self, work: Work, entry: TreeEntry | None) -> None:
        """This file it is; or there is none, which is known now."""
        if entry is None:
            self._learn(work, Answer(Outcome.OK))
        else:
            work.readme = ReadmeRef(entry.path, entry.oid, entry.size)

    def _learn(self, work: Work, readme: Answer[ReadmeRef]) -> None:
        moment = work.moment(self._clock()) if readme.outcome.good else self._clock()
        work.now = with_readme(work.now, readme, moment)


def _without_value(answer: Answer[object]) -> Answer[ReadmeRef]:
    """The failure alone."""
    return Answer(answer.outcome, error=answer.error, asked=answer.asked)
