"""Tags of one or many sources, changed together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.edit.definitions import Definitions, Plan
from generator.edit.sources import ORDER
from generator.errors import DefinitionError
from generator.load import file_of
from generator.schema import checked_tags, tidied
from generator.schema.shapes import Tidy
from generator.yaml_text import ListNode, MappingNode, Plain, edited, parse, plain


def add_tags(definitions: Definitions, ids: Iterable[str], tags: Sequence[str]) -> Plan:
    """Tags put behind those that each source has; one that it has already stays where it is.

    Raises DefinitionError for a tag that is none, or where a source would have too many.
    """
    wanted = _checked(tags)
    return _changed(definitions, ids, lambda old: [*old, *(t for t in wanted if t not in map(_word, old))])


def remove_tags(definitions: Definitions, ids: Iterable[str], tags: Sequence[str]) -> Plan:
    """Tags taken out wherever they are; one that a source has not is nothing to it."""
    gone = {_word(tag) for tag in tags}
    return _changed(definitions, ids, lambda old: [t for t in old if _word(t) not in gone])


def update_tags(definitions: Definitions, ids: Iterable[str], tags: Sequence[str]) -> Plan:
    """These tags and no others, in this order; as written where they are there already."""
    wanted = _checked(tags)

    def exactly(old: list[Plain]) -> list[Plain]:
        there = {_word(tag): tag for tag in reversed(old)}
        return [there.get(tag, tag) for tag in wanted]

    return _changed(definitions, ids, exactly)


def _word(tag: Plain) -> str:
    """A tag as the model has it."""
    return tidied(tag, Tidy.WORD) if isinstance(tag, str) else ""


def _checked(tags: Sequence[str]) -> list[str]:
    found, problems = checked_tags(tags)
    if problems:
        raise DefinitionError(problems)
    return list(found)


def _changed(
    definitions: Definitions, ids: Iterable[str], change: Callable[[list[Plain]], list[Plain]]
) -> Plan:
    texts: dict[str, str | None] = {}
    for source_id in dict.fromkeys(definitions.source(word).id for word in ids):
        file = file_of(source_id)
        text = definitions.content(source_id).decode("utf-8", "replace")
        root = parse(text, file)
        node = root.get("tags") if isinstance(root, MappingNode) else None
        old = [plain(item) for item in node.items] if isinstance(node, ListNode) else []
        new = change(old)
        if new != old:
            texts[source_id] = edited(text, {"tags": new or None}, order=ORDER, file=file)
    return definitions.plan(texts)
