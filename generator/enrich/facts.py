"""Facts alone, for a lock that is published with a catalog: no text of others is in it."""

from __future__ import annotations

from dataclasses import replace

from generator.model import PartState, Snapshot


def without_texts(snapshot: Snapshot) -> Snapshot:
    """The snapshot without descriptions and titles that people wrote in their repositories.

    Commit, tree, licence id, and the paths, names and object ids of README and artifacts stay.
    What an artifact's file says counts as never fetched, so that the next run asks for it.
    """
    return replace(
        snapshot,
        repo_description=None,
        artifacts=tuple(replace(a, title=None, description=None) for a in snapshot.artifacts),
        contents_state=PartState(),
    )
