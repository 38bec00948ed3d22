"""How well the shipped rules do on real repositories that were labelled by hand."""

from collections import Counter
from dataclasses import dataclass

import pytest

from generator.model import ArtifactStatus
from tests.scan.stored import SETTINGS, labels, repositories, scanned

TYPES = [kind.id for kind in SETTINGS.artifact_types]


@dataclass
class Score:
    """Right, wrong and missed rows of one type."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what is listed, the part that is labelled so."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is labelled, the part that is listed."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def scores(*, with_contents: bool) -> tuple[dict[str, Score], list[str]]:
    """A score for each type and for all rows, and the rows that went wrong."""
    result = {kind: Score() for kind in [*TYPES, "all"]}
    errors = []
    for repository in repositories():
        listed: dict[str, set[str]] = {}
        for artifact in scanned(repository, with_contents=with_contents):
            if artifact.status is ArtifactStatus.LISTED:
                listed.setdefault(artifact.path or ".", set()).add(artifact.artifact_type)
        for row in labels():
            if row.repository != repository.full_name:
                continue
            found = listed.get(row.path, set())
            for kind in found | ({row.listed} if row.listed else set()):
                right, expected = kind in found and kind == row.listed, kind == row.listed
                for score in (result[kind], result["all"]):
                    score.right += right
                    score.missed += expected and not right
                    score.wrong += not expected
                if not right:
                    errors.append(f"{row.repository} {row.path}: {row.expected} ({row.note}), found {found}")
    return result, errors


def table(title: str, result: dict[str, Score]) -> str:
    """The scores as lines."""
    lines = [f"\n{title:24}precision  recall  right wrong missed"]
    lines += [
        f"  {kind:22}{s.precision:9.3f}{s.recall:8.3f}{s.right:7}{s.wrong:6}{s.missed:7}"
        for kind, s in result.items()
    ]
    return "\n".join(lines)


def test_precision_and_recall(capsys):
    """With the texts that the scan asks for, both are at least 0.98, over all and for each type."""
    result, errors = scores(with_contents=True)
    with capsys.disabled():
        print(table("scan with texts", result))  # noqa: T201 - the point of the test is to be read
    for kind, score in result.items():
        assert score.precision >= 0.98, (kind, errors)
        assert score.recall >= 0.98, (kind, errors)


def test_precision_and_recall_from_paths_alone(capsys):
    """Without any text little is made up, and most is still found."""
    result, errors = scores(with_contents=False)
    with capsys.disabled():
        print(table("scan of paths alone", result))  # noqa: T201 - the point of the test is to be read
    assert result["all"].precision >= 0.98, errors
    assert result["all"].recall >= 0.90, errors


def test_duplicates_name_their_original():
    """A row that repeats another one is a duplicate of it, and not listed."""
    rows = [row for row in labels() if row.original]
    assert len(rows) >= 8
    by_name = {r.full_name: r for r in repositories()}
    for row in rows:
        found = [a for a in scanned(by_name[row.repository], with_contents=True) if a.path == row.path]
        assert [(a.artifact_type, a.status, a.duplicate_of) for a in found] == [
            (row.expected, ArtifactStatus.DUPLICATE, row.original)
        ]


def test_the_table_is_large_and_about_what_stands_in_the_trees():
    """At least 300 rows of 15 repositories, a third of them no artifacts, each path in its tree once."""
    rows = labels()
    paths = {r.full_name: {e.path for e in r.tree.entries} | {"."} for r in repositories()}
    assert len(rows) >= 300
    assert len({row.repository for row in rows}) >= 15
    assert sum(row.listed is None for row in rows) * 3 >= len(rows)
    assert {row.expected for row in rows} == {*TYPES, "none"}
    assert [n for n in Counter((row.repository, row.path) for row in rows).values() if n > 1] == []
    assert [row for row in rows if row.path not in paths[row.repository]] == []


@pytest.mark.parametrize("repository", repositories(), ids=lambda r: r.full_name)
def test_every_artifact_says_how_it_was_found(repository):
    """Each names its rule in words, a confidence, a git object and an address at the scanned commit."""
    rules = {f"{r.id}: {r.says}" for kind in SETTINGS.artifact_types for r in kind.rules}
    for artifact in scanned(repository, with_contents=True):
        assert artifact.detected_by in rules
        assert 0 < artifact.confidence <= 100
        assert len(artifact.sha) == 40
        assert artifact.url.startswith(f"https://github.com/{repository.full_name}/")
        assert f"/{repository.commit}" in artifact.url
