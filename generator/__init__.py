"""Sources Catalog: a static site generator for catalogs of GitHub repositories.

Start reading at :mod:`generator.build`, the pipeline as a list of steps. What other programs may
use is in :mod:`generator.public`, and can be imported from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.public import (
        Catalog,
        Page,
        PageInfo,
        Query,
        QueryError,
        Sort,
        UnknownSourceError,
        apply_filters,
        page_json,
        paginate,
        parse_query,
        source_json,
    )

__version__ = "0.1.0"

__all__ = [
    "Catalog",
    "Page",
    "PageInfo",
    "Query",
    "QueryError",
    "Sort",
    "UnknownSourceError",
    "apply_filters",
    "page_json",
    "paginate",
    "parse_query",
    "source_json",
]


def __getattr__(name: str) -> object:
    """Import what is asked for: a command that needs none of it starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from generator import public

    return getattr(public, name)
