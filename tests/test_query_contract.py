"""The query contract in its three forms: Python, the served API, the JavaScript client.

One set of cases and laws runs over all of them, on files as a build writes them.
"""

import json
import subprocess
import tempfile
from itertools import pairwise, permutations
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

import generator
from generator.api import ApiFiles, filter_index
from generator.build import build_site
from generator.cli import main
from generator.errors import QueryError, UnknownSourceError
from generator.filters import Sort, sort_entries
from generator.loaded import load
from generator.pages import DataPaths
from generator.pages.view import View
from generator.search import INDEX_PATH, build_index, document
from generator.served.app import create_app
from tests import made_catalogs, small_catalog
from tests.filter_cases import CASES, CATALOG
from tests.test_api_files import NoTexts

ROOT = Path(__file__).parent.parent


def write_site(catalog, folder: Path) -> None:
    """The files of a catalog that the three forms read, as a build writes them; no pages."""
    index = filter_index(catalog)
    view = View(catalog, DataPaths(filter_index=index[0].path, search=INDEX_PATH))
    api = ApiFiles(view, NoTexts(), str, "Test")
    entries = sorted(catalog.public, key=lambda entry: entry.source.id)
    documents = [document(entry, number, "", catalog.as_of) for number, entry in enumerate(entries)]
    made = {output.path: output.content for output in (*index, *build_index(documents))}
    made |= {file.path: file.content() for file in api.shared()}
    made |= {file.path: file.content() for entry in catalog.entries for file in api.of_source(entry)}
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


class InPython:
    """`generator.Catalog` over the built files."""

    def open(self, site):
        """Begin with a site."""
        self.catalog = generator.Catalog.load(site)

    def list(self, parameters):
        """A page, or what is wrong with each parameter."""
        try:
            return generator.page_json(self.catalog.query(parameters))
        except QueryError as error:
            return set(error.validation_errors)

    def source(self, source_id):
        """A source, or None."""
        try:
            return generator.source_json(self.catalog.get_source(source_id))
        except UnknownSourceError:
            return None


class Served:
    """The ASGI application."""

    def open(self, site):
        """Begin with a site."""
        self.client = TestClient(create_app(site))

    def list(self, parameters):
        """Likewise."""
        answer = self.client.get(f"/api/v1/sources?{urlencode(parameters)}")
        if answer.status_code == 200:
            return answer.json()
        assert answer.status_code == 400, answer.text
        return set(answer.json()["validation_errors"])

    def source(self, source_id):
        """Likewise."""
        answer = self.client.get(f"/api/v1/sources/{source_id}")
        return answer.json() if answer.status_code == 200 else None


