"""The command `catalog`: the only place that knows click, exit codes and the terminal.

One file a group of commands. A command's module is imported when the command is
called, so that ``catalog list`` does not pay for what only ``catalog build`` needs.

Exit codes: 0 done; 1 what was asked for is wrong (definitions, settings, a folder
that is refused) or did not succeed; 2 the command line itself is wrong; 130 stopped
by Ctrl-C.
"""

from __future__ import annotations

import gc
import importlib
import sys
from pathlib import Path

import click

from generator import __version__
from generator.cli.telemetry import begin, current, log_options
from generator.cli.terminal import note, report_error
from generator.errors import CatalogError

COMMANDS = {
    "add": "generator.cli.add:add",
    "build": "generator.cli.build:build",
    "diff": "generator.cli.diff:diff",
    "doctor": "generator.cli.doctor:doctor",
    "edit": "generator.cli.edit:edit",
    "enrich": "generator.cli.enrich:enrich",
    "explain": "generator.cli.explain:explain",
    "export": "generator.cli.exchange:export",
    "import": "generator.cli.exchange:import_",
    "from-issue": "generator.cli.from_issue:from_issue",
    "init": "generator.cli.init:init",
    "list": "generator.cli.query:list_sources",
    "merge": "generator.cli.merge:merge",
    "migrate": "generator.cli.migrate:migrate",
    "remove": "generator.cli.edit:remove",
    "rename": "generator.cli.edit:rename",
    "review": "generator.cli.review:review",
    "schema": "generator.cli.definitions:schema",
    "serve": "generator.cli.serve:serve",
    "show": "generator.cli.query:show",
    "tag": "generator.cli.tag:tag",
    "validate": "generator.cli.validate:validate",
}
"""Where each command lives."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a slip in COMMANDS
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant where a name is not known."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            if near := difflib.get_close_matches(args[0], COMMANDS, n=1):
                message = f'{error.format_message()} Did you mean "{near[0]}"?'
                raise click.UsageError(message, ctx) from error
            raise

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what it reports becomes a message and exit code 1."""
        try:
            return super().invoke(ctx)
        except CatalogError as error:
            current().annotate(outcome="failed")
            report_error(error)
            ctx.exit(1)
        except KeyboardInterrupt:
            note("\nStopped; what was complete by then is kept")
            ctx.exit(130)


COLLECT_AFTER = (20_000, 20, 100)
"""When Python looks for circles among objects. A command makes millions that stay to its end and hardly a
circle, so it looks seldom."""


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="catalog")
@click.option(
    "-C",
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The catalog's folder, where catalog.yaml and sources/ are.  [default: this one]",
)
@log_options
@click.pass_context
def main(ctx: click.Context, root: Path, log_format: str | None, log_level: str | None) -> None:
    """Build a catalog of GitHub repositories as a static site.

    \b
    Examples:
      catalog serve                     build the catalog here, show it, watch for changes
      catalog validate                  check every definition in sources/
      catalog enrich --max-minutes 5    ask GitHub for what is stale
      catalog build --offline           build site/ from what is known

    \b
    Completion for bash, zsh and fish:
      eval "$(_CATALOG_COMPLETE=bash_source catalog)"
    """
    ctx.obj = root
    gc.set_threshold(*COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character gets an escape, never a traceback.
            stream.reconfigure(errors="backslashreplace")
    begin(ctx, log_format, log_level)
