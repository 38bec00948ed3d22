"""What SECURITY.md promises names the tests that hold it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_a_test_that_is_there():
    """Each row of the tables links to files of this repository."""
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "---" not in line]
    promises = [row for row in rows if not row.endswith("tested by |")]
    assert len(promises) > 15
    for row in promises:
        tests = re.findall(r"\]\((tests/[^)]+)\)", row)
        assert tests, row
        assert [name for name in tests if not (ROOT / name).is_file()] == []
