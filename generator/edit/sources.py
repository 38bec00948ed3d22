"""Definitions added, edited, renamed and removed: each as a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from generator.edit.definitions import Definitions, Plan
from generator.errors import DefinitionError, EditError
from generator.load import file_of
from generator.model import Settings, Source
from generator.printable import printable
from generator.schema import SOURCE, RefusedError, read_source, tidied
from generator.schema.repository import parse_any_url
from generator.schema.shapes import ListOf, Shape, Text
from generator.yaml_text import Plain, edited, mapping_text, parse, plain

ORDER = tuple(field.name for field in SOURCE.fields)
"""The order in which the fields of a definition are written."""

SCHEMA_LINE = "yaml-language-server: $schema=../schemas/source.schema.json"
"""The comment by which editors find what a definition may say."""


def new_text(fields: Mapping[str, Plain], *, schema: bool = True) -> str:
    """A definition with these fields, in their usual order; with ``schema``, below the line for editors."""
    values = {name: value for name, value in tidy_fields(fields).items() if value is not None}
    ordered = {name: values[name] for name in (*ORDER, *values) if name in values}
    return mapping_text(ordered, [SCHEMA_LINE] if schema else [])


def tidy_fields(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    """The fields as they are best written; what is empty becomes None, which takes the field out."""
    found: dict[str, Plain] = {}
    for name, value in fields.items():
        field = SOURCE.by_name.get(name)
        tidy = _tidy(field.shape, value) if field else value
        found[name] = None if tidy in ("", [], {}) else tidy
    if isinstance(address := found.get("repo_url"), str):
        found["repo_url"] = _repo_url(address)
    return found


def _tidy(shape: Shape, value: Plain) -> Plain:
    match shape, value:
        case Text(), str():
            return tidied(value, shape.tidy)
        case ListOf(), list():
            items: list[Plain] = []
            for item in (_tidy(shape.item, one) for one in value):
                if item not in items:
                    items.append(item)
            return items
        case _:
            return value


def _repo_url(text: str) -> str:
    """The address in full; what is not understood stays, to be reported where it stands."""
    try:
        address = parse_any_url(text)
    except RefusedError:
        return text
    if address.clone_url:
        return text
    inside = f"/tree/{address.inside}" if address.inside else ""
    return f"https://github.com/{address.full_name}{inside}"


def add_source(
    definitions: Definitions, source_id: str, fields: Mapping[str, Plain], *, schema: bool = True
) -> Plan:
    """A new definition. Raises EditError where the id is taken, DefinitionError where it would be wrong."""
    if definitions.exists(source_id.casefold()):
        raise EditError(f"{file_of(source_id)} is there already; `catalog edit {source_id}` changes it")
    return definitions.plan({source_id: new_text(fields, schema=schema)})


def edit_source(definitions: Definitions, word: str, fields: Mapping[str, Plain]) -> Plan:
    """Fields of a definition set, or taken out by None or an empty value; the rest of its file is kept."""
    definition = definitions.find(word)
    changes = tidy_fields(fields)
    if "id" in changes and changes["id"] not in (None, definition.id):
        raise EditError(
            f"the id is the file's name; `catalog rename {definition.id} {changes['id']}` changes it"
        )
    return definitions.plan({definition.id: _edited(definitions, definition.id, changes)})


def _text(definitions: Definitions, source_id: str) -> str:
    try:
        return definitions.content(source_id).decode("utf-8")
    except UnicodeDecodeError:
        raise EditError(f"{file_of(source_id)} is not UTF-8; save it as UTF-8 first") from None


def _edited(definitions: Definitions, source_id: str, changes: Mapping[str, Plain]) -> str:
    text = _text(definitions, source_id)
    return edited(text, changes, order=ORDER, file=file_of(source_id))


def rename_source(definitions: Definitions, word: str, new_id: str) -> Plan:
    """Another id, the old one kept as an alias, so that its address leads on; successors follow.

    Raises EditError where the new id is taken, DefinitionError where it is no good id.
    """
    source = definitions.source(word)
    if new_id == source.id:
        raise EditError(f"{source.id} has this id already")
    if definitions.exists(new_id.casefold()):
        raise EditError(f"{file_of(new_id)} is there already; choose another id")
    definitions.check_id(new_id)
    text = _text(definitions, source.id)
    aliases: list[Plain] = [alias for alias in source.aliases if alias != new_id]
    changes: dict[str, Plain] = {"aliases": [*aliases, source.id]}
    if "\nid:" in f"\n{text}":
        changes["id"] = new_id
    texts: dict[str, str | None] = {
        source.id: None,
        new_id: edited(text, changes, order=ORDER, file=file_of(source.id)),
    }
    texts |= _following(definitions, source.id, new_id)
    return definitions.plan(texts, [(source.id, new_id)])


def _following(definitions: Definitions, old_id: str, new_id: str) -> dict[str, str]:
    """The texts of the definitions that named a source as their successor, naming another."""
    return {
        follower.id: _edited(definitions, follower.id, {"successor": new_id})
        for follower in definitions.followers(old_id)
        if follower.id != new_id
    }


def remove_source(
    definitions: Definitions, word: str, *, successor: str = "", reason: str = "", on: date | None = None
) -> Plan:
    """Take a source out of the catalog.

    With a ``successor``, the definition is deleted and its id, with its former ones, leads on
    to that source. With a ``reason``, the definition stays with a note why and since when,
    and its page says so; nobody adds the same repository again without knowing. With
    neither, every trace goes.
    """
    source = definitions.source(word)
    if successor:
        return _replaced(definitions, source, definitions.source(successor))
    if reason:
        removed: dict[str, Plain] = {"reason": reason}
        if on is not None:
            removed["date"] = on.isoformat()
        plan = edit_source(definitions, source.id, {"removed": removed})
    else:
        plan = definitions.plan({source.id: None})
    if followers := [f.id for f in definitions.followers(source.id)]:
        raise EditError(
            f"{source.id} is the successor of {', '.join(followers)}; "
            "name a successor, or change theirs first with `catalog edit ID --unset successor`"
        )
    return plan


def _replaced(definitions: Definitions, source: Source, successor: Source) -> Plan:
    if successor.id == source.id:
        raise EditError(f"{source.id} cannot be its own successor")
    if successor.removed:
        raise EditError(f"{successor.id} was removed itself; name a source that is there")
    former: Sequence[str] = (source.id, *source.aliases)
    aliases: list[Plain] = [*successor.aliases, *(a for a in former if a not in successor.aliases)]
    changes: dict[str, Plain] = {"aliases": aliases}
    if successor.successor == source.id:
        changes["successor"] = None
    texts: dict[str, str | None] = {
        **_following(definitions, source.id, successor.id),
        successor.id: _edited(definitions, successor.id, changes),
        source.id: None,
    }
    return definitions.plan(texts)


def fields_now(definitions: Definitions, word: str) -> dict[str, Plain]:
    """What a definition's file says, field by field; empty where it is no mapping."""
    definition = definitions.find(word)
    node = parse(_text(definitions, definition.id), definition.file)
    found = plain(node)
    return found if isinstance(found, dict) else {}


def address_source(text: str, settings: Settings) -> Source:
    """The source that is nothing but an address: ``OWNER/REPO``, a repository's, or a folder's in it.

    ``./FOLDER`` is a folder beside the catalog.

    Raises DefinitionError for anything else, saying what is wrong with it.
    """
    field = "path" if text.startswith("./") else "repo_url"
    content = mapping_text({field: text if text.isprintable() else "?"})
    definition = read_source(parse(content, text), text, settings, source_id="new")
    if definition.source is None:
        raise DefinitionError(
            replace(
                p, file=printable(text), line=0, column=0, hint=p.hint or "name OWNER/REPO, or its address"
            )
            for p in definition.problems
        )
    return replace(definition.source, file="")