class InJavaScript:
    """`catalog-client.js` in Node."""

    def __init__(self, node):
        self.process = subprocess.Popen(
            [node, str(ROOT / "tests/js/client.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def open(self, site):
        """Begin with a site."""
        self.site = str(site)

    def ask(self, *call):
        """What one call of the client gives."""
        print(json.dumps({"site": self.site, "calls": [call]}), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())[0]

    def list(self, parameters):
        """Likewise."""
        answer = self.ask("listSources", parameters)
        return answer["result"] if "result" in answer else set(answer["problem"]["validation_errors"])

    def source(self, source_id):
        """Likewise."""
        return self.ask("getSource", source_id).get("result")

    def close(self):
        """Let Node go."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture(scope="module", params=["python", "served", "javascript"])
def form(request):
    """One of the three forms."""
    if request.param != "javascript":
        yield InPython() if request.param == "python" else Served()
        return
    running = InJavaScript(request.getfixturevalue("node"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The catalog of the shared cases, built."""
    folder = tmp_path_factory.mktemp("contract") / "site"
    write_site(CATALOG, folder)
    return folder


def ids(page) -> list[str]:
    """The ids of a page's items."""
    return [item["id"] for item in page["items"]]


def walk(form, parameters, limit) -> list[str]:
    """The ids of a whole list, page after page; every page is as its information says, and leads back."""
    parameters = {**parameters, "limit": str(limit)}
    page = form.list(parameters)
    found, pages = ids(page), [page]
    while page["page_info"]["has_next_page"]:
        assert len(page["items"]) == limit
        page = form.list({**parameters, "cursor": page["page_info"]["end_cursor"]})
        assert page["items"]
        assert page["page_info"]["has_previous_page"]
        pages.append(page)
        found += ids(page)
    for before, page in pairwise(pages):
        back = form.list({**parameters, "cursor": page["page_info"]["start_cursor"]})
        assert ids(back) == ids(before)
        assert back["page_info"]["has_next_page"]
    assert not pages[0]["page_info"]["has_previous_page"]
    assert {page["page_info"]["total_count"] for page in pages} == {len(found)}
    return found


# -------------------------------------------------------------------- the cases


@pytest.mark.parametrize(
    "case", [c for c in CASES["found"] if "search" not in c["parameters"]], ids=lambda case: case["says"]
)
def test_cases(form, site, case):
    """Every case of the shared list gives its sources in their order."""
    form.open(site)
    assert ids(form.list(case["parameters"])) == case["ids"]


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["says"])
def test_mistakes(form, site, case):
    """Every mistake of the shared list is told by its parameter."""
    form.open(site)
    assert form.list(case["parameters"]) == set(case["wrong"])


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"limit": "0"}, {"limit"}),
        ({"limit": "101"}, {"limit"}),
        ({"limit": "1.5"}, {"limit"}),
        ({"limit": "٣"}, {"limit"}),
        ({"nothing": "x", "limit": "-1"}, {"nothing", "limit"}),
        ({"cursor": "x"}, {"cursor"}),
        ({"cursor": "é"}, {"cursor"}),
        ({"cursor": "W10"}, {"cursor"}),
        ({"cursor": "bnVsbA"}, {"cursor"}),
        ({"cursor": "A" * 1500}, {"cursor"}),
    ],
)
def test_more_mistakes(form, site, parameters, wrong):
    """Limits out of bounds, parameters that there are not, texts that are no cursors."""
    form.open(site)
    assert form.list(parameters) == wrong


def test_cursors_of_other_queries_are_refused(form, site):
    """A cursor goes on in its own list alone: not with other filters, words or another order."""
    form.open(site)
    mine = {"tags": "python", "limit": "1"}
    cursor = form.list(mine)["page_info"]["end_cursor"]
    assert ids(form.list({**mine, "cursor": cursor}))
    others = ({"tags": "ui"}, {"sort": "stars"}, {"search": "skills"}, {"status": "active"}, {"tags": ""})
    for other in others:
        assert form.list({**mine, **other, "cursor": cursor}) == {"cursor"}, other
    assert ids(form.list({"tags": "PYTHON,python", "limit": "5", "cursor": cursor}))


def test_static_cursors_are_refused(form, site):
    """The name of a file of the static list is no cursor of a filtered one."""
    form.open(site)
    first = json.loads((site / "api/v1/sources.json").read_text())
    (file,) = (site / "api/v1/pages/sources").iterdir()
    assert first["items"]
    assert form.list({"cursor": file.stem}) == {"cursor"}


def test_sources_by_id(form, site):
    """A source is its file; unlisted ones are there by their ids, and unknown ones are not."""
    form.open(site)
    for entry in CATALOG.entries:
        told = form.source(entry.source.id)
        assert told == json.loads((site / f"api/v1/sources/{entry.source.id}.json").read_text())
    for unknown in ("nope", "NOPE", "a--b", "x" * 200):
        assert form.source(unknown) is None


# --------------------------------------------------------------------- the laws

QUERIES = made_catalogs.PARAMETERS.map(
    lambda parameters: {k: v for k, v in parameters.items() if k != "search"}
)
WORDS = st.sampled_from(["text", "someone", "eclair", "zebra", "a", "two lines", "nothing", "teext"])


def opened(form, catalog, folder):
    """The form, with that catalog."""
    write_site(catalog, Path(folder))
    form.open(Path(folder))
    return form


@settings(max_examples=12)
@given(made_catalogs.catalogs(), QUERIES, st.none() | WORDS, st.integers(1, 4))
def test_pages_follow_without_gap_or_repeat(form, catalog, parameters, words, limit):
    """Pages of any size, put together, are the list in one; items are as their own files tell."""
    parameters = {**parameters, **({"search": words} if words else {})}
    with tempfile.TemporaryDirectory() as folder:
        opened(form, catalog, folder)
        whole = form.list({**parameters, "limit": "100"})
        assert walk(form, parameters, limit) == ids(whole)
        assert len(set(ids(whole))) == len(whole["items"])
        for item in whole["items"]:
            assert item == json.loads((Path(folder) / f"api/v1/sources/{item['id']}.json").read_text())


