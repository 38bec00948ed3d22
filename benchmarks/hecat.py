"""Compares with hecat on the data it is made for: ``python benchmarks/hecat.py DATA BIN``.

DATA is a clone of awesome-selfhosted-data; BIN the folder that holds the programs ``hecat`` and
``sphinx-build``, installed as the Makefile of DATA says (hecat is in no package index).
Neither is changed, and nothing of them is kept.

Both get the same entries: those whose licence DATA shows in its HTML and whose repository we
can import. hecat runs what ``make export_html`` of DATA runs, its step of `.hecat/export-html.yml`
and then Sphinx; we import and build with one worker. For our side, what DATA knows from GitHub (stars,
day of the last commit, licence, archived) is put into the lock, so that both print it.

Costs are those of `build.py`: CPU seconds are what to compare; each figure is the least of ``--runs``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from build import Cost, least, machine, measure, remove

SETTINGS = "title: Self-hosted software\nbase_url: https://example.org/\n"
PAGES_ALONE = "api: false\nbadges: false\nmarkdown: false\n"
CHANGED = "Now also "


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    name: str
    cost: Cost
    site: Path | None = None
    """What stands there afterwards; None: not a site yet."""
    base: int | None = None
    """The line of ours that this one is compared with."""


def ours(root: Path, *command: str | Path) -> list[str | Path]:
    """A command of ours in a catalog."""
    return [sys.executable, "-m", "generator", "--root", root, *command]


def parse(file: Path) -> dict[str, Any]:
    """What a file of DATA says."""
    said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return said


def shared_entries(data: Path, work: Path) -> dict[Path, str]:
    """The files of entries that both sides show, and our id of each."""
    root = work / "plan"
    remove(root)
    root.mkdir()
    (root / "catalog.yaml").write_text(SETTINGS)
    told = subprocess.run(
        ours(root, "import", "awesome-selfhosted", data, "--dry-run", "--format", "json"),
        cwd=HERE.parent,
        check=True,
        capture_output=True,
    )
    (step,) = parse(data / ".hecat/export-html.yml")["steps"]
    hidden = set(step["module_options"]["exclude_licenses"])
    found = {Path(each["from"]["file"]): each["id"] for each in json.loads(told.stdout)["new"]}
    return {file: key for file, key in found.items() if not hidden & set(parse(file)["licenses"])}


def copy_data(data: Path, target: Path, entries: Sequence[str]) -> None:
    """DATA without its history and all other entries."""
    remove(target)
    shutil.copytree(
        data, target, ignore=shutil.ignore_patterns(".git", ".venv", "html", "awesome-selfhosted*")
    )
    for file in (target / "software").iterdir():
        if file.name not in entries:
            file.unlink()


def put_facts(root: Path, entries: dict[Path, str]) -> None:
    """Write a lock of what DATA knows from GitHub."""
    from generator.load import load_settings, load_sources
    from generator.lock import write_lock
    from generator.model import Outcome, PartState, Snapshot

    files = {key: file for file, key in entries.items()}
    snapshots = {}
    for source in load_sources(root, load_settings(root)):
        entry = parse(files[source.id])
        day = entry.get("updated_at")
        pushed = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
        snapshots[source.id] = Snapshot(
            source_id=source.id,
            full_name=source.full_name,
            name_with_owner=source.full_name,
            stars=entry.get("stargazers_count"),
            license=entry["licenses"][0],
            archived=entry.get("archived"),
            pushed_at=pushed,
            default_branch="main",
            metadata_state=PartState(fetched_at=pushed, outcome=Outcome.OK),
        )
    write_lock(root / "catalog.lock", snapshots)


def change(file: Path) -> None:
    """Another description, in an entry of theirs or a definition of ours."""
    before = file.read_text(encoding="utf-8")
    after = before.replace("description: ", f"description: {CHANGED}", 1)
    if '"' in before.partition("description: ")[2][:1]:
        after = before.replace('description: "', f'description: "{CHANGED}', 1)
    file.write_text(after, encoding="utf-8")


def run_hecat(data: Path, programs: Path, changed: str) -> tuple[Cost, ...]:
    """Markdown and HTML cold, and both with one entry changed and Sphinx's own cache kept."""
    remove(data / "html")
    (data / "html").mkdir()
    markdown = (programs / "hecat", "--config", ".hecat/export-html.yml", "--log-level", "ERROR")
    sphinx = (programs / "sphinx-build", "-q", "-b", "html", "-c", ".hecat/", "html/md/", "html/html/")
    file = data / "software" / changed
    before = file.read_bytes()
    costs = [measure(markdown, data), measure(sphinx, data)]
    change(file)
    costs += [measure(markdown, data), measure(sphinx, data)]
    file.write_bytes(before)
    return tuple(costs)


