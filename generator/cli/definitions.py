"""`catalog schema`: the rules of definitions and settings, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.terminal import note, say
from generator.printable import printable_json


@click.command()
@click.argument("which", type=click.Choice(["source", "catalog", "issue-form"]), default="source")
@click.option("--write", is_flag=True, help="Write both schemas into schemas/ instead.")
@click.pass_obj
def schema(root: Path, which: str, *, write: bool) -> None:
    """Print the JSON Schema of definitions or settings.

    Editors that know JSON Schema complete and check definitions by it; each definition
    names it in its first line. issue-form is the form for issues on GitHub that
    `catalog from-issue` reads, for .github/ISSUE_TEMPLATE/add-source.yml.

    \b
    Examples:
      catalog schema source > source.schema.json
      catalog schema --write
      catalog schema issue-form > .github/ISSUE_TEMPLATE/add-source.yml
    """
    from generator.atomic import replace_file
    from generator.issue_form import issue_form
    from generator.load import load_settings
    from generator.schema_json import settings_schema, source_schema

    texts = {
        "source": lambda: source_schema(load_settings(root)),
        "catalog": settings_schema,
    }
    if which == "issue-form":
        say(issue_form().rstrip("\n"))
        return
    if not write:
        say(printable_json(texts[which]()))
        return
    for name, make in texts.items():
        path = root / "schemas" / f"{name}.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, (printable_json(make()) + "\n").encode())
        note(f"wrote {path}")
