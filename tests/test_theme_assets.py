"""Style sheets and scripts get names by content, parts become one sheet, imports follow the names."""

import gzip
import json
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assets import build_assets
from generator.errors import TemplateError
from generator.model import Output
from generator.places import shipped_theme
from generator.theme import MAX_FILE, read_theme
from tests import theme_catalog as tc


def build(**files: str):
    """Assets of a theme; ``js_a`` stands for ``assets/js/a.js``, ``css_a`` for ``assets/css/a.css``."""
    names = {name: name.replace("__", "/").replace("_", "/", 1) for name in files}
    return build_assets(
        {f"assets/{names[n]}.{n.partition('_')[0]}": text.encode() for n, text in files.items()}
    )


def text_of(assets, name: str) -> str:
    """The text of an asset."""
    return assets[name].content.decode()


# ------------------------------------------------------------------ style sheets


def test_parts_of_a_sheet_are_put_in_their_layers():
    """Imported parts stand inside their layer, and are no files of their own."""
    assets = build(
        css_site='@layer a, b;\n@import url("one.css") layer(a);\n@import url("two.css") layer(b);\n',
        css_one="p { color: red; }\n",
        css_two="a { color: blue; }\n",
    )
    assert list(assets.files) == ["css/site.css"]
    assert text_of(assets, "css/site.css") == (
        "@layer a, b;\n@layer a {\np { color: red; }\n}\n@layer b {\na { color: blue; }\n}\n"
    )


def test_comments_of_a_sheet_are_dropped_and_strings_kept():
    """What looks like a comment within a string is none."""
    assets = build(css_site='/* one\n two */\n  p::before { content: "/* kept */"; /* gone */ }\n\n')
    assert text_of(assets, "css/site.css") == 'p::before { content: "/* kept */";  }\n'


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"css_a": '@import url("b.css") layer(x);'}, "no assets/css/b.css"),
        ({"css_s": '@import url("a.css");', "css_a": '@import url("a.css");'}, "imports itself"),
        ({"js_a": 'import "./b.js";'}, "no assets/js/b.js"),
        ({"js_a": 'import "../../outside.js";'}, "no assets/../outside.js"),
        ({"js_a": 'import "./b.js";', "js_b": 'import "./a.js";'}, "imports itself"),
    ],
)
def test_an_import_that_leads_nowhere_is_an_error(files, words):
    """Missing files, files outside the theme and circles are named."""
    with pytest.raises(TemplateError, match=re.escape(words)):
        build(**files)


# ---------------------------------------------------------------------- modules

IMPORTS = {
    "static": 'import { a, b } from "./b.js";',
    "several lines": 'import {\n  a,\n  b,\n} from "./b.js";',
    "single quotes": "import a from './b.js';",
    "effect": 'import "./b.js";',
    "again": 'export { a } from "./b.js";',
    "all again": 'export * from "./b.js";',
    "lazy": 'const b = await import("./b.js");',
    "worker": 'new Worker(new URL("./b.js", import.meta.url), { type: "module" });',
    "after a regex": 'const url = /https?:\\/\\//;\nimport("./b.js");',
}


@pytest.mark.parametrize("line", IMPORTS.values(), ids=IMPORTS)
def test_imports_are_rewritten(line):
    """Every way to name another module leads to its hashed name, where it is no part of a bundle."""
    unusual = "export default 1;\n"
    assets = build(js_a=f"{line}\n", js_b=unusual)
    name = assets["js/b.js"].path.rpartition("/")[2]
    assert text_of(assets, "js/a.js") == f"{line}\n".replace("./b.js", f"./{name}").replace("\n  ", "\n")


@pytest.mark.parametrize(
    "line",
    [
        '/* {import("./b.js").B} */ let x;',
        'x(); /* import("./b.js") */',
        "const text = \"import('./b.js')\";",
        "const text = `\nimport './b.js';\n`;",
        'const name = "./b.js";',
    ],
)
def test_words_that_import_nothing_stay(line):
    """Types in comments and texts in strings are left alone, even where there is no such module."""
    assert text_of(build(js_a=f"{line}\n"), "js/a.js") == f"{line}\n"


def test_a_change_renames_all_that_lead_to_it():
    """A module's name changes with its own text and with that of everything it loads."""
    files = {"js_a": 'import("./b.js");\n', "js_b": 'import("./c.js");\n', "js_d": "d();\n"}
    before, after = build(**files, js_c="1;\n"), build(**files, js_c="2;\n")
    changed = {name for name in before.files if before[name].path != after[name].path}
    assert changed == {"js/a.js", "js/b.js", "js/c.js"}


