"""Compares building with other generators: ``python benchmarks/build.py [SIZE] [options]``.

One made-up catalog (`natural.py`; 1,000 sources unless told) is built by us with one worker,
and by Hugo, Eleventy and Pelican (`rivals.py`; Pelican up to 1,000) with a theme of like
pages: cold, again with nothing changed, with one definition changed, with it changed once more, with
one README changed; each with and without colours in code. Pagefind indexes our source pages.

Measured from outside, by what the system books on the process and all its children: CPU
seconds (user and system), the clock's seconds, and the largest resident set of any one
process. CPU seconds are what to compare: they hardly depend on what else the machine does.
Each figure is the least of ``--runs``.

Everything is installed and built below one temporary folder, which ``--work`` keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from rivals import PAGEFIND, RIVALS, VERSIONS, NotInstalledError, Rival, Row, pagefind

PELICAN_MOST = 1_000
STEPS = ("cold", "nothing changed", "first change", "one definition", "one README")
"""The first change after a cold build is one of a definition, too: it makes what our later builds reuse."""


@dataclass(frozen=True)
class Cost:
    """What a process and its children took."""

    cpu: float
    clock: float
    memory: float
    """MB of the largest one."""


@dataclass(frozen=True)
class Outcome:
    """One generator's figures."""

    name: str
    steps: tuple[Cost, ...]
    pages: int
    files: int
    megabytes: float


