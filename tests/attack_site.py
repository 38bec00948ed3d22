"""A catalog in which every text that a stranger can set is an attack, built for real.

Each attack document has a source of its own, of which the definition's and the snapshot's every field is
the document, and a second one that is shown by GitHub's own words, since a definition's hide them. One
more repository is scanned, of which all paths, file names and front matter are attacks. None of it comes
through the readers that would refuse most of it; they are under test beside this.

So that there are not too many pages, a few documents share a source: its fields are all of them in a row.
As READMEs each of them is alone in ``test_markdown_attacks.py``.
"""

# ruff: noqa: SIM905 - tables of words
from __future__ import annotations

import dataclasses
import typing
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from generator import model, past
from generator.build import build_site
from generator.cache import Cache, blob_key, git_blob_id, write_tree
from generator.enrich import rescan, rules_key
from generator.history import VERSION, encode_run
from generator.load import load_settings
from generator.loaded import Loaded
from generator.model import (
    Artifact,
    ArtifactStatus,
    Exclusion,
    Exemption,
    FindingCode,
    Outcome,
    PartState,
    ReadmeRef,
    Removal,
    Settings,
    Snapshot,
    Source,
    Tree,
    TreeEntry,
    TrustReview,
)
from generator.past import Change, ChangeKind, Run, Totals
from generator.places import HISTORY
from tests.attack_documents import Attack

BASE_URL = "https://catalog.example/here"
SETTINGS = f"title: Attacked\nbase_url: {BASE_URL}\nrepository: catalog/catalog\npage_size: 100\n"
TOGETHER = 4
"""Documents of one source."""

FETCHED = datetime(2026, 11, 1, 12, tzinfo=UTC)
COMMIT = "0123456789abcdef0123456789abcdef01234567"

OWNERS = set(
    "Settings ArtifactType DetectionRule TrustLevelInfo Defaults Output Logo NavItem OwnPage".split()
)
"""Nouns that only the catalog's owner words, and what is made of all of them."""

COVERED = {
    "Source": set(
        "owner repo ref root_hint name description notes homepage tags trust manual_map single_artifact"
        " exclude status_note file clone_url path exempt removed".split()
    ),
    "TrustReview": set("reviewer commit note".split()),
    "Exemption": {"reason"},
    "Removal": {"reason"},
    "Exclusion": set("pattern reason".split()),
    "Snapshot": set(
        "full_name ref root_hint repo_description license topics language default_branch node_id"
        " name_with_owner commit tree scanned_tree scanned_commit scan_key moved_to".split()
    ),
    "ReadmeRef": set("path oid".split()),
    "PartState": {"error"},
    "Artifact": set(
        "artifact_type name path url sha detected_by title description duplicate_of reason".split()
    ),
    "Tree": {"oid"},
    "TreeEntry": set("path mode type oid".split()),
    "Readme": set("path text".split()),
    "Change": set("full_name artifact_type name path before counts".split()),
    "Totals": set("sources_by_type artifacts_by_type".split()),
    "CatalogEntry": set("auto_tags last_error counts_by_type".split()),
}
"""The fields that hold text which the attacks of this module go through, by noun."""

NAMES = {
    "Source": {"id", "aliases", "successor"},
    "Snapshot": {"source_id"},
    "Change": {"source_id"},
    "Run": {"unlisted"},
}
"""Those that name files of the site. The reader of definitions lets nothing but ``a-z0-9-`` into them, and
the writer of the site refuses a path that leaves it."""


def text_fields() -> dict[str, set[str]]:
    """The fields of the model that hold text, by noun, but for those of the catalog's owner."""
    found: dict[str, set[str]] = {}
    for name, noun in (*vars(model).items(), *vars(past).items()):
        if dataclasses.is_dataclass(noun) and name not in OWNERS:
            hints = typing.get_type_hints(noun)
            held = {f.name for f in dataclasses.fields(noun) if _holds_text(hints[f.name])}
            if held:
                found[name] = held
    return found


def _holds_text(hint: object) -> bool:
    nouns = (Exclusion, Exemption, Removal, TrustReview)
    return hint is str or hint in nouns or any(_holds_text(part) for part in typing.get_args(hint))


