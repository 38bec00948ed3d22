"""The browser's code by its own tests, and by the type checker."""

import subprocess
from pathlib import Path

import pytest

from tests.browser_code import with_texts
from tests.conftest import ROOT

TESTS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
MODULES = sorted((ROOT / "templates" / "assets" / "js" / "lib").glob("*.js"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_javascript(file: Path, node: str) -> None:
    """All tests of one file of ``tests/js`` pass under ``node --test``."""
    command = [node, "--test", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=with_texts())
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_javascript_tests() -> None:
    """The list above is not empty by mistake."""
    assert len(TESTS) >= 3


def test_types(node: str, node_modules: Path) -> None:
    """The type checker finds nothing wrong with the scripts, strictly read by their JSDoc."""
    tsc = node_modules / "typescript" / "bin" / "tsc"
    command = [node, str(tsc), "--project", str(ROOT / "jsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_type_checker_sees_mistakes(node: str, node_modules: Path, tmp_path: Path) -> None:
    """The same settings refuse a mistake, so the test above can fail."""
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @param {number} n */\nexport const twice = (n) => n.length;\n")
    config = tmp_path / "jsconfig.json"
    config.write_text(f'{{"extends": "{ROOT / "jsconfig.json"}", "include": ["wrong.js"]}}')
    tsc = node_modules / "typescript" / "bin" / "tsc"
    done = subprocess.run([node, str(tsc), "-p", str(config)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "wrong.js(2," in done.stdout


def test_logic_needs_no_document(node: str) -> None:
    """Every module of ``lib/`` loads where there is no page."""
    script = "".join(f"await import({module.as_uri()!r});" for module in MODULES)
    command = [node, "--input-type=module", "--eval", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
