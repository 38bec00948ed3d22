"""`catalog-client.js` as it is shipped: from a built site, in Node and in a page, and its types."""

import json
import subprocess

import pytest

from generator.api.typescript import declarations
from generator.build import build_site
from generator.loaded import load
from tests import small_catalog
from tests.conftest import ROOT

TYPES = ROOT / "templates/api/catalog-client.d.ts"

PROGRAM = """
const client = await import(process.argv[1]);
const { catalog, listSources, getSource, getDetails, getArtifacts, search, allSources, getCatalog } = client;
const problem = async (made) => made.then(() => null, (error) => error.problem);
const ids = (page) => page.items.map(({ id }) => id);
const all = [];
for await (const source of allSources({ limit: 1 })) all.push(source.id);
console.log(JSON.stringify({
  title: (await getCatalog()).title,
  listed: ids(await listSources({ artifact_type: "skill", tags: ["python", "testing"] })),
  text: ids(await listSources("?tags=review")),
  source: (await getSource("old-beta")).id,
  readme: (await getDetails("alpha-skills")).repo_readme.slice(0, 7),
  artifacts: (await getArtifacts("alpha-skills")).page_info.total_count,
  found: (await search("spreadsheats")),
  all,
  every: (await catalog.listArtifacts()).items.length,
  numbers: (await catalog.getStats()).source_count,
  tags: (await catalog.listTags()).items.length,
  unknown: await problem(getSource("nope")),
  hostile: await problem(getSource("../index")),
  wrong: await problem(listSources({ limit: 0, sort: "size", x: 1 })),
  foreign: await problem(catalog.listArtifacts({ cursor: "0123456789abcdef" })),
}));
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The small catalog, built."""
    made = small_catalog.make(tmp_path_factory.mktemp("client") / "catalog")
    build_site(load(made), made / "site")
    return made


def test_from_a_built_site_in_node(root, node):
    """Imported from the site's folder it answers from the files beside it, without any set-up."""
    module = (root / "site/api/v1/catalog-client.js").as_uri()
    command = [node, "--input-type=module", "--eval", PROGRAM, module]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["title"] == "Small catalog"
    assert told["listed"] == ["alpha-skills", "beta-tools"]
    assert told["text"] == ["gamma-agents"]
    assert told["source"] == "beta-tools"
    assert told["readme"] == "# Alpha"
    assert told["artifacts"] == 4
    assert [item["id"] for item in told["found"]["items"]] == ["alpha-skills"]
    assert told["found"]["suggestion"] == "spreadsheets"
    assert told["all"] == ["gamma-agents", "alpha-skills", "pending-one", "beta-tools"]
    assert (told["every"], told["numbers"], told["tags"]) == (6, 4, 4)
    assert told["unknown"]["status"] == told["hostile"]["status"] == 404
    assert set(told["wrong"]["validation_errors"]) == {"limit", "sort", "x"}
    assert told["foreign"]["error"] == "invalid_query"


def test_problems_have_the_shape_of_the_api(root, node):
    """What the client throws carries the same fields that the served API answers."""
    from generator.api.shapes import Problem

    script = (
        "import(process.argv[1]).then((client) => client.getSource('x'))"
        ".catch((error) => console.log(JSON.stringify(error.problem)))"
    )
    module = (root / "site/api/v1/catalog-client.js").as_uri()
    done = subprocess.run([node, "--eval", script, module], capture_output=True, text=True, check=True)
    assert list(json.loads(done.stdout)) == list(Problem.__dataclass_fields__)


def test_types_are_those_of_the_shapes(request):
    """The shipped types are what the shapes say; `pytest --update-golden` writes them."""
    if request.config.getoption("--update-golden"):
        TYPES.write_text(declarations(), encoding="utf-8")
    assert TYPES.read_text(encoding="utf-8") == declarations()


def test_programs_are_checked_by_the_types(root, node, node_modules, tmp_path):
    """A program against the shipped types: good calls pass, a field that there is not is refused."""
    (tmp_path / "catalog-client.d.ts").write_bytes((root / "site/api/v1/catalog-client.d.ts").read_bytes())
    program = """
import { CatalogClient, CatalogError, listSources, search } from "./catalog-client.js";
const page = await listSources({ artifact_type: ["skill"], sort: "stars", limit: 5 });
const stars: number | null = page.items[0].stars;
const other = new CatalogClient("https://example.org/api/v1/");
for await (const source of other.allSources()) console.log(source.counts_by_type.skill, stars);
try { await search("x"); }
catch (error) { if (error instanceof CatalogError) console.log(error.problem.status); }
"""
    (tmp_path / "good.ts").write_text(program)
    (tmp_path / "bad.ts").write_text(program.replace(".stars;", ".starz;"))
    tsc = node_modules / "typescript" / "bin" / "tsc"
    switches = [
        "--strict",
        "--noEmit",
        "--module",
        "esnext",
        "--target",
        "es2024",
        "--moduleResolution",
        "bundler",
    ]

    def check(name):
        command = [node, str(tsc), *switches, str(tmp_path / name)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    good, bad = check("good.ts"), check("bad.ts")
    assert good.returncode == 0, good.stdout
    assert "starz" in bad.stdout
