"""Definitions changed by program: planned as a whole, written all or not at all, comments kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import edit
from generator.edit import Definitions
from generator.errors import DefinitionError, EditError, UnknownSourceError
from generator.load import check_sources, load_settings
from generator.model import Snapshot
from generator.schema import SOURCE
from generator.yaml_text import parse, plain

ALPHA = """\
# yaml-language-server: $schema=../schemas/source.schema.json
repo_url: https://github.com/acme/alpha   # the address
name: 'Alpha'
# what it is about
tags:
  - python # main
  - UI
added: 2026-01-01
"""
BETA = "repo_url: acme/beta\r\ntags: [ python ]\r\nsuccessor: gamma\r\n"
GAMMA = "repo_url: acme/gamma\naliases: [old-gamma]\n"


@pytest.fixture
def root(tmp_path):
    """A catalog of three sources."""
    (tmp_path / "sources").mkdir()
    for name, text in (("alpha", ALPHA), ("beta", BETA), ("gamma", GAMMA)):
        (tmp_path / f"sources/{name}.yaml").write_bytes(text.encode())
    return tmp_path


@pytest.fixture
def definitions(root):
    """The same, read."""
    return Definitions.read(root)


def after(plan):
    """The new texts of a plan by file; None for a deleted one."""
    return {c.file[len("sources/") : -len(".yaml")]: c.after and c.after.decode() for c in plan.changes}


def codes(error):
    """The codes of an error's problems."""
    return [problem.code for problem in error.value.problems]


# ------------------------------------------------------------------- add, edit


def test_a_new_definition_is_written_in_the_usual_order(definitions):
    """Fields stand in the order of the reference, normalised, under the line for editors."""
    fields = {"tags": ["Ui", "ui "], "repo_url": "acme/delta", "name": "  Delta  tools ", "description": ""}
    plan = edit.add_source(definitions, "delta", fields)
    assert after(plan) == {
        "delta": "# yaml-language-server: $schema=../schemas/source.schema.json\n"
        "repo_url: https://github.com/acme/delta\nname: Delta tools\ntags: [ui]\n"
    }


def test_an_id_that_is_there_is_not_overwritten(definitions):
    """Adding never replaces a file."""
    with pytest.raises(EditError, match="catalog edit alpha"):
        edit.add_source(definitions, "alpha", {"repo_url": "acme/x"})


def test_all_problems_of_a_new_definition_are_reported_at_once(definitions):
    """What `catalog validate` would say is said before anything is written."""
    with pytest.raises(DefinitionError) as error:
        edit.add_source(definitions, "Delta", {"repo_url": "ACME/Alpha", "trust_level": "good"})
    assert codes(error) == ["bad-id", "unknown-value"]
    with pytest.raises(DefinitionError) as error:
        edit.add_source(definitions, "delta", {"repo_url": "ACME/Alpha"})
    assert codes(error) == ["duplicate-repository"]


def test_an_edit_keeps_the_rest_of_the_file(definitions):
    """Comments, quotes and order stay; new fields come at their place, empty ones go."""
    plan = edit.edit_source(
        definitions,
        "alpha",
        {"name": "It's new", "description": "About: all.", "added": None, "homepage": ""},
    )
    expected = ALPHA.replace("'Alpha'\n", "'It''s new'\ndescription: \"About: all.\"\n")
    assert after(plan) == {"alpha": expected.replace("added: 2026-01-01\n", "")}


def test_an_edit_that_says_nothing_new_changes_nothing(definitions):
    """The same values leave no change."""
    assert edit.edit_source(definitions, "alpha", {"name": "Alpha", "homepage": None}).changes == ()


def test_an_edit_that_breaks_the_definition_is_refused(definitions):
    """A required field cannot be taken out, nor another's repository taken."""
    with pytest.raises(DefinitionError) as error:
        edit.edit_source(definitions, "alpha", {"repo_url": None})
    assert codes(error) == ["missing-field"]
    with pytest.raises(EditError, match="catalog rename"):
        edit.edit_source(definitions, "alpha", {"id": "other"})


