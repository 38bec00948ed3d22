"""What several machines made becomes one whole: parts of a site, or parts of the lock.

Nothing is written before everything was found to fit together.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from generator.build_part import program
from generator.errors import PartError
from generator.lock import read_lock, write_lock
from generator.lock.parts import overlaid
from generator.model import Output, Snapshot
from generator.search import SearchDocument, build_index
from generator.search.lines import read_document
from generator.shards import Shard
from generator.site_part import DOCUMENTS, Part, read_part
from generator.write import SiteWriter, WriteReport


def merge_site(folders: Sequence[Path], output: Path, *, clean: bool = False) -> WriteReport:
    """Make the whole site of all its parts in ``output``, or leave what is there as it was.

    The bytes are those that one machine would have built. Raises PartError where a part is
    missing, given twice, damaged or of another build, and OutputError.
    """
    parts = sorted((read_part(folder) for folder in folders), key=lambda part: part.note.shard)
    _check(parts)
    with SiteWriter(output, clean=clean) as site:
        for part in parts:
            for path in part.files:
                if path != DOCUMENTS:
                    site.add(Output(path, part.content(path)))
        for made in build_index(_documents(parts)):
            site.add(made)
        return site.commit()


def _check(parts: Sequence[Part]) -> None:
    """Raise PartError unless these are all the parts of one build by this program."""
    if not parts:
        raise PartError("there is no part to merge; build parts with `catalog build --shard K/N`")
    first, count = parts[0], parts[0].note.shard.count
    seen: dict[Shard, Part] = {}
    for part in parts:
        shard = part.note.shard
        if shard.count != count:
            raise PartError(
                f"{first.folder} is part {first.note.shard} and {part.folder} is part {shard}:"
                " parts of one site have the same N"
            )
        if shard in seen:
            raise PartError(f"part {shard} is given twice: {seen[shard].folder} and {part.folder}")
        seen[shard] = part
    numbers = (Shard(count, number) for number in range(1, count + 1))
    if missing := [str(shard) for shard in numbers if shard not in seen]:
        verb = "part {} is" if len(missing) == 1 else "parts {} are"
        raise PartError(f"{verb.format(', '.join(missing))} missing; a site is merged of all of them")
    for part in parts[1:]:
        if differing := _differing(first, part):
            raise PartError(
                f"{first.folder} and {part.folder} are of different builds ({', '.join(differing)});"
                " build all parts from the same files with the same program"
            )
    if first.note.made_from.get("program") != program():
        raise PartError(
            "the parts were built by another version of this program; merge them with the one that built them"
        )


def _differing(one: Part, other: Part) -> list[str]:
    """What two parts were not made alike from; another program's other digests tell nothing."""
    here, there = one.note.made_from, other.note.made_from
    found = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    return ["program"] if "program" in found else found


def _documents(parts: Sequence[Part]) -> Iterator[SearchDocument]:
    """Every part's documents in the order of their ordinals, read one by one."""
    return heapq.merge(*map(_documents_of, parts), key=attrgetter("ordinal"))


def _documents_of(part: Part) -> Iterator[SearchDocument]:
    if DOCUMENTS not in part.files:
        raise PartError(f"{part.folder}: lacks {DOCUMENTS}; build part {part.note.shard} anew")
    return map(read_document, part.lines(DOCUMENTS))


@dataclass(frozen=True, slots=True)
class LockReport:
    """What merging parts of the lock did."""

    sources: int
    """Lines of the lock now."""
    changed: int
    """Lines that are others than before."""


def merge_locks(lock: Path, files: Sequence[Path]) -> LockReport:
    """Put the lines of parts into the lock; lines that no part has stay as they are.

    Where the lock has what was fetched later than the part's, its own line stays.
    Raises LockError where one is damaged, and PartError where a part is missing or
    two parts say different things of one source. Then the lock is as it was.
    """
    learned: dict[str, Snapshot] = {}
    origin: dict[str, Path] = {}
    for file in files:
        if not file.exists():
            raise PartError(f"{file}: there is no such file; `catalog enrich --shard K/N` writes it")
        for source_id, snapshot in read_lock(file).items():
            if learned.setdefault(source_id, snapshot) != snapshot:
                raise PartError(
                    f"{origin[source_id]} and {file} say different things of {source_id};"
                    " merge parts of one run, each with its own shard"
                )
            origin.setdefault(source_id, file)
    before = read_lock(lock)
    after = overlaid(before, learned)
    write_lock(lock, after)
    return LockReport(len(after), sum(before.get(key) != snapshot for key, snapshot in after.items()))
