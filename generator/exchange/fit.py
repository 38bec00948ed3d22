"""A proposal brought into the form of a definition, and a word for everything that had to be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.errors import Problem, Severity
from generator.exchange.proposal import Options, Proposal, address_in_list, given, left_out, tag_of
from generator.model import Settings
from generator.printable import printable
from generator.schema import SOURCE, RefusedError
from generator.schema.reading import INVALID, Reader
from generator.schema.repository import RepoAddress, parse_any_url
from generator.schema.shapes import ListOf, Text, Tidy
from generator.schema.texts import INVISIBLE, TAG
from generator.urls import repo_url
from generator.yaml_text import MappingNode, Node, Plain, mapping_text, parse_all

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_TAGS = SOURCE.by_name["tags"].shape
MAX_TAGS = _TAGS.most if isinstance(_TAGS, ListOf) else 0
_HIDDEN = re.compile(INVISIBLE.pattern)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A proposal in the form of a definition."""

    proposal: Proposal
    full_name: str
    """As :attr:`generator.model.Source.full_name` is, or the folder beside the catalog."""
    fields: dict[str, Plain]
    """In the order of the reference, ``repo_url`` first and ``id`` left out."""
    id: str | None = None
    """What the proposal asks for."""
    remarks: tuple[Problem, ...] = ()


def fit(proposal: Proposal, settings: Settings, options: Options) -> Fitted | Problem:
    """The definition's fields, or why the proposal cannot be taken."""
    remarks: list[Problem] = []
    proposal = _writable(proposal, remarks)
    folder = proposal.fields.get("path")
    fields: dict[str, Plain] = {}
    if folder and not proposal.repository:
        own_name = full_name = str(folder)
    else:
        try:
            address = _address(proposal)
        except RefusedError as refused:
            message = f"{refused.message}: {printable(proposal.repository, 80)}"
            return _said(proposal, refused.code, message, refused.hint)
        own_name, full_name = address.name, address.full_name
        fields["repo_url"] = address.clone_url or f"https://github.com/{full_name}"
        if address.inside.partition("/")[0] == "HEAD":
            inside = given(root_hint=address.inside.partition("/")[2])
            proposal = replace(proposal, fields={**inside, **proposal.fields})
        elif address.inside:
            fields["repo_url"] = f"https://github.com/{full_name}/tree/{address.inside}"
    wanted: dict[str, Plain] = {
        **options.fields,
        **_telling(proposal, own_name, full_name),
        "tags": [*_tags(proposal, options, remarks)],
    }
    for field in SOURCE.fields:
        value = wanted.get(field.name)
        if field.name in ("repo_url", "id") or value in (None, "", []):
            continue
        kept = _kept(field.name, value, proposal, settings, remarks)
        if kept is not None:
            fields[field.name] = kept
    asked = proposal.fields.get("id")
    return Fitted(proposal, full_name, fields, str(asked) if asked else None, tuple(remarks))


_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What JSON and tables can hold and YAML cannot: NUL, and halves of characters."""


def _writable(proposal: Proposal, remarks: list[Problem]) -> Proposal:
    """The proposal without characters that no definition can hold."""
    fields = {name: _without_them(value) for name, value in proposal.fields.items()}
    tags = tuple(_NO_TEXT.sub("", tag) for tag in proposal.tags)
    if fields == proposal.fields and tags == proposal.tags:
        return proposal
    remarks.append(_said(proposal, "cleaned-text", "halves of characters, or NUL, are removed"))
    return replace(proposal, fields=fields, tags=tags)


def _without_them(value: Plain) -> Plain:
    match value:
        case str():
            return _NO_TEXT.sub("", value)
        case list():
            return [_without_them(item) for item in value]
        case dict():
            return {_NO_TEXT.sub("", name): _without_them(item) for name, item in value.items()}
        case _:
            return value


def _address(proposal: Proposal) -> RepoAddress:
    """The repository that the proposal names. Raises RefusedError."""
    written = _spelled(proposal.repository)
    if proposal.certain:
        return parse_any_url(written)
    return address_in_list(written)


def _spelled(address: str) -> str:
    """The address without what only chooses a view of the page."""
    address = re.split("[?#]", address.strip(), maxsplit=1)[0]
    return f"https:{address}" if address.startswith("//") else address


def _telling(proposal: Proposal, own_name: str, full_name: str) -> dict[str, Plain]:
    """The proposal's fields without those that say nothing new."""
    fields = dict(proposal.fields)
    name = str(fields.get("name", ""))
    if name == own_name or name.casefold() == full_name.casefold():
        fields.pop("name", None)
    homepage = str(fields.get("homepage", "")).rstrip("/").removesuffix(".git").casefold()
    own = repo_url(full_name).partition("://")[2].casefold()
    if homepage.partition("://")[2].removeprefix("www.") == own:
        fields.pop("homepage", None)
    return fields


