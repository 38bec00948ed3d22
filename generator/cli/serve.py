"""`catalog serve`: build, show, watch, and reload the page."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import click

from generator.cli.build import BuildSwitches, build_options, last_build, run_build
from generator.cli.telemetry import current
from generator.cli.terminal import note, report_error
from generator.errors import CatalogError
from generator.places import HISTORY, LOCK

WAKE_MS = 250
"""Milliseconds after which the watcher says that it is there, and that nothing happened."""


@click.command()
@build_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
@click.option("--no-watch", is_flag=True, help="Do not rebuild when a file changes.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@click.option("--api", is_flag=True, help="Answer GET /api/v1/sources?… too; needs the extra `api`.")
@click.option(
    "--cors-origin",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    help="With --api: pages of this origin may read the API; * for all.",
)
def serve(
    root: Path,
    switches: BuildSwitches,
    host: str,
    port: int,
    origins: tuple[str, ...],
    *,
    no_watch: bool,
    open_browser: bool,
    api: bool,
) -> None:
    """Build, serve, and rebuild when a file changes.

    GitHub is asked once, at the start; rebuilds work from what is known.

    \b
    Examples:
      catalog serve
      catalog serve --port 0 --offline --open
      catalog serve --api --cors-origin https://app.example
    """
    if origins and not api:
        raise click.UsageError("--cors-origin is for the API; add --api")
    server_of = _api_server(origins) if api else _site_server
    before = _inputs(root, switches)
    run_build(root, switches)
    server = server_of(switches.output, host, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    note(f"\nServing the catalog at {server.url} (Ctrl-C stops)")
    if open_browser:
        webbrowser.open(server.url)
    try:
        if no_watch:
            thread.join()
        else:
            _watch(root, switches, before, server.announce)
    except KeyboardInterrupt:
        note("\nStopped")
    finally:
        server.shutdown()
        server.server_close()


class _Server(Protocol):
    """What this command needs of a server."""

    @property
    def url(self) -> str: ...
    def serve_forever(self) -> None: ...
    def announce(self) -> None: ...
    def shutdown(self) -> None: ...
    def server_close(self) -> None: ...


def _site_server(site: Path, host: str, port: int) -> _Server:
    from generator.serve import SiteServer

    return SiteServer(site, host, port)


def _api_server(origins: tuple[str, ...]) -> Callable[[Path, str, int], _Server]:
    """Makes servers with the API. Raises CatalogError where the extra is not installed."""
    try:
        from generator.served.server import ApiServer
    except ModuleNotFoundError as error:
        raise CatalogError(
            f"--api needs {error.name}, which is not installed; pip install 'sources-catalog[api]'"
        ) from error
    return partial(ApiServer, origins=origins, telemetry=current())


def _inputs(root: Path, switches: BuildSwitches) -> dict[str, list[object]]:
    """What a build reads and does not write itself, as it is now."""
    return {n: read for n, read in last_build(root, switches).reads().items() if n not in (LOCK, HISTORY)}


def _watch(
    root: Path, switches: BuildSwitches, before: dict[str, list[object]], announce: Callable[[], None]
) -> None:
    """Rebuild after each change of what a build reads; where that is more or less then, watch anew.

    ``before`` is what the first build was made from.
    """
    from generator.load import watched_paths

    again = switches.again()
    watching = False
    while True:
        watched = watched_paths(root)
        for names in _changes(root, watched):
            # What changed between the first build and the first look of the watcher, it did not see.
            missed = not watching and _inputs(root, again) != before
            watching = True
            if not names and not missed:
                continue
            note(f"\nChanged: {', '.join(names[:3]) or 'something since the build'}")
            try:
                run_build(root, again)
            except CatalogError as error:
                report_error(error)
                note("The site is as it was before; it is built again when a file changes.")
            else:
                announce()
            if watched_paths(root) != watched:
                break


def _changes(root: Path, watched: tuple[Path, ...]) -> Iterator[list[str]]:
    """The names of files that changed, now and then none; new files and folders of a catalog among them."""
    from watchfiles import watch

    from generator.load import unborn_paths

    unborn = unborn_paths(root)
    for changes in watch(*watched, raise_interrupt=True, yield_on_timeout=True, rust_timeout=WAKE_MS):
        names = {Path(path).name for _, path in changes}
        yield sorted(names | {path.name for path in unborn if path.exists()})
