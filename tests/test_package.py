"""The wheel that users install holds the theme, and builds a catalog by itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests import small_catalog

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that holds the wheel's content and nothing else of the project."""
    folder = tmp_path_factory.mktemp("wheel")
    quiet = ("-q", "--disable-pip-version-check", "--no-deps", "--no-build-isolation")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *quiet, "--wheel-dir", str(folder), str(ROOT)], check=True
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "content")
    return folder / "content"


def test_the_wheel_builds_the_same_site(installed, tmp_path):
    """Installed from the wheel, the command gives the same bytes as from the checkout."""
    root = small_catalog.make(tmp_path / "catalog")
    for place, output in ((installed, "from-wheel"), (ROOT, "from-checkout")):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "generator",
                "-C",
                str(root),
                "build",
                "--offline",
                "-o",
                str(tmp_path / output),
            ],
            env={"PYTHONPATH": str(place), "PATH": "/usr/bin:/bin", "PYTHONSAFEPATH": "1"},
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
    made, expected = (
        {p.relative_to(tmp_path / o): p.read_bytes() for p in (tmp_path / o).rglob("*") if p.is_file()}
        for o in ("from-wheel", "from-checkout")
    )
    assert made == expected


def test_the_wheel_names_what_it_needs(installed):
    """The command and the pinned dependencies are in the wheel's metadata."""
    (info,) = installed.glob("*.dist-info")
    assert "catalog = generator.cli:main" in (info / "entry_points.txt").read_text()
    assert "Requires-Dist: ghapi==" in (info / "METADATA").read_text()
    assert (info / "licenses/LICENSE").is_file()
