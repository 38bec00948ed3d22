"""Other catalogs' forms: what is read of each, what is left out and why, and what is written."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import ProblemsError
from generator.exchange import FORMS, IMPORT_CODES, Options, export_csv, export_markdown, plan
from generator.exchange.export import export_marketplace
from generator.exchange.proposal import Proposal, Reading, tag_of
from generator.exchange.sheet import COLUMNS, guarded, unguarded
from generator.markdown.passages import passages
from generator.markdown_text import escaped
from generator.model import Artifact, ArtifactStatus, Source
from generator.schema import CODES
from generator.schema.texts import TAG
from tests.definitions.cases import SETTINGS
from tests.made_catalogs import SETTINGS as MADE
from tests.made_catalogs import catalog, catalogs, entry

ADDED = Options(fields={"added": "2026-11-25"})


def read(form, text, options=ADDED, name="f"):
    """What a form's reader makes of a text."""
    return FORMS[form].read([(name, text)], options)


def planned(form, text, options=ADDED, sources=(), name="f"):
    """What an import of a text would write."""
    return plan(read(form, text, options, name), SETTINGS, sources, options=options)


def told(problems):
    """Problems in a short form: line, code."""
    return [(p.line, p.code) for p in problems]


def texts(made):
    """The definitions of a plan by their ids."""
    return {new.source.id: new.text for new in made.new}


# ----------------------------------------------------------- awesome-selfhosted

SOFTWARE = """\
name: Example Tracker
website_url: https://tracker.example.org
description: Tracks examples (alternative to others).
licenses:
  - MIT
platforms:
  - Docker
tags:
  - Money, Budgeting & Management
source_code_url: https://github.com/example/tracker
demo_url: https://demo.example.org
depends_3rdparty: true
stargazers_count: 28286
commit_history:
  2026-07: 88
"""


def test_software_of_a_selfhosted_list():
    """A piece of software becomes a definition; what has no field goes into notes or is named."""
    made = planned("awesome-selfhosted", SOFTWARE, name="software/tracker.yml")
    assert texts(made) == {
        "example-tracker": (
            "repo_url: https://github.com/example/tracker\n"
            "name: Example Tracker\n"
            "description: Tracks examples (alternative to others).\n"
            "notes: |-\n"
            "  Demo: <https://demo.example.org>\n\n"
            "  Depends on a proprietary service outside the user's control.\n"
            "homepage: https://tracker.example.org\n"
            "tags: [money-budgeting-management]\n"
            "added: 2026-11-25\n"
        )
    }
    assert [p.message.partition(" is")[0] for p in made.remarks] == [
        '"commit_history" (once)',
        '"licenses" (once)',
        '"platforms" (once)',
        '"stargazers_count" (once)',
    ]
    assert {p.file for p in made.remarks} == {"software"}


def test_software_elsewhere_is_left_out_at_its_line():
    """Software on another host, of an owner alone, or in broken YAML is listed with its place."""
    files = [
        ("s/a.yml", "name: A\nsource_code_url: https://a.example.org/a\n"),
        ("s/b.yml", "name: B\nsource_code_url: https://github.com/b\n"),
        ("s/c.yml", "name: [C\n"),
        ("s/d.yml", "name: D\n"),
        ("s/e.yml", "- E\n"),
    ]
    made = plan(FORMS["awesome-selfhosted"].read(files, ADDED), SETTINGS, ())
    assert not made.new
    assert [(p.file, p.line, p.code) for p in made.left_out] == [
        ("s/a.yml", 2, "other-host"),
        ("s/b.yml", 2, "bad-repository"),
        ("s/c.yml", 2, "not-yaml"),
        ("s/d.yml", 1, "no-repository"),
        ("s/e.yml", 1, "not-an-entry"),
    ]
    assert made.left_out[0].hint == "if git can fetch it: catalog add https://a.example.org/a"


# -------------------------------------------------------------------- landscape