def measure(command: Sequence[str | Path], cwd: Path) -> Cost:
    """Run a command to its end. Raises CalledProcessError with what it said."""
    with tempfile.TemporaryFile() as said:
        before = time.perf_counter()
        process = subprocess.Popen([str(each) for each in command], cwd=cwd, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(
                process.returncode, process.args, said.read()[-2000:].decode()
            )
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def least(costs: Iterable[tuple[Cost, ...]]) -> tuple[Cost, ...]:
    """The least of each figure at each step."""
    return tuple(
        Cost(
            min(each.cpu for each in step),
            min(each.clock for each in step),
            min(each.memory for each in step),
        )
        for step in zip(*costs, strict=True)
    )


def weigh(name: str, steps: tuple[Cost, ...], site: Path) -> Outcome:
    """Count what was built."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Outcome(name, steps, pages, len(files), sum(path.stat().st_size for path in files) / 1e6)


def remove(*paths: Path) -> None:
    """Remove folders that may not be there."""
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)


# --------------------------------------------------------------------------------- ours


@dataclass
class Ours:
    """Our builds, and where their time went."""

    natural: Path
    work: Path
    colours: bool
    alone: bool = False
    """Whether without the files that settings can switch off, which the others do not write either."""
    phases: dict[str, dict[str, float]] = field(default_factory=dict)
    """CPU seconds by phase, of a cold build and with one definition changed."""

    @property
    def name(self) -> str:
        """What tables call it."""
        return f"Sources Catalog{', pages alone' if self.alone else ''}{'' if self.colours else ', plain'}"

    @property
    def root(self) -> Path:
        """Where its catalog is."""
        return self.work / f"ours{'-alone' if self.alone else ''}{'' if self.colours else '-plain'}"

    def run(self) -> tuple[Cost, ...]:
        """All steps, from a fresh copy of the catalog."""
        root = self.root
        remove(root)
        shutil.copytree(self.natural, root)
        if self.alone:
            with (root / "catalog.yaml").open("a") as settings:
                settings.write("\napi: false\nbadges: false\nmarkdown: false\n")
        again: list[str | Path] = [
            sys.executable,
            "-m",
            "generator",
            "--root",
            root,
            "build",
            "--offline",
            "--jobs",
            "1",
        ]
        cold, nothing = self._told(root, "cold"), measure(again, HERE.parent)
        measure([sys.executable, HERE / "ours.py", "definition", root], root)
        first = measure(again, HERE.parent)
        measure([sys.executable, HERE / "ours.py", "definition", root], root)
        definition = self._told(root, "one definition")
        measure([sys.executable, HERE / "ours.py", "readme", root], root)
        return cold, nothing, first, definition, measure(again, HERE.parent)

    def _told(self, root: Path, step: str) -> Cost:
        report = root / "phases.json"
        plain = [] if self.colours else ["plain"]
        cost = measure([sys.executable, HERE / "ours.py", "build", root, report, *plain], HERE.parent)
        told = json.loads(report.read_text())
        self.phases[step] = told["phases"]
        for place in told["missing"]:
            print(f"not found, so not told apart: {place}", file=sys.stderr)
        return cost


# ------------------------------------------------------------------------------- others


def run_rival(rival: Rival, row: Row) -> tuple[Cost, ...]:
    """All steps; ``row`` is the source that changes."""
    remove(*(rival.folder / name for name in rival.made))
    file = rival.source_file(row)
    before = file.read_text()
    costs = [measure(rival.command, rival.folder) for _ in range(2)]
    for again in ("", "again: "):
        changed = before.replace(row["description"], f"Changed: {again}{row['description']}")
        file.write_text(changed)
        costs.append(measure(rival.command, rival.folder))
    file.write_text(f"{changed}\n\n## Changed\n\nA paragraph more.\n")
    costs.append(measure(rival.command, rival.folder))
    file.write_text(before)
    return tuple(costs)


# -------------------------------------------------------------------------------- tables


def table(outcomes: Sequence[Outcome]) -> str:
    """CPU seconds with their ratio to the first line's, and the rest."""
    lines = [
        "| CPU s (× ours) | " + " | ".join(STEPS) + " | clock s, cold | peak MB | pages | files | MB |",
        "| --- |" + " ---: |" * (len(STEPS) + 5),
    ]
    for each in outcomes:
        base = next(one for one in outcomes if one.name.endswith("plain") == each.name.endswith("plain"))
        cells = [
            f"{step.cpu:.2f}" + ("" if each is base else f" ({step.cpu / ours.cpu:.2f} ×)")
            for step, ours in zip(each.steps, base.steps, strict=True)
        ]
        peak = max(step.memory for step in each.steps)
        rest = [f"{each.steps[0].clock:.1f}", f"{peak:.0f}", f"{each.pages:,}", f"{each.files:,}"]
        lines.append(f"| {' | '.join([each.name, *cells, *rest, f'{each.megabytes:.1f}'])} |")
    return "\n".join(lines)


def shares(phases: Mapping[str, Mapping[str, float]]) -> str:
    """Where the time of our builds went, the most first."""
    lines = [f"| ours, CPU s | {' | '.join(phases)} |", "| --- |" + " ---: |" * len(phases)]
    first = next(iter(phases.values()))
    for name in sorted(
        {name for each in phases.values() for name in each}, key=lambda name: -first.get(name, 0)
    ):
        cells = (
            f"{each.get(name, 0):.2f} ({each.get(name, 0) / sum(each.values()):.0%})"
            for each in phases.values()
        )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def pagefind_table(program: Path, site: Path, search_cpu: float, runs: int) -> str:
    """Pagefind over our source pages, beside our search folder."""
    target = site.parent / "pagefind"
    command: list[str | Path] = [
        program,
        "--site",
        site,
        "--output-path",
        target,
        "--glob",
        "sources/**/*.html",
    ]
    costs = []
    for _ in range(runs):
        remove(target)
        costs.append((measure([*command, "--root-selector", "main"], site.parent),))
    (cost,) = least(costs)
    lines = ["| search | CPU s | peak MB | files | MB |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, cpu, memory, folder in (
        ("ours, its share of the build", search_cpu, None, site / "search"),
        (f"Pagefind {PAGEFIND}", cost.cpu, cost.memory, target),
    ):
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        told = "–" if memory is None else f"{memory:.0f}"
        lines.append(f"| {name} | {cpu:.2f} | {told} | {len(files):,} | {size:.2f} |")
    return "\n".join(lines)


def machine() -> str:
    """Processor, system, load, date."""
    names = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return (
        f"{datetime.now(UTC).date()}, {os.cpu_count()} × {model or platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


# ----------------------------------------------------------------------------------- all


def compare(size: int, runs: int, only: Sequence[str], modes: Sequence[bool], work: Path) -> None:
    """Measure and print everything; ``modes``: with colours in code, without, or both, in this order."""
    natural = work / f"natural-{size}"
    if not (natural / "catalog.lock").exists():
        measure([sys.executable, HERE / "natural.py", natural, str(size)], work)
    exported = work / f"natural-{size}.json"
    measure([sys.executable, HERE / "ours.py", "export", natural, exported], work)
    rows: list[Row] = json.loads(exported.read_text())
    middle = sorted(rows, key=lambda row: str(row["id"]))[size // 2]

    outcomes: list[Outcome] = []
    ours: dict[bool, Ours] = {}
    notes: list[str] = []

    def note_run(name: str, run: Callable[[], tuple[Cost, ...]], site: Path) -> None:
        print(f"{name} …", file=sys.stderr)
        outcomes.append(weigh(name, least(run() for _ in range(runs)), site))

    for colours in modes:
        for alone in (False, True):
            mine = Ours(natural, work, colours, alone)
            ours.setdefault(colours, mine)
            note_run(mine.name, mine.run, mine.root / "site")
    for key in only:
        if key == "pelican" and size > PELICAN_MOST:
            notes.append(f"Pelican was not run: it is measured up to {PELICAN_MOST:,} sources.")
            continue
        for colours in modes:
            folder = work / f"{key}-{size}{'' if colours else '-plain'}"
            title = f"{key.title()} {VERSIONS[key]}" + ("" if colours else ", plain")
            try:
                rival = RIVALS[key](work / "tools", folder, rows, colours=colours)
                note_run(title, lambda rival=rival: run_rival(rival, middle), rival.output)  # type: ignore[misc]
            except NotInstalledError as error:
                notes.append(f"{title} could not be installed, so it is missing: {error}")
            except subprocess.CalledProcessError as error:
                notes.append(f"{title} failed, so it is missing: {error.output}")
    print(f"{size:,} sources; {machine()}; least of {runs}\n")
    print(table(outcomes), end="\n\n")
    print(shares(ours[True].phases), end="\n\n")
    try:
        program = pagefind(work / "tools")
        spent = ours[True].phases["cold"].get("search index", 0.0)
        print(pagefind_table(program, work / "ours/site", spent, runs), end="\n\n")
    except NotInstalledError as error:
        notes.append(f"Pagefind {PAGEFIND} could not be installed, so it is missing: {error}")
    print("\n".join(notes))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("size", type=int, nargs="?", default=1_000)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=sorted(RIVALS), default=list(RIVALS))
    parser.add_argument("--colours-only", action="store_true", help="leave out the builds without colours")
    parser.add_argument("--work", type=Path, help="keep everything in this folder")
    given = parser.parse_args()
    # Without it Python compiles the program anew at each start, which is not what an installed program costs.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    modes = (True,) if given.colours_only else (True, False)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
        compare(given.size, given.runs, given.only, modes, given.work.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="catalog-benchmark-") as folder:
        compare(given.size, given.runs, given.only, modes, Path(folder))


if __name__ == "__main__":
    main()
