"""What a new definition may say, proposed from the address and from what GitHub knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from generator.model import Settings, Snapshot, Source
from generator.schema import TAG, slugged, suggestion
from generator.yaml_text import Plain

MAX_PROPOSED_TAGS = 7
"""Tags that are proposed; more would be noise. docs/adding-a-source.md advises three to seven."""
MAX_PROPOSED_DESCRIPTION = 300
"""Characters; docs/adding-a-source.md advises no more."""

_CAPITALS = {
    word.lower(): word
    for word in ("AI", "API", "AWS", "CI", "CLI", "CSS", "GCP", "HTML", "HTTP", "IDE", "JSON", "LLM", "MCP")
} | {
    word.lower(): word
    for word in ("ML", "OpenAI", "PDF", "SDK", "SEO", "SQL", "UI", "UX", "YAML", "GitHub", "GitLab")
}
_GENERIC = re.compile(
    r"(?:agent|ai|claude|code|mcp)?-?(?:skills?|agents?|commands?|hooks?|plugins?|servers?|mcp|tools?)"
)
"""Names of repositories that say nothing without their owner's."""
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,40}:")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one repository."""

    id: str
    fields: Mapping[str, Plain]
    """Of the definition, in their order; ``repo_url`` among them."""
    other_topics: tuple[str, ...] = ()
    """Topics that could be tags, but no other source has."""


def propose(
    source: Source,
    snapshot: Snapshot | None,
    settings: Settings,
    *,
    others: Iterable[Source],
    taken: Set[str],
    today: date,
) -> Proposal:
    """A definition for the repository, or folder, that ``source`` names and nothing else.

    ``snapshot`` is what GitHub knows of it; None: nothing. ``others`` are the catalog's
    sources, whose tags are its vocabulary; ``taken`` are ids that it cannot have.
    """
    owner, repo, fields = _where(source, snapshot)
    if source.ref:
        fields["ref"] = source.ref
    if source.root_hint:
        fields["root_hint"] = source.root_hint
    fields["name"] = _name(owner, repo)
    if description := _description(snapshot):
        fields["description"] = description
    uses = Counter(tag for other in others for tag in other.tags)
    tags, rest = _tags(snapshot, uses, settings)
    if tags:
        fields["tags"] = list(tags)
    fields["trust_level"] = settings.defaults.trust_level.value
    fields["added"] = today.isoformat()
    return Proposal(_id(owner, repo, source.root_hint, taken), fields, rest)


def _where(source: Source, snapshot: Snapshot | None) -> tuple[str, str, dict[str, Plain]]:
    """Owner, name, and the field that says where it lies; on GitHub by its present name."""
    if source.path is not None:
        return "", source.repo, {"path": source.path}
    if source.clone_url:
        return source.owner.rpartition("/")[2], source.repo, {"repo_url": source.clone_url}
    full_name = (snapshot and snapshot.name_with_owner) or source.full_name
    owner, _, repo = full_name.partition("/")
    return owner, repo, {"repo_url": f"https://github.com/{full_name}"}


def _id(owner: str, repo: str, root: str | None, taken: Set[str]) -> str:
    """``owner-repo``, with the folder's name or a number behind it where that is taken."""
    base = slugged(f"{owner}-{repo}") or "source"
    tries = [base]
    if root:
        tries.insert(0, slugged(f"{base}-{root.rpartition('/')[2]}"))
    tries += [slugged(f"{base[:76]}-{number}") for number in range(2, 100)]
    return next((one for one in tries if one not in taken), base)


def _name(owner: str, repo: str) -> str:
    words = _words(repo)
    if _GENERIC.fullmatch(repo.lower()):
        words = [*_words(owner), *words]
    return " ".join(words)[:120]


def _words(text: str) -> list[str]:
    words = [word for word in re.split(r"[-_.\s]+", text) if word]
    return [
        _CAPITALS.get(word.lower(), word if word != word.lower() else word[0].upper() + word[1:])
        for word in words
    ]


def _description(snapshot: Snapshot | None) -> str:
    """GitHub's own, without emoji codes and what cannot be seen, cut at a sentence or word."""
    text = (snapshot and snapshot.repo_description) or ""
    text = _SHORTCODE.sub(" ", text)
    text = "".join(c if c.isprintable() else " " for c in text)
    text = _SPACES.sub(" ", text).strip()
    if len(text) > MAX_PROPOSED_DESCRIPTION:
        cut = text[: MAX_PROPOSED_DESCRIPTION - 1]
        text = cut.rpartition(" ")[0].rstrip(",;:") + "…"
    if text and text[-1].isalnum():
        text += "."
    return text


def _tags(
    snapshot: Snapshot | None, uses: Counter[str], settings: Settings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics that are tags here, the most used first, and the others that could be."""
    types = {word for kind in settings.artifact_types for word in (kind.id, *kind.aliases)}
    types |= {word.replace("_", "-") + ending for word in types for ending in ("", "s")}
    topics = [
        t
        for t in ((snapshot and snapshot.topics) or ())
        if TAG.whole and TAG.whole.fullmatch(t) and len(t) <= TAG.longest
    ]
    known: dict[str, None] = {}
    rest: list[str] = []
    for topic in dict.fromkeys(t.lower() for t in topics):
        near = topic if topic in uses else suggestion(topic, uses) if len(topic) > 4 else None
        if near and _plain(near) == _plain(topic):
            known[near] = None
        elif topic not in types:
            rest.append(topic)
    ranked = sorted(known, key=lambda tag: (-uses[tag], tag))[:MAX_PROPOSED_TAGS]
    return tuple(ranked), tuple(rest)


def _plain(tag: str) -> str:
    return tag.replace("-", "").replace("_", "").removesuffix("s")
