"""The attack documents of ``tests/attacks/``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "attacks"


@dataclass(frozen=True)
class Attack:
    """One document that tries one technique."""

    id: str
    technique: str
    text: str
    format: str = "md"


def attacks() -> list[Attack]:
    """All documents, by file and in its order."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        found += [Attack(**table) for table in tomllib.loads(file.read_text(encoding="utf-8"))["attack"]]
    return found
