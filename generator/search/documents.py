"""What is indexed of a source, and how often each word occurs in it."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from generator.model import ArtifactStatus, CatalogEntry, TrustLevel
from generator.search import words

FIELDS = ("name", "tags", "artifacts", "description", "readme")
"""Fields of the index in the order of their weight; ``name`` holds id and owner/repo too."""
BOOSTS = (8, 5, 4, 3, 1)
"""How much a match in each of `FIELDS` counts against one in the README."""

COUNTS_VERSION = 1
"""Part of the key of stored `TokenCounts`: raised whenever the normaliser changes."""
EXCERPT_LIMIT = 600
"""Characters of README text that snippets are cut from."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """How often each word occurs in a README, and the beginning of its text.

    Counting is what costs in a build of the index; a caller may keep ``to_bytes()``
    under a key made of the README's content and `COUNTS_VERSION`.
    """

    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Word → occurrences, stop words left out."""
    excerpt: str = ""
    """The first `EXCERPT_LIMIT` characters, white space folded, cut at a word."""

    @classmethod
    def of(cls, text: str) -> TokenCounts:
        """Count the words of plain text."""
        return cls(_telling(words.word_counts(text)), _excerpt(text))

    def to_bytes(self) -> bytes:
        """Return a form to store, equal for equal counts."""
        order = sorted(self.counts)
        body = json.dumps(
            [self.excerpt, " ".join(order), [self.counts[w] for w in order]],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return zlib.compress(body.encode("utf-8", "surrogatepass"), 6)

    @classmethod
    def from_bytes(cls, stored: bytes) -> TokenCounts:
        """Read what `to_bytes` made; raises ValueError for anything else."""
        try:
            excerpt, joined, numbers = json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass"))
            return cls(dict(zip(joined.split(), numbers, strict=True)), excerpt)
        except (zlib.error, TypeError, AttributeError) as error:
            raise ValueError(f"not stored token counts: {error}") from error


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One source as the index sees it."""

    ordinal: int
    """Its place among the catalog's public entries, which are sorted by source id."""
    id: str
    name: str
    full_name: str = ""
    """``owner/repo``."""
    description: str = ""
    repo_description: str = ""
    tags: tuple[str, ...] = ()
    artifacts: tuple[str, ...] = ()
    """Names of the listed artifacts."""
    readme: str | TokenCounts = ""
    """Plain text of the rendered README, or its counts."""
    trust: int = 1
    """0 (untrusted) to 3 (official)."""
    freshness: int = 0
    """0 (unknown, or no push for two years) to 5 (a push in the last 30 days)."""

    @property
    def precedence(self) -> int:
        """Breaks ties of relevance: trust first, then freshness; 0–29."""
        return self.trust * 8 + self.freshness


def document(
    entry: CatalogEntry, ordinal: int, readme: str | TokenCounts, as_of: datetime | None
) -> SearchDocument:
    """Return the document of a catalog's entry; ``as_of`` is the moment that ages are counted from."""
    source, snapshot = entry.source, entry.snapshot
    return SearchDocument(
        ordinal=ordinal,
        id=source.id,
        name=source.title,
        full_name=source.full_name,
        description=source.description or "",
        repo_description=(snapshot and snapshot.repo_description) or "",
        tags=source.tags,
        artifacts=tuple(a.name for a in entry.artifacts if a.status is ArtifactStatus.LISTED),
        readme=readme,
        trust=tuple(TrustLevel).index(source.trust_level),
        freshness=freshness(snapshot.pushed_at if snapshot else None, as_of),
    )


def freshness(pushed_at: datetime | None, as_of: datetime | None) -> int:
    """Return 5 for a last push within 30 days, 4 for 90, 3 for 180, 2 for 365, 1 for 730, else 0."""
    if pushed_at is None or as_of is None:
        return 0
    age = (as_of - pushed_at).days
    return sum(age <= limit for limit in (30, 90, 180, 365, 730))


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of one document by field, and what else the index keeps of it."""

    ordinal: int
    id: str
    fields: tuple[Mapping[str, int], ...]
    """Word → occurrences, for each of `FIELDS`."""
    keys: tuple[str, ...]
    """What a query must equal, or begin, to be taken as this document's name."""
    description: str
    artifacts: tuple[str, ...]
    """Each name once."""
    excerpt: str
    """The beginning of the README."""

    def terms(self) -> list[dict[str, int]]:
        """Return term → occurrences for each of `FIELDS`; these are the tokens that Lunr is fed with.

        The field ``name`` also holds each key as one term with a space after every
        word, and for each word its first letter and its first two with a full stop:
        what queries of one or two letters match. Words hold neither, so these terms
        never mix with theirs, and they stand beside them in the dictionary.
        """
        found = []
        for counts in self.fields:
            bag: dict[str, int] = {}
            for word, number in counts.items():
                stem = words.term(word)
                bag[stem] = bag.get(stem, 0) + number
            found.append(bag)
        names = found[0]
        for word in self.fields[0]:
            if not words.is_dense(word):
                names[word[:1] + "."] = 1
                names[word[:2] + "."] = 1
        for name_key in self.keys:
            names[name_key + " "] = 1
        return found


def count(given: SearchDocument) -> Counted:
    """Count the words of a document."""
    readme = given.readme if isinstance(given.readme, TokenCounts) else TokenCounts.of(given.readme)
    titles = (given.name, given.id, given.full_name)
    repo = given.full_name.partition("/")[2]
    described = words.word_counts(f"{given.description}\n{given.repo_description}")
    return Counted(
        ordinal=given.ordinal,
        id=given.id,
        fields=(
            {word: 1 for title in titles for word in words.name_words(title)},
            Counter(word for tag in given.tags for word in words.name_words(tag)),
            Counter(word for name in given.artifacts for word in words.name_words(name)),
            _telling(described),
            readme.counts,
        ),
        keys=tuple(sorted({k for title in (*titles, repo) if (k := words.key(title))})),
        excerpt=readme.excerpt,
        description=given.description or given.repo_description,
        artifacts=tuple(dict.fromkeys(given.artifacts)),
    )


def _telling(counts: dict[str, int]) -> dict[str, int]:
    """Leave stop words out of counts, which are changed."""
    for word in words.STOP_WORDS & counts.keys():
        del counts[word]
    return counts


def _excerpt(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = _SPACE.sub(" ", text[: 4 * EXCERPT_LIMIT]).strip()
    if len(line) <= EXCERPT_LIMIT:
        return line
    return line[:EXCERPT_LIMIT].rpartition(" ")[0] or line[:EXCERPT_LIMIT]
