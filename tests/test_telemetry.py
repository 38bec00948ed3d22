"""What runs tell of themselves: spans, counts, logs and the report; and that nobody pays for silence."""

import json
import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from generator.build import build_site
from generator.cli import main
from generator.loaded import load
from generator.otel import Once, OpenTelemetrySink, is_asked_for
from generator.served.answers import Answers
from generator.telemetry import SILENT, Telemetry
from generator.telemetry.log import Form, Level, Log
from generator.telemetry.report import Report
from tests import small_catalog
from tests.gitting import FILES, Host, Known

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def host(tmp_path):
    """A host with one repository."""
    made = Host(tmp_path / "host")
    made.repository("acme/tools", FILES)
    return made


class Clock:
    """Seconds that pass by looking."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        """One second later at each look."""
        self.seconds += 1
        return self.seconds


class Collector:
    """OpenTelemetry with everything in memory."""

    def __init__(self):
        self.exporter = InMemorySpanExporter()
        self.tracers = TracerProvider(shutdown_on_exit=False)
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.meters = MeterProvider([self.reader], shutdown_on_exit=False)
        self.clock = Clock()
        self.sink = OpenTelemetrySink(
            self.tracers, self.meters, wall_ns=lambda: 10**18, monotonic=lambda: self.clock.seconds
        )

    @property
    def telemetry(self):
        """What is told goes to memory."""
        return Telemetry([self.sink], self.clock)

    @property
    def spans(self):
        """Finished spans by name."""
        return {span.name: span for span in self.exporter.get_finished_spans()}

    @property
    def metrics(self):
        """Values by name and attributes."""
        found = {}
        for resource in self.reader.get_metrics_data().resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    for point in metric.data.data_points:
                        value = getattr(point, "value", None)
                        key = (metric.name, *sorted(point.attributes.items()))
                        found[key] = point.count if value is None else value
        return found


# --------------------------------------------------------------- OpenTelemetry


def test_spans_lie_in_each_other_and_last():
    """A span has its parent, its seconds, its attributes; one that fails has the exception's name."""
    collector = Collector()
    telemetry = collector.telemetry

    def failing():
        with telemetry.span("outer", source_id="a"):
            with telemetry.span("inner") as span:
                span.set(found=3)
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        failing()
    outer, inner = collector.spans["catalog.outer"], collector.spans["catalog.inner"]
    assert inner.parent.span_id == outer.context.span_id
    assert (inner.end_time - inner.start_time, outer.end_time - outer.start_time) == (10**9, 3 * 10**9)
    assert inner.start_time == 10**18 + 2 * 10**9
    assert inner.attributes == {"catalog.found": 3}
    assert (outer.status.status_code, outer.status.description) == (StatusCode.ERROR, "ValueError")


def test_counts_and_durations_become_metrics():
    """Counters add up by their attributes, gauges hold the last, durations fill a histogram."""
    collector = Collector()
    telemetry = collector.telemetry
    telemetry.count("requests", 2, kind="rest", outcome="ok")
    telemetry.count("requests", 3, kind="rest", outcome="ok")
    telemetry.measure("rate_limit.remaining", 40, kind="rest")
    telemetry.measure("rate_limit.remaining", 38, kind="rest")
    with telemetry.span("load"):
        pass
    assert collector.metrics == {
        ("catalog.requests", ("kind", "rest"), ("outcome", "ok")): 5,
        ("catalog.rate_limit.remaining", ("kind", "rest")): 38,
        ("catalog.operation.duration", ("operation", "load"), ("outcome", "ok")): 1,
    }


def test_a_build_tells_its_stages(tmp_path):
    """Scan, render, index and write each have a span, and artifacts are counted by type."""
    collector = Collector()
    root = small_catalog.make(tmp_path / "catalog")
    report = build_site(load(root), root / "site", jobs=1, telemetry=collector.telemetry)
    assert set(collector.spans) == {"catalog.scan", "catalog.render", "catalog.index", "catalog.write"}
    assert collector.spans["catalog.render"].attributes["catalog.pages"] == report.pages
    metrics = collector.metrics
    counted = sum(value for key, value in metrics.items() if key[0] == "catalog.artifacts")
    assert counted == report.artifacts
    assert metrics["catalog.scans", ("scan_status", "pending")] == 1


def test_an_enrichment_tells_batches_and_sources(host):
    """Each source has a span below its batch, with its outcome and whether its details came."""
    collector = Collector()
    known = Known(host)
    known.run(telemetry=collector.telemetry)
    source, batch = collector.spans["catalog.enrich.source"], collector.exporter.get_finished_spans()
    assert dict(source.attributes) == {
        "catalog.source_id": "tools",
        "catalog.outcome": "ok",
        "catalog.repo_details_fetched": True,
        "catalog.artifacts": 1,
    }
    assert source.parent.span_id in {s.context.span_id for s in batch if s.name == "catalog.enrich.batch"}
    assert collector.spans["catalog.scan"].attributes["catalog.source_id"] == "tools"


