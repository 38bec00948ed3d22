"""Every code of a problem in definitions and settings, with its meaning in a line.

Codes are stable: people search for them, and exemptions may name them.
"""

from __future__ import annotations

CODES = {
    # the file
    "unreadable": "The file cannot be opened, or not be read to its end.",
    "not-regular": "A symbolic link, pipe, socket, device or folder stands where a file must be.",
    "wrong-ending": "A definition's file name must end in .yaml.",
    "no-catalog": "The folder holds neither catalog.yaml nor sources/.",
    "stray-file": "Something lies in sources/ that is no definition.",
    "too-large": "The file is over 64 KiB.",
    "not-utf8": "The file is in another encoding than UTF-8.",
    "byte-order-mark": "The file has a byte order mark.",
    "control-character": "The file has a control character, or a line end that editors do not count.",
    "surrogate": "The file has half a character.",
    "empty-file": "The file says nothing.",
    # YAML
    "not-yaml": "The file is not valid YAML.",
    "several-documents": "The file has more than one YAML document.",
    "directive": "The file has a YAML directive.",
    "anchor": "A value has an anchor (&name).",
    "alias": "A value is an alias (*name).",
    "merge-key": "A mapping merges another (<<).",
    "explicit-tag": "A value has a type tag (!name).",
    "complex-key": "A key is a list or a mapping.",
    "duplicate-key": "A mapping has the same key twice.",
    "too-deep": "Lists and mappings are nested over 12 levels deep.",
    # any field
    "newer-schema": "The file was written for a newer version of the format than this program knows.",
    "missing-field": "A field that must be there is not.",
    "unknown-field": "There is no field of this name.",
    "wrong-type": "The value is of another type: a number for a text, a text for a list and so on.",
    "empty-text": "The text is empty.",
    "too-long": "The text is too long.",
    "too-many": "The list or mapping has too many values.",
    "too-few": "The mapping has too few values.",
    "out-of-range": "The number is too small or too large.",
    "invisible-character": "The text holds a character that cannot be seen, or that reverses the reading.",
    "unknown-value": "The word is none of those that the field takes.",
    "unknown-artifact-type": "The catalog has no artifact type of this name.",
    # one field
    "bad-id": "The id is not of lower-case letters, digits and single hyphens.",
    "reserved-id": "The site, or Windows, needs this name for something else.",
    "id-mismatch": "The field id is not the file's name.",
    "bad-repository": "The address names no repository, or breaks GitHub's rules for names.",
    "ssh-address": "The address is one for ssh or git.",
    "too-many-fields": "Two fields are there that exclude each other.",
    "ref-of-a-folder": "A folder beside the catalog has a ref, which only repositories have.",
    "no-folder": "The folder that path names is not there, or is a link.",
    "other-host": "The address is not one of github.com.",
    "address-conflict": "The address names another ref or folder than the field ref or root_hint.",
    "bad-ref": "Git does not take this as the name of a branch, tag or commit.",
    "bad-commit": "The commit is not of 7 to 64 hexadecimal digits.",
    "bad-path": "The path leaves the repository or the catalog, or is not written with single slashes.",
    "bad-glob": "The glob cannot be read, or has too many wildcards.",
    "bad-url": "The address is none that a browser can open by http or https.",
    "bad-tag": "The tag has other characters than letters, digits, hyphens and underscores.",
    "bad-date": "The date is not of the form YYYY-MM-DD, or there is no such day.",
    "bad-name": "The name is not of lower-case letters, digits, hyphens and underscores.",
    "bad-language": "The language is not a language tag.",
    "bad-install": "The install command has an unknown placeholder, or one within quotes.",
    "bad-colour": "The colour is not of # and six hexadecimal digits.",
    "bad-file": "The path leaves the catalog, or its name cannot stand in an address.",
    "duplicate-name": "The same path, word or rule is there twice.",
    # definitions side by side
    "duplicate-id": "Two definitions have the same id, but for the case of letters.",
    "alias-taken": "The alias is an id, or an alias of another definition.",
    "duplicate-repository": "Two definitions have the same repository with the same root_hint.",
    "removed-repository": "The repository was taken out of the catalog, and a definition says why.",
    "unknown-successor": "No definition has the id that successor names, or it was removed.",
    "successor-cycle": "The successors lead back to where they started.",
    "similar-tag": "The tag is used once and is like one that is used often (a warning).",
}

LOOK_CODES = {
    "unknown-text": "The interface has no such text, group of texts or form of a text.",
    "bad-placeholder": "The text has a placeholder that nothing fills, or a brace that is none.",
    "missing-form": "A text with forms lacks the one for all other numbers.",
    "unused-texts": "The texts are of another language than the catalog's.",
    "low-contrast": "A colour cannot be read on what it stands on.",
    "bad-picture": "The file is no picture, or a drawing that could run or load something.",
    "bad-link": "A link of a page or of the navigation leads nowhere.",
    "unknown-page": "The navigation names a page that is not there.",
}
"""Likewise of what lies beside ``catalog.yaml``: texts, pages, pictures."""
