"""The writer puts the whole new site in place, or leaves the whole old one."""

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import write
from generator.errors import OutputError
from generator.model import Output
from generator.site_tree import listing
from generator.write import MANIFEST, SiteWriter


def build(root: Path, files: dict[str, str], *, clean: bool = False) -> write.WriteReport:
    """Write ``files`` as one site."""
    with SiteWriter(root, clean=clean) as site:
        for path, text in files.items():
            site.add(Output(path, text.encode()))
        return site.commit()


def content(root: Path) -> dict[str, str]:
    """Every file of a site but the manifest."""
    return {p: (root / p).read_text() for p in listing(root)[0] if p != MANIFEST}


def test_first_build_creates_the_folder(tmp_path):
    """A folder that does not exist is made, with its parents."""
    build(tmp_path / "a/site", {"index.html": "1", "x/index.html": "2"})
    assert content(tmp_path / "a/site") == {"index.html": "1", "x/index.html": "2"}


def test_second_build_removes_what_no_longer_belongs(tmp_path):
    """An output of the old site that the new one does not have is gone."""
    build(tmp_path / "site", {"a": "1", "b/c": "2"})
    report = build(tmp_path / "site", {"a": "1"})
    assert content(tmp_path / "site") == {"a": "1"}
    assert (report.written, report.unchanged, report.removed) == (0, 1, 1)
    assert not (tmp_path / "site/b").exists()


def test_unchanged_files_keep_their_time_stamp(tmp_path):
    """Only changed files are written; the rest keep their time stamps."""
    site = tmp_path / "site"
    build(site, {"a": "1", "b": "2"})
    os.utime(site / "a", (1000, 1000))
    os.utime(site / "b", (1000, 1000))
    report = build(site, {"a": "1", "b": "changed"})
    assert (site / "a").stat().st_mtime == 1000
    assert (site / "b").stat().st_mtime != 1000
    assert report.written == 1


def test_a_file_changed_by_hand_is_written_again(tmp_path):
    """The bytes on disk count, not what a manifest says of them."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (site / "a").write_text("X")
    build(site, {"a": "1"})
    assert content(site) == {"a": "1"}


def test_foreign_files_are_kept(tmp_path):
    """A file that no build made survives the exchange."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (site / "mine").mkdir()
    (site / "mine/notes.txt").write_text("keep")
    report = build(site, {"a": "2"})
    assert content(site) == {"a": "2", "mine/notes.txt": "keep"}
    assert report.kept_foreign == 1


def test_clean_deletes_foreign_files(tmp_path):
    """With --clean the folder holds the site and nothing else."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (site / "mine.txt").write_text("gone")
    build(site, {"a": "1"}, clean=True)
    assert content(site) == {"a": "1"}


def test_an_output_never_replaces_a_foreign_file(tmp_path):
    """Where the site needs the place of a foreign file, the build stops and says so."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (site / "b").write_text("mine")
    with pytest.raises(OutputError, match="was not made by a build"):
        build(site, {"a": "1", "b": "2"})
    assert content(site) == {"a": "1", "b": "mine"}


@pytest.mark.parametrize("clean", [False, True])
def test_a_folder_that_no_build_made_is_refused(tmp_path, clean):
    """A folder with files and no manifest is somebody else's, and a slip of --output must not cost it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/thesis.tex").write_text("years of work")
    with pytest.raises(OutputError, match="no build made"):
        build(tmp_path / "site", {"a": "1"}, clean=clean)
    assert content(tmp_path / "site") == {"thesis.tex": "years of work"}


def test_an_empty_folder_with_a_gitignore_is_taken(tmp_path):
    """What keeps an empty folder in git stands in nobody's way, and stays."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/.gitignore").write_text("*\n")
    build(tmp_path / "site", {"a": "1"})
    assert content(tmp_path / "site") == {".gitignore": "*\n", "a": "1"}


def test_a_damaged_manifest_still_marks_the_folder_as_ours(tmp_path):
    """Cut short, the manifest names nothing, and the next build replaces everything."""
    site = tmp_path / "site"
    build(site, {"a": "1", "old": "2"})
    (site / MANIFEST).write_text('{"manifest": 1, "fil')
    build(site, {"a": "2"}, clean=True)
    assert content(site) == {"a": "2"}


def test_an_error_leaves_the_old_site(tmp_path):
    """What fails before the commit changes nothing and leaves nothing behind."""
    site = tmp_path / "site"
    build(site, {"a": "1"})

    def fail():
        with SiteWriter(site) as writer:
            writer.add(Output("a", b"2"))
            raise KeyError("boom")

    with pytest.raises(KeyError):
        fail()
    assert content(site) == {"a": "1"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]


