"""The scan's doors: what it returns of an artifact, what it wants to read, how it explains itself."""

import json
from pathlib import Path

import pytest

from generator.model import ArtifactStatus, DetectionRule, Exclusion, Settings, Source
from generator.scan import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE, RULE_KINDS, explain, scan, wanted_contents
from generator.scan.globs import Glob
from generator.urls import RepoLocation
from tests.scan.stored import SETTINGS, contents_of, tree_of

ROOT = Path(__file__).parent.parent
SOURCE = Source("x", "someone", "things")
PLACE = RepoLocation("someone/things", "c" * 40)


def scanned(files, source=SOURCE):
    """All artifacts of a small tree whose texts are known."""
    return scan(tree_of(files), contents_of(files), source, SETTINGS, PLACE)


def test_an_artifact_carries_what_its_front_matter_says():
    """Name, title and description come from the text, the rest from the tree."""
    text = "---\nname: PDF\ntitle: Portable\ndescription: Reads it\n---\n"
    (found,) = scanned({"skills/pdf/SKILL.md": text})
    assert (found.name, found.title, found.description) == ("PDF", "Portable", "Reads it")
    assert found.url == f"https://github.com/someone/things/blob/{'c' * 40}/skills/pdf/SKILL.md"
    assert found.detected_by == "skill-file: a folder with a SKILL.md"
    assert found.sha == tree_of({"skills/pdf/SKILL.md": text}).entries[0].oid


def test_a_folder_links_to_its_tree():
    """An artifact that is a folder has the address of a tree page, the root included."""
    (found,) = scanned({"a.py": "1"}, Source("x", "someone", "things", single_artifact="skill"))
    assert (found.path, found.url) == ("", f"https://github.com/someone/things/tree/{'c' * 40}")


def test_words_of_strangers_are_cut_and_cleaned():
    """Names take 120 characters, descriptions 500, on one line, without control or turning characters."""
    says = {"name": "n" * 300, "description": "a\nb\u202e\x07 \ud800" + "d" * 900}
    (found,) = scanned({".claude-plugin/plugin.json": json.dumps(says)})
    assert len(found.name) == 120
    assert found.name.endswith("…")
    assert len(found.description) == 500
    assert found.description.startswith("a b d")
    assert found.description.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe\x00",
        b"[" * 50_000,
        b'{"mcpServers": ' + b'{"a":' * 20_000,
        b'{"mcpServers": {"a": ' + b"9" * 10_000 + b"}}",
        b'{"plugins": [1, null, {"source": 5}, {"source": {"source": []}}, {"name": {}, "source": "./"}]}',
        b'{"name": ["x"], "agents": [[["a"]]], "commands": {"a": 1}, "hooks": 3, "mcpServers": "x"}',
        b'{"mcpServers": {"\\ud800": {}, "": {"description": 7}}}',
        b"null",
        b"",
        b"---\nname: [\n---\n",
        b"---\n" + b"a: " * 30_000,
        b"[project]\ndependencies = [1, {}]\nname = 3",
        b"a = " + b"[" * 5_000,
    ],
    ids=lambda text: repr(text[:24]),
)
def test_no_text_raises(text):
    """Whatever stands in the files that are read, the scan goes on."""
    names = [
        "a/SKILL.md",
        ".mcp.json",
        "server.json",
        "package.json",
        "pyproject.toml",
        "Cargo.toml",
        "go.mod",
    ]
    names += [".claude-plugin/plugin.json", ".claude-plugin/marketplace.json", "hooks/hooks.json"]
    names += [".claude/settings.json", "commands/x.md", "agents/x.md", "design/x.md"]
    tree = tree_of(dict.fromkeys(names, "text"))
    source = Source("x", "mcp", "agents-commands-hooks")
    found = scan(tree, dict.fromkeys(names, text), source, SETTINGS, PLACE)
    assert all(a.name and a.path in {e.path for e in tree.entries} | {""} for a in found)


def test_odd_paths_are_passed_over():
    """Paths that git would not write, or that cannot be shown, are no artifacts."""
    files = {
        "/SKILL.md": "1",
        "a//SKILL.md": "2",
        "../SKILL.md": "3",
        "b/./SKILL.md": "4",
        "c\n/SKILL.md": "5",
    }
    assert scanned(files | {"\ud800/SKILL.md": "6", "d\u202e/SKILL.md": "7", "x" * 5000: "8"}) == ()


def test_manifests_are_wanted_first():
    """What decides about other files comes before what only names an artifact, guesses come last."""
    files = {
        "skills/a/SKILL.md": "1",
        "p/.claude-plugin/plugin.json": "2",
        ".mcp.json": "3",
        "notes/b.md": "4",
    }
    wanted = [e.path for e in wanted_contents(tree_of(files), SOURCE, SETTINGS)]
    assert wanted == ["p/.claude-plugin/plugin.json", ".mcp.json", "skills/a/SKILL.md", "notes/b.md"]


