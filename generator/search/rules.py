"""The rules of search as a JavaScript module, so that each stands in one place.

``templates/assets/js/lib/search-rules.js`` is this text; a test compares them, and
``python -m generator.search.rules`` prints it.
"""

from __future__ import annotations

import json
import sys

from generator.search import documents, index, searcher, segment, site, words


def module() -> str:
    """Return the module's text."""
    values = {
        "FIELDS": ("Fields of the index, the weightiest first.", list(documents.FIELDS)),
        "BOOSTS": ("How much each field counts.", list(documents.BOOSTS)),
        "FORMAT": ("Version of the files of the index.", site.FORMAT),
        "PLAIN_FREQUENCIES": ("Frequencies that need no further number.", segment.PLAIN_FREQUENCIES),
        "K1": ("Lunr's saturation of term frequencies.", index.K1),
        "B": ("Lunr's normalisation by field length.", index.B),
        "WORD_LIMIT": ("Characters of a word that count.", words.WORD_LIMIT),
        "KEY_LIMIT": ("Characters of a name's key that count.", words.KEY_LIMIT),
        "QUERY_LIMIT": ("Characters of a query that are read.", words.QUERY_LIMIT),
        "QUERY_WORDS": ("Words of a query that are searched.", words.QUERY_WORDS),
        "PREFIX_LETTERS": ("Letters from which on a word matches longer terms.", searcher.PREFIX_LETTERS),
        "EDIT_LETTERS": ("Letters from which on a word may be mistyped.", searcher.EDIT_LETTERS),
        "EXACT_BOOST": ("How much more a word counts than a longer one.", searcher.EXACT_BOOST),
        "STOP_WORDS": ("Words that only names and tags are searched for.", sorted(words.STOP_WORDS)),
        "ACCENTS": ("Character class of the marks that are taken off.", words.ACCENTS),
        "DENSE": ("Character class of scripts without spaces between words.", words.DENSE),
        "LETTERS": ("What letters without a decomposition are folded to.", words.LETTERS),
        "LANGUAGES": ("Names of languages that are no letters alone.", words.LANGUAGES),
    }
    lines = ["// Made by `python -m generator.search.rules`: change the Python and make it again.\n"]
    for name, (says, value) in values.items():
        # Non-ASCII is escaped, since combining marks in a source text are unreadable.
        lines.append(f"/** {says} */\nexport const {name} = {json.dumps(value)};\n")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(module())
