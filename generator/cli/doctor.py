"""`catalog doctor`: what a catalog suffers from, with the command that mends each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import markdown_text
from generator.cli.environment import source_date
from generator.cli.terminal import counted_noun, note, safe, say
from generator.doctor import CODES, Finding
from generator.printable import printable_json

if TYPE_CHECKING:
    from generator.loaded import Loaded


@click.command()
@click.option("--only", metavar="CODE[,CODE]", multiple=True, help="Only these findings.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without judging, and say what was done.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be changed.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.pass_context
def doctor(ctx: click.Context, only: tuple[str, ...], form: str, *, fix: bool, dry_run: bool) -> None:
    """Find what a catalog suffers from.

    That is sources that are missing, replaced, moved, archived, stale, failing, cut or double,
    tags that are used once, sources without artifacts, and exemptions that are over. Each comes
    with the command that mends it. From what is known: run `catalog enrich` before.

    A definition's field `exempt` says which findings are meant to be, and why.
    Exits with 1 where anything is found that is not exempt, with 0 else.

    \b
    Examples:
      catalog doctor
      catalog doctor --only missing,moved --format markdown
      catalog doctor --fix --dry-run
    """
    from generator.loaded import load
    from generator.mending import diagnose, mend

    chosen = _codes(only)
    root: Path = ctx.obj
    today = (source_date() or datetime.now(UTC)).date()
    loaded = load(root)
    findings = [f for f in diagnose(loaded, source_date(), today) if not chosen or f.code in chosen]
    if fix:
        findings = _mended(mend(root, findings, dry_run=dry_run), findings, dry_run=dry_run)
    _PRINTERS[form](findings)
    if unasked := _never_asked(loaded):
        some = counted_noun(unasked, "source")
        note(f"nothing is known of {some} yet, so nothing was found there: run `catalog enrich` before")
    if any(f.exemption is None for f in findings):
        ctx.exit(1)


def _never_asked(loaded: Loaded) -> int:
    """How many sources no run of `catalog enrich` has reached."""
    return sum(1 for source in loaded.sources if source.id not in loaded.snapshots)


def _codes(words: Iterable[str]) -> set[str]:
    chosen = {word.strip().lower() for text in words for word in text.split(",") if word.strip()}
    if unknown := sorted(chosen - set(CODES)):
        raise click.BadParameter(f"{safe(unknown[0])} is none of {', '.join(CODES)}", param_hint="--only")
    return chosen


def _mended(done: Sequence[str], findings: Sequence[Finding], *, dry_run: bool) -> list[Finding]:
    """Say what was mended; what is left."""
    for line in done:
        note(safe(line))
    if dry_run:
        return list(findings)
    return [finding for finding in findings if finding.fix is None or finding.exemption]


def _split(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    return [f for f in findings if not f.exemption], [f for f in findings if f.exemption]


def _text(findings: Sequence[Finding]) -> None:
    found, exempt = _split(findings)
    for code, group in groupby(found, key=lambda f: f.code):
        several = list(group)
        say(f"{click.style(f'{code} ({len(several)})', bold=True)}  {CODES[code]}")
        for finding in several:
            fixable = "  [--fix]" if finding.fix and "--fix" not in finding.command else ""
            say(f"  {finding.source_id}: {safe(finding.message)}")
            say(f"      {safe(finding.command)}{fixable}")
        say()
    sources = len({f.source_id for f in found})
    told = (
        f"{counted_noun(len(found), 'finding')} in {counted_noun(sources, 'source')}" if found else "all well"
    )
    note(told + (f", {len(exempt):,} exempt" if exempt else ""))


def _json(findings: Sequence[Finding]) -> None:
    say(printable_json({"findings": [_plain(finding) for finding in findings]}))


def _plain(finding: Finding) -> dict[str, Any]:
    exemption = finding.exemption
    return {
        "code": finding.code,
        "id": finding.source_id,
        "message": finding.message,
        "command": finding.command,
        "fixable": finding.fix is not None,
        "exempt": None
        if exemption is None
        else {
            "reason": exemption.reason,
            "date": exemption.date.isoformat() if exemption.date else None,
            "until": exemption.until.isoformat() if exemption.until else None,
        },
    }


def _markdown(findings: Sequence[Finding]) -> None:
    found, exempt = _split(findings)
    say(f"## {counted_noun(len(found), 'finding')}\n" if found else "## All well\n")
    if found:
        say("| finding | source | what | mend it by |\n| --- | --- | --- | --- |")
    for finding in found:
        cells = (
            finding.code,
            markdown_text.code(finding.source_id),
            markdown_text.escaped(finding.message),
            markdown_text.code(finding.command.replace("|", "¦")),
        )
        say(f"| {' | '.join(cells)} |")
    if exempt:
        say(f"\n{counted_noun(len(exempt), 'finding')} exempt:\n")
    for finding in exempt:
        reason = markdown_text.escaped(finding.exemption.reason) if finding.exemption else ""
        say(f"- {markdown_text.code(finding.source_id)}, {finding.code}: {reason}")


_PRINTERS = {"text": _text, "json": _json, "markdown": _markdown}
