"""``openapi.json``: that it is valid, that it tells of every file, and that every file is as it tells."""

import copy
import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from generator.api.endpoints import ENDPOINTS
from generator.api.openapi import openapi
from generator.api.schema import described, example_of, name_of
from generator.api.shapes import Problem
from generator.loaded import load
from tests import made_catalogs, small_catalog
from tests.conftest import ROOT
from tests.test_api_files import files_of
from tests.test_golden import build


def closed(schema):
    """A schema that takes nothing it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            schema["additionalProperties"] = False
        for value in schema.values():
            closed(value)
    elif isinstance(schema, list):
        for value in schema:
            closed(value)
    return schema


def validator(document, name) -> Draft202012Validator:
    """Checks values by a schema of the document, as strictly as can be."""
    schemas = closed(copy.deepcopy(document["components"]["schemas"]))
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def operation_of(document, path) -> dict:
    """The operation that tells of a file of the API."""
    asked = path.removeprefix("api/v1")
    found = [
        one["get"]
        for template, one in sorted(document["paths"].items(), key=lambda item: item[0].count("{"))
        if re.fullmatch(re.sub(r"\\\{[a-z]+\\\}", "[^/]+", re.escape(template)), asked)
    ]
    assert found, f"openapi.json does not tell of {path}"
    return found[0]


def check(document, path, content) -> None:
    """The file is as the document tells."""
    schema = operation_of(document, path)["responses"]["200"]["content"]["application/json"]["schema"]
    validator(document, schema["$ref"].rpartition("/")[2]).validate(content)


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


@pytest.fixture
def offline(tmp_path):
    """The example of folders beside the catalog."""
    shutil.copytree(ROOT / "examples/offline", tmp_path / "offline", ignore=shutil.ignore_patterns("site"))
    return tmp_path / "offline"


@pytest.mark.parametrize("served", [False, True], ids=["files", "served"])
def test_it_is_valid(root, served):
    """Both documents are OpenAPI 3.1."""
    document = openapi(load(root).settings, served=served)
    assert document["openapi"].startswith("3.1")
    validate(document)


@pytest.mark.parametrize("catalog", ["root", "offline"])
def test_every_built_file_is_as_told(request, catalog):
    """Each JSON file of the API validates by its schema in openapi.json, and has no more fields."""
    root = request.getfixturevalue(catalog)
    files = {p: json.loads(c) for p, c in build(root).items() if p.startswith("api/") and p.endswith(".json")}
    document = files.pop("api/v1/openapi.json")
    assert len(files) > 20
    for path, content in files.items():
        check(document, path, content)


def test_odd_catalogs_are_as_told():
    """So does each file of 300 sources with all kinds of values."""
    catalog = made_catalogs.natural_catalog(300)
    document = openapi(catalog.settings)
    seen = {}
    for path, content in files_of(catalog).items():
        if not path.endswith("openapi.json"):
            seen.setdefault(operation_of(document, path)["operationId"], (path, content))
    for path, content in seen.values():
        check(document, path, content)
    assert {endpoint.name for endpoint in ENDPOINTS} <= set(seen)


def test_what_is_wrong_is_noticed(root):
    """A field too many, one too few or one of another type does not validate, so the tests above can fail."""
    document = openapi(load(root).settings)
    good = example_of(Problem)
    check_problem = validator(document, "Problem")
    assert check_problem.is_valid(good)
    assert not check_problem.is_valid({**good, "more": 1})
    assert not check_problem.is_valid({key: value for key, value in good.items() if key != "status"})
    assert not check_problem.is_valid({**good, "status": "400"})
    assert not validator(document, "Source").is_valid(good)


@pytest.mark.parametrize("served", [False, True], ids=["files", "served"])
def test_examples_are_good_ones(root, served):
    """Every example of a document and of a field validates by its own schema."""
    document = openapi(load(root).settings, served=served)
    for path, item in document["paths"].items():
        for status, answer in item["get"]["responses"].items():
            for media in answer.get("content", {}).values():
                name = media["schema"]["$ref"].rpartition("/")[2]
                errors = list(validator(document, name).iter_errors(media["example"]))
                assert errors == [], (path, status)
    for schema in document["components"]["schemas"].values():
        for name, part in schema.get("properties", {}).items():
            for example in part.get("examples", ()):
                Draft202012Validator(part).validate(example), name


def test_every_field_says_what_it_is():
    """No field of any shape is without a meaning."""
    for endpoint in ENDPOINTS:
        for name, _, says in described(endpoint.shape):
            assert says.doc.endswith("."), (name_of(endpoint.shape), name)


def test_limits_come_from_the_definitions(root):
    """What a definition's field may hold at most, its schema here says too."""
    properties = openapi(load(root).settings)["components"]["schemas"]["Source"]["properties"]
    assert properties["description"]["maxLength"] == 500
    assert properties["tags"]["maxItems"] == 20
    assert properties["tags"]["items"]["maxLength"] == 50
    assert properties["id"]["maxLength"] == 80
    assert properties["counts_by_type"]["propertyNames"]["enum"] == [
        kind.id for kind in load(root).settings.artifact_types
    ]


def test_operations_have_names_of_their_own(root):
    """Client programs are generated from them."""
    for served in (False, True):
        paths = openapi(load(root).settings, served=served)["paths"]
        names = [item["get"]["operationId"] for item in paths.values()]
        assert len(set(names)) == len(names)
