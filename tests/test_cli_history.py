"""What enriching tells the history, and what `catalog diff` prints."""

import json
from pathlib import Path

import pytest

from generator.history import read_history
from generator.lock import read_lock
from generator.past import ChangeKind
from generator.recording import BEFORE, Recorder
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_cli import run

HISTORY = "catalog.history.jsonl"


@pytest.fixture
def github():
    """A GitHub with the repositories of the small catalog."""
    with FakeGitHub() as fake:
        for source_id, files in small_catalog.REPOSITORIES.items():
            fake.add(Repo(source_id.replace("-", "/", 1), dict(files)))
        yield fake


@pytest.fixture
def root(tmp_path):
    """The small catalog before its first enrichment, with what there is to be fetched."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / "catalog.lock").unlink()
    (root / "sources/pending-one.yaml").unlink()
    return root


def enrich(root, github, *options):
    """Enrich from the fake GitHub; the history afterwards."""
    result = run(root, "enrich", *options, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert result.exit_code == 0, result.stderr
    return read_history(root / HISTORY)


def add_skill(github):
    """A repository gets a skill."""
    text = small_catalog.SKILL.format(name="charts", description="Draws charts.")
    github.add(
        Repo("alpha/skills", small_catalog.REPOSITORIES["alpha-skills"] | {"skills/charts/SKILL.md": text})
    )


def test_the_first_run_begins_the_history(root, github):
    """It says what there is, without unlisted sources, and tells of no change."""
    (begun,) = enrich(root, github)
    assert (begun.totals.sources, begun.changes, begun.unlisted) == (3, (), ("delta-hidden",))


def test_a_run_without_changes_appends_nothing(root, github):
    """The file stays byte for byte as it was."""
    enrich(root, github)
    before = (root / HISTORY).read_bytes()
    enrich(root, github)
    enrich(root, github, "--force")
    assert (root / HISTORY).read_bytes() == before


def test_what_changed_is_appended(root, github):
    """A new skill and a removed source are told, each once."""
    enrich(root, github)
    add_skill(github)
    (root / "sources/beta-tools.yaml").unlink()
    run_ = enrich(root, github, "--force")[-1]
    assert [(c.kind, c.source_id, c.name) for c in run_.changes] == [
        (ChangeKind.ADDED, "alpha-skills", "charts"),
        (ChangeKind.REMOVED, "beta-tools", None),
    ]
    assert run_.totals.sources == 2
    assert len(enrich(root, github, "--force")) == 2


def test_a_killed_run_is_told_by_the_next(root, github):
    """What a run put into the lock before it was killed is not lost to the history."""
    enrich(root, github)
    history, lock = (root / HISTORY).read_bytes(), (root / "catalog.lock").read_bytes()
    add_skill(github)
    enrich(root, github, "--force")
    (root / HISTORY).write_bytes(history)
    assert len(enrich(root, github)) == 1  # the lock had all before this run
    (root / ".cache" / BEFORE).write_bytes(lock)
    assert [c.name for c in enrich(root, github)[-1].changes] == ["charts"]
    assert not (root / ".cache" / BEFORE).exists()


def test_the_lock_is_copied_before_it_changes(tmp_path):
    """The copy that a killed run leaves is the lock from before its first save, not a later one."""
    lock = tmp_path / "catalog.lock"
    lock.write_text('{"lock": 2}\n')
    recorder = Recorder(tmp_path, [], {})
    save = recorder.watching(lambda _: lock.write_text("later"))
    save({})
    save({})
    assert (tmp_path / ".cache" / BEFORE).read_text() == '{"lock": 2}\n'


def test_a_damaged_copy_is_as_good_as_none(root, github):
    """What a killed run left may be damaged; then this run tells of itself."""
    enrich(root, github)
    (root / ".cache" / BEFORE).write_bytes(b"nonsense")
    add_skill(github)
    assert [c.name for c in enrich(root, github, "--force")[-1].changes] == ["charts"]


def test_a_damaged_history_stops_before_asking(root, github):
    """Nothing is asked or written where the history cannot be added to."""
    (root / HISTORY).write_text('{"history": 1}\nnonsense\n')
    result = run(root, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert result.exit_code == 1
    assert f"{HISTORY}:2: the line is no JSON" in result.stderr
    assert github.counted() == {}
    assert not (root / "catalog.lock").exists()


def test_merging_parts_tells_the_history(root, github):
    """Where several machines enriched, the merge of their parts is the run."""
    enrich(root, github)
    add_skill(github)
    for shard in ("1/2", "2/2"):
        assert len(enrich(root, github, "--force", "--shard", shard)) == 1
    merged = run(root, "merge", "--locks", *(str(root / f"catalog.lock.{n}-of-2") for n in (1, 2)))
    assert merged.exit_code == 0, merged.stderr
    assert [c.name for c in read_history(root / HISTORY)[-1].changes] == ["charts"]


# ------------------------------------------------------------------------- diff


@pytest.fixture
def locks(tmp_path):
    """The small catalog's lock, and one without a source and with an artifact elsewhere."""
    root = small_catalog.make(tmp_path / "catalog")
    lock = read_lock(root / "catalog.lock")
    moved = (root / "catalog.lock").read_text().replace("skills/slides", "skills/decks")
    new = tmp_path / "new.lock"
    new.write_text("".join(line for line in moved.splitlines(keepends=True) if '"gamma-agents"' not in line))
    assert len(lock) == 4
    return str(root / "catalog.lock"), str(new)


