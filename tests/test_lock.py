"""The lock is written whole, read with suspicion, and never lost."""

import json
import os
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import urls
from generator.errors import LockError
from generator.lock import VERSION, LockFile, decode_lock, encode_snapshot, read_lock, write_lock
from generator.lock.encode import address
from generator.model import (
    Artifact,
    ArtifactStatus,
    Outcome,
    PartState,
    ReadmeRef,
    Snapshot,
)

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
"""Lone surrogates too."""

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001
COUNTS = st.integers(0, 10**9)


def optional(strategy):
    """The value, or none."""
    return st.none() | strategy


OIDS = st.sampled_from(["5" * 40, "0123456789abcdef" * 4])
PARTS = st.builds(
    PartState,
    fetched_at=optional(MOMENTS),
    outcome=optional(st.sampled_from(Outcome)),
    error=optional(TEXT),
    failures=st.integers(0, 9),
    retry_at=optional(MOMENTS),
)
ARTIFACTS = st.builds(
    Artifact,
    artifact_type=TEXT,
    name=TEXT,
    path=TEXT,
    url=st.sampled_from(["https://example.org/x", urls.blob_url("a/b", "c0ffee", "x/SKILL.md")]),
    sha=TEXT,
    detected_by=TEXT,
    confidence=st.integers(0, 100),
    title=optional(TEXT),
    description=optional(TEXT),
    status=st.sampled_from(ArtifactStatus),
    duplicate_of=optional(TEXT),
    reason=optional(TEXT),
)
SNAPSHOTS = st.builds(
    Snapshot,
    source_id=TEXT,
    full_name=TEXT,
    ref=optional(TEXT),
    root_hint=optional(TEXT),
    repo_description=optional(TEXT),
    stars=optional(COUNTS),
    forks=optional(COUNTS),
    license=optional(TEXT),
    topics=optional(st.lists(TEXT, max_size=3).map(tuple)),
    language=optional(TEXT),
    archived=optional(st.booleans()),
    default_branch=optional(TEXT),
    pushed_at=optional(MOMENTS),
    node_id=optional(TEXT),
    name_with_owner=optional(TEXT),
    commit=optional(TEXT),
    tree=optional(OIDS),
    readme=optional(st.builds(ReadmeRef, path=TEXT, oid=OIDS, size=optional(COUNTS))),
    scanned_tree=optional(OIDS),
    scanned_commit=optional(TEXT),
    scan_key=optional(TEXT),
    tree_truncated=st.booleans(),
    artifacts=st.lists(ARTIFACTS, max_size=3).map(tuple),
    metadata_state=PARTS,
    readme_state=PARTS,
    tree_state=PARTS,
    contents_state=PARTS,
    missing_since=optional(MOMENTS),
    missing_count=COUNTS,
    missing=st.booleans(),
    moved_to=optional(TEXT),
    replaced=st.booleans(),
)


def skill(path, **changes):
    """An artifact whose address is that of its path at the scanned commit."""
    values = {
        "artifact_type": "skill",
        "name": path.rpartition("/")[2],
        "path": path,
        "url": urls.blob_url("acme/tools", "c" * 40, path),
        "sha": "5" * 40,
        "detected_by": "skill-file: a SKILL.md",
        "confidence": 95,
    }
    return Artifact(**(values | changes))


def snapshot(source_id="tools", **changes):
    """A snapshot with little in it."""
    values = {"source_id": source_id, "full_name": "acme/tools", "scanned_commit": "c" * 40, "stars": 0}
    return Snapshot(**(values | changes))


def lock_of(*lines, header=None):
    """A lock's bytes from objects and raw lines."""
    first = json.dumps(header or {"lock": VERSION})
    return "\n".join([first, *(x if isinstance(x, str) else json.dumps(x) for x in lines), ""]).encode()


@given(st.lists(SNAPSHOTS, max_size=4, unique_by=lambda s: s.source_id))
@settings(deadline=None)
def test_what_is_written_is_read_back(tmp_path_factory, snapshots):
    """Any snapshots at all come back equal, whatever their texts hold."""
    path = tmp_path_factory.mktemp("lock") / "catalog.lock"
    by_id = {s.source_id: s for s in snapshots}
    write_lock(path, by_id)
    assert read_lock(path) == by_id


