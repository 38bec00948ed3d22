"""Writes a catalog of any size, with lock and cache: ``python benchmarks/natural.py FOLDER SIZE``.

Names, tags, stars and texts are spread as in real catalogs: words by Zipf's law over a
vocabulary of 60,000 made-up ones, READMEs of 1–40 KB (7 KB on average) with headings, lists,
tables, links, images and code in ten languages. The same size and seed give the same bytes.
"""

from __future__ import annotations

import json
import random
import sys
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from generator.cache import Cache, blob_key, git_blob_id, write_tree
from generator.enrich import rules_key
from generator.enrich.scanning import rescan
from generator.load import load_settings, load_sources
from generator.lock import write_lock
from generator.model import Outcome, PartState, ReadmeRef, Snapshot, Source, Tree, TreeEntry

AS_OF = datetime(2026, 11, 1, 12, tzinfo=UTC)
FETCHED = PartState(fetched_at=AS_OF, outcome=Outcome.OK)
VOCABULARY = 60_000
TAGS = 400
LANGUAGES = ("python", "js", "sh", "json", "yaml", "go", "rust", "ts", "toml", "text")
SYLLABLES = "al an ar as at be ca ce co da de di el en er es ex fi ga ge ha he in is it ka ke la le li lo ma me mi mo na ne ni no on or pa pe pro ra re ri ro sa se si so sta su ta te ter ti to tra tri un ur ve vi wa xa ze".split()  # noqa: E501, SIM905


