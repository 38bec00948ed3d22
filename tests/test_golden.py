"""The whole output of a small catalog, as files to read; and the laws that any build obeys.

``pytest tests/test_golden.py --update-golden`` rewrites the expected files; read the
difference before you commit it.
"""

import re
import shutil
from pathlib import Path

import pytest

from generator import __version__
from generator.build import build_site
from generator.loaded import load
from generator.urls import FILTER_INDEX
from generator.write import MANIFEST
from tests import small_catalog
from tests.site_links import dead_links

GOLDEN = Path(__file__).parent / "golden"
GOLDEN_EXAMPLE = Path(__file__).parent / "golden_example"
EXAMPLE = Path(__file__).parent.parent / "examples" / "offline"

HASHED = re.compile(r"(?<=[.-])[0-9a-f]{10,12}(?=\.(?:css|js|json|svg|bin)\b)|(?<=sha384-)[A-Za-z0-9+/]{64}")
"""What changes with each edit of a style sheet or script, in names and in pages."""


def build(root: Path, **options) -> dict[str, bytes]:
    """Build the catalog in ``root``; every file of the site by its path."""
    build_site(load(root), root / "site", **options)
    return content_of(root / "site")


def content_of(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path, the writer's manifest aside."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def readable(files: dict[str, bytes]) -> dict[str, str]:
    """Pages and data without hashes and version, and without the assets, which are under test elsewhere."""
    return {
        HASHED.sub("HASH", path): HASHED.sub("HASH", content.decode()).replace(__version__, "VERSION")
        for path, content in files.items()
        if path.startswith(("assets/data/", FILTER_INDEX))
        or not (path.startswith(("assets/", "search/")) or path.endswith(".png"))
    }


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


def test_golden(root, request):
    """The site of the small catalog is what it was when somebody last looked at it."""
    compare(readable(build(root)), GOLDEN, request)


def test_the_example_without_network(tmp_path, request):
    """The example of folders beside a catalog shows everything, READMEs included, without lock and cache.

    Of its pages the first, those of sources and the list of artifacts are looked at; the
    others are made like those of the small catalog.
    """
    root = tmp_path / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns(".cache", "site"))
    made = readable(build(root))
    shown = ("index.html", "artifacts/index.html", "sources/", "assets/data/", FILTER_INDEX)
    compare({path: text for path, text in made.items() if path.startswith(shown)}, GOLDEN_EXAMPLE, request)


def compare(made, golden, request):
    """Hold files against the expected ones, or make them the expected ones."""
    if request.config.getoption("--update-golden"):
        shutil.rmtree(golden, ignore_errors=True)
        for path, text in made.items():
            (golden / path).parent.mkdir(parents=True, exist_ok=True)
            (golden / path).write_text(text, encoding="utf-8", newline="\n")
    expected = {path: content.decode() for path, content in content_of(golden).items()}
    assert sorted(made) == sorted(expected)
    for path, text in made.items():
        assert text == expected[path], f"{path} differs; see the top of this file"


def test_twice_the_same_bytes(root):
    """A second build gives the same bytes, and writes nothing."""
    first = build(root)
    report = build_site(load(root), root / "site")
    assert report.written == 0
    assert content_of(root / "site") == first


def test_a_fresh_build_equals_one_over_an_old_site(root, tmp_path):
    """What an earlier build left behind does not show in the next one."""
    build(root)
    (root / "sources/gamma-agents.yaml").unlink()
    over_old = build(root)
    shutil.rmtree(root / "site")
    assert build(root) == over_old


def test_without_the_cache_counts_and_artifacts_stay(root):
    """A fresh clone with the lock alone shows the same artifacts; only the READMEs are missing."""
    with_cache = build(root)["sources/alpha-skills/index.html"].decode()
    shutil.rmtree(root / ".cache")
    without = build(root)["sources/alpha-skills/index.html"].decode()
    assert "Reads and writes spreadsheets." in with_cache
    assert "Reads and writes spreadsheets." in without
    assert "Text of part 12" in with_cache
    assert "Text of part 12" not in without


def test_a_definition_without_lock_and_cache_builds(root):
    """Before the first enrichment there is a site already, of what the definitions say."""
    shutil.rmtree(root / ".cache")
    (root / "catalog.lock").unlink()
    assert "Skills for spreadsheets" in build(root)["index.html"].decode()


def test_toggles_hide_what_the_cache_still_has(root):
    """A README whose import is turned off is nowhere in the site, though the cache has it."""
    definition = root / "sources/alpha-skills.yaml"
    definition.write_text(definition.read_text() + "import_repo_readme: false\n")
    files = build(root)
    assert not [path for path, content in files.items() if b"Text of part 12" in content]


def test_an_unlisted_source_is_on_its_own_page_alone(root):
    """No list, index, feed or sitemap names a source that is unlisted."""
    files = build(root)
    naming = [
        path for path, content in files.items() if b"delta-hidden" in content or b"delta/hidden" in content
    ]
    own = ("sources/delta-hidden/", "api/v1/sources/delta-hidden/", "api/v1/sources/delta-hidden.json")
    assert [path for path in naming if not path.startswith(own)] == []
    assert "sources/delta-hidden/index.html" in naming


def test_links_lead_somewhere(root):
    """Every link of a page, feed, Markdown or JSON file has a file of the site, and an anchor in it."""
    assert dead_links(build(root), "https://example.org/small") == []
