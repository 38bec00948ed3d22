"""The preview server answers as a static host does, and reloads pages."""

import http.client
import threading
import urllib.error
import urllib.request

import pytest

from generator.errors import OutputError
from generator.serve import SCRIPT, SiteServer


@pytest.fixture
def server(tmp_path):
    """A running server over a small site."""
    site = tmp_path / "site"
    (site / "sources/x").mkdir(parents=True)
    (site / "index.html").write_text("<html><head></head><body>home</body></html>")
    (site / "sources/x/index.html").write_text("<head></head>x")
    (site / "404.html").write_text("<head></head>nothing here")
    (site / "app.js").write_text("export {};")
    (tmp_path / "secret").write_text("secret")
    server = SiteServer(site, port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def get(server, path):
    """Status, media type and text of an answer."""
    try:
        with urllib.request.urlopen(server.url.rstrip("/") + path, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def test_folders_show_their_index(server):
    """A folder's address shows its index.html; without the slash it redirects there."""
    assert get(server, "/sources/x/")[2].endswith("x")
    assert get(server, "/sources/x")[2].endswith("x")


def test_pages_get_the_reload_script(server):
    """The script is added when a page is served, and only to pages."""
    assert f'src="{SCRIPT}"' in get(server, "/")[2]
    assert get(server, "/app.js") == (200, "text/javascript; charset=utf-8", "export {};")


def test_what_is_missing_shows_the_404_page(server):
    """A missing page is answered with 404.html and status 404."""
    status, _, text = get(server, "/nope/")
    assert status == 404
    assert "nothing here" in text


@pytest.mark.parametrize("path", ["/../secret", "/%2e%2e/secret", "/sources/..%2f..%2f..%2fsecret"])
def test_nothing_outside_the_site_is_served(server, path):
    """No spelling of .. leaves the folder."""
    connection = http.client.HTTPConnection(*server.server_address[:2], timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert b"secret" not in answer.read()
    assert answer.status == 404
    connection.close()


def test_a_rebuild_is_announced(server):
    """An open page hears of the next build."""
    with urllib.request.urlopen(server.url + "_catalog/events", timeout=10) as events:
        assert events.readline() == b"data: 0\n"
        events.readline()
        server.announce()
        assert events.readline() == b"data: 1\n"


def test_a_taken_port_is_explained(server):
    """The error says how to choose another port."""
    with pytest.raises(OutputError, match="--port"):
        SiteServer(server.site, port=server.server_address[1])
