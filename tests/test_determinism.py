"""The same catalog gives the same bytes, whatever machine builds it, when, and from where."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import build_site
from generator.history import append_run
from generator.loaded import load
from generator.past import Change, ChangeKind, Run, Totals
from generator.places import HISTORY
from generator.render_pool import SMALL
from generator.write import MANIFEST
from tests import small_catalog

HERE = Path(__file__).parent.parent
BIG = 12
"""Sources with READMEs so long that together they are worth worker processes."""

MACHINES = {
    "kiritimati": (
        ["400", "reversed", "077"],
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
        2,
    ),
    "anchorage": (
        ["-3000", "shuffled", "000"],
        {"PYTHONHASHSEED": "2", "TZ": "America/Anchorage", "LC_ALL": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "1"},
        1,
    ),
}
"""What is odd about them (see `tests.odd_machine`), their environment, and their workers."""


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    """A catalog that was fetched and never built, with a history and many long READMEs."""
    root = tmp_path_factory.mktemp("fetched") / "catalog"
    with pytest.MonkeyPatch.context() as patch:
        for number in range(BIG):
            text = f"# Big {number}\n\n{small_catalog.LONG * 60}"[:50_000]
            patch.setitem(small_catalog.DEFINITIONS, f"big-{number}", f"repo_url: big/n{number}\n")
            patch.setitem(small_catalog.REPOSITORIES, f"big-{number}", {"README.md": text})
        small_catalog.make(root)
    for day in (3, 4):
        change = Change(ChangeKind.ADDED, "alpha-skills", "alpha/skills", counts=(("skill", day),))
        append_run(root / HISTORY, Run(datetime(2026, 10, day, tzinfo=UTC), Totals(day), (change,)))
    return root


def content_of(site):
    """Every file of a site by its path, the writer's manifest aside."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture(scope="module")
def expected(fetched, tmp_path_factory):
    """The site as this machine builds it."""
    root = tmp_path_factory.mktemp("here") / "catalog"
    shutil.copytree(fetched, root)
    build_site(load(root), root / "site", jobs=1)
    return content_of(root / "site")


def odd_build(root, machine, where):
    """Build the catalog on an odd machine from some folder; what its clock says."""
    oddities, environment, jobs = machine
    command = [sys.executable, "-P", "-m", "tests.odd_machine", *oddities]
    command += ["-C", os.path.relpath(root, where), "build", "--offline", "--jobs", str(jobs)]
    path = {"PYTHONPATH": str(HERE), "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        command,
        cwd=where,
        env={**os.environ, **path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", MACHINES)
def test_machine_and_day_do_not_matter(fetched, expected, tmp_path, name):
    """Clock, zone, locale, hash seed, order of files, umask, workers, places: none leaves a trace."""
    assert sum(len(p.read_bytes()) for p in (fetched / ".cache").rglob("*") if p.is_file()) > SMALL
    root = tmp_path / "a b" / "ü" / "catalog"
    shutil.copytree(fetched, root)
    for file in root.rglob("*"):
        os.utime(file, (1, 1))
    odd_build(root, MACHINES[name], tmp_path if name == "kiritimati" else root)
    made = content_of(root / "site")
    assert sorted(made) == sorted(expected)
    assert [path for path in made if made[path] != expected[path]] == []


def test_the_odd_machine_is_odd(tmp_path):
    """Its clock, listings and umask are not those of this machine, so the test above can fail."""
    for letter in "abcd":
        (tmp_path / letter).touch()
    program = (
        "import datetime, os, time, pathlib\n"
        "from tests import odd_machine\n"
        "odd_machine.turn_clock(400)\n"
        "odd_machine.turn_listings('reversed')\n"
        "print(datetime.datetime.now().year, datetime.date.today().year, time.gmtime(time.time()).tm_year)\n"
        "print(*os.listdir('.'), *(p.name for p in pathlib.Path('.').iterdir()), sep='')\n"
        "print(*(e.name for e in os.scandir('.')), sep='')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
        check=True,
    )
    years, listed, scanned = done.stdout.split("\n")[:3]
    assert {int(year) - datetime.now(UTC).year for year in years.split()} <= {1, 2}
    assert (listed, scanned) == ("dcbadcba", "dcba")
