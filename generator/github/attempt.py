"""One attempt at one request, as the rest of the package sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from generator.github.judge import Failure, Reply

JSON = "application/vnd.github+json"

RAW = "application/vnd.github.raw+json"
"""A file's bytes instead of a description of it."""


class Transport(Protocol):
    """Makes one attempt, bounded in time and bytes, that never raises for a remote side's doings."""

    async def attempt(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        payload: Mapping[str, Any] | None = None,
        accept: str = JSON,
        beginning: int | None = None,
    ) -> Reply | Failure:
        """Ask once.

        ``path`` is below the API's address and percent-encoded, or a whole address. Where
        only the ``beginning`` is wanted, that many bytes are read, and a longer answer is
        no failure.
        """
