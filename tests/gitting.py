"""Repositories on this disk for git to fetch, in the place of hosts."""

from __future__ import annotations

import asyncio
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator.cache import Cache
from generator.enrich import EnrichOptions, enrich
from generator.git import GitConfig, Mirror, connect
from generator.github import Manners, Meter
from generator.model import Source
from generator.telemetry import SILENT
from tests.enriching import SETTINGS

HOSTS = "https://git.example.org/"
"""Addresses that begin so lead to this disk."""

SKILL = "---\nname: {0}\ndescription: Helps with {0}.\n---\n\n# {0}\n"

MIT = (Path(__file__).parent.parent / "LICENSE").read_text(encoding="utf-8")
FILES = {
    "README.md": "# Tools\n",
    "LICENSE": MIT,
    "skills/pdf/SKILL.md": SKILL.format("pdf"),
    "docs/other.md": "x\n",
}
NOW = datetime(2026, 6, 1, tzinfo=UTC)

MADE = "2026-03-01T12:00:00+00:00"
"""When every commit is made, unless told otherwise."""


class Host:
    """A folder of repositories, and git as the program runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hosts = folder / "hosts"
        self.work = folder / "work"
        self.environment = {"PATH": os.environ["PATH"]}
        self.hosts.mkdir(parents=True)

    def git(self, name: str, *arguments: str, made: str = MADE, given: bytes = b"") -> str:
        """Run git in a repository, away from the configuration of this machine."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": made,
            "GIT_COMMITTER_DATE": made,
        }
        people = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=trunk")
        done = subprocess.run(
            ["git", *people, *arguments],
            cwd=self.hosts / name,
            env=environment,
            check=True,
            capture_output=True,
            input=given,
        )
        return done.stdout.decode().strip()

    def repository(self, name: str, files: dict[str, str] | None = None) -> Path:
        """A repository with one commit, or with none."""
        place = self.hosts / name
        place.mkdir(parents=True)
        self.git(name, "init", "--quiet")
        if files is not None:
            self.commit(name, files)
        return place

    def commit(self, name: str, files: dict[str, str], made: str = MADE) -> str:
        """One more commit; its id."""
        for path, text in files.items():
            file = self.hosts / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.git(name, "add", "--all", "--force")
        self.git(name, "commit", "--quiet", "--message", "x", made=made)
        return self.git(name, "rev-parse", "HEAD")

    def config(self, *, live: bool = True, **changes: object) -> GitConfig:
        """The configuration that leads addresses to this disk."""
        mirrors = (Mirror(HOSTS, f"{self.hosts.as_uri()}/", live=live),)
        values = {"work": self.work, "environment": self.environment, "mirrors": mirrors}
        return GitConfig(**(values | changes))

    def asked(self, question, *, meter: Meter | None = None, **changes: object):
        """What ``question`` gets of a session, and the session after it."""

        async def talk():
            meter_of_it = meter or Meter(monotonic=lambda: 0.0)
            async with connect(self.config(**changes)).session(meter_of_it, Manners()) as session:
                return await question(session), session.stop

        return asyncio.run(talk())


def source_of(name="acme/tools", **changes):
    """The definition of a repository at the host."""
    owner, _, repo = name.rpartition("/")
    values = {"id": "tools", "owner": f"git.example.org/{owner}", "repo": repo, "clone_url": HOSTS + name}
    return Source(**(values | changes))


class Known:
    """What is known of one source, run after run."""

    def __init__(self, host, source=None, **config):
        self.host, self.source, self.config = host, source or source_of(), config
        self.cache = Cache(host.folder / "cache")
        self.snapshots = {}
        self.now = NOW

    def run(self, telemetry=SILENT, **options):
        """One run of enrichment; its report."""
        return enrich(
            [self.source],
            SETTINGS,
            self.snapshots,
            self.cache,
            connect(self.host.config(**self.config)),
            git=connect(self.host.config(**self.config)),
            now=lambda: self.now,
            monotonic=lambda: 0.0,
            options=EnrichOptions(**options),
            save=self.snapshots.update,
            telemetry=telemetry,
        )

    @property
    def snapshot(self):
        """What is known."""
        return self.snapshots[self.source.id]
