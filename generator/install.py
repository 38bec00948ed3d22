"""Install commands: what ``catalog.yaml`` says of a type, filled in for one artifact.

The template is the catalog owner's. What is filled in comes from strangers' repositories, and
visitors paste the result into a shell, so two walls stand between the two:

1. A value holds letters, digits, spaces and ``. _ - / @ +`` alone, starts with none of ``- / @ +``
   and never steps up by ``..``. That leaves nothing that ends a word or a quotation, expands, runs,
   or reads as an option in any shell, whatever the template does with it. An artifact with any other
   value has no command.
2. The value is quoted as one word of a POSIX shell where it needs to be.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator import urls
from generator.model import Artifact, Provider, Snapshot, Source

MAX_TEMPLATE = 500
"""Characters of a template."""

MAX_VALUE = 1_024
"""Characters of a value, which is that of the longest path that definitions may name."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SIGNS = frozenset("._-/@+ ")
_STARTS = frozenset("._")
_MANIFESTS = re.compile(r"\.[a-z]+-plugin")
"""Folders such as ``.claude-plugin``, which hold the manifest of the folder that they lie in."""
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class _Place:
    """What values are made of: one artifact in its repository."""

    source: Source
    snapshot: Snapshot
    artifact: Artifact
    owner: str
    repo: str
    commit: str

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.repo}"

    @property
    def folder(self) -> str:
        """The artifact's own folder, or the one that its file lies in; empty: the root."""
        path = self.artifact.path
        if self.artifact.url.split("/")[5:6] == ["tree"]:
            return path
        folder = path.rpartition("/")[0]
        above, _, last = folder.rpartition("/")
        return above if _MANIFESTS.fullmatch(last) else folder

    @property
    def archived(self) -> str:
        """The folder within the archive that GitHub makes of the commit."""
        return f"{self.repo}-{self.commit}" + (f"/{self.folder}" if self.folder else "")


def _ref(at: _Place) -> str:
    return at.source.ref or at.snapshot.default_branch or ""


_VALUES: Mapping[str, tuple[str, Callable[[_Place], str]]] = {
    "id": ("the source's id", lambda at: at.source.id),
    "owner": ("the repository's owner", lambda at: at.owner),
    "repo": ("the repository's name", lambda at: at.repo),
    "ref": ("the branch, tag or commit that is followed", _ref),
    "commit": ("the commit that was looked into, in full", lambda at: at.commit),
    "name": ("the artifact's name", lambda at: at.artifact.name),
    "path": ("the path of its file or folder", lambda at: at.artifact.path or "."),
    "file": ("the last part of that path", lambda at: at.artifact.path.rpartition("/")[2]),
    "folder": ("its own folder, or the one that its file lies in", lambda at: at.folder or "."),
    "archive_folder": (
        "that folder within the archive of the commit",
        lambda at: at.archived if at.commit else "",
    ),
}
"""Texts that are filled in as they are, with what each is."""

_MADE: Mapping[str, tuple[str, tuple[str, ...], Callable[[_Place], str]]] = {
    "repo_url": (
        "the address of the repository",
        ("owner", "repo"),
        lambda at: urls.repo_url(at.full_name),
    ),
    "raw_url": (
        "the address of the file's bytes at the commit",
        ("owner", "repo", "commit", "file", "path"),
        lambda at: urls.raw_url(at.full_name, at.commit, at.artifact.path),
    ),
    "archive_url": (
        "the address of an archive (.tar.gz) of the commit",
        ("owner", "repo", "commit"),
        lambda at: urls.archive_url(at.full_name, at.commit),
    ),
    "archive_depth": (
        "how many folders deep `archive_folder` is",
        ("archive_folder",),
        lambda at: str(at.archived.count("/") + 1),
    ),
}
"""What is made of texts that must be safe themselves."""

PLACEHOLDERS: Mapping[str, str] = {
    **{name: says for name, (says, _) in _VALUES.items()},
    **{name: says for name, (says, _, _) in _MADE.items()},
}
"""Every placeholder with what it stands for."""

PINNING = ("commit", "raw_url", "archive_url", "archive_folder")
"""Placeholders that tie a command to the commit that the catalog looked into."""


# ------------------------------------------------------------------- templates


@dataclass(frozen=True, slots=True)
class TemplateMistake:
    """Why a template cannot be used."""

    message: str
    expected: str
    hint: str
    word: str = ""
    """The placeholder that does not exist, where that is the mistake."""


def mistake_in(template: str) -> TemplateMistake | None:
    """The first mistake in a template; None where it is good."""
    every = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    quote = ""
    at = 0
    while at < len(template):
        char = template[at]
        if match := _PLACEHOLDER.match(template, at):
            name = match[1]
            if name not in PLACEHOLDERS:
                return TemplateMistake(f"there is no placeholder {{{name}}}", every, "", name)
            if quote or template[at - 1 : at] in ("$", "\\"):
                return TemplateMistake(
                    f"{{{name}}} stands within quotes, or behind a $ or \\",
                    "placeholders outside of quotes: what they stand for is quoted already",
                    f"write {{{name}}} alone",
                )
            at = match.end()
            continue
        if char == "\\" and quote != "'" and template[at + 1 : at + 2] != "{":
            at += 1
        elif char in "'\"`":
            quote = char if not quote else "" if quote == char else quote
        at += 1
    if quote:
        return TemplateMistake(f"a {quote} that is never closed", "quotes in pairs", f"add a {quote}")
    return None


# -------------------------------------------------------------------- commands


def install_command(template: str, source: Source, snapshot: Snapshot | None, artifact: Artifact) -> str:
    """The command that installs an artifact; empty where a value is unknown or not safe to paste.

    Only for repositories on GitHub: archives of other hosts are laid out differently.
    ``template`` is one that :func:`mistake_in` found good.
    """
    if not template or snapshot is None or source.provider is not Provider.GITHUB:
        return ""
    owner, _, repo = (snapshot.name_with_owner or source.full_name).partition("/")
    commit = snapshot.scanned_commit or snapshot.commit or ""
    place = _Place(source, snapshot, artifact, owner, repo, commit if _COMMIT.fullmatch(commit) else "")
    filled: dict[str, str] = {}
    for name in _PLACEHOLDER.findall(template):
        made = _MADE.get(name)
        parts = made[1] if made else (name,)
        if not all(is_safe(_VALUES[part][1](place)) for part in parts):
            return ""
        filled[name] = shlex.quote(made[2](place) if made else _VALUES[name][1](place))
    return _PLACEHOLDER.sub(lambda match: filled[match[1]], template)


def is_safe(value: str) -> bool:
    """Whether a stranger's text may stand in a command, quoted or not: see the top of this module."""
    return (
        0 < len(value) <= MAX_VALUE
        and (value[0] in _STARTS or _is_letter(value[0]))
        and all(char in _SIGNS or _is_letter(char) for char in value)
        and ".." not in value.split("/")
        and value == value.strip()
    )


def _is_letter(char: str) -> bool:
    """Letters, their marks, and digits of any script."""
    return char.isalnum() if char.isascii() else unicodedata.category(char)[0] in "LMN"
