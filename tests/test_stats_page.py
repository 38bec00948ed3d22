"""The page of numbers: its tables and charts say what the statistics say."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.model import ArtifactType
from generator.pages.charts import Series, line_chart, number_above
from generator.pages.wording import english
from generator.past import Run, Totals
from tests import theme_catalog as tc

DAY = date(2026, 1, 1)


def page(of=tc.FULL):
    """The page of numbers, read."""
    return tc.Document(tc.rendered(of)["stats/index.html"]).root


def test_tables_have_a_heading_a_cell():
    """Rows and columns are named, and a bar's length is that of its number."""
    table = next(e for e in page().all("table") if e.attributes.get("aria-labelledby") == "by-coverage")
    rows = {row.all("th")[0].text: row for row in table.all("tbody")[0].all("tr")}
    assert [e.attributes["scope"] for e in table.all("thead")[0].all("th")] == ["col", "col"]
    assert rows["Tags"].all("td")[0].text == "2 11%"
    assert rows["Tags"].all("rect")[1].attributes["width"] == "11.1"


def test_charts_have_a_name_a_description_and_a_table():
    """Who does not see a chart gets its title, its first and last numbers, and all of them as a table."""
    chart = page().all("figure")[1]
    svg = next(e for e in chart.all("svg") if e.attributes.get("role") == "img")
    named = [e for e in svg.walk() if e.attributes.get("id") in svg.attributes["aria-labelledby"].split()]
    assert [e.text for e in named] == [
        "Artifacts by type, from 2 Nov 2026 to 22 Nov 2026",
        "Skills: 3, then 15; MCP servers: 0, then 1",
    ]
    rows = [[cell.text for cell in row.all("th", "td")] for row in chart.all("tr")]
    assert rows[0] == ["Day", "Skills", "MCP servers"]
    assert rows[1:] == [["22 Nov 2026", "15", "1"], ["20 Nov 2026", "5", "0"], ["2 Nov 2026", "3", "0"]]


def test_lines_are_told_apart_without_colour():
    """Every line that a chart may have has a pattern of its own."""
    css = tc.THEME["assets/css/stats.css"].decode()
    patterns = [css.partition(f".plot-line-{n} {{")[2].partition("}")[0] for n in range(1, 7)]
    dashes = [line for text in patterns for line in text.splitlines() if "dasharray" in line]
    assert len(set(dashes)) == 5  # the first line has none


def test_many_types_share_a_line():
    """A catalog with more types than there are patterns shows the largest ones, and the rest together."""
    kinds = tuple(ArtifactType(f"t{n}", f"T{n}", f"T{n}s") for n in range(9))
    counts = tuple((f"t{n}", 10 * n + 10) for n in range(9))
    runs = tuple(Run(tc.NOW + timedelta(days=d), Totals(9, counts, counts)) for d in (0, 1))
    of = tc.catalog(settings=replace(tc.SETTINGS, artifact_types=kinds), history=runs)
    columns = [cell.text for cell in page(of).all("figure")[1].all("thead")[0].all("th")]
    assert columns == ["Day", "T4s", "T5s", "T6s", "T7s", "T8s", "Others"]


def test_without_history_the_page_says_so():
    """One day makes no line."""
    assert "two different days" in page(replace(tc.FULL, history=tc.HISTORY[:1])).text
    assert page(replace(tc.FULL, history=())).all("figure") == []


def test_failures_lead_to_their_sources():
    """Each failed source is named, with its error; without any the page says that."""
    assert "failed no answer within 5 s" in page().text
    assert "The last check of every source went well." in page(tc.EMPTY).text


def test_the_page_can_be_turned_off():
    """Then neither the page nor a link to it is there."""
    made = tc.rendered(replace(tc.FULL, settings=replace(tc.SETTINGS, stats=False)))
    assert not [path for path, text in made.items() if "stats/index.html" in path or "stats/index" in text]


@given(st.integers(0, 10**12))
def test_a_scale_is_long_enough_and_not_much_longer(value):
    """Every number fits in, its half is whole, and it is at most two and a half times too long."""
    top = number_above(value)
    assert value <= top <= max(2, 2.5 * value)
    assert top % 2 == 0


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=10),
    st.lists(st.integers(0, 10**9), min_size=11, max_size=11),
)
def test_points_stay_in_their_field(gaps, values):
    """Days go from left to right over the whole width, and no point lies outside."""
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    chart = line_chart(english(), "k", "H", days, [Series("s", tuple(values[: len(days)]))])
    points = [tuple(map(float, point.split(","))) for point in chart.lines[0].points.split()]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert (points[0][0], points[-1][0]) == (0, 100)
    assert all(0 <= y <= 100 for _, y in points)