def test_an_unknown_id_gets_a_suggestion(definitions):
    """A slip is named; a former id is understood."""
    with pytest.raises(UnknownSourceError, match='did you mean "alpha"'):
        edit.edit_source(definitions, "alpa", {"name": "x"})
    assert list(after(edit.edit_source(definitions, "old-gamma", {"name": "x"}))) == ["gamma"]


EXAMPLES = {
    f.name: plain(parse(f.example, "f")) for f in SOURCE.fields if f.name not in ("id", "repo_url", "path")
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_field_can_be_set_to_its_example(root, name):
    """Whatever field is edited, the definition then says its value, and nothing else is changed."""
    (root / "sources/anthropics-skills.yaml").write_text("repo_url: a/b\n")
    plan = edit.edit_source(Definitions.read(root), "alpha", {name: EXAMPLES[name]})
    text = after(plan)["alpha"]
    assert plain(parse(text, "f")) == {**plain(parse(ALPHA, "f")), name: EXAMPLES[name]}
    kept = [line for line in ALPHA.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == kept


# -------------------------------------------------------------- rename, remove


def test_renaming_keeps_the_old_address(definitions):
    """The file moves with all that is in it, the old id becomes an alias, successors follow."""
    plan = edit.rename_source(definitions, "gamma", "delta")
    assert after(plan) == {
        "beta": BETA.replace("gamma", "delta"),
        "delta": "repo_url: acme/gamma\naliases: [old-gamma, gamma]\n",
        "gamma": None,
    }
    assert plan.renamed == (("gamma", "delta"),)


def test_a_source_can_get_a_former_id_back(definitions):
    """An alias that becomes the id again is no alias any more."""
    assert after(edit.rename_source(definitions, "gamma", "old-gamma"))["old-gamma"].endswith("[gamma]\n")


@pytest.mark.parametrize(
    ("new", "message"), [("alpha", "there already"), ("Alpha", "there already"), ("gamma", "already")]
)
def test_a_taken_id_is_refused(definitions, new, message):
    """Renaming overwrites nothing, whatever the case of letters."""
    with pytest.raises(EditError, match=message):
        edit.rename_source(definitions, "gamma", new)


def test_a_bad_id_is_reported_once(definitions):
    """Not again in each definition that would name it."""
    with pytest.raises(DefinitionError) as error:
        edit.rename_source(definitions, "gamma", "Bad Id")
    assert codes(error) == ["bad-id"]


def test_a_source_with_a_successor_leads_on(definitions):
    """Its file goes, its ids become aliases, and whoever named it follows."""
    plan = edit.remove_source(definitions, "gamma", successor="alpha")
    assert after(plan) == {
        "alpha": ALPHA.replace("added:", "aliases: [gamma, old-gamma]\nadded:"),
        "beta": BETA.replace("gamma", "alpha"),
        "gamma": None,
    }


def test_a_source_removed_for_a_reason_leaves_a_note(root, definitions):
    """The definition says why and since when; it is no source any more, and cannot be added unseen."""
    plan = edit.remove_source(definitions, "alpha", reason="The repository: gone.", on=date(2026, 2, 3))
    note = 'removed:\n  reason: "The repository: gone."\n  date: 2026-02-03\n'
    assert after(plan) == {"alpha": ALPHA + note}
    edit.write(root, plan)
    again = Definitions.read(root)
    assert [source.id for source in again.sources()] == ["beta", "gamma"]
    with pytest.raises(DefinitionError, match="taken out of the catalog: The repository: gone") as error:
        edit.add_source(again, "delta", {"repo_url": "acme/ALPHA"})
    assert codes(error) == ["removed-repository"]


def test_a_successor_of_others_is_not_removed_without_one(definitions):
    """Nobody is left pointing at nothing."""
    for options in ({"reason": "gone"}, {}):
        with pytest.raises(EditError, match="successor of beta"):
            edit.remove_source(definitions, "gamma", **options)
    with pytest.raises(EditError, match="its own successor"):
        edit.remove_source(definitions, "gamma", successor="old-gamma")


# ------------------------------------------------------------------------ tags


def test_tags_are_added_in_the_style_of_each_file(definitions):
    """Lists in brackets and in lines stay such, with their comments and line ends."""
    plan = edit.add_tags(definitions, ["alpha", "beta", "gamma"], ["ui", "Web"])
    assert after(plan) == {
        "alpha": ALPHA.replace("  - UI\n", "  - UI\n  - web\n"),
        "beta": BETA.replace("python ]", "python, ui, web ]"),
        "gamma": GAMMA.replace("acme/gamma\n", "acme/gamma\ntags: [ui, web]\n"),
    }


def test_tags_are_removed_whatever_their_case(definitions):
    """The comment of a removed tag goes with it; a list without tags goes as a whole."""
    plan = edit.remove_tags(definitions, ["alpha", "beta"], ["PYTHON", "unknown"])
    assert after(plan) == {
        "alpha": ALPHA.replace("  - python # main\n", ""),
        "beta": BETA.replace("tags: [ python ]\r\n", ""),
    }


def test_tags_are_set(definitions):
    """A tag that is there already stays as it is written."""
    plan = edit.update_tags(definitions, ["alpha"], ["ui", "cloud"])
    assert after(plan) == {
        "alpha": ALPHA.replace("  - python # main\n", "").replace("- UI\n", "- UI\n  - cloud\n")
    }


def test_one_bad_source_or_tag_changes_none(definitions):
    """All or nothing: an unknown id, a bad tag or one tag too many refuses the whole."""
    with pytest.raises(UnknownSourceError):
        edit.add_tags(definitions, ["alpha", "nobody"], ["x"])
    with pytest.raises(DefinitionError) as error:
        edit.add_tags(definitions, ["alpha"], ["good", "b d", "-x"])
    assert codes(error) == ["bad-tag", "bad-tag"]
    with pytest.raises(DefinitionError) as error:
        edit.add_tags(definitions, ["gamma", "alpha"], [f"tag-{n}" for n in range(20)])
    assert [(p.file, p.code) for p in error.value.problems] == [("sources/alpha.yaml", "too-many")]


TAGS = st.lists(st.sampled_from(["python", "UI", "ui", "a", "b_1", "c-2"]), min_size=1, max_size=4)


@given(TAGS, TAGS)
def test_laws_of_tags(tmp_path_factory, first, second):
    """Added tags are there once; adding twice is adding once; what is removed is gone; setting sets."""
    root = tmp_path_factory.mktemp("tags")
    (root / "sources").mkdir()
    (root / "sources/alpha.yaml").write_text(ALPHA)

    def tags_after(change, tags):
        edit.write(root, change(Definitions.read(root), ["alpha"], tags))
        return Definitions.read(root).source("alpha").tags

    before = Definitions.read(root).source("alpha").tags
    added = tags_after(edit.add_tags, first)
    assert added[: len(before)] == before
    assert set(added) == {*before, *(tag.lower() for tag in first)}
    assert edit.add_tags(Definitions.read(root), ["alpha"], first).changes == ()
    assert tags_after(edit.remove_tags, second) == tuple(
        t for t in added if t not in {s.lower() for s in second}
    )
    assert tags_after(edit.update_tags, second) == tuple(dict.fromkeys(tag.lower() for tag in second))
    assert "# what it is about\n" in (root / "sources/alpha.yaml").read_text()


# --------------------------------------------------------------------- writing


def test_a_plan_is_written_as_a_whole(root, definitions):
    """What is written is what was planned, and it loads."""
    edit.write(root, edit.rename_source(definitions, "gamma", "delta"))
    sources, problems = check_sources(root, load_settings(root))
    assert [s.id for s in sources] == ["alpha", "beta", "delta"]
    assert problems == ()
    assert sorted(p.name for p in (root / "sources").iterdir()) == ["alpha.yaml", "beta.yaml", "delta.yaml"]


def test_a_file_that_changed_meanwhile_stops_all(root, definitions):
    """Nobody's edit is lost: then nothing is written."""
    plan = edit.add_tags(definitions, ["alpha", "gamma"], ["x"])
    (root / "sources/gamma.yaml").write_text(GAMMA + "name: Other\n")
    with pytest.raises(EditError, match=r"sources/gamma.yaml was changed"):
        edit.write(root, plan)
    assert (root / "sources/alpha.yaml").read_text() == ALPHA


def test_a_failed_write_puts_all_back(root, definitions):
    """Where the second file cannot be written the first is as it was."""
    plan = edit.add_tags(definitions, ["alpha"], ["x"])
    blocked = edit.FileChange("sources/alpha.yaml/inside.yaml", None, b"x")
    whole = edit.Plan((*plan.changes, blocked))
    with pytest.raises(EditError, match="nothing was"):
        edit.write(root, whole)
    assert (root / "sources/alpha.yaml").read_text() == ALPHA
    assert sorted(p.name for p in (root / "sources").iterdir()) == ["alpha.yaml", "beta.yaml", "gamma.yaml"]


# ------------------------------------------------------------------- proposing


def proposed(definitions, address, **known):
    """What is proposed for an address, by what GitHub knows of it."""
    source = edit.address_source(address, definitions.settings)
    snapshot = Snapshot("new", source.full_name, **known) if known else None
    return edit.propose(
        source,
        snapshot,
        definitions.settings,
        others=definitions.sources(),
        taken=definitions.ids(),
        today=date(2026, 5, 6),
    )


def test_a_proposal_from_the_address_alone(definitions):
    """Without GitHub there are an id, a name, the default trust level and the day."""
    made = proposed(definitions, "https://github.com/Some-Org/mcp_server.git/")
    assert made.id == "some-org-mcp-server"
    assert dict(made.fields) == {
        "repo_url": "https://github.com/Some-Org/mcp_server",
        "name": "MCP Server",
        "trust_level": "basic",
        "added": "2026-05-06",
    }


def test_a_proposal_from_what_github_knows(definitions):
    """The present name, a cleaned description, and the topics that are tags of the catalog."""
    made = proposed(
        definitions,
        "some/skills",
        name_with_owner="Acme/skills",
        repo_description=":rocket: Skills\u202e for  all",
        topics=("pythons", "python", "claude", "skills", "ui", "Not a tag!"),
    )
    assert made.id == "acme-skills"
    assert made.fields["repo_url"] == "https://github.com/Acme/skills"
    assert made.fields["name"] == "Acme Skills"
    assert made.fields["description"] == "Skills for all."
    assert made.fields["tags"] == ["python", "ui"]
    assert made.other_topics == ("claude",)


def test_a_proposed_id_is_free(definitions):
    """A folder's name, or a number, goes behind what is taken."""
    assert proposed(definitions, "old/gamma").id == "old-gamma-2"
    assert proposed(definitions, "https://github.com/a/b/tree/main/x/tools").id == "a-b-tools"


@given(st.text(max_size=700), st.lists(st.text(max_size=60), max_size=25))
def test_a_proposal_is_always_a_good_definition(tmp_path_factory, description, topics):
    """Whatever strangers wrote on GitHub, what is proposed can be added."""
    root = tmp_path_factory.mktemp("propose")
    (root / "sources").mkdir()
    (root / "sources/alpha.yaml").write_text(ALPHA)
    definitions = Definitions.read(root)
    made = proposed(definitions, "x/y", repo_description=description, topics=tuple(topics))
    plan = edit.add_source(definitions, made.id, made.fields)
    assert len(plan.changes) == 1


NO_ADDRESSES = ["", "x", "a/b/c", "https://u:pw@gitlab.com/a/b", "git@github.com:a/b", "./../x", "./"]


@pytest.mark.parametrize("address", [*NO_ADDRESSES, "a\nb", "\0", "\ud800"])
def test_what_is_no_address_is_explained(definitions, address):
    """Whatever is typed, the answer is an error with what to do."""
    with pytest.raises(DefinitionError) as error:
        edit.address_source(address, definitions.settings)
    assert all(problem.hint for problem in error.value.problems)
