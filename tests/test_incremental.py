"""A build over an old site gives the same bytes as one from nothing, whatever changed between."""

import json
import os
import random
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator import build as pipeline
from generator.build import build_site
from generator.cache import Cache, blob_key, git_blob_id
from generator.history import append_run
from generator.last_build import BuildKey, LastBuild
from generator.loaded import LoadMemory, load
from generator.lock import read_lock, write_lock
from generator.look import files_of
from generator.model import ReadmeRef
from generator.past import Change, ChangeKind, Run, Totals
from generator.places import shipped_theme
from generator.theme import read_theme, theme_digest
from tests import small_catalog
from tests.test_golden import content_of

STEPS = 20


class Editor:
    """Changes a catalog at random, as owners, contributors and GitHub do."""

    def __init__(self, root: Path, theme: Path, seed: int) -> None:
        self.root, self.theme = root, theme
        self.random = random.Random(seed)  # noqa: S311 - the same edits every time
        self.number = 0

    def definition(self) -> Path:
        """Some definition."""
        return self.random.choice(sorted((self.root / "sources").glob("*.yaml")))

    def word(self) -> str:
        """A word that no other edit uses."""
        self.number += 1
        return f"edit{self.number}"

    def edit(self) -> str:
        """Make one change; what it was."""
        edits = sorted(name for name in dir(self) if name.startswith("change_"))
        name = self.random.choice(edits)
        getattr(self, name)()
        return name

    def change_a_name(self) -> None:
        """A source gets another name."""
        file = self.definition()
        lines = [line for line in file.read_text().splitlines() if not line.startswith("name:")]
        file.write_text("\n".join([*lines, f"name: {self.word()}"]) + "\n")

    def change_tags(self) -> None:
        """A source gets other tags."""
        file = self.definition()
        lines = [line for line in file.read_text().splitlines() if not line.startswith("tags:")]
        tags = self.random.sample(["python", "testing", "review", self.word()], 2)
        file.write_text("\n".join([*lines, f"tags: {json.dumps(tags)}"]) + "\n")

    def change_by_adding_a_source(self) -> None:
        """A source joins, with a successor among the others."""
        word = self.word()
        there = [
            file.stem for file in (self.root / "sources").glob("*.yaml") if "removed:" not in file.read_text()
        ]
        successor = self.random.choice(sorted(there))
        (self.root / f"sources/{word}.yaml").write_text(
            f"repo_url: owner/{word}\ntags: [python]\nsuccessor: {successor}\n"
        )

    def change_by_removing_a_source(self) -> None:
        """A source goes that no other names."""
        texts = {file.stem: file.read_text() for file in (self.root / "sources").glob("*.yaml")}
        named = {name for name in texts if any(f"successor: {name}\n" in text for text in texts.values())}
        if removable := sorted(name for name in texts if name.startswith("edit") and name not in named):
            (self.root / f"sources/{removable[0]}.yaml").unlink()

    def change_by_taking_a_source_out(self) -> None:
        """A source goes, and a page says why."""
        texts = {file: file.read_text() for file in (self.root / "sources").glob("*.yaml")}
        named = {text.partition("successor: ")[2].partition("\n")[0] for text in texts.values()}
        file = self.definition()
        if file.stem not in named and "removed:" not in texts[file]:
            file.write_text(f"{texts[file]}removed: {self.word()}\n")

    def change_a_folder_beside_the_catalog(self) -> None:
        """A source that is a folder of the catalog's own joins, or its files change."""
        skill = self.root / f"skills/own/{self.random.choice('ab')}/SKILL.md"
        skill.parent.mkdir(parents=True, exist_ok=True)
        skill.write_text(f"---\nname: {self.word()}\ndescription: Does it.\n---\n")
        (self.root / "sources/own.yaml").write_text("path: skills/own\nid: own\n")

    def change_an_alias(self) -> None:
        """A source gets a former name."""
        file = self.definition()
        lines = [line for line in file.read_text().splitlines() if not line.startswith("aliases:")]
        file.write_text("\n".join([*lines, f"aliases: [{self.word()}]"]) + "\n")

    def change_topics(self) -> None:
        """A repository gets other topics."""
        lock = read_lock(self.root / "catalog.lock")
        key = self.random.choice(sorted(lock))
        topics = tuple(self.random.sample(["review", "documents", "agents", self.word()], 2))
        lock[key] = replace(lock[key], topics=topics)
        write_lock(self.root / "catalog.lock", lock)

    def change_visibility(self) -> None:
        """A source is shown or hidden."""
        file = self.definition()
        lines = [line for line in file.read_text().splitlines() if not line.startswith("visibility:")]
        file.write_text(
            "\n".join([*lines, f"visibility: {self.random.choice(['public', 'unlisted'])}"]) + "\n"
        )

    def change_facts(self) -> None:
        """GitHub says something else of a source."""
        lock = read_lock(self.root / "catalog.lock")
        key = self.random.choice(sorted(lock))
        lock[key] = replace(lock[key], stars=self.random.randrange(9999), archived=self.random.random() < 0.5)
        write_lock(self.root / "catalog.lock", lock)

    def change_a_readme(self) -> None:
        """A README changes."""
        lock = read_lock(self.root / "catalog.lock")
        key = self.random.choice(sorted(lock))
        text = f"# {self.word()}\n\nA new text.\n".encode()
        Cache(self.root / ".cache").put(blob_key(git_blob_id(text)), text)
        lock[key] = replace(lock[key], readme=ReadmeRef("README.md", git_blob_id(text), len(text)))
        write_lock(self.root / "catalog.lock", lock)

    def change_to_failing(self) -> None:
        """A source cannot be fetched."""
        lock = read_lock(self.root / "catalog.lock")
        key = self.random.choice(sorted(lock))
        state = lock[key].metadata_state
        failing = replace(state, failures=state.failures + 1, error=self.word())
        lock[key] = replace(lock[key], metadata_state=failing)
        write_lock(self.root / "catalog.lock", lock)

    def change_the_time(self) -> None:
        """A source was checked later."""
        lock = read_lock(self.root / "catalog.lock")
        key = self.random.choice(sorted(lock))
        state = lock[key].metadata_state
        later = replace(state, fetched_at=state.fetched_at + timedelta(days=self.random.randrange(1, 400)))
        lock[key] = replace(lock[key], metadata_state=later)
        write_lock(self.root / "catalog.lock", lock)

    def change_by_telling_the_history(self) -> None:
        """A run changed something."""
        key = self.random.choice(sorted(read_lock(self.root / "catalog.lock")))
        at = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(days=self.random.randrange(9))
        change = Change(ChangeKind.ADDED, key, "owner/name", "skill", self.word(), "skills/some")
        append_run(self.root / "catalog.history.jsonl", Run(at, Totals(self.random.randrange(9)), (change,)))

    def change_settings(self) -> None:
        """Pages become longer or shorter, and sources stale sooner or later."""
        size = self.random.choice([2, 3, 24])
        text = (
            small_catalog.SETTINGS + f"page_size: {size}\nstale_after_days: {self.random.randrange(1, 99)}\n"
        )
        (self.root / "catalog.yaml").write_text(text)

    def change_the_switches(self) -> None:
        """What a site has beside its pages is turned on and off."""
        switches = {
            name: self.random.random() < 0.5 for name in ("api", "badges", "changes", "markdown", "stats")
        }
        lines = [f"{name}: {str(on).lower()}" for name, on in switches.items()]
        lines.append(f"social_images: {self.random.choice(['none', 'site', 'sources'])}")
        (self.root / "catalog.yaml").write_text(small_catalog.SETTINGS + "\n".join(lines) + "\n")

    def change_the_rules(self) -> None:
        """Other files are passed over."""
        ignored = self.random.choice(["skills/slides/**", "hooks/**", "nothing/**"])
        text = small_catalog.SETTINGS + f'ignore: ["{ignored}"]\n'
        (self.root / "catalog.yaml").write_text(text)

    def change_a_template(self) -> None:
        """The owner edits a template."""
        template = self.theme / "about.html.j2"
        template.write_text(template.read_text().replace("<h1>", f"<h1><!-- {self.word()} -->", 1))

    def change_a_style(self) -> None:
        """The owner edits the style sheet, which renames it."""
        style = self.theme / "assets/css/tokens.css"
        style.write_text(style.read_text() + f"\n.{self.word()} {{ color: red; }}\n")

    def change_an_own_template(self) -> None:
        """The owner lays a template over the shipped one, or edits it."""
        template = self.root / "theme/trust.html.j2"
        template.parent.mkdir(exist_ok=True)
        template.write_text(
            f'{{% extends "shipped/trust.html.j2" %}}{{% block footer %}}{self.word()}{{% endblock %}}'
        )

    def change_own_texts(self) -> None:
        """The owner words the interface otherwise."""
        texts = self.root / "theme/texts/en.yaml"
        texts.parent.mkdir(parents=True, exist_ok=True)
        key = self.random.choice(["frame: {menu", "browser: {show_more", "source: {facts", "card: {stars"])
        texts.write_text(f"{key}: {self.word()}}}\n")

    def change_an_own_page(self) -> None:
        """The owner writes a page, which joins the navigation."""
        page = self.root / f"pages/{self.random.choice(['guide', 'more'])}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"---\ntitle: {self.word()}\n---\n\n## {self.word()}\n")

    def change_a_built_page(self) -> None:
        """Somebody writes into the built site."""
        page = self.random.choice(sorted((self.root / "site").rglob("*.html")))
        page.write_text("somebody edited the site")

    def change_by_deleting_a_built_page(self) -> None:
        """Somebody deletes a built page."""
        self.random.choice(sorted((self.root / "site").rglob("*.html"))).unlink()

    def change_time_stamps(self) -> None:
        """The site was copied without its time stamps."""
        for page in (self.root / "site").rglob("*.html"):
            os.utime(page, (1, 1))

    def change_the_spare(self) -> None:
        """Somebody writes into the tree that waits for the next build, or deletes from it."""
        for file in sorted((self.root / ".cache/spare").rglob("*.html")):
            if self.random.random() < 0.2:
                file.unlink()
                if self.random.random() < 0.5:
                    file.write_text("somebody edited the spare")

    def change_the_memory(self) -> None:
        """What an earlier build remembered is damaged."""
        for file in (self.root / ".cache/pages").glob("*.json"):
            file.write_bytes(file.read_bytes()[: self.random.randrange(200)])

    def change_the_answers(self) -> None:
        """What was worked out before is damaged, or gone."""
        for file in sorted((self.root / ".cache/objects").rglob("*.memo")):
            if self.random.random() < 0.5:
                file.write_bytes(file.read_bytes()[: self.random.randrange(200)])
            elif self.random.random() < 0.5:
                file.unlink()

    def change_nothing(self) -> None:
        """Nothing happens."""


