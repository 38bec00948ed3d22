"""How git reaches repositories. Nothing here reads the environment itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import AccessError

_PASSED = (
    "PATH",
    "SYSTEMROOT",
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
"""Variables that git gets from ours; all others stay away from it, above all ``GIT_*``."""

_TARGET = re.compile(r"https://[!-~]+|file:///[!-~]+")


@dataclass(frozen=True, slots=True)
class Mirror:
    """Addresses that begin with ``instead_of`` are fetched from ``base`` and what follows."""

    instead_of: str
    base: str = field(repr=False)
    """``https://…`` or ``file:///…``; it may hold a password, and is never shown."""
    live: bool = False
    """Whether it is as new as what it stands for, as a proxy is. Of a copy on a disk nobody knows,
    so what it says counts as known up to its newest commit, and no longer."""


@dataclass(frozen=True, slots=True)
class GitConfig:
    """Where git works, and from where it fetches."""

    work: Path
    """Folder for what is fetched for a moment."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What git gets of our environment."""
    mirrors: tuple[Mirror, ...] = ()
    question_seconds: float = 30.0
    """Of one ``ls-remote``, or of reading what was fetched."""
    fetch_seconds: float = 180.0
    """Of one fetch."""
    fetch_bytes: int = 256 * 2**20
    """Of one repository on the disk, commit, trees and files together."""

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], work: Path, mirrors: tuple[Mirror, ...] = ()
    ) -> GitConfig:
        """``CATALOG_GIT_MIRRORS`` holds mirrors, separated by spaces; those given go before them.

        Proxies and certificates are read as git reads them. Raises AccessError.
        """
        named = environment.get("CATALOG_GIT_MIRRORS", "").split()
        return cls(
            work=work,
            environment={name: environment[name] for name in _PASSED if environment.get(name)},
            mirrors=(*mirrors, *(parse_mirror(text, "CATALOG_GIT_MIRRORS") for text in named)),
        )

    def place_of(self, url: str) -> tuple[str, bool] | None:
        """Where an address is fetched from, and whether that is the newest; the longest match counts.

        None for what must not be fetched: other addresses than those of https, which mirrors alone
        may stand for.
        """
        fitting = [m for m in self.mirrors if url.startswith(m.instead_of)]
        if not fitting:
            return (url, True) if url.startswith("https://") else None
        mirror = max(fitting, key=lambda m: len(m.instead_of))
        return mirror.base + url[len(mirror.instead_of) :], mirror.live


def parse_mirror(text: str, name: str) -> Mirror:
    """``FROM=TO``; raises AccessError, in which ``name`` is what the user wrote it into."""
    instead_of, _, base = text.partition("=")
    if not instead_of.startswith("https://") or not _TARGET.fullmatch(base):
        raise AccessError(
            f"{name} is to be such as https://github.com/=file:///srv/mirrors/"
            " (from https://, to https:// or file:///)"
        )
    return Mirror(instead_of, base, live=base.startswith("https://"))
