"""Laws of the scan, over made-up trees full of the names that its rules look for."""

import hashlib
import random

from hypothesis import given
from hypothesis import strategies as st

from generator.model import ArtifactStatus, Exclusion, Source, Tree, TreeEntry
from generator.scan import explain, scan, wanted_contents
from generator.scan.listing import ancestors
from generator.urls import RepoLocation
from tests.scan.stored import SETTINGS

PLACE = RepoLocation("o/r", "c" * 40)
TYPES = {kind.id for kind in SETTINGS.artifact_types}

FOLDERS = st.sampled_from(
    [
        "a",
        "b",
        "skills",
        "commands",
        "agents",
        "hooks",
        ".claude",
        ".claude-plugin",
        ".cursor",
        ".codex-plugin",
        "plugins",
        "docs",
        "tests",
        "templates",
        "references",
        "mcps",
        "src",
        "packages",
        "external",
        "{x}",
    ]
)
NAMES = st.sampled_from(
    [
        "SKILL.md",
        "x.md",
        "y.md",
        "README.md",
        "GUIDE.md",
        "HOOK.md",
        "plan.agent.md",
        "run.sh",
        "x",
        "plugin.json",
        "marketplace.json",
        "hooks.json",
        "settings.json",
        ".mcp.json",
        "mcp.json",
        "server.json",
        "package.json",
        "pyproject.toml",
        "go.mod",
    ]
)
PATHS = st.builds(lambda folders, name: "/".join([*folders, name]), st.lists(FOLDERS, max_size=4), NAMES)
TEXTS = st.sampled_from(
    [
        b"",
        b"# text",
        b"---\nname: n\ndescription: d\ntools: t\n---\n",
        b"---\ndescription: d\n---\n$ARGUMENTS",
        b'{"name": "p", "agents": "./a/", "commands": ["./x.md"], "hooks": {"S": [1]}}',
        b'{"name": "p", "mcpServers": {"s": {}}}',
        b'{"plugins": [{"name": "q", "source": "./a"}, {"name": "r", "source": "./"}, {"source": {}}]}',
        b'{"mcpServers": {"s": {"command": "x"}, "t": {"url": "y"}}}',
        b'{"name": "x/mcp", "packages": [{}], "dependencies": {"@modelcontextprotocol/sdk": "1"}}',
        b'[project]\nname = "mcp-x"\ndependencies = ["mcp"]',
        b"[" * 3000,
        b"\xff\x00",
    ]
)
REPOS = st.sampled_from(["things", "agents", "commands", "claude-hooks", "mcp-servers"])
MODES = st.sampled_from(["100644"] * 8 + ["100755", "120000", "160000"])
GLOBS = st.sampled_from(
    ["a", "a/**", "**/skills/**", "**/*.md", "**", "b/", ".claude", "plugins/**/x.md", ""]
)


@st.composite
def repositories(draw):
    """A tree with its folders, the texts of some files, and a definition."""
    entries, contents = {}, {}
    for path in draw(st.lists(PATHS, max_size=14)):
        mode, text = draw(MODES), draw(TEXTS)
        oid = hashlib.sha1(text, usedforsecurity=False).hexdigest()
        if mode == "160000":
            entries[path] = TreeEntry(path, mode, "commit", oid)
        else:
            entries[path] = TreeEntry(path, mode, "blob", oid, len(text))
        if draw(st.booleans()) and mode.startswith("100"):
            contents[path] = text
        for folder in ancestors(path):
            tree = TreeEntry(folder, "040000", "tree", draw(st.sampled_from(["a" * 40, "b" * 40])))
            entries.setdefault(folder, tree)
    entries.pop("", None)
    source = Source(
        "s",
        "o",
        draw(REPOS),
        root_hint=draw(st.sampled_from([None, None, None, "a", "plugins"])),
        manual_map=tuple(
            draw(st.lists(st.tuples(PATHS | FOLDERS, st.sampled_from([*TYPES, "no"])), max_size=2))
        ),
        single_artifact=draw(st.sampled_from([None, None, None, "skill", "no"])),
        exclude=tuple(Exclusion(g) for g in draw(st.lists(GLOBS, max_size=2))),
    )
    return Tree("e" * 40, tuple(entries.values())), contents, source


