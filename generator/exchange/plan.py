"""Which definitions an import would write: ids that clash with nothing, and nothing that is there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.errors import Problem, Severity
from generator.exchange.fit import MAX_TAGS, Fitted, blamed, fit
from generator.exchange.proposal import Options, Proposal, Reading, left_out
from generator.model import Settings, Source
from generator.places import SOURCES
from generator.schema import SOURCE, Definition, problems_together, read_source, slugged
from generator.schema.texts import RESERVED_IDS
from generator.yaml_text import MappingNode, Plain, mapping_text, parse_all

MAX_ID = 80


@dataclass(frozen=True, slots=True)
class NewDefinition:
    """A definition that is to be written."""

    source: Source
    text: str
    origin: Proposal

    @property
    def file(self) -> str:
        """Its path, from the catalog's root."""
        return self.source.file


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does, and what it does not."""

    new: tuple[NewDefinition, ...] = ()
    """Sorted by id."""
    there: tuple[tuple[Proposal, str], ...] = ()
    """Entries that the catalog has already, with the id of the source."""
    left_out: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    """What is taken otherwise than it stands there."""


@dataclass(slots=True)
class _Made:
    """A fitted proposal on its way to a definition."""

    fitted: Fitted
    tags: list[Plain]
    id: str = ""
    source: Source | None = None
    text: str = ""
    problems: list[Problem] = field(default_factory=list)


def plan(
    reading: Reading,
    settings: Settings,
    sources: Sequence[Source],
    *,
    taken: Iterable[str] = (),
    options: Options = Options(),  # noqa: B008 - frozen
    head: str = "",
) -> Plan:
    """Make definitions of what was read, for a catalog that has ``sources``.

    Sources that were removed are among ``sources`` as well, and are not brought back.
    ``taken`` are further names that no definition may get, such as those of files that
    lie in ``sources/``; ``head`` is a comment to start each definition with. The same
    reading and catalog give the same plan, and a catalog that a plan was written into
    gives a plan without anything new.
    """
    out = list(reading.left_out)
    remarks = list(reading.remarks)
    known = {(s.full_name.casefold(), s.root_hint or ""): s for s in sources}
    there: list[tuple[Proposal, str]] = []
    made: dict[tuple[str, str], _Made] = {}
    for proposal in reading.proposals:
        fitted = fit(proposal, settings, options)
        if isinstance(fitted, Problem):
            out.append(fitted)
            continue
        key = _key(fitted, settings)
        if key in known and known[key].removed:
            out.append(_was_removed(proposal, known[key]))
        elif key in known:
            there.append((proposal, known[key].id))
        elif key in made:
            out.append(_joined(made[key], fitted, remarks))
        else:
            tags = fitted.fields.get("tags")
            made[key] = _Made(fitted, list(tags) if isinstance(tags, list) else [])
            remarks += fitted.remarks
    names = {name.casefold() for s in sources for name in (s.id, *s.aliases)}
    names |= {name.casefold() for name in taken} | set(RESERVED_IDS)
    good = _with_ids(list(made.values()), names, out)
    good = _read(good, settings, head, out)
    good = _apart(good, sources, out)
    return Plan(
        new=tuple(
            NewDefinition(one.source, one.text, one.fitted.proposal)
            for one in sorted(good, key=lambda m: m.id)
            if one.source
        ),
        there=tuple(there),
        left_out=tuple(sorted(out)),
        remarks=tuple(sorted(remarks)),
    )


def _key(fitted: Fitted, settings: Settings) -> tuple[str, str]:
    """What no two sources share: the repository and the folder in it, as the reader makes them out."""
    where = ("repo_url", "path", "ref", "root_hint")
    fields: dict[str, Plain] = {name: fitted.fields[name] for name in where if name in fitted.fields}
    node, _ = parse_all(mapping_text(fields), "")
    source = read_source(node, "", settings, source_id="x").source if node else None
    if source is None:
        return (fitted.full_name.casefold(), str(fields.get("root_hint", "")))
    return (source.full_name.casefold(), source.root_hint or "")


def _was_removed(proposal: Proposal, source: Source) -> Problem:
    """Somebody took it out, and said why: no list brings it back."""
    why = source.removed.reason if source.removed else ""
    reason = f"it was removed from this catalog: {why}"
    hint = f"if it is to come back, delete {source.file}"
    place = (proposal.line, proposal.column)
    return left_out(proposal.file, place, "was-removed", reason, title=proposal.title, hint=hint)


def _joined(first: _Made, second: Fitted, remarks: list[Problem]) -> Problem:
    """The second's tags go to the first; everything else of it is left out."""
    proposal, origin = second.proposal, first.fitted.proposal
    tags = second.fields.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if tag in first.tags:
            continue
        if len(first.tags) < MAX_TAGS:
            first.tags.append(tag)
        else:
            told = f'without the tag "{tag}": a source has at most {MAX_TAGS} tags'
            place = (proposal.line, proposal.column)
            remarks.append(left_out(proposal.file, place, "no-tag", told, title=proposal.title))
    where = f"line {origin.line}" if origin.file == proposal.file else f"{origin.file}, line {origin.line}"
    reason = f"the same repository as in {where}; its tags are joined there"
    place = (proposal.line, proposal.column)
    return left_out(proposal.file, place, "listed-twice", reason, title=proposal.title)


