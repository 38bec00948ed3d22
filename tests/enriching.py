"""A catalog that is enriched from a fake GitHub, with a clock that only tests move."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from generator.cache import Cache
from generator.enrich import EnrichOptions, enrich
from generator.github import GitHubConfig, connect
from generator.lock import Journal, LockFile, read_lock
from generator.model import Settings, Source
from generator.scan import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE
from tests.fake_github import Repo

START = datetime(2026, 1, 1, tzinfo=UTC)
PATIENCE = 0.8
"""Seconds of an attempt that is not going to be answered."""

TOKEN = "t0ken"

SETTINGS = Settings(title="T", artifact_types=DEFAULT_ARTIFACT_TYPES, trust_levels=(), ignore=DEFAULT_IGNORE)

SKILL = "---\nname: {name}\ndescription: Helps with {name}\n---\n# {name}\n"


def skills(*names):
    """A repository's files: a README and skills."""
    files = {f"skills/{name}/SKILL.md": SKILL.format(name=name) for name in names}
    return {"README.md": f"# Skills\n\n{', '.join(names)}\n"} | files


def source_of(repo, **changes):
    """A definition of a repository, or of ``owner/name``."""
    full_name = repo.full_name if isinstance(repo, Repo) else repo
    owner, _, name = full_name.partition("/")
    values = {"id": f"{owner}-{name}".lower(), "owner": owner, "repo": name}
    return Source(**(values | changes))


class Catalog:
    """Sources, a lock and a cache in a folder."""

    def __init__(self, folder, github, *sources):
        self.lock_path = folder / "catalog.lock"
        self.cache_path = folder / ".cache"
        self.github = github
        self.sources = list(sources) or [source_of(repo) for repo in github.repos.values()]
        self.settings = SETTINGS
        self.moment = START
        self.progress = []
        self.saves = 0
        self.saving_seconds = 0.0
        """What a save of the lock takes, by the clock of a run."""
        self.seconds = 0.0

    @property
    def journal(self):
        """What is noted between two saves of the lock."""
        return Journal(self.cache_path / "catalog.lock.journal")

    @property
    def cache(self):
        """The cache, as any program would open it."""
        return Cache(self.cache_path)

    @property
    def lock(self):
        """What the lock holds now."""
        return read_lock(self.lock_path)

    @property
    def one(self):
        """The only snapshot."""
        (snapshot,) = self.lock.values()
        return snapshot

    def later(self, **span):
        """Move the clock on; without more, by a day."""
        self.moment += timedelta(**(span or {"days": 1}))
        return self

    def enrich(self, *, token=TOKEN, patience=5.0, github=None, **options):
        """One run; what it learned is in the lock."""
        snapshots = self.lock
        file = LockFile(self.lock_path, snapshots, self.journal)
        before = self.saves

        def save(changed):
            self.saves += 1
            file.save(changed)

        async def no_sleep(_):
            """Waits cost nothing here."""

        config = GitHubConfig(api_url=self.github.url, token=token, attempt_seconds=patience)
        started = time.monotonic()
        try:
            return enrich(
                self.sources,
                self.settings,
                snapshots,
                self.cache,
                github or connect(config),
                now=lambda: self.moment,
                monotonic=lambda: time.monotonic() + (self.saves - before) * self.saving_seconds,
                options=EnrichOptions(**({"reserve": 0} | options)),
                save=save,
                note=self.journal.add,
                on_progress=lambda *told: self.progress.append(told),
                sleep=no_sleep,
            )
        finally:
            self.seconds = time.monotonic() - started

    def names(self, source_id=None):
        """Names of the artifacts in the lock."""
        snapshot = self.lock[source_id] if source_id else self.one
        return [artifact.name for artifact in snapshot.artifacts]