def rebuild(root: Path, theme: Path) -> None:
    """Build as `catalog build` does: not at all where nothing changed, else with all that is remembered."""
    key = BuildKey(theme_digest(read_theme([theme])), None, None)
    last = LastBuild(root, root / ".cache", root / "site", key)
    if last.standing():
        return
    started_ns, reads = time.time_ns(), last.reads()
    memory = LoadMemory(Cache(root / ".cache"), {name: str(digest) for name, (_, digest) in reads.items()})
    loaded = load(root, memory=memory)
    memory.save()
    reads |= last.also_reads(files_of(loaded.settings))
    report = build_site(loaded, root / "site", jobs=1)
    folders = {s.path: loaded.folders[s.id].tree or "" for s in loaded.sources if s.path is not None}
    last.record(report, reads=reads, started_ns=started_ns, due=None, folders=folders)


def is_fetched(path: Path) -> bool:
    """Whether a file of the cache came from GitHub, and was not made by a build."""
    return path.parts[0] == "objects" and path.suffix in {"", ".tree"}


@pytest.mark.parametrize("seed", [1, 2])
def test_incremental_equals_clean(tmp_path, monkeypatch, seed):
    """After every random edit the site equals one that is built from nothing."""
    theme = tmp_path / "theme"
    shutil.copytree(shipped_theme(), theme)
    monkeypatch.setattr(pipeline, "shipped_theme", lambda: theme)
    root = small_catalog.make(tmp_path / "catalog")
    editor = Editor(root, theme, seed)
    rebuild(root, theme)
    history = []
    for _ in range(STEPS):
        history.append(editor.edit())
        rebuild(root, theme)
        fresh = tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site"))
        for file in (fresh / ".cache").rglob("*"):
            if file.is_file() and not is_fetched(file.relative_to(fresh / ".cache")):
                file.unlink()
        build_site(load(fresh), fresh / "site", jobs=1)
        assert content_of(root / "site") == content_of(fresh / "site"), history


def test_one_changed_source_rewrites_few_pages(tmp_path):
    """A new description of one source leaves the pages of the others alone."""
    root = small_catalog.make(tmp_path / "catalog")
    build_site(load(root), root / "site", jobs=1)
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*.html")}
    definition = root / "sources/gamma-agents.yaml"
    definition.write_text(definition.read_text().replace("reviewing code", "reading code"))
    build_site(load(root), root / "site", jobs=1)
    changed = {p.relative_to(root / "site").as_posix() for p in before if p.stat().st_mtime_ns != before[p]}
    assert "sources/gamma-agents/index.html" in changed
    assert "tags/review/index.html" in changed
    assert not changed & {"sources/alpha-skills/index.html", "tags/documents/index.html", "about/index.html"}
