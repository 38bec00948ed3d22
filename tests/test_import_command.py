"""`catalog import` and `catalog export`, as a maintainer runs them."""

import json
import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import CatalogError
from generator.exchange import FORMS, IMPORT_CODES, Options
from generator.imports import plan_import, write_import
from generator.schema import CODES
from tests import small_catalog
from tests.test_cli import run

LIST = "## Tools\n\n- [Fresh](https://github.com/fresh/one) - One.\n- [Else](https://example.org) - Two.\n"


@pytest.fixture
def root(tmp_path):
    """A small catalog of one's own."""
    return small_catalog.make(tmp_path / "catalog")


@pytest.fixture
def links(tmp_path):
    """A list of links with one repository in it."""
    path = tmp_path / "README.md"
    path.write_text(LIST, encoding="utf-8")
    return path


def contents(root):
    """Every file of the definitions by name."""
    return {path.name: path.read_bytes() for path in (root / "sources").iterdir()}


def test_an_import_writes_definitions_that_are_good(root, links):
    """The new definition is written, what was left out is said, and the catalog stays valid."""
    before = contents(root)
    result = run(
        root, "import", "awesome-list", str(links), "--tag", "Brought in", SOURCE_DATE_EPOCH="1780000000"
    )
    assert result.exit_code == 0
    assert 'README.md:4: "Else": its link leads to no repository [no-repository]' in result.stderr
    assert "1 definition written, 0 there already, 1 left out" in result.stderr
    text = (
        "repo_url: https://github.com/fresh/one\nname: Fresh\ndescription: One.\n"
        "tags: [tools, brought-in]\nadded: 2026-05-28\n"
    )
    assert contents(root) == {**before, "fresh-one.yaml": text.encode()}
    assert run(root, "validate").exit_code == 0


def test_a_list_may_come_by_a_pipe_or_a_link(root, links):
    """`-` is what comes in, and a link that is named is followed."""
    runner = CliRunner()
    arguments = ["-C", str(root), "import", "awesome-list", "-", "--dry-run"]
    assert "sources/fresh-one.yaml  Fresh" in runner.invoke(main, arguments, input=LIST).stdout
    (links.parent / "link.md").symlink_to(links)
    result = run(root, "import", "awesome-list", str(links.parent / "link.md"), "--dry-run")
    assert result.stdout == "sources/fresh-one.yaml  Fresh\n"


def test_a_second_import_writes_nothing(root, links):
    """What was imported is there already."""
    run(root, "import", "awesome-list", str(links))
    before = contents(root)
    result = run(root, "import", "awesome-list", str(links))
    assert "0 definitions written, 1 there already, 1 left out" in result.stderr
    assert contents(root) == before


def test_a_dry_run_writes_nothing_and_lists_what_would_be(root, links):
    """The files are named, and none is there."""
    before = contents(root)
    result = run(root, "import", "awesome-list", str(links), "--dry-run")
    assert result.stdout == "sources/fresh-one.yaml  Fresh\n"
    assert "1 definition to be written" in result.stderr
    assert contents(root) == before


def test_strict_writes_nothing_where_something_is_left_out(root, links):
    """With --strict the catalog stays as it was, and the exit code is 1."""
    before = contents(root)
    result = run(root, "import", "awesome-list", str(links), "--strict")
    assert result.exit_code == 1
    assert "with --strict, nothing may be left out" in result.stderr
    assert contents(root) == before


def test_programs_get_json(root, links):
    """The plan as JSON: new, there, left out, remarks."""
    result = run(root, "import", "awesome-list", str(links), "--dry-run", "--format", "json")
    made = json.loads(result.stdout)
    assert [new["id"] for new in made["new"]] == ["fresh-one"]
    assert made["new"][0]["from"] == {"file": links.as_posix(), "line": 3}
    assert [(p["line"], p["code"]) for p in made["left_out"]] == [(4, "no-repository")]


