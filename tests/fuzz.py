"""Feeds readers with whatever finds new ways through them, for as long as it is let.

``python tests/fuzz.py TARGET -max_total_time=60`` (what ``make long`` runs for each target)
with the package ``atheris``; what comes after the target goes to libFuzzer. A finding is
any exception that the reader does not promise, or an input that takes over five seconds.
The tests in ``test_*.py`` try the same readers with hypothesis for a moment in every run.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["generator"]):
    from generator.errors import LockError, ProblemsError
    from generator.exchange import FORMS, Options, plan
    from generator.github.decode import BadBodyError, parse_json, rest_head, rest_repository, rest_tree
    from generator.lock.decode import decode_lock
    from generator.markdown import render_readme
    from generator.model import Readme
    from generator.printable import printable
    from generator.schema import default_settings, read_settings, read_source
    from generator.urls import RepoLocation
    from generator.yaml_text import decode, parse_all, parse_front_matter

SETTINGS = default_settings("Fuzzed")
LOCATION = RepoLocation("a/b", "c" * 40)


def definition(data: bytes) -> None:
    """Bytes of a file in sources/."""
    text, problems = decode(data, "f")
    if text is None:
        assert problems
        return
    node, problems = parse_all(text, "f")
    assert node is not None or problems
    if node is not None:
        found = read_source(node, "f", SETTINGS, source_id="a-b")
        assert found.source or found.problems or problems


def settings(data: bytes) -> None:
    """Bytes of catalog.yaml."""
    text, _ = decode(data, "f")
    node, before = parse_all(text, "f") if text is not None else (None, [])
    if node is not None:
        found, problems = read_settings(node, "f")
        assert found or problems or before


def front_matter(data: bytes) -> None:
    """The beginning of an artifact's Markdown file."""
    parse_front_matter(data.decode("utf-8", "replace"))


def lock(data: bytes) -> None:
    """Bytes of catalog.lock."""
    with contextlib.suppress(LockError):
        decode_lock(data)


def answer(data: bytes) -> None:
    """Bodies that GitHub might send."""
    with contextlib.suppress(BadBodyError):
        body = parse_json(data)
        for read in (
            lambda b: rest_repository(b, description=True),
            rest_head,
            lambda b: rest_tree(b, "a" * 40),
        ):
            with contextlib.suppress(BadBodyError):
                read(body)


def other_catalogs(data: bytes) -> None:
    """Files of other catalogs: the first byte says of which form."""
    form = FORMS[sorted(FORMS)[data[0] % len(FORMS)]] if data else None
    if form is not None:
        with contextlib.suppress(ProblemsError):
            reading = form.read([("f", data[1:].decode("utf-8", "replace"))], Options())
            made = plan(reading, SETTINGS, ())
            assert len({new.source.id for new in made.new}) == len(made.new)


def readme(data: bytes) -> None:
    """READMEs in Markdown and reStructuredText; what comes out has no script."""
    text = data.decode("utf-8", "replace")[:20_000]
    for path in ("README.md", "README.rst"):
        html = render_readme(Readme(path, text, truncated=False), LOCATION).html.lower()
        assert "<script" not in html
        assert "javascript:" not in html.replace("&#", "")


def output(data: bytes) -> None:
    """Strangers' texts on their way to a terminal."""
    line = printable(data.decode("utf-8", "surrogateescape"))
    assert len(line.splitlines()) <= 1
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cs")]
    assert not line.lstrip().startswith("::")
    assert printable(line) == line


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (definition, settings, front_matter, lock, answer, other_catalogs, readme, output)
}

SEEDS: dict[str, tuple[str, ...]] = {
    "definition": ("sources/*.yaml", "tests/definitions/**/*.yaml"),
    "settings": ("catalog.yaml", "examples/*/catalog.yaml", "starter/catalog.yaml"),
    "front_matter": ("examples/**/*.md", "tests/scan/**/*.md"),
    "lock": ("catalog.lock",),
    "answer": ("package.json", "schemas/*.json"),
    "other_catalogs": ("*.md", "package.json", "catalog.yaml"),
    "readme": ("*.md", "docs/*.md"),
}
"""Files of this repository that a target begins with."""

STARTS: dict[str, tuple[bytes, ...]] = {
    "front_matter": (b"---\nname: a\ndescription: >-\n  b\ntags: [a, 'b']\n---\n# A\n",),
    "lock": (b'{"lock": 2}\n{"id": "a", "full_name": "a/b", "artifacts": []}\n',),
    "answer": (
        (
            b'{"node_id": "R_1", "full_name": "a/b", "description": null, "topics": ["a"], '
            b'"stargazers_count": 1, "forks_count": 0, "license": null, "language": "C", "archived": false,'
            b' "default_branch": "main", "pushed_at": "2026-01-01T00:00:00Z", "homepage": ""}'
        ),
        (
            b'{"sha": "%s", "truncated": false, "tree": [{"path": "a", "mode": "100644", "type": "blob", '
            b'"sha": "%s", "size": 1}]}'
        )
        % (b"a" * 40, b"b" * 40),
        b'[{"sha": "%s", "commit": {"tree": {"sha": "%s"}}}]' % (b"a" * 40, b"b" * 40),
    ),
}
"""Texts of our own that it begins with as well."""


def main(target: str, arguments: list[str]) -> None:
    """Run one target until libFuzzer is content."""
    with tempfile.TemporaryDirectory() as seeds:
        texts = [path.read_bytes() for glob in SEEDS.get(target, ()) for path in sorted(ROOT.glob(glob))]
        for number, text in enumerate((*texts, *STARTS.get(target, ()))):
            (Path(seeds) / str(number)).write_bytes(text)
        atheris.Setup([sys.argv[0], "-timeout=5", "-rss_limit_mb=1024", *arguments, seeds], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--list"]:
        sys.stdout.write("\n".join(TARGETS) + "\n")
    else:
        main(sys.argv[1], sys.argv[2:])
