"""The commands, as a person or a CI job runs them."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from generator import __version__
from generator.build import build_site
from generator.cli import COMMANDS, main
from generator.loaded import catalog_of, load
from generator.model import Output
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo, status
from tests.search_code import SearchCode


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The small catalog, for commands that change nothing."""
    return small_catalog.make(tmp_path_factory.mktemp("catalog"))


@pytest.fixture
def root(tmp_path):
    """A small catalog of one's own."""
    return small_catalog.make(tmp_path / "catalog")


def run(root, *arguments, **environment):
    """Run a command in a catalog's folder, without a token and with GitHub out of reach."""
    nowhere = {"GITHUB_API_URL": "http://127.0.0.1:9", "GITHUB_TOKEN": None, "GH_TOKEN": None}
    nowhere |= {"GITHUB_GRAPHQL_URL": None, "SOURCE_DATE_EPOCH": None}
    result = CliRunner().invoke(main, ["-C", str(root), *arguments], env=nowhere | environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


# ------------------------------------------------------------------------ all


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda c: c[0] if c else "catalog"
)
def test_help_has_examples(shared, command):
    """Every command's help says what it does and shows how."""
    result = run(shared, *command, "--help")
    assert result.exit_code == 0
    lines = result.output.partition("  Examples:\n")[2].splitlines()
    assert lines[0].startswith(f"    catalog {command[0] if command else ''}")
    assert "\\b" not in result.output


def test_every_command_is_said_in_a_line(shared):
    """The list of commands cuts nothing off."""
    commands = run(shared, "--help").output.partition("Commands:\n")[2]
    assert len(commands.splitlines()) == len(COMMANDS)
    assert "..." not in commands


def test_version(shared):
    """The version is that of the package."""
    assert run(shared, "--version").output == f"catalog, version {__version__}\n"


def test_an_unknown_command_suggests_the_nearest(shared):
    """A typing slip gets a suggestion and exit code 2."""
    result = run(shared, "biuld")
    assert result.exit_code == 2
    assert 'Did you mean "build"?' in result.stderr


def test_completion_works():
    """The shell asks the command itself what fits."""
    done = subprocess.run(
        [sys.executable, "-m", "generator"],
        env={
            **os.environ,
            "_CATALOG_COMPLETE": "bash_complete",
            "COMP_WORDS": "catalog va",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "plain,validate"


@pytest.mark.parametrize("command", ["build", "enrich", "list", "validate"])
def test_a_folder_without_a_catalog_is_explained(tmp_path, command):
    """In the wrong folder every command says so, without a traceback."""
    result = run(tmp_path, command)
    assert result.exit_code == 1
    assert "neither catalog.yaml nor sources/" in result.stderr
    assert "Traceback" not in result.output


# ------------------------------------------------------------------- validate


def test_validate_reports_all_problems_of_all_files(root):
    """Each problem has its place, its field, what was expected and a hint; the exit code is 1."""
    (root / "sources/bad-one.yaml").write_text("repo_url: a/b\ntrust_level: offical\n")
    (root / "sources/bad-two.yaml").write_text("tags: [x]\n")
    result = run(root, "validate")
    assert result.exit_code == 1
    assert "sources/bad-one.yaml:2:14: error: trust_level: no such trust level" in result.stderr
    assert 'did you mean "official"?' in result.stderr
    assert "sources/bad-two.yaml:1:1: error: repo_url" in result.stderr
    assert "2 errors in 2 files" in result.stderr


def test_validate_reads_the_theme(root):
    """Templates of the owner's that cannot be read are told with file and line, all at once."""
    (root / "theme").mkdir()
    (root / "theme/about.html.j2").write_text("{% if %}")
    (root / "theme/tags.html.j2").write_text("\n{{ x")
    result = run(root, "validate")
    assert result.exit_code != 0
    assert "theme/about.html.j2:1: " in result.stderr
    assert "theme/tags.html.j2:2: " in result.stderr


def test_validate_of_one_file(root):
    """Only the problems of the files that were named are reported."""
    (root / "sources/bad-one.yaml").write_text("repo_url: a/b\ntrust_level: offical\n")
    assert run(root, "validate", "sources/alpha-skills.yaml").exit_code == 0
    assert run(root, "validate", "sources/bad-one.yaml").exit_code == 1


def test_strict_makes_warnings_errors(root):
    """What is only a warning passes, unless it is asked to be strict."""
    (root / "sources/stray.txt").write_text("x")
    assert run(root, "validate").exit_code == 0
    assert run(root, "validate", "--strict").exit_code == 1


def test_a_workflow_command_in_a_definition_is_harmless(root):
    """Nothing that a contributor writes can start a line as a command of the CI runner."""
    (root / "sources/bad.yaml").write_text('repo_url: a/b\ntags: ["::warning::pwned", "\\n::error::x"]\n')
    result = run(root, "validate")
    assert result.exit_code == 1
    assert not [line for line in result.output.splitlines() if line.lstrip().startswith("::")]


def test_schema_is_json(shared):
    """Both schemas are printed as JSON."""
    assert json.loads(run(shared, "schema", "source").stdout)["type"] == "object"
    assert json.loads(run(shared, "schema", "catalog").stdout)["type"] == "object"


# ----------------------------------------------------------------- list, show


def ids(result):
    """Ids of a list in JSON."""
    return [item["id"] for item in json.loads(result.stdout)["items"]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["gamma-agents", "alpha-skills", "pending-one", "beta-tools"]),
        (["--tags", "python,testing", "--artifact-type", "command"], ["beta-tools"]),
        (["-t", "python", "-t", "documents"], ["alpha-skills"]),
        (["--trust-level", "official,untrusted"], ["alpha-skills", "pending-one"]),
        (["--search", "xylophones"], ["beta-tools"]),
        (["--sort", "stars"], ["gamma-agents", "beta-tools", "alpha-skills", "pending-one"]),
    ],
)
def test_list_filters(shared, options, expected):
    """The filters are those of the site, joined by AND."""
    assert ids(run(shared, "list", "--format", "json", *options)) == expected


