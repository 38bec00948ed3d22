"""Compares the search with stock Lunr and Pagefind: ``python benchmarks/search.py [SIZE]``.

Made-up READMEs (`natural.py`) become documents of the index, and for Pagefind pages of
the same text. Building: processor seconds, peak memory and bytes on disk, each in a
process of its own. Searching: bytes over the wire (scripts as gzip) and milliseconds in
a cold headless Chromium, for the first query of a visit and for further ones; each
answer's first ten results are loaded with their texts.

Pagefind is run when ``PAGEFIND`` names its program, or it is on the PATH
(``npm install pagefind``). Stock Lunr is run up to 2,000 documents: it would take
minutes and gigabytes at 10,000.
"""

from __future__ import annotations

import functools
import gzip
import html
import http.server
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from natural import Writer
from playwright.sync_api import Page, sync_playwright

from generator.assets import build_assets
from generator.places import shipped_theme
from generator.search import INDEX_PATH, SearchDocument, build_index
from generator.search.documents import TokenCounts, count
from generator.search.lunr_index import builder, serialise
from generator.theme import read_theme
from tests.machine import CHROMIUM_FLAGS, find_chromium

STOCK_LUNR_MOST = 2_000
QUERIES = 40


def documents(size: int) -> list[SearchDocument]:
    """So many sources, the same every time."""
    writer = Writer(random.Random(size))  # noqa: S311 - the same texts every time, not a secret
    made = []
    for ordinal in range(size):
        words = writer.words(3)
        made.append(
            SearchDocument(
                ordinal=ordinal,
                id=f"{words[0]}-{ordinal}",
                name=" ".join(words).title(),
                full_name=f"owner-{ordinal % 997}/{words[0]}-{ordinal}",
                description=writer.sentence(8, 30),
                tags=tuple(dict.fromkeys(writer.words(4))),
                artifacts=tuple("-".join(writer.words(2)) for _ in range(ordinal % 7)),
                readme=re.sub(r"[#*`|>\[\]()]+", " ", writer.readme(words[0])),
                trust=ordinal % 4,
                freshness=ordinal % 6,
            )
        )
    return made


# ------------------------------------------------------------------------------ building


def cost(work: Callable[..., dict[str, float]], *given: object) -> dict[str, float]:
    """What a function returns, with the CPU seconds and MB of a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, *given).result()


def _measured(work: Callable[..., dict[str, float]], *given: object) -> dict[str, float]:
    result = work(*given)
    return {**result, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def build_ours(size: int, folder: Path) -> dict[str, float]:
    """Build the index in parts."""
    given = documents(size)
    before = time.process_time()
    outputs = build_index(given)
    spent = time.process_time() - before
    for output in outputs:
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    texts = sum(len(output.content) for output in outputs if "/texts/" in output.path)
    total = sum(len(output.content) for output in outputs)
    return {"CPU s": spent, "disk MB": total / 1e6, "of that texts": texts / 1e6, "files": len(outputs)}


def build_lunr(size: int) -> dict[str, float]:
    """Build the whole index with the lunr package."""
    given = documents(size)
    before = time.process_time()
    stock = builder(count(each, TokenCounts.of(str(each.readme))) for each in given).build()
    spent = time.process_time() - before
    stored = json.dumps(serialise(stock), separators=(",", ":"), ensure_ascii=False).encode()
    return {"CPU s": spent, "disk MB": len(stored) / 1e6, "gzip MB": len(gzip.compress(stored, 6)) / 1e6}


def write_pages(size: int, folder: Path) -> dict[str, float]:
    """Write a page a document, as Pagefind reads it."""
    for each in documents(size):
        path = folder / f"sources/{each.id}/index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = (each.description, " ".join(each.tags), " ".join(each.artifacts), str(each.readme))
        body = "".join(f"<p>{html.escape(text)}</p>" for text in texts)
        path.write_text(
            f"<!doctype html><html lang=en><title>{html.escape(each.name)}</title>"
            f"<main data-pagefind-body><h1>{html.escape(each.name)}</h1>{body}</main>"
        )
    return {}


def build_pagefind(program: str, folder: Path) -> dict[str, float]:
    """Index the pages with Pagefind."""
    subprocess.run([program, "--site", str(folder)], check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    return {
        "CPU s": used.ru_utime + used.ru_stime,
        "MB of it": used.ru_maxrss / 1024,
        "disk MB": sum(path.stat().st_size for path in files) / 1e6,
        "files": len(files),
    }


# ----------------------------------------------------------------------------- searching


class Served(http.server.SimpleHTTPRequestHandler):
    """Files of a folder; what they weigh on the wire is noted."""

    weights: list[int] = []  # noqa: RUF012 - one list for all requests is the point

    def do_GET(self) -> None:
        """Serve, and weigh scripts as a host would compress them."""
        path = Path(self.translate_path(self.path))
        if path.is_file():
            content = path.read_bytes()
            text = path.suffix in {".js", ".json", ".html", ".css"}
            self.weights.append(len(gzip.compress(content, 9)) if text else len(content))
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> str:
    """Serve a folder on loopback; returns its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Served, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}/"


