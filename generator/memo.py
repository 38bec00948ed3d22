"""Answers that the last run worked out, by the digests of their questions, or by names beside them.

For what is quickly told from its question, but slowly worked out, ten thousand times a run. One
object of the cache holds them all, as JSON; those that a run did not ask for are forgotten.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import Any

from generator.cache import Cache
from generator.errors import CacheError


class Memo:
    """Remembers the answers of one kind, which must be JSON; whoever reads one checks its form."""

    def __init__(self, cache: Cache, name: str, version: str) -> None:
        """``version`` tells apart programs that would answer otherwise."""
        self._cache = cache
        self._key = f"memo:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
        self._version = version
        self._before = self._read()
        self._now: dict[str, Any] = {}
        self._new = False

    def get(self, question: str) -> Any:  # noqa: ANN401 - any JSON
        """The answer to a question by its digest, not to be changed; None where it is not known."""
        answer = self._before.get(question)
        if answer is not None:
            self._now[question] = answer
        return answer

    def put(self, question: str, answer: Any) -> None:  # noqa: ANN401 - any JSON
        """Remember an answer, which is not None."""
        self._now[question] = answer
        self._new = True

    def save(self) -> None:
        """Keep what was asked for in this run; a disk that refuses costs the next run time."""
        if not self._new and len(self._now) == len(self._before):
            return
        stored = json.dumps([self._version, self._now], separators=(",", ":")).encode()
        with contextlib.suppress(CacheError):
            self._cache.put(self._key, stored)

    def _read(self) -> dict[str, Any]:
        stored = self._cache.get(self._key)
        try:
            version, answers = json.loads(stored) if stored else ("", {})
        except (ValueError, TypeError):
            return {}
        return answers if version == self._version and isinstance(answers, dict) else {}