@given(
    st.text(max_size=12)
    | st.lists(st.sampled_from([".", "..", "a", ".b", "c d", "é", "%", "x-1.md", ""])).map("/".join),
    st.sampled_from(["blob", "tree"]),
    st.sampled_from(["c0ffee", None]),
)
def test_short_addresses_are_the_same_as_long_ones(path, kind, commit):
    """The address that ``blob`` or ``tree`` stands for is the one that links have."""
    maker = urls.blob_url if kind == "blob" else urls.tree_url
    at = snapshot(scanned_commit=commit)
    assert address(kind, path, at) == maker("acme/tools", commit or "HEAD", path)


def test_no_file_is_nothing_known(tmp_path):
    """A catalog that was never enriched has no lock, and that is no error."""
    assert read_lock(tmp_path / "catalog.lock") == {}


def test_the_form_is_json_lines(tmp_path):
    """A header, then one compact line a source, sorted by id, defaults left out."""
    path = tmp_path / "catalog.lock"
    state = PartState(fetched_at=NOW, outcome=Outcome.OK)
    write_lock(path, {"b": snapshot("b", metadata_state=state), "a": snapshot("a", artifacts=(skill("x"),))})
    one = (
        '{"artifacts":[{"artifact_type":"skill","confidence":95,"detected_by":"skill-file: a SKILL.md",'
        f'"name":"x","path":"x","sha":"{"5" * 40}","url":"blob"}}],"full_name":"acme/tools","id":"a",'
        f'"scanned_commit":"{"c" * 40}","stars":0}}'
    )
    other = (
        '{"full_name":"acme/tools","id":"b","metadata_state":{"fetched_at":"2026-01-31T12:00:00Z",'
        f'"outcome":"ok"}},"scanned_commit":"{"c" * 40}","stars":0}}'
    )
    assert path.read_text().splitlines() == ['{"lock": 2}', one, other]
    assert path.read_bytes().endswith(b"\n")


def test_order_of_insertion_does_not_matter(tmp_path):
    """The same snapshots give the same bytes, whichever was learned first."""
    one, other = tmp_path / "1", tmp_path / "2"
    many = {f"s{i}": snapshot(f"s{i}") for i in range(20)}
    write_lock(one, many)
    write_lock(other, dict(reversed(many.items())))
    assert one.read_bytes() == other.read_bytes()


def test_other_time_zones_are_stored_as_utc():
    """A moment is the same moment wherever it was noted."""
    there = NOW.astimezone(timezone(timedelta(hours=9)))
    assert b"2026-01-31T12:00:00Z" in encode_snapshot(snapshot(missing_since=there))


def test_changes_are_saved_bit_by_bit(tmp_path):
    """A lock that is saved after every batch equals one that is written at once."""
    path = tmp_path / "catalog.lock"
    file = LockFile(path, {"a": snapshot("a"), "z": snapshot("z")})
    file.save({"m": snapshot("m", stars=3)})
    file.save({"a": snapshot("a", stars=5)})
    expected = {"a": snapshot("a", stars=5), "m": snapshot("m", stars=3), "z": snapshot("z")}
    assert read_lock(path) == expected
    saved = path.read_bytes()
    write_lock(path, expected)
    assert path.read_bytes() == saved


