"""Shares of a catalog's work, so that several machines can do it side by side.

A share is found from the key alone (the id of a source, the path of a page), so all
machines agree without asking each other, and a new key moves no other.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

MAX_SHARDS = 256
"""Jobs that one matrix of GitHub Actions may have.
https://docs.github.com/en/actions/reference/limits"""

_SPELLED = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of ``count`` shares."""

    count: int
    number: int
    """From 1."""

    def __str__(self) -> str:
        """As `parse_shard` reads it."""
        return f"{self.number}/{self.count}"

    @property
    def first(self) -> bool:
        """Whether what there is only once belongs to this share."""
        return self.number == 1

    @property
    def suffix(self) -> str:
        """As part of a file's name: ``2-of-5``."""
        return f"{self.number}-of-{self.count}"

    def has(self, key: str) -> bool:
        """Whether the key belongs to this share; it does to exactly one of ``count``."""
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.count == self.number - 1


def parse_shard(text: str) -> Shard:
    """Read ``2/5``. Raises ValueError, which says what was expected."""
    spelled = _SPELLED.fullmatch(text)
    number, count = (int(part) for part in spelled.groups()) if spelled else (0, 0)
    if not 1 <= number <= count <= MAX_SHARDS:
        raise ValueError(f'expected K/N with K from 1 to N and N at most {MAX_SHARDS}, found "{text[:40]}"')
    return Shard(count, number)
