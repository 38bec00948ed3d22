"""Runs git, kept from everything that a repository or a configuration could make it do.

- Configuration comes from one file of ours: neither the system's nor the user's is read, and a
  fetched repository's own is written by us. No hook, filter, pager, credential helper or askpass
  program is ever started.
- A command that asks a host may speak the one protocol of its address; all others speak none, so
  that nothing is fetched behind our back.
- Time, output and disk are bounded; what goes over is killed, with all that it started.
- Addresses stand behind ``--``, and never begin with a dash.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.git.config import GitConfig

MOST_ERROR_BYTES = 16 * 2**10
"""Of what git complains."""

LOOK_SECONDS = 0.2
"""Between two looks at how much of the disk a fetch takes."""

CONFIG = """\
[core]
\thooksPath = /dev/null
\taskPass =
\tattributesFile = /dev/null
\tfsmonitor = false
\tsymlinks = false
\tbigFileThreshold = 1m
\tsshCommand = false
[init]
\tdefaultBranch = none
[credential]
\thelper =
\tinteractive = false
[http]
\tfollowRedirects = false
\tlowSpeedLimit = 1000
\tlowSpeedTime = 30
[fetch]
\trecurseSubmodules = false
\tunpackLimit = 1
\twriteCommitGraph = false
[submodule]
\trecurse = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[advice]
\tdetachedHead = false
[safe]
\tdirectory = *
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
"""
"""The last two are for mirrors on this disk, which may belong to another user."""


class GitMissingError(Exception):
    """There is no git on the PATH."""


@dataclass(frozen=True, slots=True)
class Done:
    """How one command ended."""

    code: int
    output: bytes
    error: str
    late: bool = False
    """Whether it was killed for taking too long."""
    big: bool = False
    """Whether it was killed for taking too much of the disk."""
    cut: bool = False
    """Whether it was killed for saying too much; ``output`` is the beginning."""

    @property
    def good(self) -> bool:
        """Whether it did all that it was to do."""
        return self.code == 0 and not (self.late or self.big or self.cut)


class Git:
    """Runs git in and below one folder."""

    def __init__(self, config: GitConfig, folder: Path) -> None:
        """``folder`` is empty, and ours."""
        self._config = config
        self.folder = folder
        (folder / ".gitconfig").write_text(CONFIG, encoding="utf-8")

    @property
    def fetch_seconds(self) -> float:
        """Of one fetch."""
        return self._config.fetch_seconds

    async def run(
        self,
        arguments: Sequence[str],
        *,
        protocol: str = "none",
        seconds: float | None = None,
        most_output: int,
        given: bytes = b"",
        watched: Path | None = None,
    ) -> Done:
        """Run ``git`` with ``arguments``. Raises GitMissingError.

        ``protocol`` is the one that it may speak, ``given`` its input, ``watched`` a folder that
        must not grow over the bound of the configuration.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                "git",
                *arguments,
                stdin=PIPE if given else DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                cwd=self.folder,
                env=self._environment(protocol),
                start_new_session=True,
            )
        except FileNotFoundError as missing:
            raise GitMissingError from missing
        ended = _Ended()
        try:
            async with asyncio.timeout(seconds or self._config.question_seconds):
                output, error = await self._talk(process, ended, given, most_output, watched)
        except TimeoutError:
            ended.late = True
            output = error = b""
        finally:
            _kill(process)
            code = await process.wait()
            await _drain(process)
        return Done(code, output, error.decode("utf-8", "replace"), ended.late, ended.big, ended.cut)

    def _environment(self, protocol: str) -> dict[str, str]:
        home = str(self.folder)
        return {
            **self._config.environment,
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(self.folder / ".gitconfig"),
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": protocol,
            "LC_ALL": "C",
            **({"GIT_SSL_CAINFO": ca} if (ca := self._config.environment.get("SSL_CERT_FILE")) else {}),
        }

    async def _talk(
        self, process: Process, ended: _Ended, given: bytes, most_output: int, watched: Path | None
    ) -> tuple[bytes, bytes]:
        """Feed it, hear it, and watch the disk, all at once."""
        reading = asyncio.gather(
            _read(process, process.stdout, most_output, ended),
            _read(process, process.stderr, MOST_ERROR_BYTES, None),
            _feed(process, given),
        )
        watching = asyncio.create_task(self._watch(process, watched, ended)) if watched else None
        try:
            output, error, _ = await reading
            await process.wait()
        finally:
            if watching:
                watching.cancel()
        return output, error

    async def _watch(self, process: Process, watched: Path, ended: _Ended) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if folder_bytes(watched) > self._config.fetch_bytes:
                ended.big = True
                _kill(process)
                return


@dataclass(slots=True)
class _Ended:
    """Why a command was killed."""

    late: bool = False
    big: bool = False
    cut: bool = False


async def _read(
    process: Process, stream: asyncio.StreamReader | None, most: int, ended: _Ended | None
) -> bytes:
    """All of a stream, or its beginning; where ``ended`` is to be told, more than that is the end."""
    if stream is None:
        return b""
    read = bytearray()
    while chunk := await stream.read(65_536):
        read += chunk[: most - len(read) + 1]
        if len(read) > most:
            del read[most:]
            if ended is not None:
                ended.cut = True
                _kill(process)
                break
    return bytes(read)


async def _feed(process: Process, given: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(ConnectionError):  # it ended before it had read all
        process.stdin.write(given)
        await process.stdin.drain()
    process.stdin.close()


async def _drain(process: Process) -> None:
    """Take what an ended process left in its pipes, which close only then; it is as much as pipes hold."""
    for stream in (process.stdout, process.stderr):
        with contextlib.suppress(TimeoutError, RuntimeError):
            async with asyncio.timeout(1):
                while stream and await stream.read(65_536):
                    pass


def _kill(process: Process) -> None:
    """End a command and all that it started; nothing where it has ended."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def folder_bytes(folder: Path) -> int:
    """Of all files below a folder; what vanishes meanwhile does not count."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
