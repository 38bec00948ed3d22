"""A new catalog: complete, checked and built as it is, and never over somebody's files."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.load import load_settings, load_sources
from tests.test_cli import run


@pytest.fixture
def made(tmp_path):
    """A new catalog, and its folder."""
    folder = tmp_path / "new"
    done = run(
        tmp_path, "init", str(folder), "--title", "It's #1: ours", "--repository", "Our-Org/our-skills"
    )
    assert done.exit_code == 0, done.stderr
    return folder


def test_it_validates_and_builds(made):
    """Nothing has to be changed before a first look."""
    assert run(made, "validate").exit_code == 0
    assert run(made, "build", "--offline").exit_code == 0
    assert "It&#39;s #1: ours" in (made / "site/index.html").read_text()


def test_its_settings_say_where_it_will_be(made):
    """Repository and address of GitHub Pages are set from one option."""
    settings = load_settings(made)
    assert settings.title == "It's #1: ours"
    assert settings.repository == "Our-Org/our-skills"
    assert settings.base_url == "https://our-org.github.io/our-skills"


def test_the_site_of_an_owner_lies_at_the_root(tmp_path):
    """GitHub Pages serves OWNER.github.io without a path."""
    run(tmp_path, "init", str(tmp_path / "new"), "--repository", "acme/acme.github.io")
    assert load_settings(tmp_path / "new").base_url == "https://acme.github.io"


def test_without_options_it_is_complete_too(tmp_path):
    """What is not told stays as an example in a comment."""
    assert run(tmp_path, "init", str(tmp_path / "new")).exit_code == 0
    settings = load_settings(tmp_path / "new")
    assert (settings.title, settings.repository, settings.base_url) == ("My catalog", None, "")
    assert [source.id for source in load_sources(tmp_path / "new", settings)] == ["anthropics-skills"]


def test_its_workflows_install_this_release_with_hashes(made):
    """The program comes in the version that made the catalog, its libraries as locked."""
    assert (made / ".github/ISSUE_TEMPLATE/add-source.yml").is_file()
    for file in (made / ".github/workflows").glob("*.yml"):
        (job, *_) = yaml.safe_load(file.read_text())["jobs"].values()
        (install,) = [step["run"] for step in job["steps"] if step["name"] == "Install"]
        assert install.splitlines() == [
            "pip install --require-hashes -r requirements.txt",
            f"pip install --no-deps sources-catalog=={__version__}",
        ]
    assert "--hash=sha256:" in (made / "requirements.txt").read_text()


def test_an_audit_of_its_workflows_finds_nothing(made):
    """They are as strict as those of this repository."""
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--persona=pedantic", made]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "No findings to report" in done.stdout + done.stderr


def test_files_that_are_there_are_never_touched(tmp_path):
    """One file in the way, and nothing is written."""
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    done = run(tmp_path, "init", str(folder))
    assert done.exit_code == 1
    assert "README.md already" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["README.md"]
    assert (folder / "README.md").read_text() == "mine"


def test_what_is_wrong_is_said_before_anything_is_written(tmp_path):
    """Options are checked as the settings that they become."""
    done = run(tmp_path, "init", str(tmp_path / "new"), "--repository", "a b/c", "--title", "x\x1b[31m")
    assert done.exit_code == 1
    assert "repository" in done.stderr
    assert "title" in done.stderr
    assert "\x1b" not in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_dry_run_writes_nothing(tmp_path):
    """It names every file that would be written."""
    done = run(tmp_path, "init", str(tmp_path / "new"), "--dry-run")
    assert "catalog.yaml" in done.stdout
    assert not (tmp_path / "new").exists()