def _with_ids(made: list[_Made], names: set[str], out: list[Problem]) -> list[_Made]:
    """Those that got an id; ids that entries ask for come before those that are made up."""
    good = []
    for one in made:
        wanted = one.fitted.id
        if wanted is None:
            good.append(one)
        elif wanted.casefold() in names:
            proposal = one.fitted.proposal
            reason = f'the id "{wanted}" belongs to another source, or is reserved'
            place = (proposal.line, proposal.column)
            hint = "give it another one"
            out.append(left_out(proposal.file, place, "id-taken", reason, title=proposal.title, hint=hint))
        else:
            names.add(wanted.casefold())
            one.id = wanted
            good.append(one)
    for one in good:
        one.id = one.id or _free_id(one.fitted, names)
    return good


def _free_id(fitted: Fitted, names: set[str]) -> str:
    """``owner-name``, with the folder where there is one, and a number where that is taken."""
    folder = str(fitted.fields.get("root_hint", "")).rpartition("/")[2]
    base = slugged(f"{fitted.full_name} {folder}") or "source"
    number, found = 1, base
    while found in names:
        number += 1
        end = f"-{number}"
        found = base[: MAX_ID - len(end)].rstrip("-") + end
    names.add(found)
    return found


def _read(made: list[_Made], settings: Settings, head: str, out: list[Problem]) -> list[_Made]:
    """Those whose definition the reader takes."""
    good = []
    for one in made:
        fields = dict(one.fitted.fields)
        if one.tags:
            fields["tags"] = one.tags
        one.text = head + mapping_text({n: fields[n] for n in SOURCE.by_name if n in fields})
        file = f"{SOURCES}/{one.id}.yaml"
        node, problems = parse_all(one.text, file)
        if node is not None:
            definition = read_source(node, file, settings, source_id=one.id)
            problems += definition.problems
            one.source = definition.source
        if one.source is None or not isinstance(node, MappingNode):
            out += [blamed(problem, one.fitted.proposal) for problem in problems[:1]]
        else:
            good.append(one)
    return good


def _apart(made: list[_Made], sources: Sequence[Source], out: list[Problem]) -> list[_Made]:
    """Those that do not clash with others: in their aliases and successors, above all."""
    while True:
        news = {one.source.file: one for one in made if one.source}
        everything = [*sources, *(one.source for one in made if one.source)]
        definitions = [Definition(s.id, s.file, s) for s in everything]
        clashes = {
            p.file: p
            for p in reversed(problems_together(definitions, frozenset(news)))
            if p.severity is Severity.ERROR and p.file in news
        }
        if not clashes:
            return made
        out += [blamed(p, news[file].fitted.proposal) for file, p in clashes.items()]
        gone = {one.id for file, one in news.items() if file in clashes}
        made = _without_followers([one for one in made if one.id not in gone], gone, out)


def _without_followers(made: list[_Made], gone: set[str], out: list[Problem]) -> list[_Made]:
    """Those that no successor leads from to one that is gone, however long the way is."""
    by_successor: dict[str, list[_Made]] = defaultdict(list)
    for one in made:
        if one.source and one.source.successor:
            by_successor[one.source.successor].append(one)
    waiting = list(gone)
    while waiting:
        for one in by_successor.pop(waiting.pop(), ()):
            proposal = one.fitted.proposal
            place = (proposal.line, proposal.column)
            reason = f"successor: {one.source.successor if one.source else ''} is left out"
            out.append(left_out(proposal.file, place, "unknown-successor", reason, title=proposal.title))
            gone.add(one.id)
            waiting.append(one.id)
    return [one for one in made if one.id not in gone]
