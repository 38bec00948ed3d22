"""What telling costs a build: ``python benchmarks/telemetry.py [SIZE] [--runs N]``.

One made-up catalog (`natural.py`; 1,000 sources unless told), READMEs rendered before. Each
build makes every page anew, in a process of its own with one worker: silent, with the report
that `catalog build` always gathers, with a log in JSON, and with OpenTelemetry's SDK keeping
everything in memory. The ways take turns, and the least CPU seconds of each count.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WAYS = ("silent", "report", "log", "opentelemetry")


def build(root: Path, way: str) -> None:
    """One build, in this process."""
    sys.path.insert(0, str(HERE.parent))
    import time
    from datetime import UTC, datetime

    from generator.build import build_site
    from generator.loaded import load
    from generator.telemetry import Sink, Telemetry
    from generator.telemetry.log import Form, Log
    from generator.telemetry.report import Report

    sinks: list[Sink] = []
    if way == "report":
        sinks = [Report()]
    elif way == "log":
        sinks = [Log(lambda _: None, form=Form.JSON, now=lambda: datetime.now(UTC))]
    elif way == "opentelemetry":
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import InMemoryMetricReader
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import SimpleSpanProcessor
        from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

        from generator.otel import OpenTelemetrySink

        tracers = TracerProvider()
        tracers.add_span_processor(SimpleSpanProcessor(InMemorySpanExporter()))
        sinks = [OpenTelemetrySink(tracers, MeterProvider([InMemoryMetricReader()]))]
    telemetry = Telemetry(sinks, time.monotonic)
    with telemetry.span("load"):
        loaded = load(root)
    build_site(loaded, root / "site", jobs=1, telemetry=telemetry)


def cpu_of(root: Path, way: str) -> float:
    """CPU seconds of one build and its children."""
    for made in ("site", ".cache/pages", ".cache/builds"):
        shutil.rmtree(root / made, ignore_errors=True)
    process = subprocess.Popen([sys.executable, __file__, "--build", way, str(root)])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--build", nargs=2, metavar=("WAY", "ROOT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        build(Path(arguments.build[1]), arguments.build[0])
        return
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "catalog"
        subprocess.run([sys.executable, HERE / "natural.py", root, str(arguments.size)], check=True)
        cpu_of(root, "silent")  # fills the cache
        spent: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(arguments.runs):
            for way in WAYS:
                spent[way].append(cpu_of(root, way))
    print(f"| way | CPU s, least of {arguments.runs} | most |\n| --- | --- | --- |")
    for way, seconds in spent.items():
        print(f"| {way} | {min(seconds):.2f} | {max(seconds):.2f} |")


if __name__ == "__main__":
    main()
