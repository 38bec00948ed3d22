"""The shipped templates, compiled: kept beside the program's own bytecode, as Python keeps that.

Compiling them takes 0.1 s, of a build in which nearly nothing changed as of any other. What is
kept is code, and whoever can write it can do what the program can. So it lies in ``__pycache__``
and nowhere else, where who can write can change the program anyway; where we cannot write there,
nothing is kept. It is never in a catalog's ``.cache/``, which may come from elsewhere. Templates
of a catalog's owner are compiled by each build.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from types import CodeType

from generator.places import shipped_theme
from generator.program import code_digest
from generator.templating import Code, Environment

_MADE_BY = (("templating", "pages/wording"), ("jinja2", "markupsafe"))
"""Modules and libraries that decide what a template is compiled to."""

_DIGEST = hashlib.sha256().digest_size


def shipped_code(
    shipped: Path, place: Path | None = None, *, write: bool | None = None
) -> Mapping[str, Code]:
    """The shipped templates by name, compiled; empty where none are kept and none can be.

    ``shipped`` is their folder. They are kept in the file ``place``, and written there where
    ``write``: by default beside the bytecode of this module, and where Python may write that.
    """
    texts = {
        file.relative_to(shipped).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(shipped.rglob("*.j2"))
    }
    made_of = repr((code_digest(*_MADE_BY), importlib.util.MAGIC_NUMBER, texts))
    key = hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).digest()
    file = place or Path(importlib.util.cache_from_source(__file__)).with_suffix(".templates")
    code = _read(file, key)
    if code is None:
        may_write = not sys.dont_write_bytecode if write is None else write
        if not may_write or not os.access(file.parent, os.W_OK):
            return {}
        environment = Environment()
        code = {name: environment.code_of(name, text) for name, text in texts.items()}
        _write(file, key, code)
    return {name: Code(texts[name], one) for name, one in code.items()}


def _read(file: Path, key: bytes) -> dict[str, CodeType] | None:
    """What was kept under a key; None where that is nothing, or damaged."""
    try:
        stored = file.read_bytes()
    except OSError:
        return None
    payload = stored[2 * _DIGEST :]
    if stored[: 2 * _DIGEST] != key + hashlib.sha256(payload).digest():
        return None
    found: dict[str, CodeType] = marshal.loads(payload)  # noqa: S302 - as Python does with what lies beside it
    return found


def _write(file: Path, key: bytes, code: dict[str, CodeType]) -> None:
    """Keep code whole, for everybody to read and nobody else to write; a refusal costs time."""
    payload = marshal.dumps(code)
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as opened:
            opened.write(key + hashlib.sha256(payload).digest() + payload)
        temporary.replace(file)


if __name__ == "__main__":  # of an image whose program cannot be written to later
    shipped_code(shipped_theme())