@dataclass
class Writer:
    """Writes texts of made-up words."""

    random: random.Random

    def __post_init__(self) -> None:
        made: dict[str, None] = {}
        while len(made) < VOCABULARY:
            made["".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))] = None
            if len(made) % 7 == 0:
                made[f"{self.random.choice(SYLLABLES)}{self.random.randrange(10_000)}"] = None
        self.vocabulary = list(made)[:VOCABULARY]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def words(self, count: int) -> list[str]:
        """So many words, the frequent ones more often."""
        top = self.weights[-1]
        return [self.vocabulary[bisect(self.weights, self.random.random() * top)] for _ in range(count)]

    def sentence(self, low: int = 5, high: int = 22) -> str:
        """One sentence."""
        words = self.words(self.random.randint(low, high))
        if self.random.random() < 0.15:
            words[0] = f"[{words[0]}](docs/{words[-1]}.md)"
        if self.random.random() < 0.2:
            words[len(words) // 2] = f"`{words[len(words) // 2]}`"
        if self.random.random() < 0.15:
            words[-1] = f"**{words[-1]}**"
        return " ".join(words).capitalize() + "."

    def block(self) -> str:
        """A paragraph, list, table or piece of code."""
        kind = self.random.random()
        if kind < 0.55:
            return " ".join(self.sentence() for _ in range(self.random.randint(2, 6)))
        if kind < 0.75:
            return "\n".join(f"- {self.sentence(3, 12)}" for _ in range(self.random.randint(3, 9)))
        if kind < 0.9:
            lines = (f"{a} = {b}({c!r}, {self.random.randrange(999)})" for a, b, c in self._triples(4, 14))
            return f"```{self.random.choice(LANGUAGES)}\n" + "\n".join(lines) + "\n```"
        rows = "\n".join(f"| {a} | {b} | {c} |" for a, b, c in self._triples(3, 8))
        return f"| Name | Kind | Text |\n| --- | --- | --- |\n{rows}"

    def _triples(self, low: int, high: int) -> Iterator[tuple[str, str, str]]:
        for _ in range(self.random.randint(low, high)):
            one, two, three = self.words(3)
            yield one, two, three

    def readme(self, title: str) -> str:
        """A whole README; about 7 KB on average."""
        sections = max(1, min(40, int(self.random.lognormvariate(1.9, 0.6))))
        parts = [
            f"# {title}\n\n![build](https://img.shields.io/badge/build-passing.svg) ![logo](assets/logo.png)"
        ]
        for number in range(sections):
            parts.append(f"## {' '.join(self.words(self.random.randint(1, 4))).capitalize()} {number}")
            parts += [self.block() for _ in range(self.random.randint(1, 4))]
        return "\n\n".join(parts) + "\n"


def make(root: Path, size: int, seed: int = 1) -> None:
    """Write definitions, settings, lock and cache of a catalog of ``size`` sources."""
    writer = Writer(random.Random(seed))  # noqa: S311 - the same catalog every time, not a secret
    (root / "sources").mkdir(parents=True, exist_ok=True)
    (root / "catalog.yaml").write_text("title: Natural catalog\nbase_url: https://example.org/natural\n")
    tags = list(dict.fromkeys(writer.words(8 * TAGS)))[:TAGS]
    for number in range(size):
        write_definition(root, writer, number, tags)
    settings = load_settings(root)
    cache = Cache(root / ".cache")
    rules = rules_key(settings)
    snapshots = {}
    for number, source in enumerate(load_sources(root, settings)):
        snapshot = fetched(source, number, writer, cache)
        snapshots[source.id] = rescan(source, snapshot, settings, cache, rules) or snapshot
    write_lock(root / "catalog.lock", snapshots)


def write_definition(root: Path, writer: Writer, number: int, tags: list[str]) -> None:
    """Write one definition."""
    words = writer.words(3)
    chosen = dict.fromkeys(
        tags[min(int(writer.random.paretovariate(0.6)) - 1, len(tags) - 1)] for _ in range(5)
    )
    level = writer.random.choices(["untrusted", "basic", "verified", "official"], [1, 12, 4, 2])[0]
    text = (
        f"repo_url: https://github.com/owner-{number % 997}/{words[0]}-{number}\n"
        f"name: {json.dumps(' '.join(words).title())}\n"
        f"description: {json.dumps(writer.sentence(8, 30))}\n"
        f"tags: {json.dumps(list(chosen))}\n"
        f"trust_level: {level}\n"
        f"added: {(AS_OF - timedelta(days=writer.random.randrange(900))).date()}\n"
    )
    (root / f"sources/{words[0]}-{number}.yaml").write_text(text)


def fetched(source: Source, number: int, writer: Writer, cache: Cache) -> Snapshot:
    """What GitHub would have said of a source, its README and files put into the cache."""
    files = {"README.md": writer.readme(source.title).encode()}
    for _ in range(writer.random.randrange(12)):
        (name,) = writer.words(1)
        kind = writer.random.choice(("skills/{}/SKILL.md", "commands/{}.md", "agents/{}.md"))
        front = (
            f"---\nname: {name}\ndescription: {json.dumps(writer.sentence())}\n---\n\n{writer.sentence()}\n"
        )
        files[kind.format(name)] = front.encode()
    entries = []
    for path, content in sorted(files.items()):
        oid = git_blob_id(content)
        cache.put(blob_key(oid), content)
        entries.append(TreeEntry(path, "100644", "blob", oid, len(content)))
    tree = Tree(f"{number + 1:040x}", tuple(entries))
    write_tree(cache, tree)
    return Snapshot(
        source_id=source.id,
        full_name=source.full_name,
        name_with_owner=source.full_name,
        repo_description=writer.sentence(),
        stars=int(writer.random.paretovariate(0.5)) % 90_000,
        forks=writer.random.randrange(900),
        license=writer.random.choice(("MIT", "Apache-2.0", "GPL-3.0", None)),
        topics=tuple(dict.fromkeys(writer.words(4))),
        language=writer.random.choice(("Python", "TypeScript", "Go", None)),
        archived=writer.random.random() < 0.04,
        default_branch="main",
        pushed_at=AS_OF - timedelta(days=int(writer.random.expovariate(1 / 200))),
        node_id=f"R_{number}",
        commit=f"{number + 10**6:040x}",
        tree=tree.oid,
        readme=ReadmeRef("README.md", git_blob_id(files["README.md"]), len(files["README.md"])),
        scanned_tree=tree.oid,
        scanned_commit=f"{number + 10**6:040x}",
        metadata_state=FETCHED,
        readme_state=FETCHED,
        tree_state=FETCHED,
        contents_state=FETCHED,
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
