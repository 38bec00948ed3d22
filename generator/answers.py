"""What a run may be told of the last one: answers in JSON, by the digests of their questions or by names."""

from __future__ import annotations

from typing import Any, Protocol


class Answers(Protocol):
    """As `generator.memo.Memo` keeps them. Any may be forgotten, and whoever reads one checks its form."""

    def get(self, question: str, /) -> Any:  # noqa: ANN401 - any JSON
        """What was put there, not to be changed; None for nothing."""

    def put(self, question: str, answer: Any, /) -> None:  # noqa: ANN401 - any JSON
        """Keep something."""