LANDSCAPE = """\
landscape:
  - category:
    name: Provisioning
    subcategories:
      - subcategory:
        name: Automation & Configuration
        items:
          - item:
            name: Airlift
            homepage_url: https://airlift.example.org/
            repo_url: https://github.com/example/airlift
            logo: airlift.svg
            second_path:
              - "Orchestration / Scheduling"
            additional_repos:
              - repo_url: https://github.com/example/airlift-ui
          - item:
            name: A Member
            homepage_url: https://member.example.org/
            logo: member.svg
          - nothing
"""


def test_items_of_a_landscape():
    """Categories become tags; members without a repository and further repositories are listed."""
    made = planned("landscape", LANDSCAPE)
    assert texts(made) == {
        "example-airlift": (
            "repo_url: https://github.com/example/airlift\n"
            "name: Airlift\n"
            "homepage: https://airlift.example.org/\n"
            "tags: [provisioning, automation-configuration, orchestration, scheduling]\n"
            "added: 2026-11-25\n"
        )
    }
    assert told(made.left_out) == [(16, "further-repository"), (17, "no-repository"), (21, "not-an-entry")]
    assert made.left_out[0].hint == "catalog add https://github.com/example/airlift-ui"


def test_the_newer_name_of_a_landscapes_list():
    """The list may stand under `categories`, and items right under a category."""
    made = planned("landscape", "categories: [{name: X, items: [{name: Yes we, repo_url: a/y}]}]")
    assert texts(made)["a-y"].splitlines()[:3] == [
        "repo_url: https://github.com/a/y",
        "name: Yes we",
        "tags: [x]",
    ]


# ---------------------------------------------------------------------- best-of

PROJECTS = """\
configuration: {min_stars: 300}
categories:
  - category: nlp
    title: Text Data
projects:
  - name: Parser
    github_id: example/parser
    pypi_id: parser
    category: nlp
    labels: ["pytorch"]
    docs_url: https://parser.example.org
  - name: parser-two
    github_id: Example/PARSER
    category: image
  - name: Elsewhere
    gitlab_id: group/elsewhere
  - name: Hidden
    github_id: example/hidden
    show: False
"""


def test_projects_of_a_best_of_list():
    """Category and labels become tags; a second entry of a repository gives its tags to the first."""
    made = planned("best-of", PROJECTS)
    assert texts(made) == {
        "example-parser": (
            "repo_url: https://github.com/example/parser\n"
            "name: Parser\n"
            "homepage: https://parser.example.org\n"
            "tags: [nlp, pytorch, image]\n"
            "added: 2026-11-25\n"
        )
    }
    assert told(made.left_out) == [(13, "listed-twice"), (15, "no-repository"), (17, "not-shown")]


# ------------------------------------------------------------------ marketplace

MARKETPLACE = """\
{
  "name": "example-plugins",
  "owner": {"name": "Example"},
  "metadata": {"pluginRoot": "./plugins"},
  "plugins": [
    {"name": "local", "source": "./local", "description": "Here.", "version": "1.0.0"},
    {"name": "whole", "category": "x", "source": {"source": "github", "repo": "example/whole", "ref": "v2"}},
    {
      "name": "part",
      "source": {"source": "git-subdir", "url": "https://github.com/example/many.git",
                 "path": "plugins/part", "sha": "0123456789012345678901234567890123456789"},
      "keywords": ["One", "two"]
    },
    {"name": "other", "source": {"source": "url", "url": "ssh://git@example.org/other"}},
    {"name": "npm", "source": {"source": "npm", "package": "@example/npm"}},
    {"name": "none"},
    7
  ]
}
"""


def test_plugins_of_a_marketplace():
    """Each plugin is a source: its repository, and the folder in it."""
    made = planned("marketplace", MARKETPLACE, Options(repository="example/plugins"))
    assert texts(made) == {
        "example-plugins-local": (
            "repo_url: https://github.com/example/plugins\nroot_hint: plugins/local\n"
            "name: local\ndescription: Here.\n"
        ),
        "example-whole": "repo_url: https://github.com/example/whole\nref: v2\ntags: [x]\n",
        "example-many-part": (
            "repo_url: https://github.com/example/many\nroot_hint: plugins/part\n"
            "name: part\ntags: [one, two]\n"
        ),
    }
    assert told(made.left_out) == [
        (14, "ssh-address"),
        (15, "package-source"),
        (16, "not-an-entry"),
        (17, "not-an-entry"),
    ]
    assert [p.message.split('"')[1] for p in made.remarks] == ["source.sha", "version"]


