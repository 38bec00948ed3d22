"""Which sources a query shows, in which order, and on which page.

The meaning stands in ``docs/data-model.md``, "Filters". The browser has the same in
``templates/assets/js/lib``; ``tests/cases/filters.json`` and a property that runs both
sides over made-up catalogs hold the two together.

- :mod:`generator.filters.query`: words of a user to a `Query`, or every mistake in them;
- :mod:`generator.filters.select`: the filters, each a function over entries;
- :mod:`generator.filters.order`: the sort orders;
- :mod:`generator.filters.paging`: one page of a list, with cursors;
- :mod:`generator.filters.facets`: how many sources each further choice would give.
"""

from generator.filters.facets import Facets, count_facets
from generator.filters.order import collation_key, listed_artifacts, sort_entries, telling_orders, updated_on
from generator.filters.paging import Page, PageInfo, paginate
from generator.filters.query import DEFAULT_LIMIT, MAX_LIMIT, Query, Sort, parse_query
from generator.filters.select import (
    Searcher,
    apply_filters,
    filter_by_artifact_type,
    filter_by_search,
    filter_by_status,
    filter_by_tags,
    filter_by_trust_level,
)

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "Facets",
    "Page",
    "PageInfo",
    "Query",
    "Searcher",
    "Sort",
    "apply_filters",
    "collation_key",
    "count_facets",
    "filter_by_artifact_type",
    "filter_by_search",
    "filter_by_status",
    "filter_by_tags",
    "filter_by_trust_level",
    "listed_artifacts",
    "paginate",
    "parse_query",
    "sort_entries",
    "telling_orders",
    "updated_on",
]
