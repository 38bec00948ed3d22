"""What docs/api.md shows is so: its examples run, its shapes validate, its tables are whole."""

import json
import re
import subprocess

import pytest

from generator import public
from generator.api.endpoints import ENDPOINTS
from generator.api.openapi import MAX_PARAMETERS, MAX_QUERY, openapi
from generator.build import build_site
from generator.loaded import load
from generator.search.words import QUERY_LIMIT
from tests import small_catalog
from tests.conftest import ROOT
from tests.test_api_openapi import validator

TEXT = (ROOT / "docs/api.md").read_text(encoding="utf-8")


def examples(language) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The small catalog, built."""
    made = small_catalog.make(tmp_path_factory.mktemp("docs") / "catalog")
    build_site(load(made), made / "site")
    return made


@pytest.mark.parametrize("number", range(len(examples("python"))))
def test_python_examples_run(root, monkeypatch, capsys, number):
    """Each example runs in a catalog's folder."""
    monkeypatch.chdir(root)
    names = {}
    exec(compile(examples("python")[number], "docs/api.md", "exec"), names)  # noqa: S102 - our own text
    if number == 0:
        assert capsys.readouterr().out == "beta-tools tools 2\nalpha-skills Alpha Skills 3\n"
        assert names["readme"].startswith("# Alpha")


def test_there_are_python_examples():
    """The list above is not empty by mistake."""
    assert len(examples("python")) == 3


def test_the_javascript_example_runs(root, node):
    """The example runs in Node over a built site, which stands in for the hosted one."""
    (example,) = examples("js")
    module = (root / "site/api/v1/catalog-client.js").as_uri()
    code = example.replace("https://example.org/catalog/api/v1/catalog-client.js", module)
    code = code.replace("code reveiw", "spreadshets").replace("anthropics-skills", "alpha-skills")
    code += "console.log(JSON.stringify([items.length, suggestion, repo_readme_html.length > 0]));"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "tools 2000 1"
    assert json.loads(done.stdout.splitlines()[-1]) == [1, "spreadsheets", True]


def test_shapes_validate(root):
    """The list and the problem that are shown are as the schemas say."""
    document = openapi(load(root).settings)
    shown, problem = (json.loads(example) for example in examples("json"))
    validator(document, "SourceList").validate(shown)
    validator(document, "Problem").validate(problem)


def test_every_document_is_named():
    """Each file of the API stands in the table, each name of the Python interface's calls in the text."""
    table = TEXT.partition("## Files")[2].partition("A list is")[0]
    for endpoint in ENDPOINTS:
        file = endpoint.file.strip("/").replace("{id}", "ID")
        assert f"`{file}`" in table, file
    methods = ["list_sources", "search", "get_details", "apply_filters", "paginate", "parse_query"]
    assert all(name in TEXT for name in methods)
    assert {"apply_filters", "paginate", "parse_query", "page_json", "source_json"} <= set(public.__all__)


def test_limits_are_the_programs():
    """The numbers that are told are those that hold."""
    assert f"{MAX_QUERY:,} bytes and {MAX_PARAMETERS} parameters" in TEXT
    assert f"Searches read {QUERY_LIMIT} characters" in TEXT