def test_diff_as_text(locks, tmp_path):
    """Sources and artifacts, with what they were, and a summary that is no part of the output."""
    result = run(tmp_path, "diff", *locks)
    assert result.stdout.splitlines() == [
        "  alpha-skills  alpha/skills",
        "  ~ skill  slides  skills/decks/SKILL.md  was skills/slides/SKILL.md",
        "- gamma-agents  gamma/agents  1 agent",
    ]
    assert "1 source removed; 1 artifact renamed" in result.stderr


def test_diff_as_json(locks, tmp_path):
    """All fields of every change, and counts."""
    told = json.loads(run(tmp_path, "diff", *locks, "--format", "json").stdout)
    assert told["changes"][1] == {
        "kind": "removed",
        "source_id": "gamma-agents",
        "full_name": "gamma/agents",
        "artifact_type": None,
        "name": None,
        "path": None,
        "before": None,
        "counts_by_type": {"agent": 1},
    }
    assert told["counts"]["artifacts"] == {"added": 0, "removed": 0, "renamed": 1}


def test_diff_as_markdown(locks, tmp_path):
    """A summary, then sources, then artifacts by source."""
    assert run(tmp_path, "diff", *locks, "--format", "markdown").stdout.splitlines() == [
        "**1 source removed; 1 artifact renamed.**",
        "",
        "### Sources",
        "",
        "- removed `gamma-agents` (`gamma/agents`): 1 `agent`",
        "",
        "### Artifacts",
        "",
        "In `alpha-skills`:",
        "",
        "- renamed `skill` `slides` at `skills/decks/SKILL.md`, was `skills/slides/SKILL.md`",
    ]


def test_diff_of_equal_locks(locks, tmp_path):
    """Nothing is said on standard output, and that nothing changed on standard error."""
    result = run(tmp_path, "diff", locks[0], locks[0])
    assert (result.stdout, result.exit_code) == ("", 0)
    assert "no source or artifact was added, removed or renamed" in result.stderr


def test_diff_names_the_damaged_file(locks, tmp_path):
    """A lock that cannot be read is named with its line; one that is not there, too."""
    bad = tmp_path / "bad.lock"
    bad.write_text("nonsense\n")
    assert f"{bad}:1: the line is no JSON" in run(tmp_path, "diff", locks[0], str(bad)).stderr
    missing = run(tmp_path, "diff", locks[0], str(tmp_path / "none.lock"))
    assert missing.exit_code == 2
    assert "none.lock' does not exist" in missing.stderr


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_hostile_names_stay_on_their_line(locks, tmp_path, form):
    """A name cannot start a line, an escape sequence, a workflow command, a mention or markup."""
    old, new = locks
    name = "x`@someone\\n::error::y\\u001b[31m<b>"
    text = Path(new).read_text().replace('"name":"slides"', f'"name":"{name}"')
    (tmp_path / "new.lock").write_text(text)
    out = run(tmp_path, "diff", old, new, "--format", form).stdout
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert form == "text" or "``x`@someone" in out
