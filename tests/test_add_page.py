"""The page on which a definition is written: the same rules and the same YAML as the program's."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import urls
from generator.build import build_site
from generator.edit import new_text
from generator.loaded import load
from generator.pages.add import add_page
from generator.schema import SOURCE, default_settings, parse_repo_url, read_source
from generator.serve import SiteServer
from generator.yaml_text import parse, parse_all, plain
from tests import small_catalog
from tests import theme_catalog as tc

SCRIPT = Path(__file__).parent / "js" / "definition.mjs"
CONTEXT = add_page(tc.planner().view)


class Form:
    """The form's code, run by Node.js."""

    def __init__(self, node):
        self.process = subprocess.Popen(
            [node, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __call__(self, **typed):
        """What is made of typed answers."""
        self.process.stdin.write(json.dumps({"rules": CONTEXT.rules, "typed": typed}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def form(node):
    """One process for all tests."""
    made = Form(node)
    yield made
    made.process.communicate(timeout=10)


def test_a_filled_form_is_a_definition(form):
    """The file is that which `catalog add` would write."""
    made = form(
        repo_url="acme/New-Skills",
        name="New  skills: all",
        description="Skills for\ndrawing.",
        tags="Python, #drawing python",
        homepage="https://example.org/a?b=c",
        root_hint="",
        notes="# Before\n\nNeeds **Node**.",
    )
    assert not any(made["troubles"].values())
    assert made["id"] == "acme-new-skills"
    fields = {
        "repo_url": "https://github.com/acme/New-Skills",
        "name": "New skills: all",
        "description": "Skills for drawing.",
        "notes": "# Before\n\nNeeds **Node**.",
        "tags": ["python", "drawing"],
        "homepage": "https://example.org/a?b=c",
    }
    assert plain(parse(made["yaml"], "f")) == fields
    assert plain(parse(new_text(fields), "f")) == fields


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ({"repo_url": ""}, "missing"),
        ({"repo_url": "see attachment"}, "form"),
        ({"repo_url": "git@github.com:a/b"}, "form"),
        ({"repo_url": "https://localhost/a/b"}, "form"),
        ({"repo_url": "https://github.com/a/b/tree/main/x"}, ""),
        ({"repo_url": "https://gitlab.com/a/b.git"}, ""),
        ({"name": "x" * 121}, "long"),
        ({"name": "a\u202eb"}, "hidden"),
        ({"tags": "good, b@d"}, "form"),
        ({"tags": " ".join(f"t{n}" for n in range(21))}, "many"),
        ({"homepage": "javascript:alert(1)"}, "form"),
        ({"root_hint": "../x"}, "hidden"),
        ({"notes": ""}, ""),
    ],
)
def test_answers_are_held_to_the_rules(form, typed, trouble):
    """Each kind of mistake has its words in the texts of the page."""
    ((name, _),) = typed.items()
    assert form(**typed)["troubles"][name] == trouble
    words = tc.planner().view.words
    if trouble:
        assert words.texts[f"add.form_{name}" if trouble == "form" else f"add.{trouble}"]


ANSWERS = (
    st.text(st.sampled_from("aZ9 -_#:.,'\"[]{}&*!|>%@`?~\\\t\né\U0001f600"), max_size=40)
    | st.text(max_size=20)
    | st.sampled_from(
        ["no", "1.0", "2026-01-31", "---", "null", "a: b", "- x", "::error::", "a\n\n b", "x\n"]
    )
)


@settings(max_examples=200)
@given(st.fixed_dictionaries(dict.fromkeys(("name", "description", "tags", "root_hint", "notes"), ANSWERS)))
@example(
    {"name": "\u00a0x", "description": "#", "tags": "a,\u2028b", "root_hint": "x/", "notes": "a\r\nb \n c"}
)
def test_what_the_form_takes_the_program_takes(form, typed):
    """What the form finds nothing wrong with is a definition without problems that says just that."""
    made = form(repo_url="acme/new", **typed)
    node, problems = parse_all(made["yaml"], "f")
    assert problems == []
    definition = read_source(node, "f", default_settings("x"), source_id="acme-new")
    assert definition.problems == ()
    said = plain(node)
    for name, trouble in made["troubles"].items():
        assert not (trouble and name in said)
    if not made["troubles"]["name"] and made["yaml"].count("name:"):
        assert said["name"] == re.sub("[ \t\r\n]+", " ", typed["name"]).strip(" ")


@given(
    st.from_regex(
        SOURCE.by_name["repo_url"].shape.pattern, fullmatch=True, alphabet=st.characters(max_codepoint=127)
    )
)
def test_the_proposed_id_is_one(form, address):
    """Whatever address is taken, the file's name is a good one, and GitHub's form gets it whole."""
    made = form(repo_url=address)
    if made["troubles"]["repo_url"]:
        return
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*|", made["id"])
    if made["id"] and "github.com" in address:
        assert made["url"] is None or made["url"].startswith(
            "https://github.com/example/catalog/new/main?filename="
        )


def test_the_address_is_the_programs(form):
    """File and content are encoded as GitHub reads them; what is too long is no address."""
    made = form(repo_url="acme/new", description="ü & co: 100 %+#")
    assert made["url"] == urls.new_file_url("example/catalog", "main", "sources/acme-new.yaml", made["yaml"])
    assert form(repo_url="acme/new", notes="ü" * 1_900)["url"] is None


def test_the_id_is_that_which_the_program_proposes(form):
    """Both say owner and name."""
    for address in (
        "Acme/New.Skills",
        "https://github.com/acme/new_skills.git",
        "http://www.github.com/a/b/",
    ):
        parsed = parse_repo_url(address)
        expected = re.sub("[^a-z0-9]+", "-", parsed.full_name.lower()).strip("-")
        assert form(repo_url=address)["id"] == expected


# ------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of the small catalog, built and served."""
    root = small_catalog.make(tmp_path_factory.mktemp("catalog"))
    build_site(load(root), root / "site", jobs=1)
    server = SiteServer(root / "site", port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.url.rstrip("/")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
def test_the_form_in_a_browser(browser, site):
    """From the keyboard: mistakes are told at their fields, and GitHub's form gets the file."""
    page = browser.new_page()
    mistakes = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda line: mistakes.append(line.text) if line.type == "error" else None)
    gone = []
    page.route("https://github.com/**", lambda route: (gone.append(route.request.url), route.abort()))
    page.goto(f"{site}/add/")
    page.get_by_role("button", name="Open a pull request").press("Enter")
    assert page.evaluate("document.activeElement.name") == "repo_url"
    assert page.get_by_text("This is needed.").is_visible()
    page.keyboard.type("acme/new")
    assert page.get_by_text("This is needed.").is_hidden()
    page.get_by_label("Tags").fill("<b>x</b>")
    page.get_by_label("Description").fill('"><script>document.title="hacked"</script>: ::x')
    assert page.locator("[data-file]").inner_text() == "sources/acme-new.yaml"
    assert "<script>" in page.locator("[data-yaml]").inner_text()
    page.get_by_label("Tags").press("Enter")
    assert page.evaluate("document.activeElement.name") == "tags"
    page.keyboard.press("Control+A")
    page.keyboard.type("python")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert gone
    assert gone[0].startswith(
        "https://github.com/example/small/new/main?filename=sources/acme-new.yaml&value=repo_url"
    )
    assert "hacked" not in page.title()
    assert [line for line in mistakes if "github" not in line and "ERR_FAILED" not in line] == []
    page.close()


@pytest.mark.browser
def test_without_scripts_the_steps_are_there(browser, site):
    """The form is not shown where it would not work; the steps by hand are."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/add/")
    assert page.locator("add-source").is_hidden()
    assert page.get_by_role("heading", name="By hand").is_visible()
    assert (
        page.get_by_role("link", name="the empty form")
        .get_attribute("href")
        .startswith("https://github.com/")
    )
    context.close()
