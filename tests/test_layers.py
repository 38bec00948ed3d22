"""The house rule that a module imports its own layer or a lower one, walked over the sources."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"

LAYERS = {
    "model": 0,
    "errors": 0,
    "places": 0,
    "late": 0,
    "values": 0,
    "past": 0,
    "schema": 1,
    "schema_json": 1,
    "yaml_text": 1,
    "settings": 1,
    "printable": 1,
    "checked_json": 1,
    "changes": 1,
    "news": 1,
    "diff_text": 1,
    "review_text": 1,
    "markdown_text": 1,
    "stats": 1,
    "colours": 1,
    "locales": 1,
    "pictures": 1,
    "texts": 1,
    "scan": 1,
    "telemetry": 1,
    "assemble": 1,
    "filters": 1,
    "install": 1,
    "markdown": 1,
    "urls": 1,
    "pages": 1,
    "assets": 1,
    "render": 1,
    "templating": 1,
    "scripts": 1,
    "answers": 1,
    "fingerprint": 1,
    "later": 1,
    "prints": 1,
    "search": 1,
    "api": 1,
    "shards": 1,
    "annotations": 1,
    "issue_form": 1,
    "soft_checks": 1,
    "changed": 2,
    "homepages": 2,
    "exchange": 1,
    "doctor": 1,
    "versions": 1,
    "load": 2,
    "despite": 2,
    "built": 2,
    "look": 2,
    "regular": 2,
    "theme": 2,
    "theme_check": 2,
    "folders": 2,
    "git": 2,
    "otel": 2,
    "github": 2,
    "licences": 2,
    "atomic": 2,
    "lock": 2,
    "social": 2,
    "history": 2,
    "cache": 2,
    "packs": 2,
    "compiled": 2,
    "memory": 2,
    "last_build": 2,
    "program": 2,
    "serve": 2,
    "write": 2,
    "site_tree": 2,
    "memo": 2,
    "stamps": 1,
    "site_part": 2,
    "starter": 2,
    "render_pool": 2,
    "build": 3,
    "build_part": 3,
    "merge": 3,
    "imports": 3,
    "mending": 3,
    "migration": 3,
    "exports": 3,
    "loaded": 3,
    "readmes": 3,
    "enrich": 3,
    "recording": 3,
    "edit": 3,
    "public": 3,
    "served": 3,
    "cli": 4,
    "__init__": 4,
    "__main__": 4,
}
"""The layer of every module; a package under ``generator/`` counts as one module."""

THIRD_PARTY = {
    0: set(),
    1: {
        "babel",
        "jinja2",
        "markupsafe",
        "markdown_it",
        "nh3",
        "pygments",
        "docutils",
        "lunr",
        "yaml",
    },
    2: {"resvg_py", "ghapi", "fastcore", "httpx2", "fasttransport", "identify", "opentelemetry"},
    3: {"starlette", "uvicorn"},
    4: {"click", "watchfiles"},
}
"""What each layer may import from outside."""

SOLE_IMPORTERS = {
    "babel": {"locales"},
    "markdown_it": {"markdown"},
    "nh3": {"markdown"},
    "ghapi": {"github"},
    "identify": {"licences"},
    "opentelemetry": {"otel"},
    "yaml": {"yaml_text"},
    "click": {"cli"},
    "starlette": {"served"},
    "uvicorn": {"served"},
    "jinja2": {"render", "templating"},
    "resvg_py": {"social"},
    "lunr": {"search"},
}
"""Libraries that only the named modules know."""


def module_of(file: Path) -> str:
    """The module's name, or its package's."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(file: Path) -> list[str]:
    """Every dotted name that a file imports, anywhere in it."""
    names = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names += (
                [f"{node.module}.{a.name}" for a in node.names]
                if node.module == "generator"
                else [node.module]
            )
    return names


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_stay_in_their_layer(file):
    """A module imports its own layer or a lower one, and only the libraries of its layer."""
    module = module_of(file)
    assert module in LAYERS, f"give {module} a layer in tests/test_layers.py"
    layer = LAYERS[module]
    for name in imports_of(file):
        top, _, rest = name.partition(".")
        if top == "generator":
            imported = rest.partition(".")[0]
            if imported in ("", "__version__"):
                continue
            assert LAYERS[imported] <= layer, (
                f"{module} (layer {layer}) imports {name} (layer {LAYERS[imported]})"
            )
        elif top not in sys.stdlib_module_names:
            assert top in THIRD_PARTY[layer], f"{module} (layer {layer}) imports {top}"
            assert module in SOLE_IMPORTERS.get(top, {module}), f"only {SOLE_IMPORTERS[top]} may import {top}"


def test_the_import_walk_sees_imports(tmp_path):
    """The walk finds plain, from and nested imports, so the rule above can fail."""
    file = tmp_path / "x.py"
    file.write_text("import yaml\nfrom generator import model\ndef f():\n    from click import echo\n")
    assert imports_of(file) == ["yaml", "generator.model", "click"]
