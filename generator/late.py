"""Packages that import their parts when they are asked for, so that a command starts with what it needs."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping


def late(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package: ``places`` has the module in it for each name that it gives.

    Type checkers are told by imports under ``TYPE_CHECKING``. No name may be a module's as well.
    """

    def __getattr__(name: str) -> object:  # noqa: N807 - it is one
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(importlib.import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return __getattr__