def run_ours(data: Path, root: Path, entries: dict[Path, str], changed: str) -> tuple[Cost, ...]:
    """The import, and builds: cold, nothing changed, one definition changed, the pages alone and cold."""
    remove(root)
    (root / "sources").mkdir(parents=True)
    (root / "catalog.yaml").write_text(SETTINGS)
    build = ours(root, "build", "--offline", "--jobs", "1")
    costs = [measure(ours(root, "import", "awesome-selfhosted", data), HERE.parent)]
    put_facts(root, entries)
    costs += [measure(build, HERE.parent), measure(build, HERE.parent)]
    change(root / "sources" / f"{changed}.yaml")
    costs.append(measure(build, HERE.parent))
    pages = root.with_name("pages")
    remove(pages)
    shutil.copytree(root, pages, ignore=shutil.ignore_patterns(".cache", "site"))
    (pages / "catalog.yaml").write_text(SETTINGS + PAGES_ALONE)
    return (*costs, measure(ours(pages, *build[5:]), HERE.parent))


def together(*costs: Cost) -> Cost:
    """One after the other."""
    return Cost(
        sum(each.cpu for each in costs), sum(each.clock for each in costs), max(each.memory for each in costs)
    )


def table(lines: Sequence[Line]) -> str:
    """All lines, with ratios to ours."""
    rows = [
        "| | CPU s | × ours | clock s | peak MB | × ours | pages | files | MB |",
        "| --- |" + " ---: |" * 8,
    ]
    for line in lines:
        cpu = memory = pages = count = size = ""
        if line.base is not None:
            base = lines[line.base].cost
            cpu, memory = f"{line.cost.cpu / base.cpu:.1f}", f"{line.cost.memory / base.memory:.1f}"
        if line.site:
            files = [
                each for each in line.site.rglob("*") if each.is_file() and ".doctrees" not in each.parts
            ]
            pages = f"{sum(each.suffix == '.html' for each in files):,}"
            count = f"{len(files):,}"
            size = f"{sum(each.stat().st_size for each in files) / 1e6:.1f}"
        cells = [line.name, f"{line.cost.cpu:.2f}", cpu, f"{line.cost.clock:.1f}", f"{line.cost.memory:.0f}"]
        rows.append(f"| {' | '.join([*cells, memory, pages, count, size])} |")
    return "\n".join(rows)


def compare(data: Path, programs: Path, runs: int, work: Path) -> None:
    """Measure and print everything."""
    entries = shared_entries(data, work)
    middle = sorted(entries)[len(entries) // 2]
    copy, root = work / "data", work / "ours"
    copy_data(data, copy, [file.name for file in entries])
    theirs = least(run_hecat(copy, programs, middle.name) for _ in range(runs))
    mine = least(run_ours(copy, root, entries, entries[middle]) for _ in range(runs))
    sphinx = subprocess.run(
        [programs / "sphinx-build", "--version"], check=True, capture_output=True, text=True
    )
    commit = subprocess.run(
        ["git", "-C", data, "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True
    ).stdout.strip()
    made, site = copy / "html/html", root / "site"
    told = f"{commit or 'no commit'}; {sphinx.stdout.strip()}; {machine()}; least of {runs}"
    print(f"{len(entries):,} entries of {told}\n")
    lines = [
        Line("ours, cold", mine[1], site),
        Line("ours, nothing changed", mine[2]),
        Line("ours, one changed", mine[3], site),
        Line("ours, pages alone, cold", mine[4], work / "pages/site"),
        Line("ours, the import before", mine[0]),
        Line("hecat: YAML to Markdown", theirs[0]),
        Line("hecat: Sphinx", theirs[1]),
        Line("hecat, cold", together(*theirs[:2]), made, 0),
        Line("hecat, one changed", together(*theirs[2:]), made, 2),
    ]
    print(table(lines))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("programs", type=Path, metavar="BIN")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--work", type=Path, help="keep everything in this folder")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
        compare(given.data.resolve(), given.programs.resolve(), given.runs, given.work.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="catalog-benchmark-") as folder:
        compare(given.data.resolve(), given.programs.resolve(), given.runs, Path(folder))


if __name__ == "__main__":
    main()