def test_what_loads_with_a_module_is_known():
    """Of what cannot be bundled: all levels of static imports, each once; lazy ones are left for later."""
    assets = build(
        js_a='import "./b.js";\nimport "./c.js";\n',
        js_b='import "./c.js";\nimport("./lazy.js");\nexport default 1;\n',
        js_c="export default c();\n",
        js_lazy="l();\n",
    )
    assert assets["js/a.js"].imports == (assets["js/c.js"].path, assets["js/b.js"].path)


def test_indentation_of_a_module_is_dropped():
    """Visitors do not load indentation; where a string runs over lines, all of it stays."""
    assert text_of(build(js_a="if (a) {\n  b();\n\n  c();\n}\n"), "js/a.js") == "if (a) {\nb();\nc();\n}\n"
    kept = "f(`\n  a`);\n{\n  b();\n}\n"
    assert text_of(build(js_a=kept), "js/a.js") == kept


def run(node, assets, name: str) -> str:
    """What a module prints, with the files of a theme beside it."""
    with tempfile.TemporaryDirectory() as folder:
        for asset in assets.files.values():
            file = Path(folder, asset.path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(asset.content)
        command = [
            node,
            "--input-type=module",
            "-e",
            f"await import({(Path(folder) / assets[name].path).as_uri()!r})",
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_bundle_does_what_its_modules_do(node):
    """In one file: the same names in several modules, other names for imports, each module run once."""
    assets = build(
        js_page=(
            'import { one, twice as double } from "./lib/one.js";\n'
            'import {\n  Box,\n} from "./lib/box.js";\n'
            'import "./lib/effect.js";\n'
            "const hidden = 3;\n"
            "console.log(one, await double(hidden), new Box().value, globalThis.runs);\n"
        ),
        js_lib__one=(
            'import { hidden } from "./two.js";\n'
            "/** Said. */\nexport const one = hidden;\n"
            "export async function twice(n) {\n  return 2 * n;\n}\n"
        ),
        js_lib__two="globalThis.runs = (globalThis.runs ?? 0) + 1;\nexport const hidden = 1;\n",
        js_lib__box=(
            'import { hidden } from "./two.js";\n'
            "const one = hidden + 6;\nexport class Box {\n  value = one;\n}\n"
        ),
        js_lib__effect="globalThis.effect = true;\n",
    )
    assert list(assets.files) == ["js/page.js"]
    assert assets["js/page.js"].imports == ()
    assert "Said" not in text_of(assets, "js/page.js")
    assert run(node, assets, "js/page.js") == "1 6 7 1"


def test_links_of_a_bundle_start_at_its_own_folder(node):
    """What is loaded later is found from where the bundle lies, and is a bundle itself."""
    assets = build(
        js_page='import { load } from "./deep/lib/load.js";\nawait load();\n',
        js_deep__lib__load='export const load = () => import("../lazy.js");\n',
        js_deep__lazy='import { text } from "./text.js";\nconsole.log(text);\n',
        js_deep__text='export const text = "later";\n',
    )
    assert list(assets.files) == ["js/deep/lazy.js", "js/page.js"]
    assert run(node, assets, "js/page.js") == "later"


@pytest.mark.parametrize(
    "form",
    [
        "export default 1;", "export { x };", 'export * from "./c.js";', "export let x = 1;",
        'import c from "./c.js";', 'import * as c from "./c.js";', 'export { x } from "./c.js";',
    ],
)  # fmt: skip
def test_other_forms_stay_in_files_of_their_own(form):
    """What bundling does not know is left as it is, with all that leads to it."""
    assets = build(
        js_a='import "./b.js";\n', js_b=f"let x;\n{form}\n", js_c="export const x = 1;\nexport default x;\n"
    )
    assert "js/b.js" in assets.files
    link = assets["js/c.js"].path.rpartition("/")[2] if "js/c.js" in assets.files else ""
    assert text_of(assets, "js/b.js") == f"let x;\n{form}\n".replace("./c.js", f"./{link}")


def test_types_are_dropped_from_within_a_line():
    """What only the type checker reads is not loaded."""
    assert text_of(build(js_a="const x = /** @type {any} */ (y);\n"), "js/a.js") == "const x =  (y);\n"


def test_comments_of_a_module_are_dropped_but_for_licences():
    """Visitors do not load explanations; licences stay, and so does what only looks like a comment."""
    kept = 'const glob = "/*";\n/*! licence */\n/* @license MIT */\nconst re = /a\\/\\/b/;\nf();\n'
    assets = build(js_a=f"/** Doc.\n * More.\n */\n// line\n{kept}g(); // why\n")
    assert text_of(assets, "js/a.js") == f"{kept}g();\n"


def test_vendored_files_keep_their_bytes():
    """What others wrote is passed on as it is."""
    text = "/* theirs */\n\n  a ( ) ;\n"
    assert text_of(build(js_vendor__lunr=text), "js/vendor/lunr.js") == text


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.(png|svg|txt)", fullmatch=True), st.binary(max_size=40)))
def test_other_files_are_named_by_content(files):
    """Pictures and the like keep their bytes; the same bytes have the same name, others another."""
    assets = build_assets({f"assets/{name}": content for name, content in files.items()})
    assert {name: assets[name].content for name in assets.files} == files
    assert list(assets.outputs()) == sorted(
        (Output(a.path, a.content) for a in assets.files.values()), key=lambda output: output.path
    )


def test_an_unknown_asset_is_an_error_of_the_theme():
    """A template that asks for what is not there hears its name."""
    with pytest.raises(TemplateError, match=r"no assets/css/none\.css"):
        build()["css/none.css"]


# ------------------------------------------------------------- the shipped theme


def test_shipped_modules_parse_and_find_each_other(node):
    """Every module of the theme is syntactically sound as built, and what it imports is there."""
    assets = build_assets(tc.THEME)
    modules = {a.path: a.content.decode() for name, a in assets.files.items() if name.endswith(".js")}
    script = """
        const { SourceTextModule } = require("node:vm");
        const { posix } = require("node:path");
        const modules = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
        const wrong = [];
        for (const [path, text] of Object.entries(modules)) {
          try {
            const module = new SourceTextModule(text, { identifier: path });
            const names = module.moduleRequests?.map((m) => m.specifier) ?? module.dependencySpecifiers;
            for (const specifier of names) {
              const target = posix.join(posix.dirname(path), specifier);
              if (!(target in modules)) wrong.push(`${path} imports ${specifier}`);
            }
          } catch (error) { wrong.push(`${path}: ${error}`); }
        }
        console.log(JSON.stringify(wrong));
    """
    ran = subprocess.run(
        [node, "--experimental-vm-modules", "--no-warnings", "-e", script],
        input=json.dumps(modules),
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(modules) > 5
    assert json.loads(ran.stdout) == []


def test_shipped_style_sheet_is_light():
    """All style of the site in one file is under 12 KiB over the wire."""
    assets = build_assets(tc.THEME)
    assert [name for name in assets.files if name.endswith(".css")] == ["css/site.css"]
    assert len(gzip.compress(assets["css/site.css"].content)) < 12 * 1024


def test_shipped_style_sheet_loads_nothing():
    """No font, picture or sheet is asked for by the style sheet, from here or from elsewhere."""
    text = text_of(build_assets(tc.THEME), "css/site.css")
    assert "url(" not in text
    assert "@import" not in text


def test_shipped_early_script_is_tiny():
    """What holds up the first paint is under a kilobyte over the wire."""
    assert len(gzip.compress(build_assets(tc.THEME)["js/early.js"].content)) < 1024


# ----------------------------------------------------------------- reading themes


def test_an_owners_files_go_before_the_shipped_ones(tmp_path):
    """A file in the first folder takes the place of one of the same name; all others stay."""
    (tmp_path / "assets/css").mkdir(parents=True)
    (tmp_path / "assets/css/owner.css").write_text(":root { --accent: red; }")
    theme = read_theme([tmp_path, shipped_theme()])
    assert theme.keys() == tc.THEME.keys()
    assert {name for name in theme if theme[name] != tc.THEME[name]} == {"assets/css/owner.css"}
    assert "--accent: red" in text_of(build_assets(theme), "css/site.css")


def test_only_regular_files_are_read(tmp_path):
    """Hidden files, README files and links out of the theme are passed over."""
    (tmp_path / "secret").write_text("s")
    theme = tmp_path / "theme"
    (theme / ".git").mkdir(parents=True)
    (theme / ".git/config").write_text("x")
    (theme / "README.md").write_text("x")
    (theme / "link.css").symlink_to(tmp_path / "secret")
    (theme / "a.css").write_text("a")
    assert read_theme([theme]) == {"a.css": b"a"}


def test_a_theme_that_is_not_there_is_an_error(tmp_path):
    """A mistyped folder is named rather than ignored."""
    with pytest.raises(TemplateError, match="nowhere is no folder"):
        read_theme([tmp_path / "nowhere"])


def test_a_huge_file_is_an_error(tmp_path):
    """Two megabytes are more than a page should load."""
    (tmp_path / "film.svg").write_bytes(b"x" * (MAX_FILE + 1))
    with pytest.raises(TemplateError, match="too much"):
        read_theme([tmp_path])