ENTRY = b"""import { SearchClient } from "./lib/search.js";
export const Client = SearchClient;
"""
OURS = f"""async (text) => {{
  const {{Client}} = await import('/SCRIPT');
  globalThis.client ??= new Client('/{INDEX_PATH}');
  const start = performance.now();
  const {{ids, suggestion}} = await client.search(text);
  const found = performance.now() - start;
  if (globalThis.texts !== false) await client.snippets(ids.slice(0, 10), text, suggestion);
  return [ids.length, found];
}}"""
PAGEFIND = """async (text) => {
  globalThis.pagefind ??= await import('/pagefind/pagefind.js');
  const start = performance.now();
  const {results} = await pagefind.search(text);
  const found = performance.now() - start;
  if (globalThis.texts !== false) await Promise.all(results.slice(0, 10).map((each) => each.data()));
  return [results.length, found];
}"""


def searches(
    page: Page, address: str, script: str, queries: list[str], *, texts: bool
) -> Iterator[tuple[float, float]]:
    """Bytes and milliseconds of each query, one after the other in one visit."""
    page.goto(address)
    page.evaluate(f"globalThis.texts = {json.dumps(texts)}")
    for text in queries:
        before = len(Served.weights)
        _, milliseconds = page.evaluate(script, text)
        yield sum(Served.weights[before:]), milliseconds


def measure(address: str, script: str, queries: dict[str, list[str]]) -> dict[str, float]:
    """Medians over cold first queries and over further ones, of one and of two words."""
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        for kind, texts in queries.items():
            first = []
            for text in texts[:5]:
                context = browser.new_context()
                first += searches(context.new_page(), address, script, [text], texts=True)
                context.close()
            context = browser.new_context()
            further = list(searches(context.new_page(), address, script, texts, texts=False))[1:]
            context.close()
            found[f"{kind}, first KB"] = statistics.median(size for size, _ in first) / 1000
            found[f"{kind}, first ms"] = statistics.median(spent for _, spent in first)
            found[f"{kind}, further KB"] = statistics.median(size for size, _ in further) / 1000
            found[f"{kind}, further ms"] = statistics.median(spent for _, spent in further)
        browser.close()
    return found


def queries_of(size: int) -> dict[str, list[str]]:
    """Words of the texts, as people search: neither the rarest nor the commonest."""
    writer = Writer(random.Random(size))  # noqa: S311 - the same texts every time, not a secret
    chance = random.Random(3)  # noqa: S311
    words = [word for word in writer.vocabulary[50:20_000] if word.isalpha() and len(word) > 3]
    weights = [1 / (rank + 50) for rank in range(len(words))]
    pick = functools.partial(chance.choices, words, weights)
    return {
        "one word": [pick(k=1)[0] for _ in range(QUERIES)],
        "two words": [" ".join(pick(k=2)) for _ in range(QUERIES)],
    }


def main(size: int) -> None:
    """Print one column a program."""
    columns: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        columns["ours"] = cost(build_ours, size, ours)
        # The pages' scripts are bundles that export nothing: one more that is the search alone.
        theme = {**read_theme([shipped_theme()]), "assets/js/benchmark.js": ENTRY}
        assets = build_assets(theme)
        for output in assets.outputs():
            (ours / output.path).parent.mkdir(parents=True, exist_ok=True)
            (ours / output.path).write_bytes(output.content)
        (ours / "index.html").write_text("<!doctype html><title>x</title>")
        script = OURS.replace("SCRIPT", assets["js/benchmark.js"].path)
        columns["ours"] |= measure(serve(ours), script, queries_of(size))
        if size <= STOCK_LUNR_MOST:
            columns["stock lunr"] = cost(build_lunr, size)
        if program := os.environ.get("PAGEFIND") or shutil.which("pagefind"):
            cost(write_pages, size, theirs)
            columns["Pagefind"] = cost(build_pagefind, program, theirs)
            (theirs / "index.html").write_text("<!doctype html><title>x</title>")
            columns["Pagefind"] |= measure(serve(theirs), PAGEFIND, queries_of(size))
    rows = list(dict.fromkeys(row for column in columns.values() for row in column))
    print(f"| {size:,} documents | " + " | ".join(columns) + " |")
    print("| --- |" + " ---: |" * len(columns))
    for row in rows:
        cells = [f"{column[row]:,.1f}" if row in column else "" for column in columns.values()]
        print(f"| {row} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
