"""Definitions and what was known of them become what is known now.

The steps are those of :class:`generator.enrich.batch.Batches`. :func:`enrich` runs batch
after batch, stalest sources first, until all is asked for or the budget is spent, and
has every source saved as soon as it is complete. Whatever
GitHub does, no exception comes of it, and no value that was known is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.late import late

__all__ = [
    "EnrichOptions",
    "EnrichReport",
    "SourceResult",
    "due_sources",
    "enrich",
    "next_due",
    "rescan",
    "rules_key",
    "scan_key",
    "snapshot_beside",
    "without_texts",
]

if TYPE_CHECKING:
    from generator.enrich.beside import snapshot_beside
    from generator.enrich.due import due_sources, next_due
    from generator.enrich.facts import without_texts
    from generator.enrich.report import EnrichOptions, EnrichReport, SourceResult
    from generator.enrich.run import enrich
    from generator.enrich.scanning import rescan, rules_key, scan_key
else:
    __getattr__ = late(
        __name__,
        {
            "EnrichOptions": "report",
            "EnrichReport": "report",
            "SourceResult": "report",
            "due_sources": "due",
            "enrich": "run",
            "next_due": "due",
            "rescan": "scanning",
            "rules_key": "scanning",
            "scan_key": "scanning",
            "snapshot_beside": "beside",
            "without_texts": "facts",
        },
    )