def test_a_definition_names_the_schema_that_the_catalog_keeps(root, links):
    """Where schemas/ is kept, editors are told of it."""
    (root / "schemas").mkdir()
    (root / "schemas/source.schema.json").write_text("{}")
    run(root, "import", "awesome-list", str(links))
    first = (root / "sources/fresh-one.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schemas/source.schema.json"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["awesome-selfhosted", "README.md"], "is no folder"),
        (["landscape", "."], "is a folder"),
        (["landscape", "README.md"], "README.md:"),
        (["csv", "README.md"], "no column repo_url"),
        (["awesome-selfhosted", "empty"], "no file ends in .yml"),
        (["awesome-list", "prose"], "no entry was found in it"),
    ],
)
def test_a_wrong_path_is_an_error(root, links, arguments, said, monkeypatch):
    """A file of another form, or no file at all, is said and changes nothing."""
    monkeypatch.chdir(links.parent)
    (links.parent / "empty").mkdir()
    (links.parent / "prose").write_text("Words, and more words.\n")
    before = contents(root)
    result = run(root, "import", *arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert contents(root) == before


def test_nothing_is_imported_into_a_broken_catalog(root, links):
    """Ids could not be told apart there, so the definitions come first."""
    (root / "sources/alpha-skills.yaml").write_text("repo_url: [\n")
    result = run(root, "import", "awesome-list", str(links))
    assert result.exit_code == 1
    assert "alpha-skills.yaml:2" in result.stderr
    assert "fresh-one.yaml" not in contents(root)


def test_odd_files_of_a_folder_are_listed(root, tmp_path):
    """Links, pipes and other files beside the software are named and not read."""
    folder = tmp_path / "data/software"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text("name: A\nsource_code_url: https://github.com/a/a\n")
    (folder / "b.yml").symlink_to("a.yml")
    (folder / "c").write_text("name: C\n")
    (folder / "d.yml").write_bytes(b"\xff")
    result = run(root, "import", "awesome-selfhosted", str(tmp_path / "data"))
    assert result.exit_code == 0
    for name, code in (("b.yml", "not-regular"), ("c", "not-read"), ("d.yml", "not-utf8")):
        assert any(f"/{name}" in line and f"[{code}]" in line for line in result.stderr.splitlines()), name
    assert "a-a.yaml" in contents(root)


def test_a_file_that_came_meanwhile_is_not_overwritten(root, links):
    """A definition that appears between planning and writing stays, and nothing is written."""
    made = plan_import(root, "awesome-list", links, Options())
    (root / "sources/fresh-one.yaml").write_text("mine")
    before = contents(root)
    with pytest.raises(CatalogError, match="meanwhile"):
        write_import(root, made)
    assert contents(root) == before


def test_a_removed_source_is_not_brought_back(root, links):
    """What was taken out with a reason is left out, and the reason is told."""
    run(root, "import", "awesome-list", str(links))
    assert run(root, "remove", "fresh-one", "--reason", "Not for us.").exit_code == 0
    before = contents(root)
    result = run(root, "import", "awesome-list", str(links))
    assert "it was removed from this catalog: Not for us. [was-removed]" in result.stderr
    assert contents(root) == before


def test_a_folder_that_cannot_be_written_is_said(root, links):
    """An error of the system is reported, without a traceback and with nothing written."""
    before = contents(root)
    (root / "sources").rename(root / "elsewhere")
    (root / "sources").write_text("a file")
    result = run(root, "import", "awesome-list", str(links))
    assert result.exit_code == 1
    (root / "sources").unlink()
    (root / "elsewhere").rename(root / "sources")
    assert contents(root) == before


def test_a_table_brings_back_the_catalog(root, tmp_path):
    """Every definition that is exported as CSV and imported elsewhere says the same there."""
    table = tmp_path / "sources.csv"
    assert run(root, "export", "csv", "-o", str(table)).exit_code == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "catalog.yaml").write_text(small_catalog.SETTINGS)
    result = run(other, "import", "csv", str(table))
    assert result.exit_code == 0, result.stderr
    again = tmp_path / "again.csv"
    run(other, "export", "csv", "-o", str(again))
    fields = [line.split(",active,")[0] for line in table.read_text().splitlines()]
    assert [line.split(",active,")[0] for line in again.read_text().splitlines()] == fields
    assert "delta-hidden" in table.read_text()