def test_requests_are_told_by_how_they_ended(host):
    """The report of a run has them by kind and outcome."""
    known = Known(host)
    assert {(k.value, o): n for (k, o), n in known.run().ended.items()} == {("git", "ok"): 4}
    (host.hosts / "acme/tools").rename(host.hosts / "acme/gone")
    known.now = known.now.replace(year=2027)
    assert {(k.value, o): n for (k, o), n in known.run().ended.items()} == {("git", "not_found"): 1}


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_SERVICE_NAME": "x"}, False),
    ],
)
def test_the_environment_asks_for_it(environment, asked):
    """A collector's address turns OpenTelemetry on; its own switch turns it off."""
    assert is_asked_for(environment) is asked


def test_a_deaf_collector_costs_one_line_without_its_address():
    """Of the SDK's many complaints the first is passed on, and no host or password of it."""
    warnings = []
    logger = logging.Logger("opentelemetry")
    logger.addHandler(Once(warnings.append))
    for _ in range(3):
        logger.warning("Transient error %s encountered", "https://ada:hunter2@collector.example.org")
    assert warnings == ["OpenTelemetry: not everything could be sent (Transient error)"]


def test_silence_imports_nothing(tmp_path):
    """Where nobody asks, no part of OpenTelemetry is imported, and a silent span keeps nothing."""
    root = small_catalog.make(tmp_path / "catalog")
    code = (
        "import sys; from click.testing import CliRunner; from generator.cli import main;"
        f"r = CliRunner().invoke(main, ['-C', {str(root)!r}, 'build', '--offline', '--jobs', '1']);"
        "print(r.exit_code, [m for m in sys.modules if m.startswith('opentelemetry')])"
    )
    environment = {"PATH": "", "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "0 []"
    with SILENT.span("load") as span:
        span.set(x=1)
    assert (span.attributes, SILENT.now()) == ({}, 0.0)


# -------------------------------------------------------------------------- log


def lines_of(told, **options):
    """The lines that a log writes of what ``told`` tells."""
    lines = []
    values = {"form": Form.JSON, "level": Level.DEBUG, "now": lambda: NOW}
    telemetry = Telemetry([Log(lines.append, **(values | options))], Clock())
    told(telemetry)
    return lines


def a_source(telemetry, **attributes):
    """One source that was asked for."""
    values = {"source_id": "x", "outcome": "ok"}
    telemetry.done("enrich.source", telemetry.now(), **(values | attributes))


def test_a_line_of_json_has_its_fields():
    """Time, level and operation first, then the fields."""
    (line,) = lines_of(a_source)
    assert json.loads(line) == {
        "time": "2026-11-25T12:00:00.000Z",
        "level": "info",
        "operation": "enrich.source",
        "duration_ms": 1000.0,
        "outcome": "ok",
        "source_id": "x",
    }


def test_a_line_of_text_reads_well():
    """Words stand as they are, other texts in quotes."""
    (line,) = lines_of(lambda t: a_source(t, note="two words", good=True), form=Form.TEXT)
    told = 'duration_ms=1000.0 good=true note="two words" outcome=ok source_id=x'
    assert line == f"2026-11-25T12:00:00.000Z INFO    enrich.source {told}"


@pytest.mark.parametrize(
    ("level", "shown"),
    [("debug", ["a", "b", "scan", "requests"]), ("info", ["a", "b"]), ("warning", ["b"]), ("error", [])],
)
def test_levels_choose_lines(level, shown):
    """Failures are warnings; single scans and counts are for those who look closely."""

    def told(telemetry):
        a_source(telemetry, source_id="a")
        a_source(telemetry, source_id="b", outcome="not_found")
        with telemetry.span("scan"):
            pass
        telemetry.count("requests", 2)

    lines = [json.loads(line) for line in lines_of(told, level=Level(level))]
    assert [line.get("source_id", line["operation"]) for line in lines] == shown


@pytest.mark.parametrize("form", Form)
@given(value=st.text() | st.sampled_from(["::error::x", "\n::add-mask::x", "a\r\x1b[2Jb", "##[group]x"]))
def test_hostile_text_stays_in_its_line(form, value):
    """Whatever a value holds, there is one line that no terminal and no runner takes for a command."""
    (line,) = lines_of(lambda t: a_source(t, note=value), form=form)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in line)
    assert not line.startswith("::")
    assert "##[" not in line


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    "secret",
    [
        "ghp_0123456789abcdef0123456789abcdef0123",
        "github_pat_0123456789abcdefghij_0123456789",
        "glpat-0123456789abcdefghij",
        "https://ada:hunter2@example.org/x",
        "the-token-of-this-run",
    ],
)
def test_secrets_are_not_in_it(form, secret):
    """Tokens, passwords in addresses and the run's own token are taken out."""
    (line,) = lines_of(
        lambda t: a_source(t, note=f"x {secret} y"), form=form, secrets=["the-token-of-this-run"]
    )
    assert "***" in line
    for part in ("0123456789", "hunter2", "the-token"):
        assert part not in line


