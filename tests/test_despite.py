"""Wrong settings hide nothing that is wrong with definitions, and blame no definition that is good."""

import json

import pytest

from tests import small_catalog
from tests.test_cli import run

TYPES = (
    "artifact_types:\n  recipe:\n    aliases: [dish]\n    detect: {cook: {kind: file, paths: ['*.cook']}}\n"
)

WRONG = [
    ("sources/good.yaml", "repo_url: a/b\nsingle_artifact: dish\n", None),
    ("sources/level.yaml", "repo_url: c/d\ntrust_level: offical\n", "unknown-value"),
    ("sources/type.yaml", "repo_url: e/f\nsingle_artifact: receipe\n", "unknown-artifact-type"),
]
"""Definitions, and what is wrong with them where there are recipes."""


@pytest.fixture
def root(tmp_path):
    """A catalog with recipes, and definitions of which two are wrong."""
    root = small_catalog.make(tmp_path / "catalog")
    for file, text, _ in WRONG:
        (root / file).write_text(text)
    return root


def told(root):
    """File and code of every error."""
    problems = json.loads(run(root, "validate", "--format", "json").stdout)["problems"]
    return {(p["file"], p["code"]) for p in problems if p["severity"] == "error"}


BOTH = {(file, code) for file, _, code in WRONG if code}
KNOWN = {("sources/level.yaml", "unknown-value")}


@pytest.mark.parametrize(
    ("settings", "code", "expected"),
    [
        pytest.param(f"title: x\n{TYPES}", None, BOTH, id="good settings"),
        pytest.param(f"title: x\npage_size: 0\n{TYPES}", "out-of-range", BOTH, id="another field"),
        pytest.param(TYPES, "missing-field", BOTH, id="a field is missing"),
        pytest.param(f"title: x\n{TYPES}    icon: 7\n", "wrong-type", KNOWN, id="the types"),
        pytest.param(f"title: x\n{TYPES.replace('_types', '_type')}", "unknown-field", KNOWN, id="misspelt"),
        pytest.param(f"schema: 99\ntitle: x\n{TYPES}", "newer-schema", KNOWN, id="newer"),
        pytest.param("- a\n- b\n", "wrong-type", KNOWN, id="a list"),
        pytest.param("title: [x\n", "not-yaml", KNOWN, id="no YAML"),
        pytest.param("", "empty-file", KNOWN, id="empty"),
    ],
)
def test_one_run_tells_everything(root, settings, code, expected):
    """What is wrong with the settings, and what surely is with definitions."""
    (root / "catalog.yaml").write_text(settings)
    found = told(root)
    assert {each for each in found if each[0] != "catalog.yaml"} == expected
    assert {each[1] for each in found if each[0] == "catalog.yaml"} == ({code} if code else set())


def test_a_build_tells_everything_as_well(root):
    """All errors in one run, whichever command found them, and nothing is written."""
    (root / "catalog.yaml").write_text(f"title: x\npage_size: 0\n{TYPES}")
    result = run(root, "build", "--offline")
    assert result.exit_code == 1
    for place in ("catalog.yaml:2", "sources/level.yaml:2", "sources/type.yaml:2"):
        assert place in result.stderr
    assert not (root / "site").exists()


def test_only_the_files_that_were_named_are_told(root):
    """Beside the settings, which are always checked."""
    (root / "catalog.yaml").write_text(f"title: x\npage_size: 0\n{TYPES}")
    result = run(root, "validate", "sources/level.yaml", "--format", "json")
    files = {problem["file"] for problem in json.loads(result.stdout)["problems"]}
    assert files == {"catalog.yaml", "sources/level.yaml"}