def test_a_marketplaces_own_plugins_need_its_name():
    """Without --repository a plugin that lies in the marketplace itself is left out, with what to do."""
    made = planned("marketplace", MARKETPLACE, Options())
    assert [(p.line, p.hint) for p in made.left_out if p.code == "local-source"] == [
        (6, "name the marketplace's own repository: --repository OWNER/NAME")
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"plugins": 1}', "[" * 100_000, '{"plugins": [' + '{"a":' * 50_000, '{"a": 1', "nul"],
)
def test_what_is_no_marketplace_is_an_error(text):
    """Whatever is no JSON of that form, however deep, is an error with a place."""
    with pytest.raises(ProblemsError) as raised:
        read("marketplace", text)
    assert [p.code for p in raised.value.problems] == ["no-json"]
    assert raised.value.problems[0].line >= 1


# ----------------------------------------------------------------- awesome list

LIST = """\
# Awesome Examples

- [Tools](#tools)

## 🚀 Tools

### Command line

- [Parser](https://github.com/example/parser#readme) - Parses **all** `things`, see [docs](https://x.example.org).
* **[Site first](https://first.example.org)** — Does it.
  ([Demo](https://d.example.org), [Source Code](https://github.com/example/first)) `MIT` `Go`
- [Elsewhere](https://example.org) - On another host, unlike [this](https://github.com/example/mention).
- Families
  - [Child](https://github.com/example/child): a child of [Parser](https://github.com/example/parser).
- Nothing linked
- [A file](https://github.com/example/parser/blob/main/x.md)

| Name | What |
| --- | --- |
| [Table](https://github.com/example/table) | In a table. |

See also [Prose](https://github.com/example/prose).

<p><a href="https://github.com/example/html">HTML</a></p>

```
- [Code](https://github.com/example/code)
```
"""


def test_entries_of_an_awesome_list():
    """Items and rows whose link is a repository are entries; headings and last code spans become tags."""
    made = planned("awesome-list", LIST, Options())
    assert texts(made) == {
        "example-parser": (
            "repo_url: https://github.com/example/parser\nname: Parser\n"
            "description: Parses all things, see docs.\ntags: [tools, command-line]\n"
        ),
        "example-first": (
            "repo_url: https://github.com/example/first\nname: Site first\ndescription: Does it.\n"
            "homepage: https://first.example.org\ntags: [tools, command-line, mit, go]\n"
        ),
        "example-child": (
            "repo_url: https://github.com/example/child\nname: Child\ndescription: a child of Parser.\n"
            "tags: [tools, command-line, families]\n"
        ),
        "example-table": (
            "repo_url: https://github.com/example/table\nname: Table\ndescription: In a table.\n"
            "tags: [tools, command-line]\n"
        ),
    }


def test_what_is_no_entry_of_an_awesome_list_is_listed():
    """Other items, and repositories in prose and HTML, are named with their lines; code is none."""
    made = planned("awesome-list", LIST, Options())
    assert told(made.left_out) == [
        (12, "no-repository"),
        (15, "no-repository"),
        (16, "no-repository"),
        (22, "not-an-entry"),
        (24, "not-an-entry"),
    ]
    assert [p.message for p in made.remarks] == [
        "links to headings of the list itself (once) are passed over"
    ]


# -------------------------------------------------------------------------- CSV


def test_a_table_of_a_spreadsheet():
    """Semicolons, other words for columns, a byte order mark and lines in cells are understood."""
    text = '\ufeffURL;Title;Keywords;Summary\r\na/b;B;ui, python;"Two\r\nlines"\r\n;;;\r\na/c;C;;\r\n'
    made = planned("csv", text, Options())
    assert texts(made) == {
        "a-b": "repo_url: https://github.com/a/b\nname: B\ndescription: Two lines\ntags: [ui, python]\n",
        "a-c": "repo_url: https://github.com/a/c\nname: C\n",
    }


def test_columns_and_rows_that_cannot_be_taken():
    """Unknown and computed columns, rows without a repository and with too many cells are named."""
    text = "repo_url,nmae,stars,id\na/b,x,7,\n,x,7,\na/c,x,7,,surplus\na/d,x,7,Bad Id\n"
    made = planned("csv", text, Options())
    assert [(p.code, p.hint) for p in made.remarks] == [
        ("computed-column", ""),
        ("unknown-column", 'did you mean "name"?'),
    ]
    assert list(texts(made)) == ["a-b"]
    assert told(made.left_out) == [(3, "no-repository"), (4, "no-csv"), (5, "bad-id")]


@pytest.mark.parametrize(("text", "line"), [("", 1), ("name\nx\n", 1), ('"', 1)])
def test_what_is_no_table_is_an_error(text, line):
    """A text without a line of columns, or without repo_url among them, is an error."""
    with pytest.raises(ProblemsError) as raised:
        read("csv", text)
    assert [(p.code, p.line) for p in raised.value.problems] == [("no-csv", line)]


def test_a_table_that_breaks_off_is_taken_up_to_there():
    """A quote that is never closed ends the reading, which is said."""
    made = planned("csv", 'repo_url,name\na/b,x\na/c,"y\n', Options())
    assert list(texts(made)) == ["a-b"]
    assert told(made.left_out) == [(3, "no-csv")]


CELLS = st.text(st.sampled_from("'=+-@\t\r\nab,\"1"), max_size=8)


@given(CELLS)
def test_guarding_a_cell_can_be_undone(cell):
    """No guarded cell starts as a formula does, and every cell comes back as it was."""
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r") or not guarded(cell)
    assert unguarded(guarded(cell)) == cell


@st.composite
def definitions(draw):
    """The fields of a definition, as they would stand there."""
    line = st.text(
        st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=12
    )
    text = st.sampled_from(["=1+1", "+x", "-x", "@x", "'x", "'=x", "a, b", 'say "x"', "a;b"]) | line
    fields = {
        "name": text,
        "description": text,
        "notes": text | st.just("one\n\n- two"),
        "status_note": text,
        "homepage": st.sampled_from(["https://example.org/a?b=c", "http://x.example/"]),
        "tags": st.lists(
            st.sampled_from(["a", "a--b", "a_b-", "0x", "c1"]), min_size=1, max_size=4, unique=True
        ),
        "trust_level": st.sampled_from(["basic", "official"]),
        "trust": st.fixed_dictionaries({}, optional={"note": text, "date": st.just("2026-01-31")}).filter(
            bool
        ),
        "visibility": st.sampled_from(["public", "unlisted"]),
        "import_artifacts": st.booleans(),
        "manual_map": st.dictionaries(st.sampled_from(["a", "b/c d", "é"]), st.just("skill"), min_size=1),
        "single_artifact": st.just("hook"),
        "exclude": st.lists(
            st.sampled_from(["a/**", "{a,b}"])
            | st.fixed_dictionaries({"pattern": st.just("x"), "reason": text}),
            min_size=1,
            max_size=3,
            unique_by=str,
        ),
        "exempt": st.lists(
            st.fixed_dictionaries(
                {"finding": st.just("stale"), "reason": text, "until": st.just("2027-01-31")}
            ),
            min_size=1,
            max_size=1,
        ),
        "aliases": st.lists(st.sampled_from(["old-one", "old-two"]), min_size=1, unique=True),
        "added": st.just("2026-01-31"),
        "ref": st.sampled_from(["main", "v1"]),
        "root_hint": st.sampled_from(["plugins/x", "a b"]),
    }
    return draw(st.fixed_dictionaries({"id": st.just("some-id")}, optional=fields))


@settings(max_examples=150, deadline=None)
@given(definitions())
def test_a_table_loses_nothing_that_definitions_say(fields):
    """What is written as a table is read back as the same fields."""
    text = export_csv(
        [(entry("some-id", repo="Own-er/Re.po"), {**fields, "repo_url": "https://github.com/Own-er/Re.po"})]
    )
    (proposal,) = read("csv", text).proposals
    tags = {"tags": list(proposal.tags)} if proposal.tags else {}
    assert {**proposal.fields, **tags} == fields
    made = planned("csv", text, Options())
    assert [p for p in made.remarks if p.code != "computed-column"] == []
    assert [new.source.id for new in made.new] == ["some-id"]


def test_the_columns_are_the_fields():
    """The first line of a table names every field of a definition, then facts."""
    header = next(csv.reader(io.StringIO(export_csv([]))))
    assert tuple(header[: len(COLUMNS)]) == COLUMNS
    assert "repo_url" in COLUMNS
    assert "stars" in header


# ------------------------------------------------------------------------ plans


def proposed(*repositories, **fields):
    """A reading of these repositories, a line each."""
    return Reading(tuple(Proposal("f", n, 0, "", r, fields) for n, r in enumerate(repositories, 1)))


def test_ids_never_collide():
    """Ids that would be equal get numbers, with those in use, aliases, files and device names in mind."""
    sources = (Source("a-b", "x", "y", aliases=("c-d",)),)
    reading = proposed("a/b", "a-b/c", "a/b-c", "c/d", "e/f")
    made = plan(reading, SETTINGS, sources, taken=["E-F"])
    assert [new.source.id for new in made.new] == ["a-b-2", "a-b-c", "a-b-c-2", "c-d-2", "e-f-2"]
    assert not made.left_out


def test_an_id_that_is_asked_for_comes_first():
    """An id of a table is kept, and one that is made up gives way; a taken one is an error of its row."""
    made = planned("csv", "repo_url,id\na/b,\nc/d,a-b\ne/f,a-b\n", Options())
    assert [(new.source.id, new.source.full_name) for new in made.new] == [("a-b", "c/d"), ("a-b-2", "a/b")]
    assert told(made.left_out) == [(4, "id-taken")]


def test_what_is_there_is_left_alone():
    """A repository that the catalog has, in any case and by any form of its address, gives nothing new."""
    sources = (Source("x", "Own", "Repo"), Source("y", "own", "repo", root_hint="plugins/y"))
    made = plan(
        proposed("own/REPO", "https://github.com/own/repo/tree/main/plugins/y", "own/repo.git#readme"),
        SETTINGS,
        sources,
    )
    assert not made.new
    assert [known for _, known in made.there] == ["x", "y", "x"]


def test_long_and_hidden_texts_are_mended_and_told():
    """Long texts are cut at a word, hidden characters go, bad values are dropped, and each is told."""
    reading = proposed("a/b", description="word " * 200, name="na\u202eme", homepage="javascript:x")
    made = plan(reading, SETTINGS, ())
    (new,) = made.new
    assert new.source.name == "name"
    assert new.source.description == "word " * 98 + "word…"
    assert new.source.homepage is None
    assert sorted(p.code for p in made.remarks) == ["bad-url", "cleaned-text", "cut-text"]


def test_no_more_tags_than_a_source_may_have():
    """Tags beyond 20, and words that no tag can be made of, are told."""
    reading = Reading((Proposal("f", 1, 0, "T", "a/b", {}, tags=("日本", *(f"t{n}" for n in range(22)))),))
    made = plan(reading, SETTINGS, (), options=Options(tags=("more",)))
    assert len(made.new[0].source.tags) == 20
    assert [p.code for p in made.remarks] == ["no-tag"] * 4


def test_rows_that_clash_among_each_other_are_left_out():
    """An alias that is taken and a successor that is not there keep a row out, and what leans on it."""
    rows = "repo_url,id,aliases,successor\na/a,a,old,\nb/b,b,old,\nc/c,c,,b\nd/d,d,,nobody\ne/e,e,,a\n"
    made = planned("csv", rows, Options())
    assert [new.source.id for new in made.new] == ["a", "e"]
    assert sorted(told(made.left_out)) == [
        (3, "alias-taken"),
        (4, "unknown-successor"),
        (5, "unknown-successor"),
    ]


ADDRESSES = st.sampled_from(
    [
        "a/b",
        "A/B",
        "a/b-c",
        "a-b/c",
        "a/b.git",
        "https://github.com/a/b#x",
        "x",
        "",
        "http://[",
        "a/b/tree/main/d",
    ]
)


@settings(deadline=None)
@given(st.lists(ADDRESSES, max_size=8))
def test_a_second_import_changes_nothing(addresses):
    """Whatever was read, a catalog that it was imported into gets nothing more from it."""
    reading = proposed(*addresses)
    first = plan(reading, SETTINGS, ())
    ids = [new.source.id for new in first.new]
    assert len(set(ids)) == len(ids)
    assert len(first.new) + len(first.left_out) == len(addresses)
    second = plan(reading, SETTINGS, tuple(new.source for new in first.new))
    assert not second.new
    assert len(second.there) + len(second.left_out) == len(addresses)


@given(st.text(max_size=80))
def test_a_tag_is_a_tag(text):
    """Whatever a text, what is made of it is a tag or nothing."""
    tag = tag_of(text)
    assert not tag or (TAG.whole.fullmatch(tag) and len(tag) <= TAG.longest)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Money, Budgeting & Management", "money-budgeting-management"),
        ("C++", "cpp"),
        ("Éclairs", "eclairs"),
        (
            "Vector Similarity Search and other things of that long kind",
            "vector-similarity-search-and-other-things-of-that",
        ),
        ("日本", ""),
    ],
)
def test_tags_of_headings(text, tag):
    """Headings become tags of plain words."""
    assert tag_of(text) == tag


@pytest.mark.parametrize(
    ("address", "full_name"),
    [
        ("https://codeberg.org/a/b", "codeberg.org/a/b"),
        ("https://gitlab.com/group/sub/b#readme", "gitlab.com/group/sub/b"),
        ("https://git.sr.ht/~a/b", "git.sr.ht/~a/b"),
        ("https://example.org/b.git", "example.org/b"),
        ("//github.com/a/b?tab=readme", "a/b"),
        ("https://codeberg.org/a", None),
        ("https://codeberg.org/a/b/src/branch/main", None),
        ("https://gitlab.com/group", None),
        ("https://example.org/a/b", None),
        ("http://127.0.0.1/a.git", None),
    ],
)
def test_repositories_elsewhere(address, full_name):
    """In a list, an address is a repository's where its host is known for that, or git's ending says so."""
    made = plan(proposed(address), SETTINGS, ())
    assert [new.source.full_name for new in made.new] == ([full_name] if full_name else [])
    assert len(made.left_out) == (0 if full_name else 1)


def test_a_table_has_sources_of_every_kind():
    """Repositories of any host, and folders beside the catalog, come back from a table."""
    rows = "id,repo_url,path\na,https://git.example.org/x,\nb,,skills/writing\nc,o/r,\n"
    made = planned("csv", rows, Options())
    assert [new.source.full_name for new in made.new] == ["git.example.org/x", "./skills/writing", "o/r"]
    assert not planned("csv", rows, Options(), sources=[new.source for new in made.new]).new


# ---------------------------------------------------------------------- hostile


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(FORMS)),
    st.text(max_size=200) | st.sampled_from([LANDSCAPE, PROJECTS, LIST, MARKETPLACE]),
)
def test_no_text_breaks_a_reader(form, text):
    """Whatever a file holds, a form reads it or reports a problem."""
    try:
        made = planned(form, text)
    except ProblemsError:
        return
    for new in made.new:
        assert new.source.id
    for problem in (*made.left_out, *made.remarks):
        assert problem.code in IMPORT_CODES or problem.code in CODES


