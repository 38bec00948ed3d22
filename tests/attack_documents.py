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
    fill: tuple[str, int] = ("", 0)
    """What a ``§`` in the written text stands for, and how many times: for texts that are long."""

    @classmethod
    def written(cls, table: dict) -> "Attack":
        """A document of a file."""
        piece, times = table.get("fill", ("", 0))
        text = table["text"].replace("§", piece * times) if times else table["text"]
        return cls(**{**table, "text": text, "fill": (piece, times)})


def attacks() -> list[Attack]:
    """All documents, by file and in its order."""
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["attack"]
        found += [Attack.written(table) for table in tables]
    return found
