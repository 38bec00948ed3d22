"""Which files of a catalog changed since a commit, asked of git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from generator.errors import CatalogError
from generator.places import SETTINGS, SOURCES
from generator.printable import printable

SECONDS = 60.0
"""Until a git that does not answer is given up."""


def changed_files(root: Path, revision: str) -> list[Path] | None:
    """The definitions that are new or different since ``revision``, as they are now; sorted.

    "Since" is what a pull request shows: since the newest commit that both have. Files that git
    does not know yet are new. None where every definition is to be looked at: settings
    changed, or a definition went away that others may name.
    Raises CatalogError where git is missing, or there is no such commit.
    """
    if not revision or revision.startswith("-"):
        raise CatalogError(f"no commit is called {printable(revision)!r}")
    found = _git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    commit = found.decode("ascii", "replace").strip()
    base = (
        _git(root, ["merge-base", commit, "HEAD"], may_fail=True).decode("ascii", "replace").strip() or commit
    )
    scope = ["--", SETTINGS, SOURCES]
    names = _git(root, ["diff", "--name-status", "--no-renames", "--relative", "-z", base, *scope]).split(
        b"\0"
    )
    new = _git(root, ["ls-files", "-z", "--others", "--exclude-standard", *scope]).split(b"\0")
    changed = list(zip(names[0::2], names[1::2], strict=False))
    if any(kind == b"D" or name == SETTINGS.encode() for kind, name in changed):
        return None
    files = {os.fsdecode(name) for _, name in changed} | {os.fsdecode(name) for name in new if name}
    return sorted(root / name for name in files)


def _git(root: Path, arguments: Sequence[str], *, may_fail: bool = False) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - git, with arguments of our own and a checked revision
            ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise CatalogError("git is not installed, so it cannot be asked what changed") from None
    except subprocess.TimeoutExpired:
        raise CatalogError(f"git did not answer within {SECONDS:.0f} seconds") from None
    if done.returncode and not may_fail:
        words = printable(done.stderr.decode("utf-8", "replace").strip()) or "there is no such commit here"
        raise CatalogError(f"git cannot tell what changed: {words}")
    return b"" if done.returncode else done.stdout
