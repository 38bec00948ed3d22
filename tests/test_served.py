"""`catalog serve --api`: documents, problems, headers, a site that is built anew, and hostile requests."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from generator.api.endpoints import ENDPOINTS
from generator.api.openapi import MAX_PARAMETERS, MAX_QUERY
from generator.api.shapes import Problem
from generator.build import build_site
from generator.errors import SiteError
from generator.loaded import load
from generator.served.app import create_app
from tests import small_catalog
from tests.test_api_openapi import validator

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The small catalog, built."""
    made = small_catalog.make(tmp_path_factory.mktemp("served") / "catalog")
    build_site(load(made), made / "site")
    return made


@pytest.fixture(scope="module")
def app(root):
    """The application over it."""
    return create_app(root / "site")


@pytest.fixture
def client(app):
    """Asks the application."""
    return TestClient(app, raise_server_exceptions=False)


def problem_of(answer, status) -> dict:
    """The problem that an answer tells, checked by its schema."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert set(told) == set(Problem.__dataclass_fields__)
    assert "Traceback" not in answer.text
    return told


# -------------------------------------------------------------------- documents


def test_documents_are_those_of_the_files(client, root):
    """What takes no filter is answered as it stands in the built site."""
    for endpoint in ENDPOINTS:
        if not endpoint.filtered:
            path = endpoint.path.replace("{id}", "alpha-skills")
            file = root / f"site/api/v1{endpoint.file.replace('{id}', 'alpha-skills')}"
            answer = client.get(f"/api/v1{path}")
            assert answer.status_code == 200
            assert answer.content == file.read_bytes()


def test_every_document_is_as_told(client):
    """Each answer validates by the schema that the served openapi.json gives it."""
    document = client.get("/api/v1/openapi.json").json()
    for endpoint in ENDPOINTS:
        answer = client.get(f"/api/v1{endpoint.path.replace('{id}', 'beta-tools')}")
        told = document["paths"][endpoint.path]["get"]["responses"]["200"]["content"]["application/json"]
        validator(document, told["schema"]["$ref"].rpartition("/")[2]).validate(answer.json())


def test_items_are_those_of_the_files(client, root):
    """A source in a filtered list is, field by field, its own document."""
    for item in client.get("/api/v1/sources?tags=python&sort=stars").json()["items"]:
        assert item == json.loads((root / f"site/api/v1/sources/{item['id']}.json").read_text())


def test_former_and_unlisted_ids_are_answered(client):
    """By its id an unlisted source is there, in lists and searches it is not; a former id will do."""
    assert client.get("/api/v1/sources/old-beta").json()["id"] == "beta-tools"
    assert client.get("/api/v1/sources/delta-hidden").json()["visibility"] == "unlisted"
    for query in ("", "?search=hidden", "?tags=secret"):
        assert "delta-hidden" not in client.get(f"/api/v1/sources{query}").text


def test_files_of_the_site_are_served_too(client):
    """Pages, the static documents, and the site's own page for what is missing."""
    assert client.get("/").headers["content-type"].startswith("text/html")
    assert client.get("/api/v1/tags.json").json() == client.get("/api/v1/tags").json()
    missing = client.get("/no/such/page")
    assert missing.status_code == 404
    assert "This page does not exist" in missing.text


# --------------------------------------------------------------------- problems


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("artifact_type=skil", {"artifact_type"}),
        ("limit=0&sort=size&trust_level=best&nothing=1", {"limit", "sort", "trust_level", "nothing"}),
        ("cursor=abc", {"cursor"}),
        ("cursor=4d5c5da222f91f5a", {"cursor"}),
        ("limit=101", {"limit"}),
        ("limit=" + "9" * 400, {"limit"}),
        ("search=" + "x" * MAX_QUERY, {"query"}),
        ("&".join(["tags=a"] * (MAX_PARAMETERS + 1)), {"query"}),
        ("%00=%ff&limit=%ff", {"\0", "limit"}),
    ],
)
def test_wrong_queries(client, query, wrong):
    """Every mistake in a query is told by its parameter; what is far too long is not read at all."""
    told = problem_of(client.get(f"/api/v1/sources?{query}"), 400)
    assert told["error"] == "invalid_query"
    assert set(told["validation_errors"]) == wrong
    assert len(told["message"]) < 2000


@pytest.mark.parametrize(
    "source_id",
    [
        "nope",
        "..%2f..%2fcatalog",
        "%2e%2e",
        "a" * 300,
        "Alpha-Skills",
        "alpha-skills%00",
        "alpha-skills.json%20",
    ],
)
def test_unknown_ids(client, source_id):
    """No id but those of sources leads to a file."""
    problem_of(client.get(f"/api/v1/sources/{source_id}"), 404)
    problem_of(client.get(f"/api/v1/sources/{source_id}/details"), 404)