@given(repositories(), st.randoms(use_true_random=False))
def test_the_order_of_the_tree_does_not_matter(repository, shuffled: random.Random):
    """A shuffled listing gives the same artifacts and wants the same texts."""
    tree, contents, source = repository
    entries = list(tree.entries)
    shuffled.shuffle(entries)
    other = Tree(tree.oid, tuple(entries))
    assert scan(other, contents, source, SETTINGS, PLACE) == scan(tree, contents, source, SETTINGS, PLACE)
    assert wanted_contents(other, source, SETTINGS) == wanted_contents(tree, source, SETTINGS)


@given(repositories())
def test_every_artifact_is_of_one_status(repository):
    """Listed, excluded and duplicate part the artifacts; a duplicate's original is listed and of its type."""
    tree, contents, source = repository
    found = scan(tree, contents, source, SETTINGS, PLACE)
    keys = [(a.artifact_type, a.path, a.name, a.detected_by) for a in found]
    assert len(set(keys)) == len(keys)
    listed = {(a.artifact_type, a.path) for a in found if a.status is ArtifactStatus.LISTED}
    for a in found:
        assert (a.duplicate_of is not None) == (a.status is ArtifactStatus.DUPLICATE)
        assert (a.reason is None) == (a.status is ArtifactStatus.LISTED)
        if a.duplicate_of is not None:
            assert (a.artifact_type, a.duplicate_of) in listed


@given(repositories())
def test_an_artifact_is_of_the_tree(repository):
    """Its path stands in the tree below the root hint, its type is a type, its words keep their limits."""
    tree, contents, source = repository
    paths = {e.path for e in tree.entries} | {""}
    for a in scan(tree, contents, source, SETTINGS, PLACE):
        assert a.path in paths
        assert not source.root_hint or f"{a.path}/".startswith(f"{source.root_hint}/")
        assert a.artifact_type in TYPES
        assert 0 < len(a.name) <= 120
        assert len(a.description or "") <= 500
        assert 0 <= a.confidence <= 100
        assert a.detected_by


@given(repositories(), GLOBS)
def test_one_more_exclusion_never_adds(repository, pattern):
    """It changes no artifact but in its status, and there are not more listed ones than before."""
    tree, contents, source = repository
    more = Source(
        **{f: getattr(source, f) for f in Source.__slots__}
        | {"exclude": (*source.exclude, Exclusion(pattern))}
    )
    before = scan(tree, contents, source, SETTINGS, PLACE)
    after = scan(tree, contents, more, SETTINGS, PLACE)
    assert [(a.artifact_type, a.path, a.name) for a in after] == [
        (a.artifact_type, a.path, a.name) for a in before
    ]
    for kind in TYPES:
        count = [
            sum(a.artifact_type == kind and a.status == "listed" for a in found) for found in (after, before)
        ]
        assert count[0] <= count[1]


@given(repositories())
def test_explain_agrees_with_scan(repository):
    """The artifacts are told as they are, and nothing is both found and turned down by the same rule."""
    tree, contents, source = repository
    verdicts = explain(tree, contents, source, SETTINGS)
    told = {(v.artifact_type, v.path, v.name, v.outcome) for v in verdicts if v.outcome != "turned down"}
    found = scan(tree, contents, source, SETTINGS, PLACE)
    assert told == {(a.artifact_type, a.path, a.name, a.status.value) for a in found}
    assert all(v.reason for v in verdicts if v.outcome != "listed")
    assert list(verdicts) == sorted(verdicts)


@given(repositories())
def test_what_is_wanted_is_readable(repository):
    """Only regular files of the tree are asked for, each once."""
    tree, _, source = repository
    wanted = wanted_contents(tree, source, SETTINGS)
    assert len(set(wanted)) == len(wanted)
    assert all(e in tree.entries and e.type == "blob" and e.mode.startswith("100") for e in wanted)


@given(
    st.lists(
        st.builds(
            TreeEntry,
            st.text(max_size=12),
            st.text(max_size=6),
            st.sampled_from(["blob", "tree", "commit", ""]),
            st.text(max_size=4),
            st.none() | st.integers(-1, 2**70),
        ),
        max_size=8,
    ),
    st.dictionaries(st.text(max_size=12), st.binary(max_size=40)),
)
def test_nonsense_does_not_raise(entries, contents):
    """Trees and contents of any kind are scanned without an exception."""
    scan(Tree("", tuple(entries)), contents, Source("s", "", ""), SETTINGS, PLACE)
