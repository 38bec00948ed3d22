"""Whole READMEs and the HTML they become, as files to be read side by side.

``pytest tests/test_markdown_fixtures.py --update-golden`` rewrites the expected files.
"""

from pathlib import Path

import pytest

from generator.markdown import render_readme
from generator.model import Readme
from generator.urls import RepoLocation

FOLDER = Path(__file__).parent / "markdown"
INPUTS = sorted(file for file in FOLDER.iterdir() if file.suffix != ".expected")
LOCATION = RepoLocation("owner/name", "0123456789abcdef0123456789abcdef01234567")


@pytest.mark.parametrize("file", INPUTS, ids=lambda file: file.name)
def test_fixture(file, request):
    """A README becomes the HTML, the contents, the text and the note that are expected of it."""
    rendered = render_readme(Readme(f"docs/{file.name}", file.read_text(encoding="utf-8")), LOCATION)
    contents = "".join(f"{heading.level} #{heading.id} {heading.text}\n" for heading in rendered.headings)
    actual = (
        f"{rendered.html}\n--- contents\n{contents}--- text\n{rendered.text}\n--- note\n{rendered.note}\n"
    )
    expected = file.with_name(file.name + ".expected")
    if request.config.getoption("--update-golden"):
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")
