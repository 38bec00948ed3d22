"""A command imports what it needs, and packages give all that they name."""

import importlib
import pkgutil
import subprocess
import sys
from importlib import metadata

import pytest

from generator import build_part
from generator.program import version_of

LATE = ("generator.markdown", "generator.enrich", "generator.yaml_text")

HEAVY = (
    "markdown_it",
    "pygments",
    "docutils",
    "nh3",
    "asyncio",
    "lunr",
    "babel",
    "resvg_py",
    "ghapi",
    "importlib.metadata",
)
"""What costs more to import than it is worth where it is not used."""


@pytest.mark.parametrize("package", LATE)
def test_a_package_gives_what_it_names(package):
    """Each name is the one of its module, and any other is an error."""
    module = importlib.import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None
        assert name in vars(module)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = module.nothing


@pytest.mark.parametrize("package", LATE)
def test_no_name_is_that_of_a_module(package):
    """Else what a name gives would depend on what was imported before."""
    module = importlib.import_module(package)
    modules = {name for _, name, _ in pkgutil.iter_modules(module.__path__)}
    assert not modules & set(module.__all__)


def test_a_build_starts_without_what_it_may_not_need():
    """Markdown, the network and Babel are imported by the build that needs them."""
    code = f"import sys, generator.cli.build, generator.build; print(*(set({HEAVY}) & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


@pytest.mark.parametrize("library", build_part.LIBRARIES)
def test_versions_are_those_of_the_installer(library):
    """Read from the names of folders, they are what the standard library says."""
    assert version_of(library) == metadata.version(library)


def test_what_is_not_installed_has_no_version():
    """As the standard library has it."""
    with pytest.raises(metadata.PackageNotFoundError):
        version_of("there-is-no-such-library")
