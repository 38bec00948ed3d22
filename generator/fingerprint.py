"""Fingerprints of values: equal for equal values, in every run and on every machine."""

from __future__ import annotations

import hashlib
import io
import pickle
from types import MappingProxyType
from typing import Any

from generator.pages import CardContext

DIGEST_BYTES = 16


class Fingerprints:
    """Digests values of ours; a card that many pages show is digested once.

    Pickle is only written here, never read: it is the fastest walk over nested values
    that the standard library has, and without its memo equal values give equal bytes.
    """

    def __init__(self) -> None:
        self._cards: dict[int, tuple[CardContext, bytes]] = {}

    def of(self, *values: object) -> str:
        """The digest of some values, 32 hex digits."""
        return self._digest(values, cards=True).hex()

    def _digest(self, value: object, *, cards: bool) -> bytes:
        written = io.BytesIO()
        _Walk(written, self if cards else None).dump(value)
        return hashlib.blake2b(written.getbuffer(), digest_size=DIGEST_BYTES).digest()

    def card(self, card: CardContext) -> bytes:
        """The digest of a card; the card is kept, so that its identity stays its own."""
        known = self._cards.get(id(card))
        if known is None:
            known = self._cards[id(card)] = (card, self._digest(card, cards=False))
        return known[1]


class _Walk(pickle.Pickler):
    def __init__(self, file: io.BytesIO, cards: Fingerprints | None) -> None:
        super().__init__(file, protocol=5)
        self.fast = True
        self._fingerprints = cards

    def persistent_id(self, obj: Any) -> bytes | None:  # noqa: ANN401 - the base class's signature
        if self._fingerprints is not None and type(obj) is CardContext:
            return self._fingerprints.card(obj)
        return None

    def reducer_override(self, obj: Any) -> Any:  # noqa: ANN401 - the base class's signature
        if isinstance(obj, MappingProxyType):
            return dict, (dict(obj),)
        return NotImplemented