def test_list_says_what_was_probably_meant(shared):
    """A mistyped word finds what it was meant for, and a line says so; JSON stays JSON."""
    result = run(shared, "list", "--search", "xylophnes")
    assert "beta-tools" in result.stdout
    assert 'nothing matches exactly; these match "xylophones"' in result.stderr
    assert ids(run(shared, "list", "--search", "xylophnes", "--format", "json")) == ["beta-tools"]
    assert "exactly" not in run(shared, "list", "--search", "xylophones").stderr


RANKED = {
    "skills": ["alpha-skills"],
    "alpha skills": ["alpha-skills"],
    "beta/tools": ["beta-tools"],
    "tools": ["beta-tools"],
    "python": ["beta-tools", "alpha-skills"],
    "review": ["gamma-agents"],
    "reviewer": ["gamma-agents"],
    "part": ["alpha-skills"],
    "xylophnes": ["beta-tools"],
    "nothing like this": [],
}
"""Words with the sources that they find, best first: name, tag, artifact, description, README."""


@pytest.fixture(scope="module")
def site_search(shared, node, tmp_path_factory):
    """The browser's search over the site of the same catalog."""
    site = tmp_path_factory.mktemp("site")
    build_site(load(shared), site, jobs=1)
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    code = SearchCode(node)
    code.open(Output(path.relative_to(site).as_posix(), path.read_bytes()) for path in files)
    yield code
    code.close()


@pytest.mark.parametrize("words", RANKED)
def test_list_ranks_as_the_site_does(shared, site_search, words):
    """The command and the browser find the same sources in the same order."""
    listed = ids(run(shared, "list", "--search", words, "--format", "json"))
    public = [entry.source.id for entry in catalog_of(load(shared)).public]
    found = [public[number] for number in site_search.ask("search", words)["ids"]]
    assert listed == found == RANKED[words]


def test_list_pages_follow_each_other(shared):
    """The cursor of one answer begins the next, without gap or repeat."""
    first = run(shared, "list", "--format", "json", "--limit", "3")
    info = json.loads(first.stdout)["page_info"]
    assert (info["total_count"], info["has_next_page"]) == (4, True)
    second = run(shared, "list", "--format", "json", "--limit", "3", "--cursor", info["end_cursor"])
    assert ids(first) + ids(second) == ids(run(shared, "list", "--format", "json"))


