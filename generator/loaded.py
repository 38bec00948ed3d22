"""A catalog's folder opened: what its files say, and the catalog that comes of it.

Everything but rendering starts here, so nothing here imports what only pages need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from generator.assemble import assemble
from generator.cache import Cache
from generator.despite import settings_or_everything
from generator.enrich import rescan, rules_key
from generator.history import read_history
from generator.load import KnownDefinitions, load_base_url, load_with_removed
from generator.lock import read_lock
from generator.memo import Memo
from generator.model import Artifact, Catalog, Settings, Snapshot, Source
from generator.places import CACHE, HISTORY, LOCK
from generator.program import code_digest


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a catalog's folder holds before anything is computed from it."""

    root: Path
    settings: Settings
    sources: tuple[Source, ...]
    snapshots: Mapping[str, Snapshot]
    """What the lock holds."""
    cache: Cache
    removed: tuple[Source, ...] = ()
    """Sources that were taken out."""
    folders: Mapping[str, Snapshot] = field(default_factory=lambda: MappingProxyType({}))
    """Of the sources that are folders beside the catalog, as they are now."""

    @property
    def known(self) -> Mapping[str, Snapshot]:
        """Everything known of all sources."""
        return {**self.snapshots, **self.folders} if self.folders else self.snapshots


class LoadMemory:
    """What the last load found in files that are as they were; disposable, in the cache."""

    def __init__(self, cache: Cache, digests: Mapping[str, str]) -> None:
        """``digests`` are those of files as they are now, by their paths from the root; others are read."""
        version = code_digest((), ("pyyaml",))
        self.digests = digests
        self.definitions = Memo(cache, "definitions", version)
        self.lock = Memo(cache, "lock", version)

    def save(self) -> None:
        """Keep what was found now."""
        self.definitions.save()
        self.lock.save()


def load(root: Path, *, base_url: str | None = None, memory: LoadMemory | None = None) -> Loaded:
    """Read settings, definitions and lock; ``base_url`` goes before that of the settings.

    ``memory`` spares what did not change. Raises SettingsError, which then tells of definitions as well,
    DefinitionError and LockError.
    """
    settings = settings_or_everything(root)
    if base_url is not None:
        settings = replace(settings, base_url=load_base_url(base_url))
    known = KnownDefinitions(memory.definitions, memory.digests, settings) if memory else None
    sources, removed = load_with_removed(root, settings, known)
    cache = Cache(root / CACHE)
    beside = [source for source in sources if source.path is not None]
    return Loaded(
        root=root,
        settings=settings,
        sources=sources,
        snapshots=read_lock(root / LOCK, memory.lock if memory else None),
        cache=cache,
        removed=removed,
        folders=_folders(beside, root, settings, cache) if beside else {},
    )


def _folders(sources: Sequence[Source], root: Path, settings: Settings, cache: Cache) -> dict[str, Snapshot]:
    """What the folders beside the catalog hold now."""
    from generator.enrich import snapshot_beside  # few catalogs have any

    rules = rules_key(settings)
    return {source.id: snapshot_beside(source, root, settings, cache, rules) for source in sources}


def catalog_of(loaded: Loaded, as_of: datetime | None = None) -> Catalog:
    """The catalog, scanned anew wherever today's rules differ from the lock's and the tree is at hand."""
    rules = rules_key(loaded.settings)

    def scan(source: Source, snapshot: Snapshot) -> Sequence[Artifact] | None:
        scanned = rescan(source, snapshot, loaded.settings, loaded.cache, rules)
        return scanned.artifacts if scanned else None

    catalog = assemble(loaded.settings, loaded.sources, loaded.known, scan=scan, as_of=as_of)
    return replace(catalog, removed=loaded.removed)


def with_history(loaded: Loaded, catalog: Catalog) -> Catalog:
    """The catalog with what happened to it, for what shows that. Raises HistoryError."""
    return replace(catalog, history=read_history(loaded.root / HISTORY))
