"""The browser's filter code, run by Node.js and asked over a pipe."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from generator.pages.wording import Wording, english


def with_texts(words: Wording | None = None) -> dict[str, str]:
    """The environment for scripts of ``tests/js``, with the texts that a page would carry."""
    words = words or english()
    groups = dict.fromkeys(key.partition(".")[0] for key in words.texts)
    return {**os.environ, "CATALOG_TEXTS": json.dumps(words.for_scripts(*groups))}


COMPARE = Path(__file__).parent / "js" / "compare.mjs"


class BrowserCode:
    """One Node.js process that answers a JSON line by a JSON line."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(COMPARE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=with_texts(),
        )

    def ask(self, index: Any, query: str, ranking: list[int] | None) -> dict[str, Any]:
        """What the page shows for a query string over a filter index."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"index": index, "query": query, "ranking": ranking}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"Node.js ended with {self._process.wait(10)}"
        return json.loads(answer)

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=10)
