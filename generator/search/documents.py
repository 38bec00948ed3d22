"""What is indexed of a source, and how often each word occurs in it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import MappingProxyType

from generator.later import artifacts_print
from generator.model import ArtifactStatus, CatalogEntry, TrustLevel
from generator.search import words

FIELDS = ("name", "tags", "artifacts", "description", "readme")
"""Fields of the index in the order of their weight; ``name`` holds id and owner/repo too."""
BOOSTS = (8, 5, 4, 3, 1)
"""How much a match in each of `FIELDS` counts against one in the README."""

COUNTS_VERSION = 1
"""Part of every key under which counts are kept: raised whenever the normaliser changes."""
EXCERPT_LIMIT = 320
"""Characters of README text that snippets are cut from."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """How often each word occurs in a README, and the beginning of its text.

    Counting is what costs most in a build of the index; so counts are kept, under a
    key of the text (see `generator.search.kept`).
    """

    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Word → occurrences, stop words left out."""
    excerpt: str = ""
    """The first `EXCERPT_LIMIT` characters, white space folded, cut at a word."""

    @classmethod
    def of(cls, text: str) -> TokenCounts:
        """Count the words of plain text."""
        return cls(_telling(words.word_counts(text)), _excerpt(text))


@dataclass(frozen=True, slots=True)
class LazyText:
    """A text that is only asked for when what was made of it is not at hand."""

    key: str
    """Changes whenever the text does."""
    load: Callable[[], str]


@dataclass(frozen=True, slots=True)
class LazyNames:
    """Names that are only asked for likewise."""

    key: str
    """Changes whenever one of the names does."""
    load: Callable[[], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeyedText:
    """A text with a key that changes whenever the text does."""

    key: str
    text: str


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
    artifacts: tuple[str, ...] | LazyNames = ()
    """Names of the listed artifacts."""
    readme: str | KeyedText | LazyText = ""
    """Plain text of the rendered README."""
    trust: int = 1
    """0 (untrusted) to 3 (official)."""
    freshness: int = 0
    """0 (unknown, or no push for two years) to 5 (a push in the last 30 days)."""

    @property
    def precedence(self) -> int:
        """Breaks ties of relevance: trust first, then freshness; 0–29."""
        return self.trust * 8 + self.freshness

    @property
    def readme_key(self) -> str:
        """Changes whenever the README's text does."""
        if isinstance(self.readme, str):
            return hashlib.sha256(self.readme.encode("utf-8", "surrogatepass")).hexdigest()
        return self.readme.key

    @property
    def artifact_names(self) -> tuple[str, ...]:
        """Names of the listed artifacts."""
        return self.artifacts.load() if isinstance(self.artifacts, LazyNames) else self.artifacts

    @property
    def readme_text(self) -> str:
        """The README's text."""
        if isinstance(self.readme, str):
            return self.readme
        return self.readme.load() if isinstance(self.readme, LazyText) else self.readme.text

    @property
    def key(self) -> str:
        """Changes whenever a text does that the index is made of."""
        texts = (self.id, self.name, self.full_name, self.description, self.repo_description)
        artifacts = self.artifacts.key if isinstance(self.artifacts, LazyNames) else self.artifacts
        whole = repr((COUNTS_VERSION, texts, self.tags, artifacts, self.readme_key))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def document(
    entry: CatalogEntry, ordinal: int, readme: str | KeyedText | LazyText, as_of: datetime | None
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
        artifacts=LazyNames(artifacts_print(entry.artifacts), partial(_listed_names, entry)),
        readme=readme,
        trust=tuple(TrustLevel).index(source.trust_level),
        freshness=freshness(snapshot.pushed_at if snapshot else None, as_of),
    )


def _listed_names(entry: CatalogEntry) -> tuple[str, ...]:
    return tuple(a.name for a in entry.artifacts if a.status is ArtifactStatus.LISTED)


def freshness(pushed_at: datetime | None, as_of: datetime | None) -> int:
    """Return 5 for a last push within 30 days, 4 for 90, 3 for 180, 2 for 365, 1 for 730, else 0."""
    if pushed_at is None or as_of is None:
        return 0
    age = (as_of - pushed_at).days
    return sum(age <= limit for limit in (30, 90, 180, 365, 730))


@dataclass(frozen=True, slots=True)
class Counted:
    """What one document is indexed by: word → occurrences, for each of `FIELDS`.

    The field ``name`` also holds each key as one word with a space after every part,
    and for each word its first letter and its first two with a full stop: what
    queries of one or two letters match. Words of texts hold neither, so these never
    mix with them, and they stand beside them in the dictionary.
    """

    fields: tuple[Mapping[str, int], ...]

    def terms(self) -> list[dict[str, int]]:
        """Return term → occurrences for each field: the tokens that Lunr is fed with."""
        found = []
        for counts in self.fields:
            bag: dict[str, int] = {}
            for term, number in zip(words.terms(counts), counts.values(), strict=True):
                bag[term] = bag.get(term, 0) + number
            found.append(bag)
        return found


def count(given: SearchDocument, readme: TokenCounts) -> Counted:
    """Return what a document is indexed by."""
    titles = (given.name, given.id, given.full_name)
    repo = given.full_name.partition("/")[2]
    names = dict.fromkeys((word for title in titles for word in words.name_words(title)), 1)
    for word in list(names):
        if not words.is_dense(word):
            names[word[:1] + "."] = names[word[:2] + "."] = 1
    for title in (*titles, repo):
        if key := words.key(title):
            names[key + " "] = 1
    tags = Counter(word for tag in given.tags for word in words.name_words(tag))
    artifacts = Counter(word for name in given.artifact_names for word in words.name_words(name))
    described = _telling(words.word_counts(f"{given.description}\n{given.repo_description}"))
    return Counted((names, tags, artifacts, described, readme.counts))


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
