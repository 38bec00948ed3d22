"""Every code that an import gives beside those of definitions (:data:`generator.schema.CODES`)."""

from __future__ import annotations

IMPORT_CODES = {
    # entries that are left out
    "no-repository": "The entry names no repository, or no link of it leads to one.",
    "listed-twice": "An earlier entry has the same repository and folder; its tags were joined there.",
    "was-removed": "The catalog had the source, and it was removed with a reason.",
    "further-repository": "An entry has more repositories than one, and a source is one.",
    "local-source": "A plugin lies in the marketplace's own repository, which is not named.",
    "package-source": "A plugin comes from a package registry and not from a repository.",
    "not-shown": "The other catalog says of the entry that it is not to be shown.",
    "not-an-entry": "Something else stands where an entry is to be, or a link stands outside of entries.",
    "id-taken": "The id that the entry asks for belongs to another source.",
    "no-json": "The text is no JSON of the form that is read, or is nested too deep.",
    "no-csv": "A line is no CSV.",
    "not-read": "The file is none of those that are read.",
    # entries that are taken, but not as they are
    "cut-text": "A text was too long and was cut.",
    "cleaned-text": "Characters that cannot be seen were removed from a text.",
    "no-tag": "No tag can be made of a word, or the source has 20 tags already.",
    # the file as a whole
    "field-passed-over": "A field has no counterpart in definitions, or is fetched from GitHub.",
    "unknown-column": "A column's name is none of those that are read.",
    "computed-column": "A column holds what is fetched or computed, and is not read.",
}
