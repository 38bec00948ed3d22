"""`catalog tag`: tags of one or many sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from generator.cli.edit import dry_run_option
from generator.cli.plans import carry_out
from generator.cli.query import filter_options, matching_ids
from generator.cli.terminal import counted_noun
from generator.edit import Definitions, Plan, add_tags, remove_tags, update_tags
from generator.errors import UnknownSourceError
from generator.schema import suggestion

SEPARATOR = ":"
"""May stand between ids and tags, where a tag is also an id."""


@click.group()
def tag() -> None:
    """Add, remove or set tags of one or many sources.

    All of the files are changed, or none; comments, order and quoting stay.

    \b
    Examples:
      catalog tag add anthropics-skills openai-skills documents
      catalog tag remove --artifact-type hook experimental
      catalog tag set expo-skills mobile frontend
    """


def _arguments(command: Callable[..., None]) -> Callable[..., None]:
    command = click.pass_obj(dry_run_option(filter_options(command)))
    return click.argument("words", nargs=-1, required=True, metavar="ID… TAG…")(command)


@tag.command("add")
@_arguments
def add_(root: Path, words: tuple[str, ...], *, dry_run: bool, **filters: str | tuple[str, ...]) -> None:
    """Add tags behind those that each source has.

    Name sources by their ids, or choose them by the filters of `catalog list`.

    \b
    Examples:
      catalog tag add anthropics-skills openai-skills documents office
      catalog tag add --search spreadsheet documents --dry-run
      catalog tag add stripe-ai : payments
    """
    _change(root, words, filters, add_tags, "added", dry_run=dry_run)


@tag.command("remove")
@_arguments
def remove_(root: Path, words: tuple[str, ...], *, dry_run: bool, **filters: str | tuple[str, ...]) -> None:
    """Remove tags wherever they are.

    Name sources by their ids, or choose them by the filters of `catalog list`.

    \b
    Examples:
      catalog tag remove expo-skills devops
      catalog tag remove --tags experimental experimental
    """
    _change(root, words, filters, remove_tags, "removed", dry_run=dry_run)


@tag.command("set")
@_arguments
def set_(root: Path, words: tuple[str, ...], *, dry_run: bool, **filters: str | tuple[str, ...]) -> None:
    """Give sources these tags and no others.

    Name sources by their ids, or choose them by the filters of `catalog list`.

    \b
    Examples:
      catalog tag set expo-skills mobile frontend
      catalog tag set --trust-level untrusted review --dry-run
    """
    _change(root, words, filters, update_tags, "set", dry_run=dry_run)


def _change(
    root: Path,
    words: Sequence[str],
    filters: dict[str, str | tuple[str, ...]],
    change: Callable[[Definitions, Sequence[str], Sequence[str]], Plan],
    done: str,
    *,
    dry_run: bool,
) -> None:
    definitions = Definitions.read(root)
    ids, tags = _split(definitions, words, filtered=any(filters.values()))
    if any(filters.values()):
        found = matching_ids(root, filters)
        ids = [source_id for source_id in found if not ids or source_id in ids]
        if not ids:
            raise UnknownSourceError("no source passes all filters; nothing was changed")
    plan = change(definitions, ids, tags)
    changed = counted_noun(len(plan.changes), "source")
    carry_out(root, plan, f"{done} {', '.join(tags)}: {changed} of {len(ids):,} changed", dry_run=dry_run)


def _split(definitions: Definitions, words: Sequence[str], *, filtered: bool) -> tuple[list[str], list[str]]:
    """Which words are ids and which tags: ids come first, and ``:`` may stand between."""
    if SEPARATOR in words:
        at = words.index(SEPARATOR)
        ids, tags = list(words[:at]), list(words[at + 1 :])
        for word in ids:
            definitions.find(word)
    else:
        taken = definitions.ids()
        count = next((i for i, word in enumerate(words) if word not in taken), len(words))
        ids, tags = list(words[:count]), list(words[count:])
        used = {name for source in definitions.sources() for name in source.tags}
        for word in tags:
            near = suggestion(word, taken) if "-" in word and word.lower() not in used else None
            if near:
                raise click.UsageError(
                    f'is "{word}" a tag, or did you mean the source "{near}"? Put " : " between ids and tags'
                )
    tags = [word.strip() for one in tags for word in one.split(",") if word.strip()]
    if not ids and not filtered:
        raise click.UsageError(
            f'no source has the id "{words[0]}"; name the sources first, by their ids or by filters'
        )
    if not tags:
        raise click.UsageError('name the tags behind the ids; where a tag is also an id, put " : " between')
    return [definitions.source(word).id for word in ids], tags
