"""Other catalogs' forms: read into proposals of definitions, and written from a catalog.

What is read goes this way, a module each:

1. a reader (:mod:`~generator.exchange.selfhosted`, :mod:`~generator.exchange.landscape`,
   :mod:`~generator.exchange.best_of`, :mod:`~generator.exchange.marketplace`,
   :mod:`~generator.exchange.awesome_list`, :mod:`~generator.exchange.sheet`) makes a
   :class:`~generator.exchange.proposal.Reading` of a text;
2. :mod:`~generator.exchange.fit` brings each proposal into the form of a definition, by the
   shapes of :mod:`generator.schema`, and says what it had to change;
3. :mod:`~generator.exchange.plan` gives ids and leaves out what is there already.

:mod:`~generator.exchange.export` and :mod:`~generator.exchange.sheet` go the other way.
"""

from generator.exchange.codes import IMPORT_CODES
from generator.exchange.export import EXPORTS, export_markdown, export_marketplace
from generator.exchange.forms import FORMS, MAX_FILE, Form
from generator.exchange.plan import NewDefinition, Plan, plan
from generator.exchange.proposal import Options, Proposal, Reading
from generator.exchange.sheet import COLUMNS, FACTS, export_csv

__all__ = [
    "COLUMNS",
    "EXPORTS",
    "FACTS",
    "FORMS",
    "IMPORT_CODES",
    "MAX_FILE",
    "Form",
    "NewDefinition",
    "Options",
    "Plan",
    "Proposal",
    "Reading",
    "export_csv",
    "export_markdown",
    "export_marketplace",
    "plan",
]
