"""The shipped catalog, its settings and the examples in the users' documentation, read by the real reader."""

import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from generator.assemble import snapshot_of
from generator.build import build_site
from generator.install import PINNING
from generator.load import check_sources, load_settings
from generator.loaded import catalog_of, load
from generator.lock import read_lock
from generator.model import Provider, Source, Tree, TreeEntry, TrustLevel
from generator.scan import scan
from generator.schema import SETTINGS, SOURCE, read_settings, read_source
from generator.schema.shipped import default_settings
from generator.schema.source import slugged
from generator.urls import RepoLocation
from generator.yaml_text import parse

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
FILES = sorted((ROOT / "sources").glob("*.yaml"))
SCHEMA_LINE = "# yaml-language-server: $schema=../schemas/source.schema.json"
YAML_BLOCK = re.compile(r"^( *)```yaml\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def settings():
    """The shipped settings."""
    return load_settings(ROOT)


@pytest.fixture(scope="module")
def checked(settings):
    """The shipped definitions, and every problem in them."""
    return check_sources(ROOT, settings)


@pytest.fixture(scope="module")
def sources(checked):
    """The shipped definitions."""
    return checked[0]


# -------------------------------------------------------------- the definitions


def test_there_are_enough_sources(sources):
    """The shipped catalog has at least 24 sources, one a file."""
    assert len(sources) == len(FILES) >= 24


def test_the_definitions_load_without_a_problem(checked):
    """Nothing is wrong with any shipped definition, warnings included."""
    assert list(checked[1]) == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_definition_opens_with_its_schema(file):
    """The first line names the JSON Schema, for editors."""
    assert file.read_text(encoding="utf-8").split("\n", 1)[0] == SCHEMA_LINE


@pytest.mark.parametrize("file", [FILES[0], ROOT / "catalog.yaml"], ids=lambda f: f.stem)
def test_the_schema_is_where_the_first_line_says(file):
    """The path in the first line leads to a JSON Schema, from the file that names it."""
    path = file.read_text(encoding="utf-8").split("\n", 1)[0].partition("$schema=")[2]
    assert (file.parent / path).resolve().is_file()


def test_ids_follow_one_rule(sources):
    """An id is the repository's owner and name, as the documentation says."""
    assert {s.id: slugged(s.full_name) for s in sources} == {s.id: s.id for s in sources}


def test_descriptions_are_there_and_plain(sources):
    """Each source has a name, a day and a description of ours: short, in sentences, without a slogan."""
    for source in sources:
        assert source.name, source.id
        assert source.added, source.id
        assert source.description, source.id
        assert len(source.description) <= 300, source.id
        assert source.description.endswith("."), source.id
        assert not re.search(r"!|\b(best|ultimate|powerful|awesome|amazing)\b", source.description), source.id


def vocabulary():
    """The tags that the documentation lists."""
    text = (DOCS / "adding-a-source.md").read_text(encoding="utf-8").partition("\n## Tags\n")[2]
    return re.findall(r"^\| [^|]*\| `([a-z-]+)` \|", text, re.MULTILINE)


def test_tags_are_of_the_vocabulary(sources):
    """Each source carries three to seven tags that the documentation lists."""
    known = set(vocabulary())
    for source in sources:
        assert 3 <= len(source.tags) <= 7, source.id
        assert set(source.tags) <= known, source.id


def test_the_vocabulary_is_in_use(sources):
    """Each listed tag stands once in the list and is carried by two sources at least."""
    uses = Counter(tag for source in sources for tag in source.tags)
    assert len(set(vocabulary())) == len(vocabulary())
    assert [tag for tag in vocabulary() if uses[tag] < 2] == []


def test_no_tag_is_an_artifact_type(settings):
    """What is a facet of its own is no tag."""
    assert [tag for tag in vocabulary() if settings.artifact_type(tag)] == []


def test_levels_above_basic_say_what_they_rest_on(sources):
    """Each verified source records who checked which commit, when, and what was found."""
    verified = [s for s in sources if s.trust_level is TrustLevel.VERIFIED]
    assert verified
    for source in verified:
        assert source.trust, source.id
        assert source.trust.reviewer, source.id
        assert source.trust.date, source.id
        assert re.fullmatch("[0-9a-f]{40}", source.trust.commit or ""), source.id
        assert source.trust.note, source.id


def test_an_untrusted_source_says_why(sources):
    """An untrusted source has a note; none is shipped as long as there is no reason for one."""
    assert [s.id for s in sources if s.trust_level is TrustLevel.UNTRUSTED and not s.status_note] == []


# ---------------------------------------------------------------------- the lock


@pytest.fixture(scope="module")
def known():
    """What the shipped lock holds."""
    return read_lock(ROOT / "catalog.lock")


def test_the_lock_knows_the_sources(known, sources):
    """Every line is of a shipped source at its present address, and nearly every source has one."""
    assert len(known) >= len(sources) - 3
    assert [s.id for s in sources if s.id in known and snapshot_of(s, known) is None] == []
    assert known.keys() <= {s.id for s in sources}


def test_the_lock_holds_facts_of_repositories_alone(known):
    """Git brought them: commits, trees, files. No stars, nothing that failed, no text of others."""
    for source_id, snapshot in known.items():
        assert snapshot.provider is Provider.GIT, source_id
        assert re.fullmatch("[0-9a-f]{40}", snapshot.commit), source_id
        assert snapshot.scanned_tree == snapshot.tree, source_id
        told = (snapshot.stars, snapshot.forks, snapshot.topics, snapshot.repo_description, snapshot.language)
        assert told == (None,) * 5, source_id
        assert {(a.title, a.description) for a in snapshot.artifacts} <= {(None, None)}, source_id
        assert [state.failures for state in snapshot.states] == [0] * 4, source_id


def test_the_lock_claims_no_later_moment_than_its_commits(known):
    """What is known of a source is known up to the commit that was looked into."""
    assert [k for k, s in known.items() if s.metadata_state.fetched_at != s.pushed_at] == []


def test_a_fresh_clone_shows_artifacts_without_network(tmp_path, sources):
    """Lock and definitions alone give pages with true counts, and a link in the place of each README."""
    for name in ("sources", "catalog.yaml", "catalog.lock"):
        (shutil.copytree if name == "sources" else shutil.copy)(ROOT / name, tmp_path / name)
    loaded = load(tmp_path)
    counts = {e.source.id: e.artifact_count for e in catalog_of(loaded).entries}
    assert sum(count > 0 for count in counts.values()) >= len(sources) - 5
    build_site(loaded, tmp_path / "site", jobs=1)
    page = (tmp_path / "site/sources/obra-superpowers/index.html").read_text(encoding="utf-8")
    commit = loaded.snapshots["obra-superpowers"].commit
    assert f"https://github.com/obra/superpowers/blob/{commit}/README.md" in page
    assert f"https://github.com/obra/superpowers/blob/{commit}/skills/" in page


# ------------------------------------------------------------------ the settings


def test_every_trust_level_has_criteria(settings):
    """All four levels are worded in catalog.yaml, and docs/trust-levels.md explains each."""
    text = (DOCS / "trust-levels.md").read_text(encoding="utf-8")
    assert [info.level for info in settings.trust_levels] == list(TrustLevel)
    for info in settings.trust_levels:
        assert info.label
        assert len(info.criteria) > 40
        assert f"\n## `{info.level}`\n" in text


def test_the_shipped_types_are_as_shipped(settings):
    """catalog.yaml lists the shipped types and adds nothing to them but commands that install them."""
    plain = tuple(replace(kind, install="") for kind in settings.artifact_types)
    assert plain == default_settings("x").artifact_types


def test_the_shipped_install_commands_are_pinned(settings):
    """What the shipped catalog has visitors run is of the commit that was looked into."""
    commands = {kind.id: kind.install for kind in settings.artifact_types if kind.install}
    assert set(commands) >= {"skill", "command", "agent", "plugin"}
    for command in commands.values():
        assert any(f"{{{name}}}" in command for name in PINNING)


def test_what_is_commented_out_would_load():
    """Taking the comment signs off the examples in catalog.yaml leaves settings without a problem."""
    text = (ROOT / "catalog.yaml").read_text(encoding="utf-8")
    example = re.compile(r"^( *)# ( *(?:- )?(?!yaml-language-server)[a-z][a-z_-]*:(?: .*)?)$", re.MULTILINE)
    text, count = example.subn(r"\1\2", text)
    found, problems = read_settings(parse(text, "catalog.yaml"), "catalog.yaml")
    assert list(problems) == []
    assert count > 10
    assert found.base_url
    assert found.repository
    assert found.artifact_type("workflow")


# ---------------------------------------------------------------- documentation


def examples(document):
    """The YAML blocks of a document that are definitions or settings, as they would stand in a file."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return [dedent(block) for _, block in YAML_BLOCK.findall(text)]


def definition_of(text):
    """A definition as the program reads it."""
    node = parse(text, "example.yaml")
    return read_source(node, "example.yaml", default_settings("x"), source_id="example")


@pytest.mark.parametrize("document", ["adding-a-source.md", "trust-levels.md"])
def test_documented_definitions_load(document):
    """Every YAML block of the document is a definition without a problem."""
    blocks = examples(document)
    assert blocks
    for block in blocks:
        assert list(definition_of(block).problems) == [], block


def documented_settings(document="customising.md"):
    """The settings that a document shows, by their texts."""
    found = {}
    for block in examples(document):
        read, problems = read_settings(parse(block, "catalog.yaml"), "catalog.yaml")
        assert list(problems) == [], block
        found[block] = read
    return found


@pytest.mark.parametrize(
    ("document", "least"), [("customising.md", 5), ("detection.md", 1), ("other-hosts.md", 1)]
)
def test_documented_settings_load(document, least):
    """Every YAML block of the document is a settings file without a problem."""
    assert len(documented_settings(document)) >= least


def test_every_setting_is_documented():
    """The document on customising has a row for every setting."""
    text = (DOCS / "customising.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE))))
    assert {field.name for field in SETTINGS.fields} <= rows


@pytest.mark.parametrize("document", ["adding-a-source.md", "data-model.md"])
def test_every_field_is_documented(document):
    """The document has a row for every field of a definition."""
    text = (DOCS / document).read_text(encoding="utf-8")
    rows = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", text, re.MULTILINE))))
    assert {field.name for field in SOURCE.fields} - {"schema"} <= rows


def found_by(title, *paths):
    """What the documented settings of that title find in a repository of these files."""
    settings = next(s for s in documented_settings().values() if s.title == title)
    entries = tuple(TreeEntry(p, "100644", "blob", f"{i:040x}", 100) for i, p in enumerate(paths, 1))
    source = Source(id="x", owner="example-org", repo="things")
    location = RepoLocation("example-org/things", "a" * 40)
    artifacts = scan(Tree("f" * 40, entries), {}, source, settings, location)
    return [(a.artifact_type, a.name, a.path) for a in artifacts]


def test_the_documented_type_of_ones_own_finds_its_artifacts():
    """The Terraform example finds modules, and none of the shipped types."""
    found = found_by("Terraform modules", "modules/vpc/main.tf", "skills/pdf/SKILL.md", "main.tf")
    assert found == [("module", "vpc", "modules/vpc/main.tf")]


def test_a_documented_rule_takes_the_place_of_the_shipped_ones():
    """The stricter skill rule finds skills in its folder and nowhere else."""
    found = found_by("Strict skills", "skills/pdf/SKILL.md", "elsewhere/SKILL.md")
    assert found == [("skill", "pdf", "skills/pdf/SKILL.md")]


@pytest.mark.parametrize("document", [*sorted(p.name for p in DOCS.glob("*.md")), "../CONTRIBUTING.md"])
def test_links_between_documents_lead_somewhere(document):
    """Every relative link in the documentation names a file that is there."""
    path = DOCS / document
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [t for t in targets if not (path.parent / t).resolve().exists()] == []