def test_a_foreign_cursor_is_refused(shared):
    """A cursor of other filters is an error, never a silent restart."""
    cursor = json.loads(run(shared, "list", "--format", "json", "--limit", "1").stdout)["page_info"][
        "end_cursor"
    ]
    result = run(shared, "list", "--tags", "python", "--cursor", cursor)
    assert result.exit_code == 1
    assert "cursor" in result.stderr


def test_list_as_a_table(shared):
    """People get a table, and how many there are."""
    result = run(shared, "list", "--tags", "documents")
    assert "Alpha Skills" in result.stdout
    assert "2 skills, 1 hook" in result.stdout
    assert "1 source, 1 shown" in result.stderr


def test_show_has_facts_and_artifacts(shared):
    """A source is shown with what is known of it."""
    result = run(shared, "show", "alpha-skills")
    assert "Skills for spreadsheets and documents." in result.stdout
    assert "skills/slides/SKILL.md" in result.stdout


def test_show_json_counts_add_up(shared):
    """The sum of the counts is the artifact count, and the listed artifacts are that many."""
    shown = json.loads(run(shared, "show", "alpha-skills", "--format", "json").stdout)
    assert shown["artifact_count"] == sum(shown["counts_by_type"].values()) == len(shown["artifacts"])


def test_show_follows_a_former_id(shared):
    """An alias shows the source that has it now."""
    assert json.loads(run(shared, "show", "old-beta", "--format", "json").stdout)["id"] == "beta-tools"


def test_show_says_why_a_source_is_gone(fresh):
    """Who asks for a source that was removed, by its id or a former one, is told the reason."""
    (fresh / "sources/gone.yaml").write_text(
        "repo_url: https://github.com/gone/gone\naliases: [long-gone]\n"
        "removed: {reason: Its owner took it away., date: 2026-11-20}\n"
    )
    for name in ("gone", "long-gone"):
        result = run(fresh, "show", name)
        assert result.exit_code == 1
        assert '"gone" was removed on 2026-11-20: Its owner took it away.' in result.stderr


def test_show_suggests_an_id(shared):
    """A slip in an id gets a suggestion."""
    result = run(shared, "show", "alpha-skill")
    assert result.exit_code == 1
    assert 'did you mean "alpha-skills"?' in result.stderr


# ---------------------------------------------------------------------- build


def test_build_says_what_it_made(root):
    """A build reports pages, sources and artifacts."""
    result = run(root, "build", "--offline")
    assert result.exit_code == 0, result.stderr
    assert "of 5 sources with 6 artifacts" in result.stderr
    assert (root / "site/index.html").is_file()


def test_a_build_without_network_works_and_says_so(root):
    """GitHub out of reach is a warning, and the site is built from what is known."""
    result = run(root, "build")
    assert result.exit_code == 0, result.stderr
    assert "cannot be reached" in result.stderr
    assert "built from what is known" in result.stderr
    assert (root / "site/sources/alpha-skills/index.html").is_file()


def test_strict_fails_where_something_was_warned_of(root):
    """With --strict the site is built all the same, and the exit code tells."""
    result = run(root, "build", "--strict")
    assert result.exit_code == 1
    assert (root / "site/index.html").is_file()


def test_a_bad_definition_leaves_the_old_site(root):
    """Problems stop the build before anything is written."""
    run(root, "build", "--offline")
    before = (root / "site/index.html").read_bytes()
    (root / "sources/bad.yaml").write_text("repo_url: [\n")
    result = run(root, "build", "--offline")
    assert result.exit_code == 1
    assert "sources/bad.yaml" in result.stderr
    assert (root / "site/index.html").read_bytes() == before