def test_nothing_is_wanted_that_cannot_count():
    """Ignored, excluded, empty and huge files, and a skill's own material, are not asked for."""
    files = {
        "docs/agents/a.md": "1",
        "x/agents/b.md": "2",
        "commands/c.md": "",
        "commands/d.md": "d" * 300_000,
    }
    files |= {"s/SKILL.md": "5", "s/agents/e.md": "6", "commands/README.md": "7"}
    source = Source("x", "someone", "things", exclude=(Exclusion("s"), Exclusion("x")))
    assert {e.path for e in wanted_contents(tree_of(files), source, SETTINGS)} <= {"x/agents/b.md"}


def test_what_is_wanted_is_bounded():
    """A source is asked for 600 files at most, of which 100 are guesses."""
    many = {f"skills/{i}/SKILL.md": str(i) for i in range(700)}
    assert len(wanted_contents(tree_of(many), SOURCE, SETTINGS)) == 600
    guesses = {f"notes/{i}.md": str(i) for i in range(300)}
    assert len(wanted_contents(tree_of(guesses), SOURCE, SETTINGS)) == 100


def test_explain_has_a_line_for_everything_that_a_rule_looked_at():
    """Found, excluded, duplicate and turned down, each with the rule and the reason."""
    files = {
        "a/SKILL.md": "1",
        "b/c/SKILL.md": "1",
        "d/SKILL.md": "2",
        "docs/agents/x.md": "3",
        "main.py": "4",
    }
    source = Source("x", "someone", "things", exclude=(Exclusion("d", "out of date"),))
    verdicts = explain(tree_of(files), contents_of(files), source, SETTINGS)
    assert [(v.path, v.outcome, v.reason) for v in verdicts] == [
        ("a/SKILL.md", "listed", ""),
        ("b/c/SKILL.md", "duplicate", "the same content as a/SKILL.md"),
        ("d/SKILL.md", "excluded", "out of date"),
        ("docs/agents/x.md", "turned down", "documentation"),
    ]
    assert verdicts[0].rule == "skill-file: a folder with a SKILL.md"


def test_explain_names_the_plugins_that_live_elsewhere():
    """Each entry of a marketplace that is not of this repository has a line of its own."""
    entries = [{"name": n, "source": {"source": "github", "repo": f"x/{n}"}} for n in ("a", "b")]
    files = {".claude-plugin/marketplace.json": json.dumps({"plugins": entries})}
    verdicts = explain(tree_of(files), contents_of(files), SOURCE, SETTINGS)
    assert [v.reason for v in verdicts] == ["a lives in another repository", "b lives in another repository"]


def test_rules_are_data():
    """A catalog of another field brings its own types and rules, and the same scan finds them."""
    workflow = DEFAULT_ARTIFACT_TYPES[0].__class__(
        id="workflow",
        label="Workflow",
        plural="Workflows",
        rules=(
            DetectionRule("workflow-file", "file", (".github/workflows/*.md",), says="a workflow"),
            DetectionRule("no-such", "nonsense", ("**",)),
        ),
    )
    files = {".github/workflows/ci.md": "1", "skills/a/SKILL.md": "2"}
    found = scan(tree_of(files), {}, SOURCE, Settings("T", (workflow,), ()), PLACE)
    assert [(a.artifact_type, a.name) for a in found] == [("workflow", "ci")]


def test_a_source_of_very_many_artifacts_is_cut():
    """5,000 artifacts are kept, the first by path; the scan of a huge tree ends."""
    files = {f".claude/commands/{i:05}.md": str(i) for i in range(6_000)}
    found = scan(tree_of(files), {}, SOURCE, SETTINGS, PLACE)
    assert len(found) == 5_000
    assert {a.status for a in found} == {ArtifactStatus.LISTED}
    assert max(a.path for a in found) == ".claude/commands/04999.md"


def test_shipped_rules_are_sound():
    """Ids are unique slugs, kinds are known, words say something, confidences are between 0 and 100."""
    rules = [rule for kind in DEFAULT_ARTIFACT_TYPES for rule in kind.rules]
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.kind in RULE_KINDS
        assert rule.id.replace("-", "").isalnum()
        assert 0 < rule.confidence <= 100
        assert rule.says
        assert not rule.says.endswith(".")
        assert all(Glob.of(glob).pattern for glob in (*rule.paths, *rule.skip))
    words = [word for kind in DEFAULT_ARTIFACT_TYPES for word in (kind.id, *kind.aliases)]
    assert len(set(words)) == len(words)
    assert all(e.reason for e in DEFAULT_IGNORE)


def test_the_documentation_has_every_rule():
    """docs/detection.md names each kind of evidence, each shipped rule in words, and each ignored glob."""
    text = (ROOT / "docs" / "detection.md").read_text(encoding="utf-8")
    for kind in DEFAULT_ARTIFACT_TYPES:
        for rule in kind.rules:
            assert f"| `{rule.id}` | {rule.says} | {rule.confidence} |" in text
    for exclusion in DEFAULT_IGNORE:
        assert f"| `{exclusion.pattern}` | {exclusion.reason} |" in text
    assert [kind for kind in RULE_KINDS if f"| `{kind}` |" not in text] == []
