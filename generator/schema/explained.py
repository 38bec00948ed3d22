"""Why each code of a problem exists, a file that gives it, and how that is mended.

``docs/codes/`` has a page of each, written by ``docs/reference.py``; a test holds that
each example gives its code and no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SOURCE_FILE = "sources/example.yaml"


@dataclass(frozen=True, slots=True)
class Explained:
    """One code for people."""

    why: str
    mend: str
    files: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """A catalog's files, by name, that give this code and no other; empty: see ``given``."""
    given: str = ""
    """What else must be the case, or where no text can show it, what to look for."""


def _one(why: str, mend: str, wrong: str, given: str = "") -> Explained:
    return Explained(why, mend, {SOURCE_FILE: wrong}, given)


def _more(why: str, mend: str, given: str = "", **wrong: str) -> Explained:
    """With several definitions, by their ids; underscores stand for hyphens."""
    files = {f"sources/{name.replace('_', '-')}.yaml": text for name, text in wrong.items()}
    return Explained(why, mend, files, given)


def _settings(why: str, mend: str, wrong: str, **files: str) -> Explained:
    return Explained(why, mend, {"catalog.yaml": f"title: Example\n{wrong}", **files})


_REPO = "repo_url: https://github.com/example-org/skills\n"
_PLAIN = "Definitions come from strangers, so their YAML is plain: what is not needed is not read."
_GITHUB = "An address that GitHub cannot have is caught before anything is asked."
_LINE = "The text is shown in lists and in search results, where there is room for so much."

