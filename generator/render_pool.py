"""READMEs rendered in worker processes that can be killed.

Rendering is bounded by the structure of the text, so the time limit is a last wall: it should never
be met, and when it is, the README is shown as it is written. The result of everything else depends
neither on the number of workers nor on their speed.

A worker is this module run as a program: pickled (readme, location) pairs come in, results go out.
It costs some 0.15 s of CPU to start, so small batches are rendered in this process, under an alarm.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType, TracebackType
from typing import Self

from generator.markdown import RenderedReadme
from generator.model import Readme
from generator.urls import RepoLocation

TIME_LIMIT_S = 20.0
"""Seconds for one README; the slowest known takes under one."""
AGAIN_S = 1.0
"""Seconds until an alarm that was not heard rings again."""
SMALL = 500_000
"""Characters that are rendered in this process before workers are started: what takes as long as they do."""
COLLECT_AFTER = (20_000, 20, 100)
"""When a worker's Python looks for circles among objects, as in the builder: a README makes thousands of
tokens and hardly a circle. By Python's own numbers looking took a sixth of the time."""
TOO_SLOW = "Shown as plain text, since it took too long to render."

Item = tuple[Readme, RepoLocation]


class _TimeUpError(BaseException):
    """Not an Exception, so that nothing on the way takes it for a failure of its own."""


class RenderPool:
    """Renders READMEs by up to ``jobs`` processes (None: one a core). Use it as a context, or close it."""

    def __init__(
        self, jobs: int | None = None, time_limit_s: float = TIME_LIMIT_S, python: str = sys.executable
    ) -> None:
        self._python = python
        self._jobs = max(1, jobs or os.cpu_count() or 1)
        self._limit = time_limit_s
        self._rendered = 0
        self._workers: list[_Worker] = []
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, also in the middle of their work."""
        for worker in self._workers:
            worker.kill()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        self._workers, self._threads = [], None

    def render(self, items: Sequence[Item]) -> list[RenderedReadme]:
        """The rendered READMEs in the order of the items. Never raises for their content."""
        if not items:
            return []
        self._rendered += sum(len(readme.text) for readme, _ in items)
        alone = self._jobs == 1 or (self._rendered <= SMALL and not self._workers)
        if alone and _alarm_works():
            return [_render_here(item, self._limit) for item in items]
        if self._threads is None:
            self._workers = [_Worker(self._python) for _ in range(self._jobs)]
            self._idle = SimpleQueue()
            for worker in self._workers:
                self._idle.put(worker)
            self._threads = ThreadPoolExecutor(self._jobs)
        return list(self._threads.map(self._render_there, items))

    def _render_there(self, item: Item) -> RenderedReadme:
        worker = self._idle.get()
        try:
            return worker.render(item, self._limit)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process; started when first needed, and again after it was killed."""

    def __init__(self, python: str) -> None:
        self._command = [python, "-P", "-m", "generator.render_pool"]
        self._process: subprocess.Popen[bytes] | None = None

    def render(self, item: Item, limit: float) -> RenderedReadme:
        """The rendered README; as written if it takes longer than ``limit`` seconds."""
        if self._process is None or self._process.poll() is not None:
            self._start()
        process = self._process
        if process is None:
            return _rendered(item)  # better without a limit than not at all
        watchdog = threading.Timer(limit, process.kill)
        watchdog.start()
        try:
            _send(process, item)
            return _receive(process)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.kill()
            return _as_written(item)
        finally:
            watchdog.cancel()

    def _start(self) -> None:
        """Start a process and wait until it is ready, which is no README's fault; none if that fails."""
        self.kill()  # lets go of the pipes of one that has died
        modules = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **modules}
            )
            _receive(self._process)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.kill()

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _send(process: subprocess.Popen[bytes], item: Item) -> None:
    if process.stdin is None:
        raise EOFError
    pickle.dump(item, process.stdin)
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes]) -> RenderedReadme:
    if process.stdout is None:
        raise EOFError
    answer = pickle.load(process.stdout)  # noqa: S301 - written by this very module
    return answer if isinstance(answer, RenderedReadme) else RenderedReadme("")


# ------------------------------------------------------------- in this process


def _alarm_works() -> bool:
    """Whether a signal can interrupt the work: on POSIX systems, in the main thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _render_here(item: Item, limit: float) -> RenderedReadme:
    try:
        with _alarm(limit):
            return _rendered(item)
    except _TimeUpError:
        return _as_written(item)


def _rendered(item: Item) -> RenderedReadme:
    """A README rendered; what that needs is imported with the first, and many builds render none."""
    from generator.markdown import render_readme

    return render_readme(*item)


def _as_written(item: Item) -> RenderedReadme:
    from generator.markdown import preformatted

    return preformatted(item[0].text, TOO_SLOW)


@contextmanager
def _alarm(limit: float) -> Iterator[None]:
    """Raise _TimeUpError in the body after ``limit`` seconds; regular expressions notice it too.

    Where it hits a place that swallows all exceptions, such as a hook of the garbage
    collector, it comes again.
    """

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeUpError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit, AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# ------------------------------------------------------------------ as a worker


def _serve() -> None:
    """Answer until the input ends, which it does when the builder goes away."""
    from generator.markdown import render_readme  # before it says that it is ready

    gc.set_threshold(*COLLECT_AFTER)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the builder, who ends us
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    answer = RenderedReadme("")
    while True:
        pickle.dump(answer, stdout)
        stdout.flush()
        try:
            readme, location = pickle.load(stdin)  # noqa: S301 - written by this very module
        except EOFError:
            return
        answer = render_readme(readme, location)


if __name__ == "__main__":
    _serve()