LINE = {"id": "tools", "full_name": "acme/tools"}
ARTIFACT = {
    "artifact_type": "skill",
    "confidence": 90,
    "detected_by": "r: s",
    "name": "n",
    "path": "p",
    "sha": "5" * 40,
    "url": "tree",
}


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (b"", ":1:", "no JSON"),
        (b'{"lock": 2}', ":1:", "cut short"),
        (b"\xff\xfe\n", ":1:", "no JSON"),
        (b"[]\n", ":1:", "JSON object"),
        (b'{"lock": "1"}\n', ":1:", 'expected {"lock": 2}'),
        (b'{"lock": true}\n', ":1:", 'expected {"lock": 2}'),
        (b'{"lock": -1}\n', ":1:", 'expected {"lock": 2}'),
        (lock_of(LINE)[:-9], ":2:", "cut short"),
        (lock_of(LINE, ""), ":3:", "no JSON"),
        (lock_of(LINE, "[" * 200_000), ":3:", "no JSON"),
        (lock_of("7"), ":2:", "JSON object"),
        (lock_of(LINE, LINE), ":3:", '"tools" has two lines'),
        (lock_of("<<<<<<< HEAD", LINE), ":2:", "conflict of a merge"),
        (lock_of({"id": "tools"}), ":2:", '"full_name" is missing'),
        (lock_of({"full_name": "a/b"}), ":2:", '"id" is missing'),
        (lock_of(LINE | {"id": 7}), ":2:", "id: expected text"),
        (lock_of(LINE | {"starz": 7}), ":2:", 'unknown field "starz"'),
        (lock_of(LINE | {"stars": "7"}), ":2:", "stars: expected a whole number"),
        (lock_of(LINE | {"stars": True}), ":2:", "stars: expected a whole number"),
        (lock_of(LINE | {"stars": -1}), ":2:", "stars: expected a whole number"),
        (lock_of(LINE | {"stars": 1.5}), ":2:", "stars: expected a whole number"),
        (lock_of(LINE | {"archived": 1}), ":2:", "archived: expected true or false"),
        (lock_of(LINE | {"topics": "a"}), ":2:", "topics: expected a list"),
        (lock_of(LINE | {"topics": [1]}), ":2:", "topics: expected text"),
        (lock_of(LINE | {"pushed_at": "yesterday"}), ":2:", "pushed_at: expected a moment"),
        (lock_of(LINE | {"pushed_at": "2026-01-01T00:00:00"}), ":2:", "pushed_at: expected a moment"),
        (lock_of(LINE | {"pushed_at": 5}), ":2:", "pushed_at: expected text"),
        (lock_of(LINE | {"readme": []}), ":2:", "readme: expected a JSON object"),
        (lock_of(LINE | {"readme": {"path": "x"}}), ":2:", 'readme: the field "oid" is missing'),
        (
            lock_of(LINE | {"tree_state": {"outcome": "fine"}}),
            ":2:",
            "tree_state: outcome: expected one of ok",
        ),
        (lock_of(LINE | {"readme": {"path": "x", "oid": "../x"}}), ":2:", "readme: oid: expected the id"),
        (lock_of(LINE | {"tree": "A" * 40}), ":2:", "tree: expected the id of an object of git"),
        (lock_of(LINE | {"scanned_tree": "5" * 41}), ":2:", "scanned_tree: expected the id of"),
        (lock_of(LINE | {"tree_state": {"x": 1}}), ":2:", 'tree_state: unknown field "x"'),
        (lock_of(LINE | {"artifacts": {}}), ":2:", "artifacts: expected a list"),
        (lock_of(LINE | {"artifacts": [ARTIFACT, 5]}), ":2:", "artifacts[1]: expected a JSON object"),
        (lock_of(LINE | {"artifacts": [ARTIFACT | {"confidence": 101}]}), ":2:", "artifacts[0]: confidence"),
        (
            lock_of(LINE | {"artifacts": [ARTIFACT | {"status": "odd"}]}),
            ":2:",
            "status: expected one of listed",
        ),
        (lock_of(LINE | {"artifacts": [{"name": "n"}]}), ":2:", 'artifacts[0]: the field "artifact_type"'),
    ],
)
def test_damage_is_named_and_nothing_overwritten(tmp_path, content, place, says):
    """A damaged lock is an error with its line and what to do, and stays as it is."""
    path = tmp_path / "catalog.lock"
    path.write_bytes(content)
    with pytest.raises(LockError) as caught:
        read_lock(path)
    assert str(caught.value).startswith(f"{path}{place}")
    assert says in str(caught.value)
    assert "restore the file from version control" in str(caught.value)
    assert path.read_bytes() == content


def test_a_newer_lock_is_left_alone(tmp_path):
    """A lock of a later program is an error that names both versions."""
    path = tmp_path / "catalog.lock"
    path.write_bytes(lock_of({"id": "x", "news": 1}, header={"lock": VERSION + 2}))
    with pytest.raises(
        LockError, match=rf"version {VERSION + 2}.*versions up to {VERSION}.*update sources-catalog"
    ):
        read_lock(path)


