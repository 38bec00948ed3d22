"""The option ``--shard``, and the build of one shard."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator.cli.environment import source_date
from generator.cli.terminal import counted_noun, note, warn
from generator.errors import CatalogError
from generator.shards import Shard, parse_shard

if TYPE_CHECKING:
    from generator.cli.build import BuildSwitches

T = TypeVar("T")


class _ShardType(click.ParamType[Shard]):
    name = "K/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Read what was typed."""
        if isinstance(value, Shard):
            return value
        try:
            return parse_shard(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def shard_option(text: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Add ``--shard`` to a command; ``text`` is its help."""
    return click.option("--shard", type=_ShardType(), help=text)


def run_build_part(root: Path, switches: BuildSwitches, shard: Shard) -> None:
    """Build one part of the site from what is known, and say what came of it. Raises CatalogError.

    GitHub is not asked, lest each part shows another moment.
    """
    from generator.build_part import build_part
    from generator.loaded import load

    started = time.monotonic()
    report = build_part(
        load(root, base_url=switches.base_url),
        switches.output,
        shard,
        as_of=source_date(),
        jobs=switches.jobs,
        clean=switches.clean,
    )
    for warning in report.warnings:
        warn(warning)
    seconds = time.monotonic() - started
    note(
        f"Built part {shard} with {counted_noun(report.pages, 'page')}"
        f" of {counted_noun(report.sources, 'source')} into {switches.output} ({seconds:.1f} s);"
        " `catalog merge` makes a site of all parts"
    )
    if switches.strict and report.warnings:
        raise CatalogError(f"--strict: {counted_noun(len(report.warnings), 'warning')}, see above")
