"""The libraries are pinned, with their hashes, to what the project asks for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
BUILD = (ROOT / "requirements/build.in").read_text().split()

ASKED = {
    "run.txt": PROJECT["dependencies"],
    "build.txt": BUILD,
    "fuzz.txt": (ROOT / "requirements/fuzz.in").read_text().split(),
    "test.txt": [*PROJECT["dependencies"], *BUILD, *(each for extra in EXTRAS.values() for each in extra)],
}
"""What each file of hashes is made from."""


def normal(name):
    """A package's name as indexes compare it (PEP 503), without extras."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0].strip()).lower()


def locked(name):
    """Version and number of hashes of each package in a file of hashes."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        requirement, *hashes = line.split(" --hash=")
        package, _, version = requirement.partition(";")[0].strip().partition("==")
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each.strip()) for each in hashes), line
        found[normal(package)] = (version, len(hashes))
    return found


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_for_is_locked(name):
    """Each library that the project names stands there in that version; `make lock` mends it."""
    versions = {package: version for package, (version, _) in locked(name).items()}
    pinned = [each.split("==") for each in ASKED[name] if "==" in each]
    assert pinned
    for package, version in pinned:
        assert versions.get(normal(package)) == version.partition(";")[0].strip(), (
            f"run `make lock`: {package}"
        )


@pytest.mark.parametrize("name", ASKED)
def test_everything_has_hashes(name):
    """No library, and none that a library needs, can be exchanged on its way here."""
    found = locked(name)
    assert found
    assert [package for package, (version, hashes) in found.items() if not (version and hashes)] == []


def test_all_that_is_asked_for_is_pinned():
    """The project names exact versions; an extra may name another extra of its own."""
    everything = [*ASKED["test.txt"]]
    loose = [each for each in everything if "==" not in each and not each.startswith("sources-catalog[")]
    assert loose == []


def test_the_same_library_is_the_same_everywhere():
    """What users run is what was tested."""
    tested = locked("test.txt")
    for name in ("run.txt", "build.txt"):
        assert {package: tested[package] for package in locked(name)} == locked(name)