# ----------------------------------------------------------------------- report


def test_the_report_gathers():
    """Times of one stage are added, counts by their attributes, sources by id."""
    report = Report()
    telemetry = Telemetry([report], Clock())
    for _ in range(2):
        with telemetry.span("load"):
            pass
    telemetry.count("cache", 3, result="hit")
    a_source(telemetry, error="gone")
    plain = report.plain(command="build")
    assert plain["command"] == "build"
    assert plain["stages"] == {"load": 2.0, "enrich.source": 1.0}
    assert plain["counts"] == {"cache": {"hit": 3}}
    assert plain["sources"] == {"x": {"outcome": "ok", "error": "gone", "seconds": 1.0}}
    assert report.summary() == "load 2.0 s · cache 3 hits, 0 misses"
    report.clear()
    assert report.plain()["stages"] == {}


def run(root, *arguments):
    """A command, which succeeds."""
    result = CliRunner().invoke(main, ["-C", str(root), *arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def root(tmp_path):
    """The small catalog."""
    return small_catalog.make(tmp_path / "catalog")


def test_a_build_leaves_its_report_beside_the_cache(root):
    """Stages, sizes, statuses and warnings are in it, and nothing of it is in the site."""
    run(root, "build", "--offline", "--jobs", "1")
    report = json.loads((root / ".cache/build-report.json").read_bytes())
    assert set(report["stages"]) == {"load", "scan", "render", "index", "write"}
    assert report["site"]["sources"] == 5
    assert report["site"]["total_bytes"] > 10_000
    assert sum(report["counts"]["artifacts"].values()) == report["site"]["artifacts"]
    assert report["counts"]["scans"] == {"success": 4, "pending": 1}
    assert report["warnings"] == []
    assert not list((root / "site").rglob("*report*"))


def test_a_report_goes_where_it_is_asked_for(root, tmp_path):
    """`--report FILE` writes it there, and there alone."""
    run(root, "build", "--offline", "--jobs", "1", "--report", str(tmp_path / "r.json"))
    assert json.loads((tmp_path / "r.json").read_bytes())["command"] == "build"
    assert not (root / ".cache/build-report.json").exists()


def test_telemetry_leaves_no_trace_in_the_site(root, tmp_path):
    """With logs and a report, the bytes are those of a silent build."""
    from tests.test_golden import content_of

    run(root, "build", "--offline", "--jobs", "1")
    silent = content_of(root / "site")
    run(root, "--log-format", "json", "build", "--offline", "--jobs", "1", "-o", str(tmp_path / "loud"))
    assert content_of(tmp_path / "loud") == silent


def test_a_filter_tells_what_was_applied(root):
    """`catalog list` logs the names of the filters, and how many passed."""
    result = run(root, "--log-format", "json", "list", "--tags", "python", "--sort", "name")
    told = {line["operation"]: line for line in map(json.loads, _json_lines(result.stderr))}
    assert told["filter"]["filter_params_applied"] == "sort,tags"
    assert told["filter"]["found"] == 2
    assert told["command.list"]["outcome"] == "ok"


def test_an_edit_tells_source_and_tags(root):
    """`catalog tag add` logs which source got which tags."""
    result = run(root, "--log-format", "json", "tag", "add", "alpha-skills", "python", "sheets")
    told = {line["operation"]: line for line in map(json.loads, _json_lines(result.stderr))}
    assert (told["edit"]["source_id"], told["edit"]["tags_added"]) == ("alpha-skills", "sheets")


def _json_lines(text):
    return [line for line in text.splitlines() if line.startswith("{")]


def test_a_command_that_fails_says_so(root):
    """The command's own line has the outcome."""
    result = CliRunner().invoke(main, ["-C", str(root), "--log-format", "json", "show", "nobody"])
    told = [json.loads(line) for line in _json_lines(result.stderr)]
    assert (told[-1]["operation"], told[-1]["outcome"], told[-1]["level"]) == (
        "command.show",
        "failed",
        "warning",
    )


def test_the_served_api_tells_of_its_lists(root):
    """A list that is asked for over HTTP is a filter, told by names of parameters that there are."""
    run(root, "build", "--offline", "--jobs", "1")
    collector = Collector()
    answers = Answers(root / "site", collector.telemetry)
    answers.answer("listSources", b"tags=python&limit=1")
    answers.answer("listTags", b"")
    answers.answer("listSources", b"tags=python&ghp_secret=1")
    filters = [dict(span.attributes) for span in collector.exporter.get_finished_spans()]
    assert filters == [
        {"catalog.filter_params_applied": "limit,tags"},
        {"catalog.filter_params_applied": "tags"},
    ]


def test_threads_do_not_get_into_each_others_spans():
    """What another thread does meanwhile is not below this one's operation."""
    collector = Collector()
    telemetry = collector.telemetry

    def other():
        with telemetry.span("other"):
            pass

    with telemetry.span("outer"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert collector.spans["catalog.other"].parent is None
