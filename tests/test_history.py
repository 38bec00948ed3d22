"""The history file: what is written is read again, and what is damaged stays as it is."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import HistoryError
from generator.history import ARTIFACTS_OF_A_SOURCE, LINE_BYTES, append_run, encode_run, read_history
from generator.past import Change, ChangeKind, Run, Totals

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)

ADDED = ChangeKind.ADDED


def run_with(*changes, **more):
    """A run."""
    return Run(AT, Totals(3, (("skill", 2),), (("skill", 40),)), changes, **more)


def of_artifact(source_id, number):
    """An artifact that came."""
    return Change(ADDED, source_id, "o/r", "skill", f"skill {number}", f"skills/{number}")


@pytest.fixture
def path(tmp_path):
    """Where the history lies."""
    return tmp_path / "catalog.history.jsonl"


TEXT = st.text(max_size=30)
COUNTS = st.dictionaries(st.sampled_from(["skill", "hook"]), st.integers(0, 9999)).map(
    lambda made: tuple(sorted(made.items()))
)
SOURCES = st.builds(Change, st.just(ADDED), TEXT, TEXT, counts=COUNTS)
ARTIFACTS = st.builds(Change, st.just(ChangeKind.RENAMED), TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
RUNS = st.builds(
    Run,
    st.integers(0, 10**9).map(lambda seconds: AT + timedelta(seconds=seconds)),
    st.builds(Totals, st.integers(0, 99999), COUNTS, COUNTS),
    st.lists(SOURCES | ARTIFACTS, max_size=5).map(tuple),
    st.integers(0, 9),
    st.none() | st.lists(TEXT, max_size=3).map(tuple),
)


@given(st.lists(RUNS, max_size=3))
def test_what_is_appended_is_read(tmp_path_factory, runs):
    """Whatever the texts are, the file gives back what was put in, by time."""
    path = tmp_path_factory.mktemp("history") / "h.jsonl"
    for run in runs:
        append_run(path, run)
    assert read_history(path) == tuple(sorted(runs, key=lambda run: run.at))


def test_no_file_is_no_history(path):
    """A catalog begins without one."""
    assert read_history(path) == ()


def test_lines_before_stay(path):
    """Appending leaves every byte before as it was."""
    append_run(path, run_with())
    before = path.read_bytes()
    append_run(path, run_with(Change(ADDED, "a", "o/r")))
    assert path.read_bytes().startswith(before)
    assert before.startswith(b'{"history": 1}\n')


def test_a_line_is_bounded_and_counts_the_rest():
    """However much changes, the line stays within its limit, and says how much it left out."""
    many = [of_artifact(f"source-{n // 100}", n) for n in range(20_000)]
    line = encode_run(run_with(*many))
    told = json.loads(line)
    assert len(line) <= LINE_BYTES
    assert len(told["changes"]) + told["left_out"] == 20_000
    assert len(told["changes"]) > 200


def test_sources_go_before_artifacts():
    """A flood of artifacts does not push out that a source came."""
    flood = [of_artifact("aa", n) for n in range(5_000)]
    told = json.loads(encode_run(run_with(*flood, Change(ADDED, "zz", "o/r"))))
    assert {"kind": "added", "source": "zz", "repo": "o/r"} in told["changes"]
    assert sum(change["source"] == "aa" for change in told["changes"]) == ARTIFACTS_OF_A_SOURCE


def test_a_longest_unlisted_list_still_fits():
    """Ids of unlisted sources are given up before a line gets too long."""
    line = encode_run(run_with(Change(ADDED, "a", "o/r"), unlisted=tuple("x" * 80 for _ in range(2_000))))
    assert len(line) <= LINE_BYTES
    assert json.loads(line)["unlisted"] is None


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda c: c[:-5], ":3: the last line is cut short"),
        (lambda c: c.replace(b'"sources":3', b'"sources":"3"', 1), ":2: sources: expected a whole number"),
        (lambda c: c.replace(b'"at"', b'"when"', 1), ':2: unknown field "when"'),
        (
            lambda c: c.replace(b'"added"', b'"invented"', 1),
            ":3: changes: item 1: kind: expected one of added",
        ),
        (
            lambda c: c.replace(b'"kind":"added"', b'"kind":"renamed"', 1),
            ':3: changes: item 1: expected "before"',
        ),
        (
            lambda c: c.replace(b'"source":', b'"name":"n","source":', 1),
            ":3: changes: item 1: expected type, name",
        ),
        (lambda c: c + b"<<<<<<< HEAD\n", ":4: a conflict of a merge"),
        (lambda _: b"nonsense\n", ":1: the line is no JSON"),
        (lambda _: b'{"history": 2}\n', "of version 2, and this program knows versions up to 1"),
        (lambda c: c + b'{"at":"' + b" " * LINE_BYTES + b'"}\n', ":4: expected a line of less than"),
    ],
)
def test_damage_is_named_and_left_alone(path, damage, expected):
    """The message has the line; reading and appending both refuse, and nothing is written."""
    append_run(path, run_with())
    append_run(path, run_with(Change(ADDED, "a", "o/r")))
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    for attempt in (lambda: read_history(path), lambda: append_run(path, run_with())):
        with pytest.raises(HistoryError) as raised:
            attempt()
        assert expected in str(raised.value)
        assert "nothing was changed" in str(raised.value)
    assert path.read_bytes() == before


def test_lines_of_two_branches_are_read_by_time(path):
    """Where git put the lines of two branches one after the other, time decides."""
    later = Run(AT + timedelta(days=1), Totals(4))
    append_run(path, later)
    append_run(path, run_with())
    assert read_history(path) == (run_with(), later)


def test_a_folder_that_cannot_be_written_is_explained(tmp_path):
    """The message names the file and what the system says."""
    with pytest.raises(HistoryError, match="cannot be written, and was left as it is"):
        append_run(tmp_path / "no-such-folder/h.jsonl", run_with())
