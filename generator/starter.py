"""A new catalog's files: settings, a first source, the workflows that keep it, a README.

The workflows are those of this repository, but for the step that installs the program:
here it is the checkout, there a release.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from generator.atomic import replace_file
from generator.errors import OutputError
from generator.issue_form import issue_form
from generator.places import SETTINGS
from generator.yaml_text import scalar_text

WORKFLOWS = ("build.yml", "refresh.yml", "validate.yml")
LOCKED = "requirements.txt"
"""The libraries of the program, with their hashes."""

_NAMES = {"gitignore": ".gitignore", "dependabot.yml": ".github/dependabot.yml"}
"""Files that have another name while they are shipped."""
_FROM_CHECKOUT = (
    "pip install --require-hashes -r requirements/run.txt -r requirements/build.txt",
    "pip install --no-deps --no-build-isolation .",
)
_TITLE, _BASE_URL, _REPOSITORY = (
    "title: My catalog",
    "# base_url: https://example.org/catalog",
    "# repository: example-org/catalog",
)


def starter_files(
    version: str, *, title: str | None = None, repository: str | None = None, base_url: str | None = None
) -> dict[str, str]:
    """The files of a new catalog by path, sorted; ``version`` is that of the program it is to use.

    What is left out stays as an example in a comment. Nothing is checked here.
    """
    checkout = Path(__file__).parent.parent
    package = Path(__file__).parent / "new_catalog"
    packed = package.is_dir()
    folder = package if packed else checkout / "starter"
    workflows = folder / "workflows" if packed else checkout / ".github/workflows"
    locked = folder / LOCKED if packed else checkout / "requirements/run.txt"
    files = {
        _NAMES.get(name, name): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
        and (name := path.relative_to(folder).as_posix()) != LOCKED
        and not name.startswith("workflows/")
    }
    files[".github/ISSUE_TEMPLATE/add-source.yml"] = issue_form()
    for name in WORKFLOWS:
        text = (workflows / name).read_text(encoding="utf-8")
        files[f".github/workflows/{name}"] = _installing(text, version)
    files[LOCKED] = locked.read_text(encoding="utf-8")
    settings = files[SETTINGS]
    if title is not None:
        settings = _put(settings, _TITLE, f"title: {scalar_text(title)}")
        files["README.md"] = _put(files["README.md"], "# My catalog", f"# {_heading(title)}")
    if base_url is not None:
        settings = _put(settings, _BASE_URL, f"base_url: {scalar_text(base_url)}")
    if repository is not None:
        settings = _put(settings, _REPOSITORY, f"repository: {scalar_text(repository)}")
    files[SETTINGS] = settings
    return dict(sorted(files.items()))


def write_starter(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a folder, which is made where it is not there; all of them or none.

    Raises OutputError where one of them is there already, or the system refuses.
    """
    there = [path for path in files if os.path.lexists(folder / path)]
    if there:
        raise OutputError(
            f"{folder} has {', '.join(there)} already; nothing was written."
            " Choose another folder, or move these away"
        )
    written: list[Path] = []
    try:
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, text.encode())
            written.append(target)
    except OSError as error:
        for target in written:
            target.unlink(missing_ok=True)
        raise OutputError(f"cannot write {folder}: {error.strerror or error}; nothing was written") from error


def _installing(workflow: str, version: str) -> str:
    """The workflow with the release of that version installed rather than the checkout."""
    locked, program = _FROM_CHECKOUT
    workflow = _put(workflow, locked, f"pip install --require-hashes -r {LOCKED}")
    return _put(workflow, program, f"pip install --no-deps sources-catalog=={version}")


def _heading(title: str) -> str:
    """A title as the text of a Markdown heading."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#!|&~" else c for c in " ".join(title.split()))


def _put(text: str, old: str, new: str) -> str:
    """The text with one piece, which is in it once, replaced."""
    before, found, after = text.partition(old)
    if not found or old in after:
        raise ValueError(f"{old!r} is to be there once")
    return f"{before}{new}{after}"
