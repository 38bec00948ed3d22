"""Folders beside the catalog as sources: what is read, what is left alone, and what pages show of it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import folders
from generator.build import build_site
from generator.cli import main
from generator.errors import DefinitionError
from generator.folders import FolderError, read_folder
from generator.load import check_sources, watched_paths
from generator.loaded import catalog_of, load
from generator.model import ScanStatus, SourceStatus
from tests.test_golden import content_of

SKILL = "---\nname: {0}\ndescription: Does {0}.\n---\n\n# {0}\n"


@pytest.fixture
def root(tmp_path):
    """A catalog with one source beside it."""
    place = tmp_path / "catalog"
    write(place / "catalog.yaml", "title: Small\n")
    write(place / "sources/ours.yaml", "path: kits/ours\n")
    write(place / "kits/ours/README.md", "# Ours\n\nSee [pdf](skills/pdf/SKILL.md).\n")
    write(place / "kits/ours/skills/pdf/SKILL.md", SKILL.format("pdf"))
    return place


def write(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def paths(root: Path) -> list[str]:
    """Every path in the folder."""
    return [entry.path for entry in read_folder(root, "kits/ours").tree.entries]


def entry_of(root: Path):
    """The one source as pages see it."""
    return catalog_of(load(root)).entries[0]


# ------------------------------------------------------------------ the folder


def test_the_tree_is_that_of_git(root):
    """A folder has the id that git gives it, so nothing of names and bytes is left out of it."""
    place = root / "kits/ours"
    write(place / "skills.md", "sorts before the folder for git, and after it by name\n")
    write(place / "deep/er/file", "x")
    (place / "link").symlink_to("README.md")
    git = ["git", "-c", "core.fileMode=false", "-c", "core.autocrlf=false", "-c", "init.defaultBranch=x"]
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(root)}
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run([*git, *command], cwd=place, check=True, env=environment)
    made = subprocess.run([*git, "write-tree"], cwd=place, check=True, env=environment, capture_output=True)
    assert read_folder(root, "kits/ours").tree.oid == made.stdout.decode().strip()


def test_what_version_control_keeps_is_left_out(root):
    """Neither .git nor its like are looked into, however deep."""
    for name in folders.VCS_FOLDERS:
        write(root / f"kits/ours/skills/{name}/SKILL.md", SKILL.format("no"))
    assert paths(root) == ["README.md", "skills", "skills/pdf", "skills/pdf/SKILL.md"]


def test_links_are_listed_and_never_followed(root, tmp_path):
    """A link to a folder or file elsewhere is a link; nothing behind it is read."""
    write(tmp_path / "secret/SKILL.md", SKILL.format("secret"))
    (root / "kits/ours/skills/out").symlink_to(tmp_path / "secret")
    (root / "kits/ours/skills/file.md").symlink_to(tmp_path / "secret/SKILL.md")
    (root / "kits/ours/loop").symlink_to(".")
    tree = read_folder(root, "kits/ours").tree
    assert {e.path: e.mode for e in tree.entries if e.mode == "120000"} == {
        "loop": "120000",
        "skills/file.md": "120000",
        "skills/out": "120000",
    }
    assert [a.name for a in entry_of(root).artifacts] == ["pdf"]


def test_a_link_on_the_way_is_refused(root, tmp_path):
    """Where a folder on the way is a link, the source is none beside the catalog."""
    shutil.move(root / "kits", tmp_path / "elsewhere")
    (root / "kits").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError, match="kits is a symbolic link"):
        read_folder(root, "kits/ours")


def test_pipes_and_devices_are_passed_over(root):
    """What is no file takes no time and has no entry."""
    os.mkfifo(root / "kits/ours/pipe")
    assert "pipe" not in paths(root)


def test_names_that_are_no_text_are_passed_over(root):
    """A file whose name is not Unicode cannot be written down anywhere."""
    (root / "kits/ours" / os.fsdecode(b"\xff.md")).write_text("x")
    assert "README.md" in paths(root)
    assert len(paths(root)) == 4


def test_too_many_files_are_cut_and_told(root, monkeypatch):
    """A folder over the bound is read in part, and its scan says so."""
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    assert read_folder(root, "kits/ours").tree.truncated
    assert entry_of(root).scan_status is ScanStatus.PARTIAL


def test_a_big_file_is_listed_and_not_read(root, monkeypatch):
    """A file over the bound has its size and no bytes."""
    monkeypatch.setattr(folders, "MAX_FILE_BYTES", 10)
    folder = read_folder(root, "kits/ours")
    sizes = {entry.path: entry.size for entry in folder.tree.entries}
    assert sizes["README.md"] == len("# Ours\n\nSee [pdf](skills/pdf/SKILL.md).\n")
    assert folder.content(folder.tree.entries[0].oid) is None


# -------------------------------------------------------------- in the catalog


def test_a_folder_shows_everything_at_once(root):
    """Artifacts with their descriptions and the README are there without lock, cache and network."""
    entry = entry_of(root)
    assert [(a.artifact_type, a.name, a.description) for a in entry.artifacts] == [
        ("skill", "pdf", "Does pdf.")
    ]
    assert entry.snapshot.readme.path == "kits/ours/README.md"
    assert (entry.status, entry.scan_status) == (SourceStatus.ACTIVE, ScanStatus.SUCCESS)
    assert entry.artifacts[0].url == ""


def test_artifacts_link_into_the_catalogs_repository(root):
    """Where the catalog names its own repository, files of its folders have their pages there."""
    write(root / "catalog.yaml", "title: Small\nrepository: example-org/catalog\nbranch: trunk\n")
    url = entry_of(root).artifacts[0].url
    assert url == "https://github.com/example-org/catalog/blob/trunk/kits/ours/skills/pdf/SKILL.md"


def test_an_edit_shows_with_the_next_load(root):
    """Nothing stands between a file and its page."""
    entry_of(root)
    write(root / "kits/ours/skills/pdf/SKILL.md", SKILL.format("papers"))
    assert [a.name for a in entry_of(root).artifacts] == ["papers"]


def test_what_is_turned_off_is_not_there(root):
    """The toggles of a definition hold for folders too."""
    write(root / "sources/ours.yaml", "path: kits/ours\nimport_artifacts: false\nimport_repo_readme: false\n")
    entry = entry_of(root)
    assert entry.snapshot.readme is None
    assert entry.artifacts == ()
    assert entry.scan_status is ScanStatus.OFF


def test_a_readme_behind_a_link_is_followed_one_step(root):
    """A README may be a link to another file of the folder, and to nothing outside."""
    (root / "kits/ours/README.md").rename(root / "kits/ours/about.md")
    (root / "kits/ours/README.md").symlink_to("about.md")
    assert entry_of(root).snapshot.readme.path == "kits/ours/about.md"
    (root / "kits/ours/README.md").unlink()
    (root / "kits/ours/README.md").symlink_to(root / "catalog.yaml")
    assert entry_of(root).snapshot.readme is None


def test_a_folder_that_is_not_there_is_a_mistake_of_the_definition(root):
    """It is reported with its place, and nothing is built."""
    shutil.rmtree(root / "kits")
    (problem,) = check_sources(root, load_settings_of(root))[1]
    assert (problem.place, problem.field, problem.code) == ("sources/ours.yaml:1:7", "path", "no-folder")
    assert problem.message == "there is no such folder"
    with pytest.raises(DefinitionError):
        load(root)


def load_settings_of(root: Path):
    """The settings, which are good."""
    from generator.load import load_settings

    return load_settings(root)


def test_a_folder_is_watched(root):
    """`catalog serve` rebuilds when a file of a source changes."""
    assert root / "kits/ours" in watched_paths(root)


def test_a_build_over_an_old_site_is_that_from_nothing(root, tmp_path):
    """After edits in the folder, the site has the bytes of a site that was never there before."""
    build_site(load(root), root / "site", jobs=1)
    write(root / "kits/ours/skills/pdf/SKILL.md", SKILL.format("papers"))
    write(root / "kits/ours/README.md", "# Other words\n")
    write(root / "kits/ours/commands/go.md", "---\ndescription: Goes.\n---\nGo.\n")
    build_site(load(root), root / "site", jobs=1)
    shutil.copytree(root, tmp_path / "fresh", ignore=shutil.ignore_patterns("site", ".cache"))
    build_site(load(tmp_path / "fresh"), tmp_path / "fresh/site", jobs=1)
    assert content_of(root / "site") == content_of(tmp_path / "fresh/site")


def test_an_edit_ends_the_standing_of_the_last_build(root):
    """`catalog build` does nothing while nothing changed, and builds when a file of the folder did."""

    def built():
        result = CliRunner().invoke(main, ["-C", str(root), "build", "--offline", "--jobs", "1"])
        assert result.exit_code == 0, result.output
        return re.search(r"\((\d+) files written", result.stderr)[1]

    assert built() != "0"
    stages = (root / ".cache/build-report.json").read_text()
    assert '"render"' in stages
    assert built() == "0"
    assert '"render"' not in (root / ".cache/build-report.json").read_text()
    write(root / "kits/ours/README.md", "# Other words\n")
    assert built() != "0"
