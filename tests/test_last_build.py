"""Where nothing changed since the last build, nothing is done; where anything did, a build is made."""

import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.build import build_site
from generator.last_build import BuildKey, LastBuild
from generator.loaded import load
from tests import small_catalog
from tests.test_cli import run

KEY = BuildKey(theme="t", base_url=None, as_of=None)


@pytest.fixture
def root(tmp_path):
    """The small catalog, long unchanged, built and remembered."""
    root = small_catalog.make(tmp_path / "catalog")
    for path in (root / "catalog.yaml", root / "catalog.lock", *(root / "sources").iterdir()):
        os.utime(path, (1000, 1000))
    remember(root)
    return root


def last_build(root, key=KEY):
    """The record of the catalog's own site folder."""
    return LastBuild(root, root / ".cache", root / "site", key)


def remember(root, due=None):
    """Build, and keep the record; GitHub is to be asked from ``due`` on."""
    last = last_build(root)
    started_ns, reads = time.time_ns(), last.reads()
    last.record(
        build_site(load(root), root / "site", jobs=1), reads=reads, started_ns=started_ns, due=due, folders={}
    )


def test_nothing_changed(root):
    """The report is that of the last build, with nothing written."""
    report = last_build(root).standing()
    assert (report.sources, report.artifacts, report.written) == (5, 6, 0)
    assert report.unchanged > report.pages


def test_a_fresh_checkout_is_recognised(root):
    """New times on the same content change nothing."""
    for path in (root / "catalog.yaml", *(root / "sources").iterdir()):
        os.utime(path)
    assert last_build(root).standing()


def edit(path, old, new):
    """Change a file's text, and leave its size and times as they were."""
    was = path.stat()
    text = path.read_text()
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))


def write(path, text):
    """Write a file where there was none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def append(path, text):
    """Write more at a file's end."""
    path.write_text(path.read_text() + text)


CHANGES = {
    "a definition": lambda root: append(root / "sources/gamma-agents.yaml", "name: New\n"),
    "a new definition": lambda root: (root / "sources/new.yaml").write_text("repo_url: a/b\n"),
    "a definition gone": lambda root: (root / "sources/gamma-agents.yaml").unlink(),
    "the settings": lambda root: append(root / "catalog.yaml", "page_size: 2\n"),
    "the settings gone": lambda root: (root / "catalog.yaml").unlink(),
    "the lock": lambda root: (root / "catalog.lock").unlink(),
    "a template of the owner's": lambda root: write(root / "theme/about.html.j2", "x"),
    "texts of the owner's": lambda root: write(root / "theme/texts/en.yaml", "frame: {menu: Way}"),
    "a page of the owner's": lambda root: write(root / "pages/guide.md", "---\ntitle: Guide\n---\n"),
    "a page edited": lambda root: (root / "site/index.html").write_text("x"),
    "a page gone": lambda root: (root / "site/about/index.html").unlink(),
    "a data file gone": lambda root: next((root / "site/assets/data").iterdir()).unlink(),
    "the site gone": lambda root: shutil.rmtree(root / "site"),
    "the cache gone": lambda root: shutil.rmtree(root / ".cache"),
    "the record damaged": lambda root: next((root / ".cache/builds").iterdir()).write_text('{"form": 1'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_asks_for_a_build(root, change):
    """Whatever a build reads or wrote, a change of it is seen."""
    CHANGES[change](root)
    assert last_build(root).standing() is None


@pytest.mark.parametrize(
    "change", [{"theme": "other"}, {"base_url": "https://x.org"}, {"as_of": datetime(2026, 1, 1, tzinfo=UTC)}]
)
def test_another_key_asks_for_a_build(root, change):
    """Theme, base URL and moment decide the bytes as much as files do."""
    assert last_build(root, replace(KEY, **change)).standing() is None


def test_a_change_within_one_tick_of_the_clock_is_seen(root):
    """A file changed just before the build is read again: its time of change tells nothing."""
    definition = root / "sources/gamma-agents.yaml"
    os.utime(definition)
    remember(root)
    edit(definition, "reviewing", "rewriting")
    assert last_build(root).standing() is None


def test_a_build_that_lacked_a_readme_is_not_remembered(root):
    """With the README back in the cache there would be more to show."""
    shutil.rmtree(root / ".cache/objects")
    remember(root)
    assert last_build(root).standing() is None


def test_a_build_that_may_ask_stands_until_something_is_due(root):
    """From the moment on from which GitHub is to be asked, nothing is known to be unchanged."""
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    remember(root, due=moment)
    assert last_build(root).standing(moment - timedelta(seconds=1))
    assert last_build(root).standing(moment) is None
    assert last_build(root).standing()


def test_where_nothing_is_ever_due_a_build_stands(root):
    """A catalog without sources has nothing to ask for."""
    remember(root, due=None)
    assert last_build(root).standing(datetime.max.replace(tzinfo=UTC) - timedelta(1))


def test_the_command_takes_the_short_way(root):
    """A second offline build writes nothing and reports the same catalog."""
    first = run(root, "build", "--offline")
    again = run(root, "build", "--offline")
    counted = "of 5 sources with 6 artifacts"
    assert counted in first.stderr
    assert counted in again.stderr
    assert "(0 files written" in again.stderr


def test_a_logo_elsewhere_is_looked_at(root):
    """A file that the settings name counts as read, wherever it lies."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    write(root / "brand/logo.svg", drawing)
    append(root / "catalog.yaml", "logo: brand/logo.svg\n")
    assert run(root, "build", "--offline", "--output", root / "site").exit_code == 0
    again = run(root, "build", "--offline", "--output", root / "site")
    assert "0 files written" in again.stderr
    (root / "brand/logo.svg").write_text(drawing.replace("9v9", "8v8"))
    assert run(root, "build", "--offline", "--output", root / "site").exit_code == 0
    assert any("8v8" in file.read_text() for file in (root / "site/assets/brand").iterdir())
