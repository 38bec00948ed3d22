"""What is known of the index that the last build made, so that the next one need only change it.

It names, and does not hold, what that build put into the store. Where any of it is gone or
damaged since, the index is made anew.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from generator.search.binary import characters, pack, units, unpack
from generator.search.kept import KEPT_VERSION
from generator.search.segment import FIELD_COUNT
from generator.search.shelf import Store, slot
from generator.search.table import Chunk

STATE_VERSION = [1, *KEPT_VERSION]
"""The first number is raised whenever the state's form, or where parts are cut, changes."""


@dataclass(frozen=True, slots=True)
class RunState:
    """What is known of a run."""

    first: str
    """The id of its first document."""
    digest: str
    """Of the keys of its documents."""
    size: int


@dataclass(frozen=True, slots=True)
class State:
    """An index, as far as what it is in files depends on it."""

    runs: tuple[RunState, ...]
    lengths: tuple[array[int], ...]
    """Tokens of each document, for each field."""
    tables: dict[str, list[Chunk]]
    """By the kind of their rows."""

    def lengths_by_run(self) -> list[list[Sequence[int]]]:
        """Return the lengths of each document of each run."""
        documents = zip(*self.lengths, strict=True)
        return [list(islice(documents, run.size)) for run in self.runs]


def write_state(state: State, layout: object, store: Store) -> None:
    """Keep a state."""
    runs = [(run.first, run.digest, run.size) for run in state.runs]
    tables = {
        kind: [
            (characters(c.first), characters(c.last), c.digest, [(characters(t), d) for t, d in c.beside])
            for c in chunks
        ]
        for kind, chunks in state.tables.items()
    }
    head = json.dumps([STATE_VERSION, runs, tables], separators=(",", ":")).encode()
    store.put(_slot(layout), pack([head, *(each.tobytes() for each in state.lengths)], 1))


def read_state(layout: object, store: Store) -> State | None:
    """Return the state of the last build with a layout; None where there is none that this program wrote."""
    stored = store.get(_slot(layout))
    if stored is None:
        return None
    try:
        head, *columns = unpack(stored)
        version, runs, tables = json.loads(head)
        if version != STATE_VERSION:
            return None
        lengths = tuple(array("L", column) for column in columns)
        made = State(
            tuple(RunState(*run) for run in runs),
            lengths,
            {kind: [_chunk(*chunk) for chunk in chunks] for kind, chunks in tables.items()},
        )
    except (zlib.error, ValueError, TypeError, IndexError, AttributeError):
        return None
    documents = sum(run.size for run in made.runs)
    if len(lengths) != FIELD_COUNT or any(len(each) != documents for each in lengths):
        return None
    return made


def _chunk(first: str, last: str, digest: str, beside: Sequence[tuple[str, str]]) -> Chunk:
    return Chunk(units(first), units(last), digest, tuple((units(key), name) for key, name in beside))


def _slot(layout: object) -> str:
    return slot("state", repr(layout))