@settings(max_examples=12)
@given(made_catalogs.catalogs(), QUERIES, WORDS)
def test_filters_compose_and_commute(form, catalog, parameters, words):
    """All filters together give what each alone has in common, in whatever order they are written."""
    filters = {k: v for k, v in {**parameters, "search": words}.items() if k != "sort"}
    with tempfile.TemporaryDirectory() as folder:
        opened(form, catalog, folder)
        together = form.list({**filters, "sort": "name"})
        each = [set(ids(form.list({name: value}))) for name, value in filters.items()]
        everything = ids(form.list({}))
        expected = [i for i in everything if all(i in found for found in each)]
        assert ids(together) == expected
        for order in list(permutations(filters.items()))[:4]:
            assert ids(form.list({**dict(order), "sort": "name"})) == expected


@settings(max_examples=12)
@given(made_catalogs.catalogs(), st.sampled_from([s for s in Sort if s is not Sort.RELEVANCE]))
def test_orders_are_those_of_the_site(form, catalog, sort):
    """An order is the same every time, and that of the filters' own definition."""
    with tempfile.TemporaryDirectory() as folder:
        opened(form, catalog, folder)
        expected = [entry.source.id for entry in sort_entries(catalog.public, sort)]
        assert ids(form.list({"sort": sort.value})) == expected
        assert ids(form.list({"sort": sort.value})) == expected


# ---------------------------------------------------------------- of one meaning


def test_the_command_line_prints_the_same(tmp_path):
    """`catalog list --format json` prints what the served API answers, cursors and all."""
    root = small_catalog.make(tmp_path / "catalog")
    build_site(load(root), root / "site")
    served = Served()
    served.open(root / "site")
    for parameters in ({}, {"tags": "python", "limit": "1"}, {"search": "code", "sort": "stars"}):
        switches = [text for name, value in parameters.items() for text in (f"--{name}", value)]
        done = CliRunner().invoke(main, ["-C", str(root), "list", "--format", "json", *switches])
        assert json.loads(done.stdout) == served.list(parameters)
    shown = json.loads(
        CliRunner().invoke(main, ["-C", str(root), "show", "old-beta", "--format", "json"]).stdout
    )
    assert shown.pop("artifacts") == served.client.get("/api/v1/sources/beta-tools/artifacts").json()["items"]
    assert shown == served.source("beta-tools")


def test_definitions_and_their_site_are_the_same_to_python(tmp_path):
    """`generator.Catalog` tells the same of a folder of definitions and of the site made of it."""
    root = small_catalog.make(tmp_path / "catalog")
    build_site(load(root), root / "site")
    here, there = generator.Catalog.load(root), generator.Catalog.load(root / "site")
    for parameters in (
        {},
        {"tags": "python"},
        {"search": "review code"},
        {"sort": "artifacts", "limit": "2"},
    ):
        assert generator.page_json(here.query(parameters)) == generator.page_json(there.query(parameters))
    for source_id in ("alpha-skills", "old-beta", "delta-hidden"):
        assert here.get_details(source_id) == there.get_details(source_id)
        told = [generator.source_json(each.get_source(source_id)) for each in (here, there)]
        assert told[0] == told[1]
    for each in (here, there):
        with pytest.raises(UnknownSourceError, match="nope"):
            each.get_source("nope")


@pytest.mark.parametrize(
    "words", ["skills", "skill", "eclair", "anthropic doc", "serverr", "zzzzz", "python"]
)
def test_searches_are_the_same(node, site, words):
    """All three find the same sources in the same order, by words and by likely ones."""
    javascript = InJavaScript(node)
    answers = []
    for each in (InPython(), Served(), javascript):
        each.open(site)
        answers.append(each.list({"search": words}))
    javascript.close()
    assert ids(answers[0]) == ids(answers[1]) == ids(answers[2])
    assert answers[0]["items"] == answers[1]["items"] == answers[2]["items"]