def test_what_is_published_has_no_unlisted_sources(root):
    """The list in Markdown and the marketplace leave unlisted sources out; JSON has them."""
    assert "delta/hidden" not in run(root, "export", "markdown").stdout
    assert "delta/hidden" not in run(root, "export", "marketplace").output
    whole = json.loads(run(root, "export", "json").stdout)
    assert [source["id"] for source in whole["sources"]] == sorted(small_catalog.DEFINITIONS)
    assert whole["as_of"] == "2026-11-01T12:00:00Z"
    alpha = whole["sources"][0]
    assert {artifact["name"] for artifact in alpha["artifacts"]} >= {"sheets", "slides"}


def test_an_export_that_cannot_be_written_is_said(root, tmp_path):
    """A file in the place of a folder gives a message and exit code 1."""
    (tmp_path / "x").write_text("")
    result = run(root, "export", "csv", "-o", str(tmp_path / "x/y.csv"))
    assert result.exit_code == 1
    assert "error:" in result.stderr


def thousand(folder):
    """The software of a made-up list: 1,000 entries."""
    rng = random.Random(6)  # noqa: S311 - the same list every time, not a secret
    words = [
        "fast",
        "small",
        "kind",
        "calm",
        "green",
        "open",
        "plain",
        "bright",
        "tracker",
        "server",
        "notes",
        "feed",
        "wiki",
        "player",
    ]
    (folder / "software").mkdir(parents=True)
    for number in range(1_000):
        name = " ".join(rng.choice(words).title() for _ in range(rng.randrange(1, 4)))
        owner = f"{rng.choice(words)}-{rng.randrange(300)}"
        lines = [
            f"name: {name}",
            f"website_url: https://{owner}.example.org/{number}",
            f"description: {' '.join(rng.choice(words) for _ in range(rng.randrange(3, 120))).capitalize()}.",
            f"source_code_url: https://github.com/{owner}/{name.replace(' ', rng.choice('-._'))}-{number}",
            f"tags: [{', '.join(rng.sample(words, rng.randrange(1, 4)))}]",
            f"stargazers_count: {rng.randrange(50_000)}",
        ]
        (folder / f"software/{number}.yml").write_text("\n".join(lines) + "\n")


def test_an_imported_thousand_validates_and_builds(tmp_path):
    """1,000 imported entries are valid and have a page each, and a second import changes nothing."""
    thousand(tmp_path / "data")
    root = tmp_path / "catalog"
    root.mkdir()
    (root / "catalog.yaml").write_text("title: Imported\n")
    result = run(root, "import", "awesome-selfhosted", str(tmp_path / "data"))
    assert "1,000 definitions written, 0 there already, 0 left out" in result.stderr
    validated = run(root, "validate")
    assert validated.exit_code == 0, validated.stderr
    assert "1,000 definitions checked" in validated.stderr
    built = run(root, "build", "--offline")
    assert built.exit_code == 0, built.stderr
    ids = {path.stem for path in (root / "sources").iterdir()}
    assert {path.parent.name for path in (root / "site/sources").glob("*/index.html")} >= ids
    before = contents(root)
    run(root, "import", "awesome-selfhosted", str(tmp_path / "data"))
    assert contents(root) == before


def test_every_form_is_named_in_the_help(root):
    """The help lists the forms by their names."""
    text = " ".join(run(root, "import", "--help").output.split())
    assert all(name in text for name in FORMS)


def test_every_code_of_an_import_is_documented():
    """The guide on importing names every code, and no other of its own."""
    text = (Path(__file__).parent.parent / "docs/importing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:`[a-z][a-z-]+`(?:, )?)+) \|", text, re.MULTILINE)
    named = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    forms = {"csv", "json", "markdown", "marketplace"}
    assert set(IMPORT_CODES) <= named
    assert named - set(IMPORT_CODES) - forms <= set(CODES)