def test_leftovers_of_a_killed_build_are_cleaned(tmp_path):
    """The next build removes the half-built folder of a killed one."""
    build(tmp_path / "site", {"a": "1"})
    (tmp_path / ".site.catalog-new").mkdir()
    (tmp_path / ".site.catalog-new/half").write_text("x")
    build(tmp_path / "site", {"a": "1"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]


def test_a_kill_between_the_two_renames_is_recovered(tmp_path):
    """Where folders cannot be exchanged and the build died between, the old site comes back."""
    build(tmp_path / "site", {"a": "1"})
    (tmp_path / "site").rename(tmp_path / ".site.catalog-old")
    with SiteWriter(tmp_path / "site"):
        assert content(tmp_path / "site") == {"a": "1"}


def test_without_exchange_two_renames_do_it(tmp_path, monkeypatch):
    """On systems without an exchange of folders the result is the same."""
    monkeypatch.setattr(write, "_exchange_folders", lambda *_: False)
    build(tmp_path / "site", {"a": "1"})
    build(tmp_path / "site", {"a": "2"})
    assert content(tmp_path / "site") == {"a": "2"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["site"]


def test_two_builds_at_once(tmp_path):
    """The second build says that another one is writing, and stops."""
    with SiteWriter(tmp_path / "site"), pytest.raises(OutputError, match="another build is writing"):
        SiteWriter(tmp_path / "site").__enter__()


def test_a_killed_build_frees_its_lock(tmp_path):
    """Kill -9 leaves no lock behind that a person would have to remove."""
    script = (
        "import os, sys, pathlib\nfrom generator.write import SiteWriter\n"
        "SiteWriter(pathlib.Path(sys.argv[1])).__enter__()\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "site")], check=False)
    assert done.returncode == -9
    build(tmp_path / "site", {"a": "1"})
    assert content(tmp_path / "site") == {"a": "1"}


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "a/../x", "a//b", "./a", "a\\b", "a\0b", MANIFEST]
)
def test_paths_that_leave_the_site_are_refused(tmp_path, path):
    """No output is written outside the site, or over the manifest."""
    with SiteWriter(tmp_path / "site") as site, pytest.raises(OutputError):
        site.add(Output(path, b""))


def test_outputs_that_differ_in_case_only_are_refused(tmp_path):
    """They would be one file on Windows and macOS."""
    with SiteWriter(tmp_path / "site") as site:
        site.add(Output("Tags/index.html", b""))
        with pytest.raises(OutputError, match="same file"):
            site.add(Output("tags/index.html", b""))


def test_links_in_the_old_site_are_not_followed(tmp_path):
    """A link that somebody put in place of a page is replaced, and its target left alone."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (tmp_path / "secret").write_text("1")
    (site / "a").unlink()
    (site / "a").symlink_to(tmp_path / "secret")
    build(site, {"a": "2"})
    assert (tmp_path / "secret").read_text() == "1"
    assert not (site / "a").is_symlink()


@pytest.mark.parametrize(
    ("number", "hint"),
    [(errno.EACCES, "no permission"), (errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only")],
)
def test_what_the_system_refuses_is_explained(tmp_path, monkeypatch, number, hint):
    """A refusal while writing is an error with a hint, and the old site stays."""
    build(tmp_path / "site", {"a": "1"})

    def refuse(path, content):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(write, "_write_new", refuse)
        with pytest.raises(OutputError, match=hint):
            build(tmp_path / "site", {"a": "2"})
    assert content(tmp_path / "site") == {"a": "1"}


def test_a_file_as_output_is_refused(tmp_path):
    """The output must be a folder."""
    (tmp_path / "site").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        build(tmp_path / "site", {"a": "1"})


def test_a_page_is_taken_over_unread(tmp_path):
    """What is as the caller says it was keeps its bytes and its time stamp."""
    site = tmp_path / "site"
    build(site, {"a": "1", "b": "2"})
    was = (site / "a").stat()
    with SiteWriter(site) as writer:
        assert writer.keep({"a": (was.st_size, was.st_mtime_ns)})
        report = writer.commit()
    assert content(site) == {"a": "1"}
    assert (site / "a").stat().st_mtime_ns == was.st_mtime_ns
    assert (report.written, report.unchanged, report.removed) == (0, 1, 1)


@pytest.mark.parametrize(("size", "shift"), [(2, 0), (1, 1)])
def test_a_page_that_was_touched_is_not_taken_over(tmp_path, size, shift):
    """Another size or time of change says that the file is not the one that was written."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    with SiteWriter(site) as writer:
        assert not writer.keep({"a": (size, (site / "a").stat().st_mtime_ns + shift)})


def test_a_foreign_file_is_not_taken_over(tmp_path):
    """Only what a build wrote can be kept as a page."""
    site = tmp_path / "site"
    build(site, {"a": "1"})
    (site / "b").write_text("mine")
    was = (site / "b").stat()
    with SiteWriter(site) as writer:
        assert not writer.keep({"b": (was.st_size, was.st_mtime_ns)})


def stamp_of(path):
    """Bytes and time of change of a file."""
    status = path.lstat()
    return status.st_size, status.st_mtime_ns


NAMES = st.sampled_from(["a", "b", "a/b", "a/b/c", "b/c", "d/e/f", "d/e", "g"])


@st.composite
def sites(draw):
    """Files by path, none where another has a folder."""
    files = draw(st.dictionaries(NAMES, st.sampled_from(["1", "2", "33"]), max_size=6))
    return {p: t for p, t in files.items() if not any(other.startswith(f"{p}/") for other in files)}


EVENTS = ["", "strays", "damaged", "fails", "gone", "touched", "replaced", "linked"]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(sites(), st.sampled_from(EVENTS), st.sampled_from(["", "one", "all"])), max_size=6))
def test_a_spare_changes_nothing(turns):
    """Whatever state site and spare are in, the site is what it would be without either."""
    with tempfile.TemporaryDirectory() as folder:
        site, spare = Path(folder) / "site", Path(folder) / "cache/spare"
        texts, stamps = {}, {}
        for files, event, keeping in turns:
            for path in sorted(texts) if site.exists() else ():
                if event == "touched":
                    (site / path).write_text("touched")
                elif event == "replaced":
                    (site / path).unlink()
                    (site / path).write_text("other")
                elif event == "linked":
                    (site / path).unlink()
                    (site / path).symlink_to("/")
            if event == "fails" and site.exists():
                old = content(site)
                with SiteWriter(site, spare=spare) as writer:
                    for path in files:
                        writer.add(Output(path, b"half"))
                    assert content(site) == old
                assert content(site) == old
            if spare.exists() and event == "strays":
                for name in ("a/b/stray", "z/z", "g/g"):
                    with contextlib.suppress(OSError):
                        (spare / name).parent.mkdir(parents=True, exist_ok=True)
                        (spare / name).write_text("stray")
                (spare / "link").symlink_to("/")
            if spare.exists() and event == "damaged":
                for path in listing(spare)[0]:
                    (spare / path).unlink()
                    (spare / path).write_text(texts.get(path, "damage"))
            if spare.exists() and event == "gone":
                shutil.rmtree(site)
            same = {path: stamps[path] for path, text in files.items() if texts.get(path) == text}
            groups = [same] if keeping == "all" else [{p: s} for p, s in same.items()] if keeping else []
            with SiteWriter(site, spare=spare) as writer:
                kept = {path for group in groups if writer.keep(group) for path in group}
                assert event not in ("touched", "replaced", "linked") or not kept
                for path in files.keys() - kept:
                    writer.add(Output(path, files[path].encode()))
                writer.commit()
            texts, stamps = files, writer.stamps
            assert content(site) == files
            assert {p: stamps[p] for p in files} == {p: stamp_of(site / p) for p in files}
            folders = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_dir()}
            assert folders == {f.as_posix() for p in files for f in Path(p).parents} - {"."}
            assert {p.name for p in Path(folder).iterdir()} <= {"site", "cache"}


def test_a_kept_page_comes_with_the_spare(tmp_path):
    """What a third build keeps is the same file as in the old site, and foreign files stay."""
    site, spare = tmp_path / "site", tmp_path / "spare"
    for text in ("1", "2", "3"):
        with SiteWriter(site, spare=spare) as writer:
            writer.add(Output("a/same", b"same"))
            writer.add(Output("b", text.encode()))
            report = writer.commit()
        (site / "mine").write_text("keep")
    assert (report.written, report.unchanged, report.kept_foreign) == (1, 1, 1)
    assert content(site) == {"a/same": "same", "b": "3", "mine": "keep"}
    assert (site / "a/same").stat().st_ino == (spare / "a/same").stat().st_ino
    assert (spare / "b").read_text() == "2"