def test_documents_without_filters_take_none(client):
    """A parameter that would be passed over is a mistake."""
    assert set(problem_of(client.get("/api/v1/tags?limit=3"), 400)["validation_errors"]) == {"limit"}
    problem_of(client.get("/api/v1/artifacts?cursor=zz"), 400)
    problem_of(client.get("/api/v1/artifacts?cursor=../index"), 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods(client, method):
    """Only GET and HEAD are answered."""
    answer = client.request(method, "/api/v1/sources")
    problem_of(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_damaged_site_is_no_traceback(tmp_path):
    """What breaks in the server is told to its log and not to those who ask."""
    made = small_catalog.make(tmp_path / "catalog")
    build_site(load(made), made / "site")
    client = TestClient(create_app(made / "site"), raise_server_exceptions=False)
    (made / "site/api/v1/tags.json").unlink()
    told = problem_of(client.get("/api/v1/tags"), 500)
    assert told["error"] == "internal_error"
    assert str(made) not in json.dumps(told)


@pytest.mark.parametrize("content", [None, "api: false\n"])
def test_a_folder_without_an_api_is_refused(tmp_path, content):
    """A folder that is no site, and a site without the API, are refused with what to do."""
    made = small_catalog.make(tmp_path / "catalog")
    if content:
        with (made / "catalog.yaml").open("a") as file:
            file.write(content)
        build_site(load(made), made / "site")
    with pytest.raises(SiteError, match="catalog build"):
        create_app(made / "site")


# ---------------------------------------------------------------------- headers


def test_security_headers(client):
    """Nothing that is answered can be run, framed or taken for something else."""
    for path in (
        "/api/v1/sources",
        "/api/v1/sources/nope",
        "/api/v1/sources?limit=0",
        "/api/v1/openapi.json",
    ):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-cache"
    assert client.get("/").headers["x-content-type-options"] == "nosniff"


def test_other_origins_read_nothing_unless_they_are_named(root, client):
    """Without origins no answer may be read by a page of another one; with them, theirs alone."""
    asked = {"Origin": "https://app.example"}
    assert "access-control-allow-origin" not in client.get("/api/v1/tags", headers=asked).headers
    named = TestClient(create_app(root / "site", origins=["https://app.example"]))
    allowed = named.get("/api/v1/tags", headers=asked).headers
    assert allowed["access-control-allow-origin"] == "https://app.example"
    other = named.get("/api/v1/tags", headers={"Origin": "https://evil.example"}).headers
    assert "access-control-allow-origin" not in other
    assert "access-control-allow-credentials" not in allowed


def test_requests_for_other_hosts(root):
    """A server for one machine does not answer a name that a stranger gave it."""
    app = create_app(root / "site", hosts=["127.0.0.1", "[::1]"])
    for host, status in (("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("evil.example", 421), ("", 421)):
        assert TestClient(app).get("/api/v1/tags", headers={"Host": host}).status_code == status, host


def test_unchanged_answers_are_not_sent_again(client):
    """Who has an answer is told so."""
    first = client.get("/api/v1/sources?limit=2")
    again = client.get("/api/v1/sources?limit=2", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/sources?limit=3").headers["etag"] != first.headers["etag"]


# ----------------------------------------------------------------- built anew


def test_a_new_build_is_noticed(tmp_path):
    """The next request after a build answers from the new site."""
    made = small_catalog.make(tmp_path / "catalog")
    build_site(load(made), made / "site")
    client = TestClient(create_app(made / "site"))
    assert client.get("/api/v1/sources").json()["page_info"]["total_count"] == 4
    (made / "sources/gamma-agents.yaml").unlink()
    build_site(load(made), made / "site")
    assert client.get("/api/v1/sources").json()["page_info"]["total_count"] == 3
    assert client.get("/api/v1/sources?search=reviewing").json()["items"] == []


def test_a_new_build_that_changes_little_is_noticed(tmp_path):
    """A change that leaves the root of the API as it was counts, too."""
    made = small_catalog.make(tmp_path / "catalog")
    build_site(load(made), made / "site")
    client = TestClient(create_app(made / "site"))
    assert client.get("/api/v1/sources?tags=python").json()["page_info"]["total_count"] == 2
    definition = made / "sources/alpha-skills.yaml"
    definition.write_text(definition.read_text().replace("python, ", ""))
    root = (made / "site/api/v1/index.json").stat()
    build_site(load(made), made / "site")
    assert (made / "site/api/v1/index.json").stat().st_ino == root.st_ino
    assert client.get("/api/v1/sources?tags=python").json()["page_info"]["total_count"] == 1


# ---------------------------------------------------------------- schemathesis


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests(app, mode):
    """Requests that schemathesis makes up, good and bad ones, are answered as the document tells."""
    seen = set()
    for found in schemathesis.openapi.from_asgi("/api/v1/openapi.json", app).get_all_operations():
        operation = found.ok()
        if mode is schemathesis.GenerationMode.NEGATIVE and not operation.definition.raw.get("parameters"):
            continue  # nothing of it can be wrong

        @settings(
            max_examples=20,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case):
            answer = case.call_and_validate(checks=CHECKS)
            seen.add((case.path, answer.status_code))

        run()
    if mode is schemathesis.GenerationMode.POSITIVE:
        assert {path for path, status in seen if status == 200} >= {"/", "/sources", "/tags", "/stats"}
    assert ("/sources", 400) in seen or mode is schemathesis.GenerationMode.POSITIVE
