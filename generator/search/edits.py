"""What of an index changes when some of its documents do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from generator.search.documents import Counted
from generator.search.index import Seen, is_correction
from generator.search.kept import Run
from generator.search.parts import PartForm, Row, replaced
from generator.search.segment import NAMES, kind, steps, unpack
from generator.search.words import terms

Posting = tuple[int, int, int]
"""Document within its segment, field and frequency."""


class SegmentEdit:
    """How a segment's postings change."""

    def __init__(self, number: int, moves: Sequence[int], added: Mapping[str, Sequence[Posting]]) -> None:
        """``moves``: for each place before, the one now, in the same order; -1 for one that is gone.

        ``number`` is the segment's, and ``added`` are new postings by term.
        """
        self.number = number
        self._moves = moves
        self._added = added
        self._table = bytes([max(place, 0) for place in moves]).ljust(256, b"\0")
        self._gone = frozenset(place for place, now in enumerate(moves) if now < 0)

    def edited(self, term: str, row: Row | None) -> Row | None:
        """Return the row of a term, not one that stands aside, as it is now; None without postings."""
        return replaced(row, self.number, partial(self._postings, self._added.get(term, ())))

    def _postings(self, added: Sequence[Posting], its_steps: bytes, its_kinds: bytes) -> tuple[bytes, bytes]:
        """Return the steps and kinds of the segment's postings of a term as they are now."""
        places = bytes(accumulate(its_steps))
        if not added and self._gone.isdisjoint(places):
            return steps(places.translate(self._table)), its_kinds
        postings = list(added)
        for before, number, frequency in unpack(its_steps, its_kinds):
            if (now := self._moves[before]) >= 0:
                postings.append((now, number, frequency))
        postings.sort()
        now_kinds = [kind(number, frequency) for _, number, frequency in postings]
        return steps(bytes([place for place, _, _ in postings])), b"".join(now_kinds)


@dataclass(slots=True)
class Edits:
    """How an index changes."""

    terms: dict[str, list[SegmentEdit]] = field(default_factory=lambda: defaultdict(list))
    """By term whose row may change."""
    fields: Counter[str] = field(default_factory=Counter)
    """How many more fields have a word."""
    names: Counter[str] = field(default_factory=Counter)
    """How many more names have it."""
    common: dict[str, int | None] = field(default_factory=dict)
    """Words that became more or less common, or no longer are in the vocabulary."""

    def note(self, number: int, before: Run, now: Run) -> None:
        """Add what differs between two states of a segment."""
        places = {key: place for place, key in enumerate(now.keys)}
        moves = [places.get(key, -1) for key in before.keys]
        stays = all(at in (place, -1) for place, at in enumerate(moves))
        known = set(before.keys)
        fresh = [place for place, key in enumerate(now.keys) if key not in known]
        gone = [place for place, at in enumerate(moves) if at < 0]
        old = {place: before.rows[place].counted() for place in gone}
        new = {place: now.rows[place].counted() for place in fresh}
        for counts, sign in [*((each, -1) for each in old.values()), *((each, 1) for each in new.values())]:
            self._count(counts, sign)
        old_bags = {place: _bag(counts) for place, counts in old.items()}
        new_bags = {place: _bag(counts) for place, counts in new.items()}
        if stays:
            changed = {
                term
                for place in {*old_bags, *new_bags}
                for term in _differing(old_bags.get(place, {}), new_bags.get(place, {}))
            }
        else:
            changed = {term for run in (before, now) for term in terms(_words(run))}
        added: dict[str, list[Posting]] = defaultdict(list)
        for place, bag in new_bags.items():
            for term, postings in bag.items():
                if term in changed:
                    added[term] += [(place, number, frequency) for number, frequency in postings]
        edit = SegmentEdit(number, moves, added)
        for term in changed:
            self.terms[term].append(edit)

    def _count(self, counts: Counted, sign: int) -> None:
        for number, words in enumerate(counts.fields):
            for word in words:
                self.fields[word] += sign
                if number < NAMES:
                    self.names[word] += sign

    def words(self) -> list[str]:
        """Return the words whose numbers change and that may be in the vocabulary."""
        changed = {word for counter in (self.fields, self.names) for word, more in counter.items() if more}
        return list(filter(is_correction, changed))

    def seen(self, word: str, row: Seen | None) -> Seen | None:
        """Return the numbers of a word as they are now."""
        fields, names = row or (0, 0)
        now = fields + self.fields[word], names + self.names[word]
        return now if now[0] else None

    def row(self, form: PartForm, term: str, row: Row | None) -> Row | None:
        """Return the row of a term as it is now. Raises LostError."""
        made = None if row is None else form.whole(term, row)
        for edit in self.terms[term]:
            made = edit.edited(term, made)
        return None if made is None else form.settled(term, made)


def _bag(counts: Counted) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return field and frequency of each term."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, bag in enumerate(counts.terms()):
        for term, frequency in bag.items():
            found[term].append((number, frequency))
    return {term: tuple(postings) for term, postings in found.items()}


def _differing(
    one: dict[str, tuple[tuple[int, int], ...]], other: dict[str, tuple[tuple[int, int], ...]]
) -> set[str]:
    """Return the terms that two documents do not have alike."""
    return {term for term in one.keys() | other.keys() if one.get(term) != other.get(term)}


def _words(run: Run) -> set[str]:
    """Return the words of a run."""
    return {word for row in run.rows for lines in row.words if lines for word in lines.split("\n")}