def test_hostile_values_stay_values():
    """A value that tries to be YAML, an anchor or a key of its own is a text in the definition."""
    rows = [
        ["repo_url", "name", "description"],
        ["a/b", "x\ntrust_level: official", "&a *b !!python/object {{x}} # y"],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (new,) = planned("csv", text.getvalue(), Options()).new
    assert new.source.name == "x trust_level: official"
    assert new.source.trust_level == "basic"
    assert new.source.description == "&a *b !!python/object {{x}} # y"


def test_halves_of_characters_are_removed():
    """What JSON can hold and YAML cannot is taken out of texts, keys and tags, and told."""
    plugin = {
        "name": "a\ud800b",
        "source": {"source": "github", "repo": "a/b"},
        "keywords": ["x\u0000y"],
        "description": "\udfff",
    }
    made = planned("marketplace", json.dumps({"plugins": [plugin]}), Options())
    assert texts(made) == {"a-b": "repo_url: https://github.com/a/b\nname: ab\ntags: [xy]\n"}
    assert [p.code for p in made.remarks] == ["cleaned-text"]


# ---------------------------------------------------------------------- exports


@settings(max_examples=60, deadline=None)
@given(catalogs())
def test_a_list_in_markdown_has_each_source_once(made):
    """An exported list is read back as its sources: one entry each, with the tags."""
    text = export_markdown(MADE, made.entries)
    entries = read("awesome-list", text).proposals
    assert sorted(p.repository for p in entries) == sorted(e.source.repo_url for e in made.entries)
    assert read("awesome-list", text).left_out == ()
    by_url = {p.repository: p for p in entries}
    for one in made.entries:
        found = set(by_url[one.source.repo_url].tags) - {"Other"}
        assert found == set(one.source.tags)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_text_in_markdown_stays_text(text):
    """No text brings markup, links or headings of its own into a list."""
    (item,) = passages(f"- [x](https://github.com/a/b) - a{escaped(text)}z")
    assert len(item.links) == 1
    assert item.words == ()


def test_a_folder_is_named_in_a_list():
    """A source of a folder links to the folder, at the branch or at HEAD, and is read back."""
    sources = (Source("a", "o", "r", root_hint="b c"), Source("b", "o", "s", ref="v1", root_hint="d"))
    entries = [entry(s.id) for s in sources]
    entries = [type(e)(source=s, snapshot=None) for e, s in zip(entries, sources, strict=True)]
    text = export_markdown(MADE, entries)
    assert "(https://github.com/o/r/tree/HEAD/b%20c)" in text
    made = planned("awesome-list", text, Options())
    assert [(n.source.ref, n.source.root_hint) for n in made.new] == [(None, "b c"), ("v1", "d")]


def plugin(path, name, status=ArtifactStatus.LISTED):
    """A plugin's manifest."""
    return Artifact("plugin", name, path, "https://x", "a" * 40, "plugin-manifest: x", 98, status=status)


def test_a_marketplace_of_what_was_found():
    """Plugins are named once each, by folder where they lie in one; sources without any are named apart."""
    whole = entry("whole", repo="a/whole", tags=("ui", "web"), description="What it is.")
    many = entry("many", repo="b/many")
    none = entry("none", repo="c/none", fetched=False)
    found = {
        "whole": (plugin(".claude-plugin/plugin.json", "The Plugin"),),
        "many": (
            plugin("plugins/one/.claude-plugin/plugin.json", "the-plugin"),
            plugin("x/.claude-plugin/plugin.json", "gone", ArtifactStatus.EXCLUDED),
            plugin("plugin.json", "other"),
        ),
    }
    entries = [
        type(e)(source=e.source, snapshot=e.snapshot, artifacts=found.get(e.source.id, ()))
        for e in catalog(whole, many, none).entries
    ]
    text, left = export_marketplace(MADE, entries)
    read_back = json.loads(text)
    assert read_back["name"] == "made-up"
    assert [(p["name"], p["source"]) for p in read_back["plugins"]] == [
        (
            "the-plugin",
            {"source": "git-subdir", "url": "https://github.com/b/many.git", "path": "plugins/one"},
        ),
        ("a-the-plugin", {"source": "github", "repo": "a/whole"}),
    ]
    assert read_back["plugins"][1]["category"] == "ui"
    assert [p.message for p in left] == ['"none": it was never fetched']
    assert [p.title for p in read("marketplace", text).proposals] == ["the-plugin", "a-the-plugin"]


def test_every_code_of_an_import_is_explained_once():
    """No code of an import is one of definitions too, and each has a sentence."""
    assert not set(IMPORT_CODES) & set(CODES)
    assert all(text.endswith(".") for text in IMPORT_CODES.values())
