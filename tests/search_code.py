"""The browser's search code, run by Node.js and asked over a pipe."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.model import Output
from generator.search import INDEX_PATH

COMPARE = Path(__file__).parent / "js" / "search-compare.mjs"


class SearchCode:
    """One Node.js process that answers a JSON line by a JSON line."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(COMPARE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, method: str, *given: Any) -> Any:
        """The result of a method of ``search-compare.mjs``."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"method": method, "given": given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"Node.js ended with {self._process.wait(10)}"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def open(self, outputs: Iterable[Output]) -> None:
        """Let the search read a built index."""
        self.ask("open", _files(outputs), INDEX_PATH)

    def replace(self, outputs: Iterable[Output]) -> None:
        """Change the files under a search that has begun."""
        self.ask("replace", _files(outputs))

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=10)


def _files(outputs: Iterable[Output]) -> dict[str, str]:
    """Contents by path, as text."""
    return {output.path: base64.b64encode(output.content).decode() for output in outputs}
