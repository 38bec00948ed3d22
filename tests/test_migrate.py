"""`catalog migrate`: every version ever written is brought to today's, and nothing is lost."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.load import load_settings, load_sources
from generator.lock import VERSION, read_lock
from generator.migration import plan_migration
from generator.schema import SCHEMA_VERSION, SETTINGS_VERSION
from generator.versions import migrated_definition
from generator.yaml_text import parse, plain
from tests.definitions.cases import SETTINGS
from tests.test_cli import run

VERSIONS = Path(__file__).parent / "versions"
ALL = sorted(path.name for path in VERSIONS.iterdir() if path.is_dir())


@pytest.fixture
def old(tmp_path, request):
    """A catalog as a version wrote it."""
    return Path(shutil.copytree(VERSIONS / request.param, tmp_path / "catalog"))


def everything(root):
    """What a catalog says."""
    settings = load_settings(root)
    return settings, load_sources(root, settings), read_lock(root / "catalog.lock")


def texts(root):
    """The bytes of all files."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def comments(content):
    """The comments of a YAML file."""
    return re.findall(rb"(?:^|\s)(#[^\r\n]*)", content)


def test_there_is_a_catalog_of_every_version():
    """Whoever makes a new version adds a catalog of it here."""
    assert [str(n) for n in range(max(SCHEMA_VERSION, SETTINGS_VERSION, VERSION) + 1)] == ALL


@pytest.mark.parametrize("old", ALL, indirect=True)
def test_every_version_is_migrated_without_loss(old):
    """The catalog says the same afterwards, in today's version, with every comment."""
    before, files = everything(old), texts(old)
    result = run(old, "migrate")
    assert result.exit_code == 0, result.stderr
    assert everything(old) == before
    after = texts(old)
    assert files.keys() <= after.keys()
    for name in (name for name in files if name.endswith(".yaml")):
        assert comments(after[name]) == comments(files[name])
    assert read_lock(old / "catalog.lock") == before[2]
    assert (old / "catalog.lock").read_text().startswith(f'{{"lock": {VERSION}}}\n')


@pytest.mark.parametrize("old", ALL, indirect=True)
def test_a_second_migration_changes_nothing(old):
    """What is of today's versions stays, byte for byte."""
    run(old, "migrate")
    before = texts(old)
    result = run(old, "migrate", "--check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "everything is of today's versions" in result.stderr
    assert texts(old) == before


@pytest.mark.parametrize("old", ALL, indirect=True)
def test_a_dry_run_writes_nothing(old):
    """It only tells; --check tells CI by its exit code."""
    before = texts(old)
    would = bool(plan_migration(old).contents)
    assert run(old, "migrate", "--dry-run").exit_code == 0
    assert run(old, "migrate", "--check").exit_code == would
    assert texts(old) == before
    assert would == (old / "catalog.lock").read_text().startswith(('{"lock":0}', '{"lock":1}'))


@pytest.mark.parametrize("old", ["0"], indirect=True)
def test_the_first_version_in_detail(old):
    """Old words give way to today's where they stand; what the lock cannot hold is kept beside it."""
    first, lock = (old / "catalog.lock").read_bytes(), "catalog.lock"
    result = run(old, "migrate")
    assert (old / "sources/first-bundle.yaml").read_text() == (
        "schema: 2 # before there were marks\n\n"
        "# what it is as a whole\n"
        "single_artifact: plugin # the old word\n"
        "repo_url: 'https://github.com/first/bundle'\n"
        "manual_map:\n"
        "  # the servers\n"
        "  servers: mcp_server\n"
        '  "skills/x": skill\n'
    )
    assert (old / "catalog.lock.v0").read_bytes() == first
    assert result.stdout.splitlines() == [
        "sources/first-bundle.yaml: single_artifact: composite is called plugin now",
        "sources/first-bundle.yaml: manual_map: mcp is called mcp_server now",
        "sources/first-bundle.yaml: schema: 0 is 2 now",
        f"{lock}: version 0 is 2 now, 2 sources",
        f"{lock}: artifact_count is computed anew",
        f"{lock}: counts_by_type is computed anew",
        f"{lock}: watchers has no place any more; the old file is kept as catalog.lock.v0",
    ]
    assert run(old, "list").exit_code == 0


@pytest.mark.parametrize("old", ["1"], indirect=True)
def test_line_ends_stay(old):
    """A file of Windows is one afterwards, and a last line without an end has none."""
    run(old, "migrate")
    assert (old / "sources/second-unmarked.yaml").read_bytes() == (
        b"repo_url: https://github.com/second/unmarked\r\nsingle_artifact: mcp_server\r\n# the end"
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sources/first-tools.yaml", "schema: 99\nrepo_url: a/b\n", "newer than schema"),
        ("catalog.yaml", "schema: 99\ntitle: X\n", "newer than schema"),
        ("catalog.lock", '{"lock": 99}\n', "is of version 99"),
        ("sources/first-tools.yaml", "schema: 0\nrepo_url: [\n", "not valid YAML"),
        ("catalog.lock", '{"lock": 0}\n{"id": 1}\n', ":2:"),
    ],
)
def test_a_file_that_is_newer_or_wrong_changes_nothing(tmp_path, file, text, said):
    """It is named, with both versions where that is the matter, and all files stay as they were."""
    root = Path(shutil.copytree(VERSIONS / "0", tmp_path / "catalog"))
    (root / file).write_text(text)
    before = texts(root)
    result = run(root, "migrate")
    assert result.exit_code == 1
    assert said in result.stderr
    assert texts(root) == before


WORDS = st.sampled_from(["skill", "mcp", "MCP-servers", "composite", "plugin", "hook"])


@given(
    st.fixed_dictionaries(
        {"repo_url": st.just("a/b")},
        optional={
            "schema": st.integers(0, SCHEMA_VERSION),
            "single_artifact": WORDS,
            "manual_map": st.dictionaries(st.sampled_from(["a", "b/c"]), WORDS, min_size=1),
            "tags": st.just(["x"]),
        },
    )
)
def test_migrating_twice_is_migrating_once(fields):
    """Whatever a definition says, its migrated form is migrated already, and of the newest mark if of any."""
    from generator.yaml_text import mapping_text

    once = migrated_definition(mapping_text(fields), "f", SETTINGS)
    assert migrated_definition(once.text, "f", SETTINGS) == type(once)(once.text)
    after = plain(parse(once.text, "f"))
    assert after.keys() == fields.keys()
    assert after.get("schema", SCHEMA_VERSION) == SCHEMA_VERSION
    if fields.get("schema", 0) < 1:
        assert after.get("single_artifact") in (None, "skill", "mcp_server", "plugin", "hook")
