"""Where links and pictures of a README lead."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown.links import Links
from generator.urls import RepoLocation

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BLOB = f"https://github.com/owner/name/blob/{COMMIT}"
TREE = f"https://github.com/owner/name/tree/{COMMIT}"
RAW = f"https://raw.githubusercontent.com/owner/name/{COMMIT}"


def links(path="README.md"):
    """The links of a README at that path."""
    found = Links(RepoLocation("owner/name", COMMIT), path)
    found.anchors = {"usage", "über"}
    return found


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("README.md", "docs/a.md", f"{BLOB}/docs/a.md"),
        ("docs/README.md", "a.md", f"{BLOB}/docs/a.md"),
        ("docs/README.md", "../a.md", f"{BLOB}/a.md"),
        ("docs/README.md", "/a.md", f"{BLOB}/a.md"),
        ("docs/README.md", "../../../a.md", f"{BLOB}/a.md"),
        (".github/README.md", "./x y.md", f"{BLOB}/.github/x%20y.md"),
        ("README.md", "a%20b.md#c%20d", f"{BLOB}/a%20b.md#c%20d"),
        ("README.md", "a.md?plain=1#L1", f"{BLOB}/a.md?plain=1#L1"),
        ("README.md", "ü.md", f"{BLOB}/%C3%BC.md"),
        ("README.md", "a#b.md", f"{TREE}/a#b.md"),
        ("README.md", "docs/", f"{TREE}/docs"),
        ("README.md", "docs", f"{TREE}/docs"),
        ("README.md", ".", TREE),
        ("README.md", "..", TREE),
        ("README.md", "/", TREE),
        ("README.md", "?x", f"{TREE}?x"),
        ("README.md", "LICENSE", f"{BLOB}/LICENSE"),
        ("README.md", "Makefile", f"{BLOB}/Makefile"),
        ("README.md", "v1.2/", f"{TREE}/v1.2"),
        ("README.md", " docs/a.md ", f"{BLOB}/docs/a.md"),
        ("README.md", "#Usage", "#user-content-usage"),
        ("README.md", "#%C3%9Cber", "#user-content-über"),
        ("README.md", "#Elsewhere", "#user-content-Elsewhere"),
        ("README.md", "#", None),
        ("README.md", "", None),
        ("README.md", "https://x.example/a?b#c", "https://x.example/a?b#c"),
        ("README.md", "//x.example/a", "https://x.example/a"),
        ("README.md", "mailto:a@x.example", "mailto:a@x.example"),
        ("README.md", "javascript:x", None),
        ("README.md", "JAVASCRIPT:x", None),
        ("README.md", "c:\\x", None),
        ("README.md", "a:b.md", None),
        ("README.md", "java\nscript:x", f"{TREE}/java%0Ascript%3Ax"),
    ],
)
def test_links(path, url, expected):
    """A link leads into the repository, to a place in the document, or to a safe address."""
    assert links(path).link(url) == expected


@pytest.mark.parametrize(
    ("path", "url", "expected"),
    [
        ("README.md", "a.png", f"{RAW}/a.png"),
        ("docs/README.md", "../img/a b.png?raw=true#x", f"{RAW}/img/a%20b.png"),
        ("docs/README.md", "/a.png", f"{RAW}/a.png"),
        ("README.md", "../../../a.png", f"{RAW}/a.png"),
        ("README.md", "http://x.example/a.png", "https://x.example/a.png"),
        ("README.md", "//x.example/a.png", "https://x.example/a.png"),
        (
            "README.md",
            "https://github.com/o/r/blob/main/a.png?raw=true",
            "https://raw.githubusercontent.com/o/r/main/a.png",
        ),
        (
            "README.md",
            "https://github.com/o/r/raw/v1/a.png",
            "https://raw.githubusercontent.com/o/r/v1/a.png",
        ),
        ("README.md", "https://github.com/o/r/assets/1", "https://github.com/o/r/assets/1"),
        ("README.md", "", None),
        ("README.md", "#x", None),
        ("README.md", "/", None),
        ("README.md", "data:image/png;base64,AA", None),
        ("README.md", "https://127.0.0.1/a.png", None),
        ("README.md", "mailto:a@x.example", None),
    ],
)
def test_images(path, url, expected):
    """A picture comes from the raw host at the commit, or by https from a public host."""
    assert links(path).image(url) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a.png", f"{RAW}/a.png"),
        ("a.png 1x, b.png 2x", f"{RAW}/a.png 1x, {RAW}/b.png 2x"),
        ("a.png 100w,b.png 200w", f"{RAW}/a.png 100w, {RAW}/b.png 200w"),
        ("a,b.png 1.5x", f"{RAW}/a%2Cb.png 1.5x"),
        ("", None),
        ("a.png 1x, javascript:x 2x", None),
        ("a.png 1x 2x", None),
        ("a.png evil", None),
        (",", None),
    ],
)
def test_srcsets(value, expected):
    """A srcset has safe candidates only, or there is none."""
    assert links().srcset(value) == expected


def test_srcsets_are_short():
    """Candidates over the limit are dropped."""
    assert links().srcset(", ".join(f"{n}.png {n}w" for n in range(1, 30))).count(",") == 7


def test_texts_outside_of_a_repository():
    """Without a repository only absolute links are left, and no picture where they are off."""
    found = Links(None, pictures=False)
    assert found.link("a.md") is None
    assert found.link("https://x.example") == "https://x.example"
    assert found.image("https://x.example/a.png") is None
    assert found.srcset("https://x.example/a.png 1x") is None


@given(st.text(alphabet="./%2eE\\:?#ab \n", max_size=30))
def test_nothing_escapes_upwards(url):
    """Whatever a relative address looks like, it stays within the repository at the commit."""
    found = links("docs/README.md")
    for address, root in ((found.link(url), (BLOB, TREE)), (found.image(url), (RAW,))):
        if address is not None and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", url.strip()):
            assert address.startswith(root)
            assert not {".", "..", "%2e", "%2e%2e"} & set(urlsplit(address).path.lower().split("/"))
