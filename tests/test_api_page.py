"""The page about the API: everything that openapi.json tells is on it, and its links lead somewhere."""

from dataclasses import replace

from generator.api.endpoints import ENDPOINTS
from generator.api.openapi import openapi
from tests import theme_catalog as tc


def page(of=tc.FULL) -> tc.Document:
    """The page, read."""
    return tc.Document(tc.rendered(of)["api/index.html"])


def test_every_document_and_field_is_told():
    """Each path, each shape and each field of openapi.json is on the page."""
    text = tc.rendered(tc.FULL)["api/index.html"]
    document = openapi(tc.SETTINGS)
    for path in document["paths"]:
        assert f"/api/v1{path}" in text, path
    for name, schema in document["components"]["schemas"].items():
        if not name.endswith("List") and name != "Problem":
            assert f'id="shape-{name.lower()}"' in text, name
            assert all(f"<code>{field}</code>" in text for field in schema["properties"]), name
    assert len(ENDPOINTS) > 8


def test_links_within_the_page_lead_somewhere():
    """Every link to a shape or a document has its place on the page."""
    root = page().root
    ids = [element.attributes["id"] for element in root.walk() if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    links = [e.attributes["href"] for e in root.walk() if e.tag == "a"]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_it_opens_a_real_source():
    """Documents of one source are shown by one that there is; without sources they are not linked."""
    assert "api/v1/sources/archived.json" in tc.rendered(tc.FULL)["api/index.html"]
    assert "api/v1/sources/" not in tc.rendered(tc.EMPTY)["api/index.html"].replace("/sources/{id}", "")


def test_without_the_api_there_is_no_page():
    """Nor a link to it."""
    made = tc.rendered(replace(tc.FULL, settings=replace(tc.SETTINGS, api=False)))
    assert "api/index.html" not in made
    assert not [path for path, text in made.items() if "api/index.html" in text]
