"""Every code of a problem is explained, and its example gives that code and no other."""

from datetime import UTC, datetime

import pytest

from docs.reference import pages
from generator.cli.validate import checked
from generator.lock import write_lock
from generator.model import Snapshot
from generator.schema.codes import CODES, LOOK_CODES
from generator.schema.explained import EXPLAINED

SNAPSHOTS = {
    "renamed-repository": [Snapshot("example", "example-org/skills", moved_to="example-org/new")],
    "missing-repository": [
        Snapshot(
            "example", "example-org/skills", missing=True, missing_since=datetime(2026, 1, 1, tzinfo=UTC)
        )
    ],
    "same-repository": [
        Snapshot("one", "example-org/skills", node_id="R_1"),
        Snapshot("two", "example-org/old-skills", node_id="R_1"),
    ],
}
"""What the lock must know for the codes that rest on it."""

NOT_BY_FILES = {"unreadable", "not-regular", "no-catalog", "not-utf8", "duplicate-id"}
"""What no text can show; tests of reading produce them."""


def test_every_code_is_explained():
    """No code is without a reason and a way to mend it."""
    assert set(EXPLAINED) == {*CODES, *LOOK_CODES}
    assert all(explained.why and explained.mend for explained in EXPLAINED.values())


@pytest.mark.parametrize("code", sorted({*CODES, *LOOK_CODES} - NOT_BY_FILES - {"dead-homepage"}))
def test_the_example_gives_its_code(tmp_path, code):
    """The files on the page of a code give just this one."""
    (tmp_path / "sources").mkdir()
    for name, text in EXPLAINED[code].files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    if code in SNAPSHOTS:
        write_lock(tmp_path / "catalog.lock", {s.source_id: s for s in SNAPSHOTS[code]})
    _, problems = checked(tmp_path, None, None, online=False)
    assert {problem.code for problem in problems} == {code}


def test_only_what_no_text_can_show_has_no_example():
    """Every other page has one."""
    assert {code for code, explained in EXPLAINED.items() if not explained.files} == NOT_BY_FILES
    assert all(EXPLAINED[code].given for code in NOT_BY_FILES)


def test_every_code_has_a_page():
    """One page a code, and a list of all of them."""
    written = pages()
    assert {f"codes/{code}.md" for code in EXPLAINED} | {"codes/README.md"} == {
        name for name in written if name.startswith("codes/")
    }
