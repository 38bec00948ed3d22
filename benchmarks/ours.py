"""Our side of `build.py`, in a process of its own, so that its memory and time are its alone.

``ours.py build ROOT REPORT [plain]``: `catalog build` with one worker, and where its CPU
seconds went, as JSON; ``plain``: without colours in code. ``ours.py export ROOT FILE``:
what other generators need, as JSON. ``ours.py definition ROOT`` and ``ours.py readme
ROOT``: change one source, as a contributor or a push to its repository would.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

PHASES = {
    "generator.loaded:load": "definitions, settings, lock",
    "generator.build:catalog_of": "scan and assemble",
    "generator.build:filter_index": "filter index",
    "generator.build:artifact_index": "artifact index",
    "generator.build:index_files": "search index",
    "generator.build:Renderer": "reading the theme",
    "generator.build:catalog_theme": "reading the theme",
    "generator.pages:Planner.page": "planning pages",
    "generator.pages:Planner._ingredients": "fingerprints of pages",
    "generator.pages.view:View.related_ingredients": "related sources",
    "generator.prints:Prints.of": "fingerprints of sources",
    "generator.memory:PageMemory.kept": "fingerprints of pages",
    "generator.memory:PageMemory.save": "fingerprints of pages",
    "generator.api.files:encoded": "API: JSON",
    "generator.api.files:source_shape": "API: JSON",
    "generator.api.files:ApiFiles._details": "API: JSON",
    "generator.api.files:ApiFiles._root": "API: JSON",
    "generator.build:Pictures.finished": "pictures",
    "generator.readmes:ReadmeShelf.get": "cache of READMEs",
    "generator.render:Renderer.render": "templates",
    "generator.write:SiteWriter.__enter__": "writing files",
    "generator.write:SiteWriter.add": "writing files",
    "generator.write:SiteWriter.keep": "writing files",
    "generator.write:SiteWriter.commit": "writing files",
    "generator.last_build:LastBuild.record": "record of the build",
    "generator.last_build:LastBuild.reads": "record of the build",
    "generator.last_build:LastBuild.standing": "record of the build",
}
"""Functions, where their callers find them, and what their time is called, without that of others here."""

WITHIN = {
    "generator.markdown.writer:Highlighter.html": "Markdown: colours in code",
    "generator.markdown.readme:sanitised": "Markdown: sanitiser",
}
"""Likewise, in modules that are imported when the first README is rendered."""


class Clock:
    """CPU seconds by phase; a phase inside another is not counted twice."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._open: list[str] = ["start-up and the rest"]
        self._since = 0.0

    def turn(self) -> None:
        """Book what has passed on the phase that is open."""
        now = time.process_time()
        name = self._open[-1]
        self.spent[name] = self.spent.get(name, 0.0) + now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, booked under a name."""

        @functools.wraps(function)
        def wrapped(*given: object, **named: object) -> object:
            self.turn()
            self._open.append(name)
            try:
                return function(*given, **named)
            finally:
                self.turn()
                self._open.pop()

        return wrapped


def build(root: Path, report: Path, *, plain: bool) -> None:
    """Run the command, timed."""
    from generator import render_pool
    from generator.cli import main

    clock = Clock()
    missing = list(_time(PHASES, clock))
    render = clock.timed("Markdown", render_pool._rendered)  # noqa: SLF001

    def first(item: Any) -> Any:  # noqa: ANN401
        """Render the first README; only then there is something within to time."""
        from generator.markdown import highlight

        if plain:
            highlight.MAX_BLOCK = -1
        missing.extend(_time(WITHIN, clock))
        render_pool._rendered = render  # noqa: SLF001
        return render(item)

    render_pool._rendered = first  # noqa: SLF001
    main(["--root", str(root), "build", "--offline", "--jobs", "1"], standalone_mode=False)
    clock.turn()
    report.write_text(json.dumps({"phases": clock.spent, "missing": missing}))


def _time(phases: Mapping[str, str], clock: Clock) -> Iterator[str]:
    """Let functions be timed; gives those that are not there."""
    for place, name in phases.items():
        module, _, path = place.partition(":")
        owner: Any = importlib.import_module(module)
        *owners, last = path.split(".")
        try:
            for each in owners:
                owner = getattr(owner, each)
            setattr(owner, last, clock.timed(name, getattr(owner, last)))
        except AttributeError:
            yield place


def export(root: Path, file: Path) -> None:
    """Write the sources with their READMEs."""
    from generator.cache import Cache, read_readme
    from generator.load import load_settings, load_sources
    from generator.lock import read_lock

    settings, cache = load_settings(root), Cache(root / ".cache")
    snapshots = read_lock(root / "catalog.lock")
    rows = []
    for source in load_sources(root, settings):
        snapshot = snapshots[source.id]
        readme = read_readme(cache, snapshot)
        artifacts = [
            {"name": each.name, "type": each.artifact_type, "path": each.path, "text": each.description or ""}
            for each in snapshot.artifacts
        ]
        rows.append(
            {
                "id": source.id,
                "title": source.title,
                "description": source.description or "",
                "labels": list(source.tags),
                "trust": str(source.trust_level),
                "kinds": sorted({each["type"] for each in artifacts}),
                "artifacts": artifacts,
                "repo": snapshot.full_name,
                "stars": snapshot.stars,
                "licence": snapshot.license or "",
                "updated": snapshot.pushed_at.date().isoformat() if snapshot.pushed_at else "",
                "readme": readme.text if readme else "",
            }
        )
    file.write_text(json.dumps(rows))


def change_definition(root: Path) -> None:
    """Give the source in the middle another description."""
    files = sorted((root / "sources").glob("*.yaml"))
    file = files[len(files) // 2]
    file.write_text(file.read_text().replace('description: "', 'description: "Changed: ', 1))


def change_readme(root: Path) -> None:
    """Let the source in the middle have a new commit with another README."""
    from generator.cache import Cache, blob_key, git_blob_id, read_readme, read_tree, write_tree
    from generator.lock import read_lock, write_lock
    from generator.model import ReadmeRef, Tree

    cache, snapshots = Cache(root / ".cache"), read_lock(root / "catalog.lock")
    key = sorted(snapshots)[len(snapshots) // 2]
    snapshot = snapshots[key]
    readme, tree = read_readme(cache, snapshot), read_tree(cache, snapshot.tree or "")
    if readme is None or tree is None or snapshot.readme is None:
        raise SystemExit(f"{key} has no README")
    content = f"{readme.text}\n\n## Changed\n\nA paragraph more.\n".encode()
    ref = ReadmeRef(snapshot.readme.path, git_blob_id(content), len(content))
    cache.put(blob_key(ref.oid), content)
    entries = tuple(
        replace(each, oid=ref.oid, size=ref.size) if each.path == ref.path else each for each in tree.entries
    )
    changed = Tree("f" * 40, entries)
    write_tree(cache, changed)
    commit = "e" * 40
    snapshots[key] = replace(
        snapshot, readme=ref, tree=changed.oid, commit=commit, scanned_tree=changed.oid, scanned_commit=commit
    )
    write_lock(root / "catalog.lock", snapshots)


if __name__ == "__main__":
    task, folder = sys.argv[1], Path(sys.argv[2])
    if task == "build":
        build(folder, Path(sys.argv[3]), plain="plain" in sys.argv[4:])
    elif task == "export":
        export(folder, Path(sys.argv[3]))
    elif task == "definition":
        change_definition(folder)
    else:
        change_readme(folder)