def test_an_earlier_lock_loads_with_defaults():
    """A lock from before version 1 may lack newer fields and hold forgotten ones."""
    old = lock_of(
        LINE | {"stars": 5, "sync_token": "x", "tree_state": {"etag": "y", "failures": 2}},
        header={"lock": 0},
    )
    (loaded,) = decode_lock(old).values()
    assert loaded == Snapshot(
        source_id="tools", full_name="acme/tools", stars=5, tree_state=PartState(failures=2)
    )
    assert loaded.artifacts == ()
    assert loaded.missing_count == 0


def test_an_earlier_lock_is_still_checked():
    """Being old excuses missing fields, not wrong ones."""
    with pytest.raises(LockError, match=":2: stars"):
        decode_lock(lock_of(LINE | {"stars": "5"}, header={"lock": 0}))


@given(st.data())
@settings(deadline=None)
def test_flipped_bits_never_escape_as_something_else(data):
    """Whatever byte of a lock is hit, reading gives snapshots or a LockError."""
    content = bytearray(
        lock_of(LINE | {"stars": 5, "artifacts": [ARTIFACT], "topics": ["a"]}, LINE | {"id": "b"})
    )
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        loaded = decode_lock(bytes(content))
    except LockError:
        return
    assert all(isinstance(s, Snapshot) for s in loaded.values())


def test_a_lock_that_cannot_be_written_is_an_error(tmp_path):
    """Where there is no folder for it, the error says that it could not be written."""
    with pytest.raises(LockError, match="cannot be written, and was left as it is: No such file"):
        write_lock(tmp_path / "nowhere" / "catalog.lock", {})


def test_a_write_that_fails_leaves_what_was_there_and_no_rubbish(tmp_path):
    """A rename that fails costs neither what stood in its place nor a stray temporary file."""
    path = tmp_path / "catalog.lock"
    (path / "kept").mkdir(parents=True)
    with pytest.raises(LockError, match="cannot be written"):
        write_lock(path, {"a": snapshot("a")})
    assert [p.name for p in tmp_path.iterdir()] == ["catalog.lock"]
    assert (path / "kept").is_dir()


def test_rubbish_of_killed_programs_is_swept(tmp_path):
    """What a killed program left beside the lock goes after an hour, and not what is being written."""
    old, new = tmp_path / ".catalog.lock.1.aa.tmp", tmp_path / ".catalog.lock.2.bb.tmp"
    other = tmp_path / ".other.lock.1.aa.tmp"
    for stray in (old, new, other):
        stray.write_bytes(b"half")
    for stray in (old, other):
        os.utime(stray, (1_000_000_000, 1_000_000_000))
    write_lock(tmp_path / "catalog.lock", {})
    assert {p.name for p in tmp_path.iterdir()} == {"catalog.lock", new.name, other.name}


def test_a_folder_in_its_place_is_an_error(tmp_path):
    """What cannot be read is not taken for an empty lock."""
    with pytest.raises(LockError, match="cannot be read"):
        read_lock(tmp_path)


def test_a_linked_lock_stays_a_link(tmp_path):
    """A lock that is kept elsewhere is replaced there."""
    (tmp_path / "kept").mkdir()
    link = tmp_path / "catalog.lock"
    link.symlink_to(Path("kept") / "catalog.lock")
    write_lock(link, {"a": snapshot("a")})
    assert link.is_symlink()
    assert read_lock(tmp_path / "kept" / "catalog.lock") == {"a": snapshot("a")}


def test_ten_thousand_lines_take_seconds(tmp_path):
    """A big catalog's lock is written and read without a noticeable wait (a guard, not a measure)."""
    path = tmp_path / "catalog.lock"
    artifacts = tuple(skill(f"skills/s{i}/SKILL.md", description="What it does. " * 5) for i in range(4))
    many = {f"s{i}": snapshot(f"s{i}", artifacts=artifacts) for i in range(10_000)}
    started = time.process_time()
    write_lock(path, many)
    assert len(read_lock(path)) == 10_000
    assert time.process_time() - started < 20