def _tags(proposal: Proposal, options: Options, remarks: list[Problem]) -> Iterator[str]:
    seen: set[str] = set()
    for word in (*proposal.tags, *options.tags):
        if not word.strip():
            continue
        tag = word.lower() if _is_tag(word) else tag_of(word)
        if tag in seen:
            continue
        if tag and len(seen) < MAX_TAGS:
            seen.add(tag)
            yield tag
        else:
            reason = f"a source has at most {MAX_TAGS} tags" if tag else "no tag can be made of it"
            remarks.append(_said(proposal, "no-tag", f'without the tag "{printable(word, 60)}": {reason}'))


def _is_tag(word: str) -> bool:
    return len(word) <= TAG.longest and TAG.whole is not None and TAG.whole.fullmatch(word) is not None


def _kept(
    name: str, value: Plain, proposal: Proposal, settings: Settings, remarks: list[Problem]
) -> Plain | None:
    """The value, mended where that is possible; None where it is not."""
    shape = SOURCE.by_name[name].shape
    if isinstance(value, str) and isinstance(shape, Text):
        cleaned = _HIDDEN.sub("", value)
        if cleaned != value and any(r.code == INVISIBLE.code for r in shape.refusals):
            remarks.append(
                _said(proposal, "cleaned-text", f"{name}: characters that cannot be seen are removed")
            )
            value = cleaned
        if not shape.pattern and not shape.convert:
            value = " ".join(value.split()) if shape.tidy is Tidy.LINE else value.strip()
            if len(value) > shape.longest:
                told = f"{name}: cut to {shape.longest:,} of {len(value):,} characters"
                remarks.append(_said(proposal, "cut-text", told))
                value = _cut(value, shape.longest)
        if not value:
            return None
    reader = Reader(proposal.file, settings.artifact_types)
    if reader.read(shape, _node(name, value), name) is not INVALID:
        return value
    worst = reader.problems[0]
    found = printable(worst.found, 80)
    remarks.append(_said(proposal, worst.code, f"without {name}: {worst.message}, {found}", worst.hint))
    return None


def _cut(text: str, longest: int) -> str:
    """At most so many characters, at the end of a word where one is near."""
    head = text[: longest - 1]
    whole = head.rpartition(" ")[0]
    return (whole if len(whole) > longest // 2 else head).rstrip(" ,;:-") + _ELLIPSIS


def _node(name: str, value: Plain) -> Node:
    """The value as if it stood in a file."""
    root, _ = parse_all(mapping_text({name: value}), "", limit=1_000_000)
    node = root.get(name) if isinstance(root, MappingNode) else None
    return node if node is not None else MappingNode((), 0, 0, 0, 0)


def _said(proposal: Proposal, code: str, message: str, hint: str = "") -> Problem:
    place = (proposal.line, proposal.column)
    return left_out(proposal.file, place, code, message, title=proposal.title, hint=hint)


def blamed(problem: Problem, proposal: Proposal) -> Problem:
    """A problem of the definition that was made, told at the place that it was made from."""
    return replace(
        _said(proposal, problem.code, f"{problem.field}: {problem.message}", problem.hint),
        severity=Severity.WARNING,
    )
