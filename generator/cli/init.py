"""`catalog init`: a new catalog's repository."""

from __future__ import annotations

from pathlib import Path

import click

from generator import __version__
from generator.cli.terminal import counted_noun, note, safe, say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="What the catalog is called.")
@click.option(
    "--repository", metavar="OWNER/NAME", help="Where it will be on GitHub; sources then link to be edited."
)
@click.option("--base-url", metavar="URL", help="Where the site will be.  [default: GitHub Pages' address]")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def init(
    folder: Path, title: str | None, repository: str | None, base_url: str | None, *, dry_run: bool
) -> None:
    """Begin a catalog in a folder of its own.

    It gets settings, a first source, a README, a form for issues, and workflows that check pull requests,
    refresh what is known from GitHub and publish the site on GitHub Pages. Files that
    are there already are never touched.

    \b
    Examples:
      catalog init my-catalog
      catalog init my-catalog --title "Our skills" --repository our-org/our-skills
    """
    from generator.errors import SettingsError, Severity
    from generator.places import SETTINGS
    from generator.schema import read_settings
    from generator.starter import starter_files, write_starter
    from generator.yaml_text import parse

    if repository is not None and base_url is None and repository.count("/") == 1:
        owner, name = repository.split("/")
        at_root = name.casefold() == f"{owner}.github.io".casefold()
        base_url = f"https://{owner.lower()}.github.io{'' if at_root else f'/{name}'}"
    files = starter_files(__version__, title=title, repository=repository, base_url=base_url)
    _, problems = read_settings(parse(files[SETTINGS], SETTINGS), SETTINGS)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SettingsError(problems)
    if not dry_run:
        write_starter(folder, files)
    for path in files:
        say(safe(str(folder / path)))
    note(f"{'Would write' if dry_run else 'Wrote'} {counted_noun(len(files), 'file')}.")
    if not dry_run:
        note(f"Next: catalog --root {safe(str(folder))} serve; README.md says how to publish it.")
