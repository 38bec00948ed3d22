"""Rendering in worker processes: equal results, order, and an end to what takes too long."""

import gc
import threading

import pytest

from generator.markdown import render_readme
from generator.model import Readme
from generator.render_pool import SMALL, TOO_SLOW, RenderPool
from generator.urls import RepoLocation

LOCATION = RepoLocation("owner/name", "0" * 40)
TEXTS = [
    f"# {n}\n\n![a](b.png) <img src='c.png' title=x width=1> `d`\n\n```py\nx = {n}\n```\n" for n in range(30)
]
ITEMS = [(Readme("README.md", text), LOCATION) for text in TEXTS]
EXPECTED = [render_readme(*item) for item in ITEMS]
LARGE = (Readme("README.md", "*a* [b](c) `d` " * 600 + "\n\n" + "- *e* [f](g)\n" * 3_000), LOCATION)


def test_small_batches_start_no_process():
    """A few READMEs are rendered in this process, in their order."""
    with RenderPool(jobs=2) as pool:
        assert pool.render(ITEMS) == EXPECTED
        assert pool._workers == []


def test_nothing_to_render():
    """No items, no results, no process."""
    with RenderPool() as pool:
        assert pool.render([]) == []


@pytest.mark.parametrize("jobs", [2, 3])
def test_workers_give_the_same_results(jobs):
    """Worker processes give equal results in the order of the items, batch after batch."""
    with RenderPool(jobs) as pool:
        pool._rendered = SMALL
        assert pool.render(ITEMS) == EXPECTED
        assert len(pool._workers) == jobs
        assert pool.render(ITEMS[::-1]) == EXPECTED[::-1]


def test_other_threads_use_workers():
    """Where no alarm can be set a worker does the work, since it must be possible to end it."""
    results = []
    with RenderPool(jobs=1) as pool:
        thread = threading.Thread(target=lambda: results.append(pool.render(ITEMS[:2])))
        thread.start()
        thread.join(60)
    assert results == [EXPECTED[:2]]


@pytest.fixture
def uncollected():
    """No garbage collection, whose hooks (hypothesis has one) would swallow the alarm and warn of it."""
    gc.disable()
    yield
    gc.enable()


def test_too_slow_in_this_process(uncollected):
    """What takes too long is interrupted and shown as written; the next item is rendered."""
    with RenderPool(jobs=1, time_limit_s=0.01) as pool:
        slow = pool.render([LARGE])[0]
        pool._limit = 20
        assert slow.note == TOO_SLOW
        assert slow.html.startswith('<pre tabindex="0">*a* [b](c)')
        assert pool.render(ITEMS[:2]) == EXPECTED[:2]


def test_too_slow_in_a_worker():
    """A worker that takes too long is killed and replaced; the other items are rendered."""
    with RenderPool(jobs=2, time_limit_s=0.01) as pool:
        pool._rendered = SMALL
        assert [one.note for one in pool.render([LARGE, LARGE])] == [TOO_SLOW, TOO_SLOW]
        pool._limit = 20
        assert pool.render(ITEMS) == EXPECTED


def test_a_dead_worker_is_replaced():
    """A worker that was killed by someone else costs nothing but its start."""
    with RenderPool(jobs=2) as pool:
        pool._rendered = SMALL
        pool.render(ITEMS)
        for worker in pool._workers:
            if worker._process is not None:
                worker._process.kill()
                worker._process.wait()
        assert pool.render(ITEMS) == EXPECTED


def test_closing_ends_the_workers():
    """No process outlives its pool."""
    with RenderPool(jobs=2) as pool:
        pool._rendered = SMALL
        pool.render(ITEMS)
        processes = [worker._process for worker in pool._workers if worker._process is not None]
    assert processes
    assert all(process.poll() is not None for process in processes)


@pytest.mark.parametrize("python", ["/no/such/python", "/bin/false"])
def test_without_processes(python):
    """Where no process can be started the READMEs are rendered here."""
    with RenderPool(jobs=2, python=python) as pool:
        pool._rendered = SMALL
        assert pool.render(ITEMS[:3]) == EXPECTED[:3]


def test_a_folder_named_like_the_package_is_not_run(tmp_path, monkeypatch):
    """The program of a worker is the installed one, whatever lies in the current folder."""
    (tmp_path / "generator").mkdir()
    (tmp_path / "generator" / "__init__.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    with RenderPool(jobs=2) as pool:
        pool._rendered = SMALL
        assert pool.render(ITEMS[:3]) == EXPECTED[:3]
        assert any(worker._process is not None for worker in pool._workers)
