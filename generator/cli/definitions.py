"""`catalog validate` and `catalog schema`: definitions and settings, and their rules."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.terminal import counted_noun, note, report_problems, say
from generator.errors import Severity
from generator.printable import printable_json


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.pass_context
def validate(ctx: click.Context, files: tuple[Path, ...], *, strict: bool) -> None:
    """Check catalog.yaml and the definitions.

    Every definition, or only FILES; all problems are reported at once.

    Exits with 1 where there is an error, with 0 where there are at most warnings.

    \b
    Examples:
      catalog validate
      catalog validate sources/my-source.yaml
    """
    from generator.load import check_sources, load_settings

    root: Path = ctx.obj
    settings = load_settings(root)
    sources, problems = check_sources(root, settings, only=files or None)
    if problems:
        report_problems(problems)
    if any(strict or p.severity is Severity.ERROR for p in problems):
        ctx.exit(1)
    note(f"{counted_noun(len(sources), 'definition')} checked, all good")


@click.command()
@click.argument("which", type=click.Choice(["source", "catalog"]), default="source")
@click.option("--write", is_flag=True, help="Write both schemas into schemas/ instead.")
@click.pass_obj
def schema(root: Path, which: str, *, write: bool) -> None:
    """Print the JSON Schema of definitions or settings.

    Editors that know JSON Schema complete and check definitions by it; each definition
    names it in its first line.

    \b
    Examples:
      catalog schema source > source.schema.json
      catalog schema --write
    """
    from generator.atomic import replace_file
    from generator.load import load_settings
    from generator.schema_json import settings_schema, source_schema

    texts = {
        "source": lambda: source_schema(load_settings(root)),
        "catalog": settings_schema,
    }
    if not write:
        say(printable_json(texts[which]()))
        return
    for name, make in texts.items():
        path = root / "schemas" / f"{name}.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, (printable_json(make()) + "\n").encode())
        note(f"wrote {path}")
