"""Changes to definitions: planned on values, checked as a whole, written all or not at all.

- :mod:`generator.edit.definitions`: the definitions as they are, and what they would be;
- :mod:`generator.edit.sources`: add, edit, rename, remove;
- :mod:`generator.edit.tags`: tags of one or many sources;
- :mod:`generator.edit.propose`: what a new definition may say, from what GitHub knows.

Everything but :func:`write` only plans. A plan that would leave a definition wrong is refused
with every problem, before a file is touched.
"""

from generator.edit.definitions import Definitions, FileChange, Plan, write
from generator.edit.propose import Proposal, propose
from generator.edit.sources import (
    add_source,
    address_source,
    edit_source,
    fields_now,
    new_text,
    remove_source,
    rename_source,
)
from generator.edit.tags import add_tags, remove_tags, update_tags

__all__ = [
    "Definitions",
    "FileChange",
    "Plan",
    "Proposal",
    "add_source",
    "add_tags",
    "address_source",
    "edit_source",
    "fields_now",
    "new_text",
    "propose",
    "remove_source",
    "remove_tags",
    "rename_source",
    "update_tags",
    "write",
]
