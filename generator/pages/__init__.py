"""Which pages the site has, and what each shows: labels, links, formatted days and numbers.

- :mod:`generator.pages.plan`: the list of pages, and each made on its own;
- :mod:`generator.pages.contexts` and those named after it: one dataclass a template;
- :mod:`generator.pages.view`: the catalog indexed by tag, type and trust level;
- :mod:`~generator.pages.lists`, :mod:`~generator.pages.source`, :mod:`~generator.pages.artifacts`,
  :mod:`~generator.pages.other`: the pages; :mod:`~generator.pages.notices` what to know first,
  :mod:`~generator.pages.related` what is like a source;
- :mod:`~generator.pages.cards`, :mod:`~generator.pages.facets`, :mod:`~generator.pages.wording`.
"""

from generator.pages.contexts import CardContext
from generator.pages.plan import Page, PageGroup, PageKind, PageRef, Planner, plan_pages
from generator.pages.view import DataPaths

__all__ = ["CardContext", "DataPaths", "Page", "PageGroup", "PageKind", "PageRef", "Planner", "plan_pages"]