def by_definition(attacks: Sequence[Attack], others: Sequence[Attack]) -> Source:
    """A source whose definition is the documents in every field; ``others`` are those of another one."""
    text = _joined(attacks)
    return Source(
        id=attacks[0].id,
        owner=text,
        repo=text,
        ref=text,
        root_hint=text,
        name=text,
        description=text,
        notes=text,
        homepage=text,
        tags=(text, "two", "three", "four", "five", _joined(others)),  # of which a card shows four
        trust=TrustReview(text, date(2026, 1, 2), text, text),
        manual_map=((text, text),),
        single_artifact=text,
        exclude=(Exclusion(text, text),),
        aliases=(f"{attacks[0].id}-once",),
        added=date(2026, 1, 3),
        status_note=text,
        successor=others[0].id,
        file=f"sources/{text}.yaml",
    )


def _joined(attacks: Sequence[Attack]) -> str:
    return " ".join(attack.text for attack in attacks)


def by_answer(attack: Attack) -> Source:
    """A source with a plain definition, shown by what its host says of it; the address is the document."""
    return Source(
        id=f"answers-{attack.id}",
        owner="owner",
        repo=attack.id,
        clone_url=attack.text,
        exempt=(Exemption(FindingCode.STALE, attack.text),),
        added=date(2026, 1, 4),
    )


def by_folder(attacks: Sequence[Attack]) -> Source:
    """A source that is a folder beside the catalog; its path is the documents."""
    return Source(id=f"folder-{attacks[0].id}", owner=".", repo="folder", path=_joined(attacks))


def taken_out(attacks: Sequence[Attack], others: Sequence[Attack]) -> Source:
    """A source that is in the catalog no more; why is the documents."""
    gone = Removal(_joined(attacks), date(2026, 1, 5))
    return replace(by_definition(attacks, others), id=f"gone-{attacks[0].id}", aliases=(), removed=gone)


def failed(text: str) -> PartState:
    """A part that failed with a text of others."""
    return PartState(FETCHED, Outcome.SERVER, error=text, failures=2, retry_at=FETCHED)


def described(attack: Attack, source: Source) -> Snapshot:
    """What GitHub says of a source whose definition says nothing."""
    good = PartState(FETCHED, Outcome.OK)
    return Snapshot(
        source.id, source.full_name, repo_description=attack.text, readme_state=good, metadata_state=good
    )


def answered(attacks: Sequence[Attack], source: Source, readme: ReadmeRef, number: int) -> Snapshot:
    """What GitHub is said to have answered, the document in every field.

    A page shows one of two failures; every second document has the one, every second the other.
    """
    text = _joined(attacks)
    return Snapshot(
        source_id=source.id,
        full_name=source.full_name,
        ref=source.ref,
        root_hint=source.root_hint,
        repo_description=text,
        stars=5,
        forks=1,
        license=text,
        topics=(text, f"{text} 2"),
        language=text,
        archived=bool(number % 3),
        default_branch=text,
        pushed_at=FETCHED,
        node_id=text,
        name_with_owner=text,
        commit=text,
        tree=text,
        readme=readme,
        scanned_tree="f" * 40,
        scanned_commit=text,
        scan_key=text,
        artifacts=tuple(made for attack in attacks for made in _artifacts(attack.text)),
        metadata_state=failed(text),
        readme_state=failed(text),
        tree_state=PartState(FETCHED, Outcome.OK) if number % 2 else failed(text),
        contents_state=failed(text),
        moved_to=text,
    )


def _artifacts(text: str) -> list[Artifact]:
    rule = f"{text}: {text}"
    listed = ("skill", "command", "hook")
    made = [Artifact(kind, text, text, text, text, rule, 90, text, text) for kind in listed]
    made.append(Artifact("skill", f"{text} 2", f"{text}/2", f"https://github.com/{text}", text, text, 90))
    made.append(Artifact(text, text, text, text, text, text, 90, text, text))
    made.append(
        Artifact("skill", text, f"{text}/3", text, text, rule, 90, None, text, ArtifactStatus.DUPLICATE, text)
    )
    made.append(
        Artifact(text, text, text, text, text, rule, 90, None, text, ArtifactStatus.EXCLUDED, None, text)
    )
    return made


