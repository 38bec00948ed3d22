"""`catalog serve` as a person uses it: start, look, edit, break, mend, stop."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from generator.cli.serve import WAKE_MS
from tests import small_catalog


def heed_interrupts():
    """As on a terminal; what a shell starts in the background is deaf to Ctrl-C, tests included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Serving:
    """A running `catalog serve`, with what it has printed."""

    def __init__(self, root, log, *more):
        self.root, self.log = root, log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "generator",
                    "-C",
                    str(root),
                    "serve",
                    "--offline",
                    "--port",
                    "0",
                    *more,
                ],
                stderr=output,
                preexec_fn=heed_interrupts,  # noqa: PLW1509 - no other thread runs yet
            )

    def wait_for(self, pattern, seconds=90):
        """The first match in what was printed; fails when it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if match := re.search(pattern, self.log.read_text()):
                return match
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        pytest.fail(f"{pattern!r} was not printed:\n{self.log.read_text()}")

    def page(self, address):
        """The text of a page."""
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()


@pytest.fixture
def serving(tmp_path):
    """The small catalog, served."""
    running = Serving(small_catalog.make(tmp_path / "catalog"), tmp_path / "log")
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()


def test_serve(serving):
    """A change is built and announced, a broken definition leaves the site, Ctrl-C ends cleanly."""
    url = serving.wait_for(r"Serving the catalog at (http://\S+)")[1]
    page = f"{url}sources/alpha-skills/"
    assert "Alpha Skills" in serving.page(page)

    definition = serving.root / "sources/alpha-skills.yaml"
    good = definition.read_text()
    definition.write_text(good.replace("Alpha Skills", "Omega Skills"))
    serving.wait_for(r"Changed: (?s:.)*Built")
    assert "Omega Skills" in serving.page(page)

    definition.write_text("repo_url: [\n")
    serving.wait_for(r"error: (?s:.)*The site is as it was")
    assert "Omega Skills" in serving.page(page)

    definition.write_text(good)
    serving.wait_for(r"The site is as it was(?s:.)*Built")
    assert "Alpha Skills" in serving.page(page)

    (serving.root / "pages").mkdir()
    (serving.root / "pages/guide.md").write_text("---\ntitle: A guide\n---\nRead it.\n")
    serving.wait_for(r"Changed: (guide.md|pages)(?s:.)*Built")
    (serving.root / "pages/guide.md").write_text("---\ntitle: A guide\n---\nRead it twice.\n")
    serving.wait_for(r"Changed: guide.md(?s:.)*Built")
    assert "Read it twice." in serving.page(f"{url}pages/guide/")

    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(timeout=30) == 0
    assert serving.log.read_text().endswith("Stopped\n")
    assert "Traceback" not in serving.log.read_text()


def test_nothing_is_built_again_where_nothing_changed(tmp_path):
    """A catalog of which not everything could be fetched is built once, and watched."""
    root = small_catalog.make(tmp_path / "catalog")
    shutil.rmtree(root / ".cache")
    serving = Serving(root, tmp_path / "log")
    try:
        serving.wait_for(r"Serving the catalog at (http://\S+)")
        time.sleep(4 * WAKE_MS / 1000)
        definition = root / "sources/alpha-skills.yaml"
        definition.write_text(definition.read_text() + "# one more line\n")
        serving.wait_for(r"Changed: (?s:.)*Built")
        assert re.findall("Changed: .*", serving.log.read_text()) == ["Changed: alpha-skills.yaml"]
    finally:
        serving.process.kill()
        serving.process.wait()


def test_serve_with_the_api(tmp_path):
    """With --api queries are answered from the newest build, and Ctrl-C ends cleanly too."""
    serving = Serving(small_catalog.make(tmp_path / "catalog"), tmp_path / "log", "--api")
    try:
        url = serving.wait_for(r"Serving the catalog at (http://\S+)")[1]
        found = json.loads(serving.page(f"{url}api/v1/sources?tags=python&search=spreadsheets"))
        assert [item["id"] for item in found["items"]] == ["alpha-skills"]
        definition = serving.root / "sources/alpha-skills.yaml"
        definition.write_text(definition.read_text().replace("python, ", ""))
        serving.wait_for(r"(?s)Changed: alpha-skills.yaml\n.*Built")
        assert json.loads(serving.page(f"{url}api/v1/sources?tags=python"))["page_info"]["total_count"] == 1
        serving.process.send_signal(signal.SIGINT)
        assert serving.process.wait(timeout=30) == 0, serving.log.read_text()
        assert "Traceback" not in serving.log.read_text()
    finally:
        serving.process.kill()
        serving.process.wait()


def test_origins_are_for_the_api(tmp_path):
    """--cors-origin without --api would do nothing, and is a mistake."""
    serving = Serving(small_catalog.make(tmp_path / "catalog"), tmp_path / "log", "--cors-origin", "*")
    assert serving.process.wait(timeout=30) == 2
    assert "add --api" in serving.log.read_text()