EXPLAINED: dict[str, Explained] = {
    # ------------------------------------------------------------------ the file
    "unreadable": Explained(
        "A file that cannot be read must not look like one that is not there.",
        "Give the user who builds the catalog the right to read it: `chmod a+r FILE`.",
        given="A definition that nobody may read (`chmod 000 sources/example.yaml`).",
    ),
    "not-regular": Explained(
        "A link could lead out of the repository, and a pipe would never end.",
        "Put the file itself there.",
        given="A symbolic link at `sources/example.yaml`.",
    ),
    "wrong-ending": Explained(
        "Only files that end in `.yaml` are read, so that it is plain which they are.",
        "Rename the file.",
        {"sources/example.yml": _REPO},
    ),
    "no-catalog": Explained(
        "Without `catalog.yaml` or `sources/` the folder is probably not the one you meant.",
        "Change into the catalog's folder, name it with `-C`, or start one with `catalog init`.",
        given="A command in an empty folder.",
    ),
    "stray-file": Explained(
        "What is not a definition is not read; perhaps it was meant to be. (A warning.)",
        "Move the file elsewhere, or give it the ending `.yaml`.",
        {"sources/notes.txt": "To do\n"},
    ),
    "too-large": _one(
        "A definition is a card, not a book; so much is never needed.",
        "Shorten it. Long texts belong into the repository's own README.",
        f"{_REPO}# {'x' * 65_536}\n",
        given="A file of more than 65,536 bytes.",
    ),
    "not-utf8": Explained(
        "One encoding for all: what is not UTF-8 would be shown as something else.",
        "Save the file as UTF-8.",
        given="A file saved as UTF-16 or Latin-1.",
    ),
    "byte-order-mark": _one(
        "The mark cannot be seen, and tools differ in what they make of it.",
        "Save the file as UTF-8 without BOM.",
        f"\ufeff{_REPO}",
        given="A byte order mark at the start of the file, which cannot be seen.",
    ),
    "control-character": _one(
        "Such characters can move the cursor of a terminal, or hide text from a reviewer.",
        "Remove the character at the place that is named; it cannot be seen.",
        f"{_REPO}name: Exam\x08ple\n",
        given="A backspace in the name.",
    ),
    "surrogate": _one(
        "Half a character cannot be written as UTF-8, neither in a file nor on a page.",
        "Write the character itself instead of its two halves.",
        f'{_REPO}name: "\\ud83d\\ude00"\n',
    ),
    "empty-file": _one(
        "A definition must say at least where its source lies.", "Write `repo_url: …`.", "# nothing yet\n"
    ),
    # --------------------------------------------------------------------- YAML
    "not-yaml": _one(
        "The file cannot be read as YAML; the message says what was met, and the hint what to try.",
        "A text that holds `: `, ` #`, quotes or brackets goes in quotes. Indent with spaces.",
        f"{_REPO}description: Skills: for all\n",
    ),
    "several-documents": _one(_PLAIN, "Make a file of each.", f"{_REPO}---\n{_REPO}"),
    "directive": _one(_PLAIN, "Remove the lines that start with `%`.", f"%YAML 1.2\n---\n{_REPO}"),
    "anchor": _one(_PLAIN, "Remove the `&name`, or put the text in quotes.", f"{_REPO}name: &name Example\n"),
    "alias": _one(_PLAIN, "Write the value out, or put the text in quotes.", f"{_REPO}name: *name\n"),
    "merge-key": _one(_PLAIN, "Write the fields out.", f"{_REPO}trust:\n  <<: 1\n"),
    "explicit-tag": _one(
        _PLAIN, "Remove the `!tag`; a number that is a text goes in quotes.", f"{_REPO}name: !!str 1\n"
    ),
    "complex-key": _one(
        "A field's name is a word.", "Write the name as a plain word.", f"{_REPO}? [name]\n: Example\n"
    ),
    "duplicate-key": _one(
        "Of two values one would win, and nobody could tell which.",
        "Remove one.",
        f"{_REPO}name: One\nname: Two\n",
    ),
    "too-deep": _one(
        "Nothing in a definition lies deeper than a few levels; what does is an attack or a slip.",
        "Close the brackets, or put the text in quotes.",
        f"{_REPO}tags: {'[' * 12}{']' * 12}\n",
    ),
    # ----------------------------------------------------------------- any field
    "newer-schema": _one(
        "An older program would misread what a newer one wrote.",
        "Update the program: `pip install --upgrade sources-catalog`.",
        f"schema: 99\n{_REPO}",
    ),
    "missing-field": _one(
        "Without this field the rest means nothing.",
        "Add the field; the hint has an example.",
        "name: Example\n",
    ),
    "unknown-field": _one(
        "A mistyped field would be passed over in silence.",
        "Take the name that is suggested, or remove the field.",
        f"{_REPO}descripton: Skills.\n",
    ),
    "wrong-type": _one(
        "A number, a word and a list mean different things; none is guessed.",
        "Write the value as the message says; a text that looks like a number goes in quotes.",
        f"{_REPO}tags: python\n",
    ),
    "empty-text": _one(
        "An empty text says nothing.", "Write something, or remove the field.", f'{_REPO}name: ""\n'
    ),
    "too-long": _one(
        _LINE,
        "Shorten it; `notes` and the repository's README have room for more.",
        f"{_REPO}name: {'Example ' * 16}\n",
    ),
    "too-many": _one(
        "A source with too many tags is found under all of them, and described by none.",
        "Keep those that matter most.",
        f"{_REPO}tags: [{', '.join(f'tag-{n}' for n in range(1, 22))}]\n",
    ),
    "too-few": _settings(
        "Something that is needed would have no value at all.",
        "Add one, or remove the field.",
        "artifact_types: {}\n",
    ),
    "out-of-range": _settings(
        "The value would make no sense.", "Take a number within the range.", "page_size: 0\n"
    ),
    "invisible-character": _one(
        "What cannot be seen can turn the reading order around, and make a name look like another.",
        "Remove it, or type the text anew.",
        f'{_REPO}name: "Exam\u202eple"\n',
        given="A right-to-left override in the name, which cannot be seen.",
    ),
    "unknown-value": _one(
        "Only these words have a meaning.",
        "Take one of the words that are named.",
        f"{_REPO}trust_level: offical\n",
    ),
    "unknown-artifact-type": _one(
        "The catalog's artifact types are in its settings; a slip would list things under nothing.",
        "Take one of the types that are named, or add yours to `artifact_types` in `catalog.yaml`.",
        f"{_REPO}single_artifact: skil\n",
    ),
    # ----------------------------------------------------------------- one field
    "bad-id": Explained(
        "The id is part of addresses, so it is of letters, digits and single hyphens.",
        "Rename the file as the hint says.",
        {"sources/My Skills.yaml": _REPO},
    ),
    "reserved-id": Explained(
        "Pages of the site have this name, or Windows cannot check out a file of it.",
        "Put the owner's name before it.",
        {"sources/index.yaml": _REPO},
    ),
    "id-mismatch": _one(
        "The file's name is the id; two ids for one source would be one too many.",
        "Remove the field, or rename the file with `catalog rename`.",
        f"{_REPO}id: other\n",
    ),
    "bad-repository": _one(
        _GITHUB,
        "Copy the address of the repository's front page.",
        "repo_url: https://github.com/example-org\n",
    ),
    "ssh-address": _one(
        "Visitors open the address in a browser.",
        "Write it as `https://…`; the hint has it.",
        "repo_url: git@github.com:example-org/skills.git\n",
    ),
    "too-many-fields": _one(
        "A source is a repository or a folder, not both.",
        "Remove one of the fields.",
        f"{_REPO}path: skills\n",
    ),
    "ref-of-a-folder": _one(
        "A folder beside the catalog is taken as it is; only repositories have branches.",
        "Remove `ref`.",
        "path: sources\nref: main\n",
    ),
    "no-folder": _one(
        "A folder that is not there has nothing to list; a link could lead anywhere.",
        "Name a folder from where `catalog.yaml` is, such as `skills/writing`.",
        "path: not/here\n",
    ),
    "other-host": _settings(
        "The catalog's own repository is on GitHub: links to edit and add definitions lead there.",
        "Name a repository on github.com, or leave the setting out.",
        "repository: https://gitlab.com/example-org/catalog\n",
    ),
    "address-conflict": _one(
        "The address says one branch or folder, and the field another.",
        "Keep one of them.",
        "repo_url: https://github.com/example-org/skills/tree/main/one\nroot_hint: two\n",
    ),
    "bad-ref": _one(
        "Git has rules for names.", "Copy the name of the branch or tag.", f'{_REPO}ref: "a..b"\n'
    ),
    "bad-commit": _one(
        "A commit's id is what makes a review hold for just these files.",
        "Copy the id, of 7 digits or more.",
        f"{_REPO}trust: {{commit: latest}}\n",
    ),
    "bad-path": _one(
        "A path that climbs out would name files of somebody else.",
        "Write it from the repository's root, with single slashes.",
        f"{_REPO}root_hint: ../other\n",
    ),
    "bad-glob": _one(
        "A glob must mean one thing, and be quickly matched.",
        "Close each `{` with a `}`.",
        f'{_REPO}exclude: ["a{{b"]\n',
    ),
    "bad-url": _one(
        "Only `http` and `https` addresses can be linked without harm.",
        "Copy the address from the browser.",
        f"{_REPO}homepage: docs.example.org\n",
    ),
    "bad-tag": _one(
        "A tag is part of addresses and filters.",
        "Join words with hyphens.",
        f'{_REPO}tags: ["code review"]\n',
    ),
    "bad-date": _one("Dates are read by machines.", "Write `YYYY-MM-DD`.", f"{_REPO}added: 31.01.2026\n"),
    "bad-name": _settings(
        "The name is part of files and addresses.",
        "Use lower-case letters, digits, and single hyphens or underscores.",
        'artifact_types:\n  skill: {label: Skill, aliases: ["My skills!"]}\n',
    ),
    "bad-language": _settings(
        "Browsers and screen readers choose how to read by the language's tag.",
        "Write a tag such as `en` or `pt-BR`.",
        "language: English!\n",
    ),
    "bad-install": _settings(
        "A command that is copied must be whole, and what strangers named must not break out of it.",
        "Use only the placeholders that are named, and none within quotes.",
        'artifact_types:\n  skill: {label: Skill, install: "get {nothing}"}\n',
    ),
    "bad-colour": _settings(
        "Contrast can be computed of colours in this form alone.",
        "Write it as `#0b57b8`.",
        "colours: {accent: blue}\n",
    ),
    "bad-file": _settings(
        "A file outside of the catalog must not be published.",
        "Put it into the catalog's folder, under a plain name.",
        "logo: ../logo.svg\n",
    ),
    "duplicate-name": _one(
        "Of two values one would win, and nobody could tell which.",
        "Remove one.",
        f"{_REPO}manual_map:\n  tools: command\n  tools/: agent\n",
    ),
    # ------------------------------------------------------ definitions side by side
    "duplicate-id": Explained(
        "Some file systems take the two for one file.",
        "Rename one with `catalog rename`.",
        given="`sources/example.yaml` beside `sources/Example.yaml`.",
    ),
    "alias-taken": _more(
        "An address can lead to one source only.",
        "Remove the alias from one of them.",
        one=f"{_REPO}aliases: [two]\n",
        two="repo_url: https://github.com/example-org/other\n",
    ),
    "duplicate-repository": _more(
        "The same repository twice would be found, counted and shown twice. Case does not count.",
        "Remove one, or give each another `root_hint`.",
        one=_REPO,
        two="repo_url: https://github.com/Example-Org/Skills\n",
    ),
    "removed-repository": _more(
        "Somebody took it out for the reason that is named; it should not come back unseen.",
        "Leave it out; or, if the reason is gone, remove the field `removed` there.",
        one=f"{_REPO}removed: Its licence forbids it.\n",
        two=_REPO,
    ),
    "unknown-successor": _one(
        "The link would lead nowhere.",
        "Name the id of a source that is there.",
        f"{_REPO}successor: nobody\n",
    ),
    "successor-cycle": _more(
        "Visitors would be sent in a circle.",
        "Remove one of the successors.",
        one=f"{_REPO}successor: two\n",
        two="repo_url: https://github.com/example-org/other\nsuccessor: one\n",
    ),
    "similar-name": _more(
        "Visitors cannot tell the two apart. (A warning.)",
        "Say in the name whose it is.",
        one=f"{_REPO}name: Agent skills\n",
        two="repo_url: https://github.com/example-org/other\nname: Agent-Skills\n",
    ),
    "overlapping-source": _more(
        "What lies in both is listed twice. (A warning.)",
        "Exclude the folder in the wider one, or remove one.",
        one=_REPO,
        two=f"{_REPO}root_hint: tools\n",
    ),
    "renamed-repository": _one(
        "The old name leads on only until somebody else takes it. (A warning.)",
        "Take the new name: the hint has the command, and `catalog doctor --fix` does it for all.",
        _REPO,
        given="A repository that was renamed on GitHub since, as `catalog.lock` or `--online` knows.",
    ),
    "missing-repository": _one(
        "It was deleted, made private, or mistyped. (A warning.)",
        "Check the address; take the source out with `catalog remove`.",
        _REPO,
        given="A repository that GitHub answers 404 for, as `catalog.lock` or `--online` knows.",
    ),
    "same-repository": _more(
        "A repository that was renamed is in the catalog by both of its names. (A warning.)",
        "`catalog remove OLD --successor NEW`.",
        given="Both names lead to one repository, as `catalog.lock` knows.",
        one=_REPO,
        two="repo_url: https://github.com/example-org/old-skills\n",
    ),
    "dead-homepage": _one(
        "Visitors would click in vain. (A warning, with `--online` only.)",
        "`catalog edit ID --homepage URL`, or `--unset homepage`.",
        f"{_REPO}homepage: https://gone.example.org/\n",
        given="The host is not there any more, or answers 404 or 410.",
    ),
    "similar-tag": _more(
        "A slip makes a tag of its own, under which nobody looks. (A warning.)",
        "Take the tag that is suggested.",
        one=f"{_REPO}tags: [documents]\n",
        two="repo_url: https://github.com/example-org/b\ntags: [documents]\n",
        three="repo_url: https://github.com/example-org/c\ntags: [documents]\n",
        four="repo_url: https://github.com/example-org/d\ntags: [document]\n",
    ),
    # --------------------------------------------------- beside catalog.yaml
    "unknown-text": _settings(
        "A text that no page shows is probably a slip.",
        "Take the key that is suggested; `templates/texts/en.yaml` has all of them.",
        "",
        **{"theme/texts/en.yaml": "frame: {skipp: To the content}\n"},
    ),
    "bad-placeholder": _settings(
        "A placeholder that nothing fills would stand on the page as it is.",
        "Use the placeholders of the English text and no others; double a brace that is meant.",
        "",
        **{"theme/texts/en.yaml": 'frame: {skip: "To {nowhere}"}\n'},
    ),
    "missing-form": _settings(
        "Without the form `other` there is nothing to say for most numbers.",
        "Add `other`.",
        "",
        **{"theme/texts/en.yaml": 'count: {days: {one: "{number} day"}}\n'},
    ),
    "unused-texts": _settings(
        "Texts of another language than the catalog's are never shown. (A warning.)",
        "Set `language` in `catalog.yaml`, or remove the file.",
        "language: en\n",
        **{"theme/texts/de.yaml": "frame: {skip: Zum Inhalt}\n"},
    ),
    "low-contrast": _settings(
        "Text must be readable for everybody: WCAG 2.2 asks for a contrast of 4.5 to 1.",
        "Take a darker colour, or a lighter one for the dark theme.",
        'colours: {accent: "#ffff00"}\n',
    ),
    "bad-asset": _settings(
        "Pages load their style sheets and scripts by names that tell their content, so each must be there.",
        "Mend the file that is named, or add the one that it imports.",
        "",
        **{"theme/assets/js/own.js": 'import "./lib/nothing.js";\n'},
    ),
    "bad-template": _settings(
        "A page that a broken template makes would be empty, so no site is built with it.",
        "Mend the line that is named; `shipped/NAME` is the shipped template of a name.",
        "",
        **{"theme/about.html.j2": "{% if %}\n"},
    ),
    "bad-picture": _settings(
        "A drawing can hold scripts and load things from elsewhere; one that does is not published.",
        "Save it anew as plain SVG, or as PNG.",
        "logo: logo.svg\n",
        **{"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>\n"},
    ),
    "bad-link": _settings(
        "The navigation would lead to a part of the site that the settings turn off.",
        "Remove the entry, or turn that part on.",
        "stats: false\nnavigation:\n  - {section: stats}\n",
    ),
    "unknown-page": _settings(
        "The navigation would lead nowhere.",
        "Name a page that is there: its file's name in `pages/` without `.md`, or one of the site's own.",
        "navigation:\n  - {page: nowhere}\n",
    ),
}
