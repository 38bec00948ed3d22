"""The index of some documents: made anew, or what the last build made with what changed since.

Either way it is the same, which ``tests/test_search_edits.py`` holds over random rows of edits.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from generator.search.documents import SearchDocument
from generator.search.edits import Edits
from generator.search.index import Index, Seen, common, least_seen
from generator.search.kept import Mapper, Run, batches, counted, digest_of, read_run
from generator.search.lexicon import SeenForm, WordForm
from generator.search.parts import PartForm
from generator.search.shelf import LostError, Shelf, Store
from generator.search.state import RunState, State, read_state, write_state
from generator.search.table import Chunk, Edit, Measure, edited, made

MOST_CHANGED = 12
"""An index of which one document in so many changed is made anew, since that is quicker."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How large files are; results do not depend on it."""

    small: int = 25_000
    """Words in all texts up to which an index is one file: some 50 KB for READMEs, 70 for names alone."""
    part: int = 10_000
    """Bytes, before deflating, of a part; some 5,000 after."""
    aside: int = 4_000
    """Bytes, likewise, from which on a term's postings stand aside."""
    words: int = 1_500
    """Words of a part of the vocabulary; some 6,000 bytes."""
    numbers: int = 16_384
    """Documents of a file of lengths or of precedence; some 20,000 bytes for READMEs."""

    @property
    def parts(self) -> Measure:
        """How large parts are."""
        return Measure(self.part * 5 // 6, self.part * 4 // 3, 12)

    @property
    def lists(self) -> Measure:
        """How large parts of the vocabulary are."""
        return Measure(self.words * 5 // 6, self.words * 3 // 2, max(self.words // 8, 1))


class Building:
    """One build of an index."""

    def __init__(
        self, documents: Iterable[SearchDocument], store: Store | None, mapper: Mapper, layout: Layout
    ) -> None:
        """Take what `generator.search.build_index` takes, and raise what that raises."""
        given = list(documents)
        self.layout = layout
        self.batches = batches(given)
        self.precedence = bytes(document.precedence for document in given)
        """Of each document, to break ties."""
        self.starts = list(accumulate((len(batch.documents) for batch in self.batches), initial=0))
        """The first document of each run, and the number of all."""
        self._least = least_seen(len(given))
        self._store = store
        self._mapper = mapper
        self._shelf = Shelf(store)
        self._texts: dict[int, tuple[bytes, ...]] = {}

    @property
    def number_files(self) -> range:
        """The first document of each file of numbers."""
        return range(0, self.starts[-1], self.layout.numbers)

    def made(self) -> Index | State:
        """Return the index: as a whole where it is small, else what its files are."""
        return self._edited() or self._anew()

    def file(self, kind: str, key: str, digest: str) -> bytes:
        """Return a file that the state names."""
        try:
            return self._shelf.file(kind, key, digest)
        except LostError:
            self._anew()
            return self._shelf.file(kind, key, digest)

    def texts(self, number: int) -> tuple[bytes, ...]:
        """Return the files of texts of a run."""
        if number not in self._texts:
            run = None if self._store is None else read_run(self._store, self.batches[number].first)
            if run is not None and run.keys == self.batches[number].keys:
                self._texts[number] = run.texts
            else:
                self._anew()
        return self._texts[number]

    def _anew(self) -> Index | State:
        """Index everything."""
        segments = []
        for number, result in enumerate(counted(self.batches, self._store, self._mapper, indexed=True)):
            self._texts[number] = result.run.texts
            if result.segment is not None:
                segments.append(result.segment)
        index = Index(segments, self.precedence)
        if self._is_small(index.lengths):
            return index
        shelf, layout = self._shelf, self.layout
        parts = PartForm(layout.parts, layout.aside, shelf)
        words = list(index.vocabulary.items())
        backwards = sorted((word[::-1], how) for word, how in words)
        tables = {
            "part": made(parts, parts.of(index), shelf),
            "seen": made(SeenForm(layout.lists), index.seen.items(), shelf),
            "word": made(WordForm("word", layout.lists), words, shelf),
            "back": made(WordForm("back", layout.lists), backwards, shelf),
        }
        return self._kept(State(self._runs(), index.lengths, tables))

    def _edited(self) -> State | None:
        """Change the index of the last build; None where that is not known, or not worth it."""
        before = None if self._store is None else read_state(self.layout, self._store)
        if before is None or self._store is None or len(before.runs) != len(self.batches):
            return None
        if least_seen(sum(run.size for run in before.runs)) != self._least:
            return None
        try:
            return self._changed(before, self._store)
        except LostError:
            return None

    def _changed(self, before: State, store: Store) -> State | None:
        runs = zip(before.runs, self.batches, strict=True)
        numbers = [number for number, (run, batch) in enumerate(runs) if run.digest != batch.digest]
        if not numbers:
            return before
        old = {number: _run(store, before.runs[number]) for number in numbers}
        fresh = sum(len({*self.batches[number].keys} - {*run.keys}) for number, run in old.items())
        if fresh * MOST_CHANGED > self.starts[-1]:
            return None
        edits = Edits()
        lengths = before.lengths_by_run()
        wanted = [self.batches[number] for number in numbers]
        for number, result in zip(numbers, counted(wanted, store, self._mapper, indexed=False), strict=True):
            self._texts[number] = result.run.texts
            edits.note(number, old.pop(number), result.run)
            lengths[number] = [row.lengths() for row in result.run.rows]
        joined = [array("L", column) for column in zip(*(row for run in lengths for row in run), strict=True)]
        if self._is_small(joined):
            return None
        return self._kept(State(self._runs(), tuple(joined), self._edited_tables(before, edits)))

    def _edited_tables(self, before: State, edits: Edits) -> dict[str, list[Chunk]]:
        shelf, layout, tables = self._shelf, self.layout, before.tables
        parts = PartForm(layout.parts, layout.aside, shelf)
        changed: dict[str, int | None] = {}
        """Words that became more or less common, or whether they are in the vocabulary."""

        def seen(word: str, row: Seen | None) -> Seen | None:
            now = edits.seen(word, row)
            how = now and common(now, self._least)
            if how != (row and common(row, self._least)):
                changed[word] = how
            return now

        made_seen = edited(SeenForm(layout.lists), tables["seen"], edits.words(), seen, shelf)
        backwards = {word[::-1]: how for word, how in changed.items()}
        return {
            "part": edited(parts, tables["part"], edits.terms, partial(edits.row, parts), shelf),
            "seen": made_seen,
            "word": edited(WordForm("word", layout.lists), tables["word"], changed, _now(changed), shelf),
            "back": edited(WordForm("back", layout.lists), tables["back"], backwards, _now(backwards), shelf),
        }

    def _kept(self, state: State) -> State:
        if self._store is not None:
            write_state(state, self.layout, self._store)
        return state

    def _runs(self) -> tuple[RunState, ...]:
        return tuple(RunState(batch.first, batch.digest, len(batch.documents)) for batch in self.batches)

    def _is_small(self, lengths: Iterable[Sequence[int]]) -> bool:
        return sum(map(sum, lengths)) <= self.layout.small


def _run(store: Store, known: RunState) -> Run:
    """Return a run as the last build left it. Raises LostError."""
    run = read_run(store, known.first)
    if run is None or digest_of(run.keys) != known.digest:
        raise LostError
    return run


def _now(values: Mapping[str, int | None]) -> Edit[int]:
    return lambda key, _before: values[key]