def scanned(attacks: Sequence[Attack], settings: Settings, cache: Cache) -> tuple[Source, Snapshot]:
    """A repository whose paths, file names and front matter are attacks, scanned for real."""
    source = Source(id="scanned", owner="owner", repo="scanned")
    entries = []

    def add(path: str, text: str) -> None:
        content = text.encode("utf-8", "replace")
        oid = git_blob_id(content)
        cache.put(blob_key(oid), content)
        entries.append(TreeEntry(path, "100644", "blob", oid, len(content)))

    for number, attack in enumerate(attacks):
        text = attack.text
        name = text.replace("/", "∕").replace("\0", "")[:200]
        quoted = "".join(
            c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}"
            for c in text
            if not "\ud800" <= c <= "\udfff"
        )
        front = f'---\nname: "{quoted}"\ndescription: "{quoted}"\n---\n\n{text}\n'
        add(f"skills/{name}/SKILL.md", front)
        add(f"commands/{name}.md", front)
        add(f"agents/{number}.md", front)
        add(f"plugins/{number}/.claude-plugin/plugin.json", f'{{"name": "{number}"}}')
    tree = Tree("e" * 40, tuple(entries))
    write_tree(cache, tree)
    snapshot = Snapshot(
        source.id,
        source.full_name,
        name_with_owner=source.full_name,
        commit=COMMIT,
        tree=tree.oid,
        scanned_tree=tree.oid,
        scanned_commit=COMMIT,
        metadata_state=PartState(FETCHED, Outcome.OK),
        tree_state=PartState(FETCHED, Outcome.OK),
    )
    done = rescan(source, snapshot, settings, cache, rules_key(settings))
    if done is None:
        raise AssertionError("the repository was not scanned")
    return source, done


def history(attacks: Sequence[Attack]) -> bytes:
    """A history in which every change has the document in every field."""
    lines = [b'{"history": %d}\n' % VERSION]
    for number, attack in enumerate(attacks):
        text, source = attack.text, by_answer(attack).id
        changes = (
            Change(ChangeKind.ADDED, source, text, counts=((text, 1), ("skill", 2))),
            Change(ChangeKind.RENAMED, source, text, before=text),
            Change(ChangeKind.REMOVED, f"gone-{number}", text),
            Change(ChangeKind.ADDED, source, text, "skill", text, text),
            Change(ChangeKind.RENAMED, source, text, text, text, text, text),
        )
        at = FETCHED - timedelta(hours=len(attacks) - number)
        totals = Totals(number, ((text, 1), ("skill", 1)), ((text, 1), ("skill", 1)))
        lines.append(encode_run(Run(at, totals, changes)))
    return b"".join(lines)


def loaded(attacks: Sequence[Attack], root: Path, together: int = 1) -> Loaded:
    """The catalog of these documents in a folder of its own, as if it had been read."""
    root.mkdir(parents=True)
    (root / "catalog.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / HISTORY).write_bytes(history(attacks))
    settings = load_settings(root)
    cache = Cache(root / ".cache")
    sources, removed, snapshots = [], [], {}
    groups = _groups(attacks, together)
    for number, group in enumerate(groups):
        content = "\n\n".join(attack.text for attack in group).encode("utf-8", "surrogatepass")
        oid = git_blob_id(content)
        cache.put(blob_key(oid), content)
        source = by_definition(group, groups[number - 1])
        readme = ReadmeRef(f"{_joined(group)}/README.{group[0].format}", oid, len(content))
        folder = by_folder(group)
        removed.append(taken_out(group, groups[number - 1]))
        sources += [source, folder]
        snapshots[source.id] = answered(group, source, readme, number)
        snapshots[folder.id] = described(group[0], folder)
    for attack in attacks:
        source = by_answer(attack)
        sources.append(source)
        snapshots[source.id] = described(attack, source)
    source, snapshot = scanned(attacks, settings, cache)
    sources.append(source)
    snapshots[source.id] = snapshot
    return Loaded(root, settings, tuple(sources), snapshots, cache, tuple(removed))


def _groups(attacks: Sequence[Attack], size: int) -> list[Sequence[Attack]]:
    """Documents of one format, ``size`` at a time."""
    groups = []
    for form in ("md", "rst"):
        those = [attack for attack in attacks if attack.format == form]
        groups += [those[start : start + size] for start in range(0, len(those), size)]
    return groups


def built(attacks: Sequence[Attack], root: Path, together: int = 1) -> Path:
    """The folder of the site of these documents."""
    site = root / "site"
    build_site(loaded(attacks, root, together), site, jobs=1)
    return site
