"""Which of a repository's files is its README, by GitHub's order.

https://docs.github.com/repositories (About READMEs): ``.github``, then the root, then
``docs``. Within one folder, the formats in the order that GitHub's own renderer
(github/markup) prefers them, plain text last.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import TreeEntry

FOLDERS = (".github", "", "docs")

_EXTENSIONS = (
    "md",
    "markdown",
    "mdown",
    "mkdn",
    "rst",
    "textile",
    "rdoc",
    "org",
    "creole",
    "mediawiki",
    "wiki",
    "asciidoc",
    "adoc",
    "asc",
    "pod",
    "txt",
    "",
)

SYMLINK = "120000"


def readme_folders(root_hint: str | None) -> tuple[str, ...]:
    """The folders to look in, best first: the source's own before the repository's."""
    return (root_hint, *FOLDERS) if root_hint else FOLDERS


def choose_readme(entries: Iterable[TreeEntry], root_hint: str | None = None) -> TreeEntry | None:
    """The README among ``entries``: a file, or a symbolic link to be followed; None: there is none."""
    order = {folder: rank for rank, folder in reversed(list(enumerate(readme_folders(root_hint))))}
    ranked = []
    for entry in entries:
        folder, _, name = entry.path.rpartition("/")
        stem, _, extension = name.lower().partition(".")
        if stem == "readme" and entry.type == "blob" and folder in order and extension in _EXTENSIONS:
            # "README." has an empty extension but is not "README".
            if name.endswith("."):
                continue
            ranked.append((order[folder], _EXTENSIONS.index(extension), entry.path, entry))
    return min(ranked, key=lambda r: r[:3])[3] if ranked else None


def link_target(link: str, target: str) -> str | None:
    """The path that a symbolic link at ``link`` names; None where it leaves the repository."""
    if not target or target.startswith("/") or "\0" in target or "\\" in target or len(target) > 1_000:
        return None
    segments = link.split("/")[:-1]
    for segment in target.split("/"):
        if segment in ("", "."):
            continue
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        else:
            segments.append(segment)
    path = "/".join(segments)
    return path if path and path != link else None