def test_build_into_a_folder_of_somebody_elses_is_refused(root, tmp_path):
    """A folder that no build made is never overwritten."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.tex").write_text("x")
    result = run(root, "build", "--offline", "--output", str(tmp_path / "thesis"))
    assert result.exit_code == 1
    assert "no build made it" in result.stderr


@pytest.mark.parametrize("epoch", ["yesterday", "1e99", "9" * 30])
def test_a_bad_source_date_epoch_is_explained(root, epoch):
    """SOURCE_DATE_EPOCH that is no number of seconds is an error that says so."""
    result = run(root, "build", "--offline", SOURCE_DATE_EPOCH=epoch)
    assert result.exit_code == 1
    assert "SOURCE_DATE_EPOCH" in result.stderr


# ---------------------------------------------------------------- with GitHub


@pytest.fixture
def github():
    """A GitHub with the repositories of the small catalog, and one more."""
    with FakeGitHub() as fake:
        for source_id, files in small_catalog.REPOSITORIES.items():
            owner, _, name = source_id.partition("-")
            fake.add(Repo(f"{owner}/{name}", dict(files)))
        fake.add(
            Repo("pending/one", {"SKILL.md": small_catalog.SKILL.format(name="one", description="One.")})
        )
        yield fake


@pytest.fixture
def fresh(root):
    """The small catalog before its first enrichment."""
    (root / "catalog.lock").unlink()
    return root


def test_the_whole_way_from_definitions_to_pages(fresh, github):
    """Enrich, then build: artifacts, README and counts are on the pages."""
    asked = run(fresh, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert asked.exit_code == 0, asked.stderr
    assert "ok" in asked.stdout
    assert run(fresh, "build", "--offline").exit_code == 0
    page = (fresh / "site/sources/pending-one/index.html").read_text()
    assert "SKILL.md" in page
    assert "Text of part 12" in (fresh / "site/sources/alpha-skills/index.html").read_text()


def test_a_second_enrichment_asks_nothing(fresh, github):
    """What is fresh is not asked for again."""
    run(fresh, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert github.counted()
    result = run(fresh, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert "Everything is fresh" in result.stdout
    assert github.counted() == {}


def test_a_second_build_with_nothing_due_asks_and_writes_nothing(fresh, github):
    """While all is fresh, `build` takes the short way though it may ask GitHub."""
    environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
    first = run(fresh, "build", **environment)
    assert first.exit_code == 0, first.stderr
    assert github.counted()
    again = run(fresh, "build", **environment)
    assert "(0 files written" in again.stderr
    assert github.counted() == {}


def test_a_bad_token_is_said_and_never_shown(fresh, github):
    """A refused token ends the run with exit code 1, and is nowhere in the output."""
    github.fault("graphql", status(401, "Bad credentials"))
    github.fault("GET", status(401, "Bad credentials"))
    result = run(fresh, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="s3cret-t0ken")
    assert result.exit_code == 1
    assert "401" in result.stderr
    assert "s3cret" not in result.output


def test_enrich_of_an_unknown_id_is_refused(root):
    """--only takes ids that exist."""
    result = run(root, "enrich", "--only", "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_lines_of_removed_definitions_leave_the_lock(fresh, github):
    """The lock has a line for every source that is defined and for no other."""
    environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
    run(fresh, "enrich", **environment)
    (fresh / "sources/gamma-agents.yaml").unlink()
    run(fresh, "enrich", "--force", **environment)
    lines = [json.loads(line) for line in (fresh / "catalog.lock").read_text().splitlines()]
    assert [line["id"] for line in lines[1:]] == ["alpha-skills", "beta-tools", "delta-hidden", "pending-one"]


def test_explain_a_repository_of_no_definition(root, github):
    """Any repository can be looked at; nothing of it goes into the lock."""
    github.add(Repo("else/where", {"skills/x/SKILL.md": "---\nname: x\n---\n", "README.md": "# Hi\n"}))
    before = (root / "catalog.lock").read_bytes()
    result = run(root, "explain", "else/where", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert result.exit_code == 0, result.stderr
    assert "skills/x/SKILL.md" in result.stdout
    assert "skill-file" in result.stdout
    assert (root / "catalog.lock").read_bytes() == before


def test_explain_offline_names_duplicates(root):
    """What is in the cache is explained without network: a copy is named with its original."""
    result = run(root, "explain", "alpha-skills", "--offline")
    assert result.exit_code == 0, result.stderr
    assert "duplicate" in result.stdout


def test_explain_of_what_cannot_be_had(root):
    """Without network and cache the error says what is missing."""
    result = run(root, "explain", "else/where")
    assert result.exit_code == 1
    assert "not known" in result.stderr


def test_a_github_that_is_down_is_told_by_the_exit_code(fresh, github):
    """Where nobody answers, enrich fails; what is known stays."""
    github.fault("graphql", status(502))
    github.fault("GET", status(502))
    result = run(fresh, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert result.exit_code == 1
    assert "502" in result.stderr
