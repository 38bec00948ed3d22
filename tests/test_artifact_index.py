"""The artifact index: small parts, in which the browser finds what a walk over all artifacts finds."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.api import artifact_index, filter_index
from generator.filters import listed_artifacts, sort_entries
from generator.filters.query import Sort
from generator.model import Artifact, ArtifactStatus
from generator.search import words
from tests.made_catalogs import SETTINGS, TYPES, catalog, entry

COMPARE = Path(__file__).parent / "js" / "artifact-compare.mjs"

NAMES = (
    "code-review",
    "reviewer",
    "review",
    "codeReviewer",
    "pdf",
    "x",
    "Résumé",
    "名前付け",
    "c++ tools",
    "a.b",
)
TEXTS = (
    None, "Reviews code.", "The best of PDF files", "a x of it", "スキルの名前", "Naïve\nlines",
    "pdfs & reviewing",
)  # fmt: skip
QUERIES = (
    "", "review", "reviews", "rev", "code review", "pdf", "pd", "p", "x", "the", "名", "名前", "resume",
    "zzz", "alpha", "someone", "code x", "c++", "reviewing pdf",
)  # fmt: skip


def artifact(kind: str, name: str, number: int, text: str | None, title: str | None = None) -> Artifact:
    """An artifact."""
    path = f"{kind}/{number}"
    url = f"https://github.com/some/thing/blob/{'0' * 40}/{path}"
    return Artifact(kind, name, path, url, "0" * 40, "r: rule", 90, title=title, description=text)


def with_artifacts(source_id: str, *found: Artifact, **fields):
    """A source that holds them."""
    listed = [a for a in found if a.status is ArtifactStatus.LISTED]
    counts = {kind: n for kind in TYPES if (n := sum(a.artifact_type == kind for a in listed))}
    return replace(entry(source_id, counts=counts, **fields), artifacts=found)


@st.composite
def catalogs(draw):
    """A few sources with artifacts of few names, so that ties are common."""
    ids = draw(st.sets(st.sampled_from(["alpha", "beta", "gamma", "m-1"]), max_size=4))
    return catalog(
        *(
            with_artifacts(
                source_id,
                *(
                    artifact(
                        draw(st.sampled_from(TYPES[:3])),
                        draw(st.sampled_from(NAMES)),
                        number,
                        draw(st.sampled_from(TEXTS)),
                        draw(st.sampled_from([None, None, "Other title"])),
                    )
                    for number in range(draw(st.integers(0, 5)))
                ),
            )
            for source_id in sorted(ids)
        )
    )


class Code:
    """The browser's code in one Node.js process."""

    def __init__(self, node: str) -> None:
        self._process = subprocess.Popen(
            [node, str(COMPARE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def _ask(self, **given):
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"Node.js ended with {self._process.wait(10)}"
        return json.loads(line)

    def open(self, of):
        """Read the indexes of a catalog."""
        filters, artifacts = filter_index(of), artifact_index(of)
        files = {output.path: output.content.decode() for output in (*filters, *artifacts)}
        self._ask(files=files, filters=filters[0].path, artifacts=artifacts[0].path)

    def find(self, text, types=()):
        """What the page shows."""
        return self._ask(text=text, types=list(types))

    def close(self):
        """End the process."""
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def code(node):
    """The browser's code."""
    made = Code(node)
    yield made
    made.close()


def level(query_word: str, source, found: Artifact) -> int:
    """How well a word matches an artifact, by the plainest reading of the rule."""
    best = 0
    named = {w for n in (found.name, found.title or "") for w in words.name_words(n)}
    told = set(words.words((found.description or "").replace("\n", " "))) - words.STOP_WORDS
    for begin in {query_word, words.term(query_word)}:
        longer = len(begin) >= 2 or not begin.isascii()
        for word in named | told:
            if word == begin or (longer and word.startswith(begin)):
                of_name = 4 if word == query_word else 3
                best = max(best, of_name if word in named else 1)
    for word in words.runs(f"{source.title} {source.full_name}"):
        if word == query_word or (len(query_word) > 2 and word.startswith(query_word)):
            best = max(best, 2)
    return best


def expected(of, text, types):
    """What a walk over all artifacts finds: source ids with names, in order."""
    query = words.query_words(text)
    groups = []
    for place, one in enumerate(sort_entries(of.public, Sort.NAME)):
        levels = [
            (min((level(word, one.source, a) for word in query), default=1), a)
            for a in listed_artifacts(SETTINGS, one)
            if not types or TYPES.index(a.artifact_type) in types
        ]
        matching = [(n, a) for n, a in levels if n]
        if matching:
            matching.sort(key=lambda pair: -pair[0])
            groups.append((-matching[0][0], place, one.source.id, [a.title or a.name for _, a in matching]))
    return [(source_id, names) for _, _, source_id, names in sorted(groups)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(catalogs(), st.sets(st.sampled_from([0, 1, 2]), max_size=2))
def test_the_browser_finds_what_a_walk_finds(code, of, types):
    """Queries give the same artifacts, in the same groups and order, with the same counts."""
    code.open(of)
    for text in QUERIES:
        answer = code.find(text, types)
        found = expected(of, text, types)
        assert [(g["id"], [row["name"] for row in g["rows"]]) for g in answer["groups"]] == found, text
        assert [g["count"] for g in answer["groups"]] == [len(names) for _, names in found]
        assert answer["total"] == sum(len(names) for _, names in found)
        for number in range(3):
            alone = sum(len(names) for _, names in expected(of, text, {number}))
            assert answer["byType"][number] == alone, text


MANY = catalog(
    *(
        with_artifacts(
            f"s{n:02}", *(artifact("skill", f"word{n}x{k}", k, f"text{n}y{k}") for k in range(150))
        )
        for n in range(30)
    )
)


def test_a_search_loads_few_parts(code):
    """Of many parts a search reads the one that its word is in, and a row the one that it is in."""
    code.open(MANY)
    parts = artifact_index(MANY)
    assert len([p for p in parts if "/words." in p.path]) >= 3
    answer = code.find("word7x3")
    assert len(answer["words"]) == 1
    assert answer["groups"][0]["rows"][0]["name"] == "word7x3"
    assert len(answer["rows"]) == 1, "word7x3 and word7x30 to word7x39 stand side by side"
    assert code.find("")["words"] == []


def test_parts_are_small():
    """No file of rows or words grows with the catalog."""
    parts = artifact_index(MANY)[1:]
    assert max(len(part.content) for part in parts) < 100_000


def test_only_addresses_of_github_are_kept():
    """Rows hold what follows github.com alone, so that no address of a damaged lock can run anything."""
    evil = replace(artifact("skill", "evil", 1, None), url="javascript:alert(1)")
    other = replace(artifact("skill", "other", 2, None), url="https://example.org/x")
    rows = next(o for o in artifact_index(catalog(with_artifacts("a", evil, other))) if "/rows." in o.path)
    assert json.loads(rows.content)["places"] == "\n"


def test_what_is_not_listed_is_not_there():
    """Excluded artifacts and duplicates, and those of unlisted sources, are in no part."""
    hidden = replace(artifact("skill", "hiddenthing", 1, None), status=ArtifactStatus.EXCLUDED)
    made = artifact_index(catalog(with_artifacts("a", hidden, artifact("skill", "seen", 2, None))))
    assert json.loads(made[0].content)["size"] == 1
    assert not any(b"hiddenthing" in part.content for part in made)
