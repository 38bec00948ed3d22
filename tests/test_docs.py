"""The documentation against the program: references are up to date, and commands are as they are written."""

import re
import runpy
import shlex
import shutil
from pathlib import Path
from textwrap import dedent

import click
import pytest

from generator.cli import COMMANDS, main
from tests import small_catalog
from tests.test_cli import run

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])

FENCE = re.compile(r"^( *)```(sh|console)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
OPERATORS = {"|", ">", ">>", "<", "&&", "||", ";", "&"}


@pytest.fixture(scope="module")
def reference():
    """The pages that docs/reference.py would write."""
    return runpy.run_path(str(DOCS / "reference.py"))["pages"]()


def test_the_references_are_up_to_date(reference):
    """Each generated page is what the program says of itself now."""
    for name, text in reference.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, "run: python docs/reference.py"


def test_every_command_and_option_is_in_the_reference(reference):
    """The reference of commands has each by its name, with all its options."""
    text = reference["reference-commands.md"]
    context = click.Context(main)
    for name in COMMANDS:
        assert f"\n## catalog {name}\n" in text
        section = text.partition(f"\n## catalog {name}\n")[2].partition("\n## ")[0]
        command = main.get_command(context, name)
        options = [word for p in command.params if isinstance(p, click.Option) for word in p.opts]
        assert [word for word in options if f"{word}" not in section] == []


def test_the_reference_is_reached(reference):
    """The README leads to every generated page; to those of the codes by the list of them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    codes = [name for name in reference if name.startswith("codes/") and name != "codes/README.md"]
    assert [name for name in reference if name not in codes and f"docs/{name}" not in text] == []
    assert [name for name in codes if f"({name[6:]})" not in reference["codes/README.md"]] == []


# ------------------------------------------------------------------- commands


def calls(page):
    """The calls of the program in a page's blocks, each as its words, shell around it cut off."""
    for _, _, block in FENCE.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line.strip().removeprefix("$ "), posix=True, punctuation_chars="|>&;<")
            lexer.whitespace_split = True
            words = list(lexer)
            while "catalog" in words:
                words = words[words.index("catalog") + 1 :]
                end = next((i for i, word in enumerate(words) if word in OPERATORS), len(words))
                yield words[:end]


ALL_CALLS = [(page.name, words) for page in PAGES for words in calls(page)]


def parsed(command, words, context):
    """Parse a call as click does, without looking at files."""
    values, rest, _ = command.make_parser(context).parse_args(list(words))
    if isinstance(command, click.Group) and rest:
        name, inner, rest = command.resolve_command(context, rest)
        return parsed(inner, rest, click.Context(inner, info_name=name, parent=context))
    for parameter in command.params:
        value = values.get(parameter.name)
        if isinstance(parameter.type, click.Choice) and isinstance(value, str) and value.islower():
            parameter.type.convert(value, parameter, context)
    return rest


@pytest.mark.parametrize(
    ("page", "words"), ALL_CALLS, ids=lambda v: v if isinstance(v, str) else " ".join(v)[:60]
)
def test_a_documented_call_is_one(page, words):
    """Every call of the program that the documentation shows has a command and options that exist."""
    assert parsed(main, words, click.Context(main, info_name="catalog")) == []


def test_there_are_calls_to_check():
    """The pages are searched indeed, and a wrong call would be seen."""
    assert len(ALL_CALLS) > 40
    with pytest.raises(click.UsageError):
        parsed(main, ["build", "--no-such"], click.Context(main))
    with pytest.raises(click.UsageError):
        parsed(main, ["biuld"], click.Context(main))


# --------------------------------------------------------------------- running


LINKS = (
    "## Tools\n\n- [New](https://github.com/fresh/one) - One.\n- [Elsewhere](https://example.org) - Two.\n"
)
MAY_FIND = {"doctor", "enrich"}
"""Commands whose exit code 1 says that something was found, or that GitHub could not be asked."""


def consoles(page):
    """The lines that a page's console blocks type."""
    for _, kind, block in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == "console":
            yield from (line.removeprefix("$ ") for line in dedent(block).splitlines() if line[:2] == "$ ")


RUN = [page for page in PAGES if any(consoles(page))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_what_a_page_types_runs(page, tmp_path, monkeypatch):
    """All lines of a page's console blocks, one after another in a small catalog, do what they say."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / "README.md").write_text(LINKS, encoding="utf-8")
    monkeypatch.chdir(root)
    for line in consoles(page):
        words = shlex.split(line)
        if words[0] == "cp":
            shutil.copyfile(*words[1:])
            continue
        assert words[0] == "catalog", line
        result = run(Path(), *words[1:])
        good = (0, 1) if words[1] in MAY_FIND else (0,)
        assert result.exit_code in good, f"{line}\n{result.output}"


def test_pages_are_run():
    """Some pages have console blocks, the guide on running a catalog among them."""
    assert {"running", "importing"} <= {page.stem for page in RUN}
