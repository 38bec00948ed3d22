"""A file is replaced as a whole, or stays as it was."""

import os

import pytest

from generator.atomic import replace_file


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_replaced(tmp_path, durable):
    """The new content stands in the place of the old, and nothing else is left."""
    path = tmp_path / "x"
    replace_file(path, b"one", durable=durable)
    replace_file(path, b"two", durable=durable)
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_the_mode_is_kept(tmp_path):
    """Whoever could read the file can read it afterwards, and nobody else."""
    path = tmp_path / "x"
    path.write_bytes(b"one")
    path.chmod(0o600)
    replace_file(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link(tmp_path):
    """The file behind a link is replaced, not the link."""
    target = tmp_path / "folder/target"
    target.parent.mkdir()
    target.write_bytes(b"one")
    (tmp_path / "link").symlink_to(target)
    replace_file(tmp_path / "link", b"two")
    assert (tmp_path / "link").is_symlink()
    assert target.read_bytes() == b"two"


def test_a_failure_leaves_the_old_file(tmp_path, monkeypatch):
    """A disk that refuses leaves the old content, and no temporary file."""
    path = tmp_path / "x"
    path.write_bytes(b"one")

    def refuse(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"two")
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
