"""Fixtures that many tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.machine import CHROMIUM_FLAGS, find_chromium, find_node

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How fast a machine makes examples is no property of ours."""

settings.register_profile("same", PATIENT, derandomize=True)
settings.register_profile("explore", PATIENT, max_examples=1000)
settings.load_profile("explore" if os.environ.get("CATALOG_EXPLORE") else "same")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let expected outputs be rewritten."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected files, to be read by you")


@pytest.fixture(scope="session")
def node() -> str:
    """Path of Node.js; without one the test fails and says what to do."""
    return find_node() or pytest.fail("no Node.js 20 or newer: run `make setup`")


@pytest.fixture(scope="module")
def browser():
    """One headless Chromium for all tests of a module; without one they fail and say what to do.

    Not for longer: while Playwright runs, its event loop does, and no other can in this thread.
    """
    from playwright.sync_api import sync_playwright

    path = find_chromium() or pytest.fail("no Chromium: run `make setup`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The JavaScript tools of ``package.json``, installed beside it."""
    folder = ROOT / "node_modules"
    return folder if folder.is_dir() else pytest.fail("node_modules/ is missing: run `make setup`")
