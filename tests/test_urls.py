"""Paths and links of the site, addresses of GitHub, and what becomes of strangers' URLs."""

import posixpath
import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import urls

PAGES = [
    urls.HOME,
    urls.ABOUT,
    urls.NOT_FOUND,
    urls.list_page(3),
    urls.source_page("some-id"),
    urls.type_page(),
    urls.type_page("mcp_server", 2),
    urls.tag_page("c-sharp"),
    urls.trust_page("official"),
    urls.artifact_page(7),
]

# ---------------------------------------------------------------- site paths


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (urls.list_page(), "index.html"),
        (urls.list_page(2), "page/2/index.html"),
        (urls.source_page("some-id"), "sources/some-id/index.html"),
        (urls.type_page(), "types/index.html"),
        (urls.type_page("skill"), "types/skill/index.html"),
        (urls.tag_page("ui", 2), "tags/ui/page/2/index.html"),
        (urls.trust_page("basic"), "trust/basic/index.html"),
        (urls.artifact_page(), "artifacts/index.html"),
        (urls.feed_of(urls.tag_page("ui")), "tags/ui/feed.xml"),
        (urls.feed_of(urls.HOME), "feed.xml"),
        (urls.badge("some-id"), "badges/some-id.svg"),
        (urls.social_image("some-id"), "social/some-id.png"),
        (urls.social_image(), "social.png"),
    ],
)
def test_paths(path, expected):
    """Each kind of page and file has its fixed place."""
    assert path == expected


def test_pages_count_from_one():
    """A list has no page 0."""
    with pytest.raises(ValueError, match="count from 1"):
        urls.list_page(0)


@pytest.mark.parametrize("name", ["python", "c_1-x", "9", "a" * 64])
def test_plain_slugs_stand_for_themselves(name):
    """A lower-case ASCII word is its own slug."""
    assert urls.slug(name) == name


@pytest.mark.parametrize(
    "name", ["con", "nul", "com1", "lpt0", "A", "ünï", "日本語", "..", "", "a" * 65, "-a", "a/b"]
)
def test_other_slugs_carry_a_hash(name):
    """What is unsafe as a file name, or folds into another, gets readable letters and a hash."""
    assert re.fullmatch(r"[a-z0-9-]{1,40}~[0-9a-f]{10}", urls.slug(name))


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_slugs_are_unique_without_regard_to_case(names):
    """Different names have different slugs, which are safe file names on every system."""
    slugs = [urls.slug(name) for name in names]
    assert len({s.casefold() for s in slugs}) == len(names)
    for one in slugs:
        assert re.fullmatch(r"[a-z0-9][a-z0-9_~-]{0,63}", one)


def test_asset_names_change_with_the_content():
    """The hash in an asset's name is that of its bytes, and the folder and extension stay."""
    one, two = urls.asset("css/site.css", b"a"), urls.asset("css/site.css", b"b")
    assert one != two
    assert re.fullmatch(r"assets/css/site\.[0-9a-f]{10}\.css", one)


# --------------------------------------------------------------------- links


@pytest.mark.parametrize("from_page", PAGES)
@pytest.mark.parametrize("to", PAGES)
@pytest.mark.parametrize("base", ["https://x.example/", "https://x.example/a/b/", "file:///home/me/site/"])
def test_relative_links_lead_there_from_anywhere(from_page, to, base):
    """A relative link resolves to its target's file at a root, under a base path and on disk."""
    assert urljoin(base + from_page, urls.relative(from_page, to)) == base + to
    assert urljoin(base + from_page, urls.site_root(from_page)) == base


def test_canonical_addresses_drop_index_html():
    """The canonical form of a page names its folder, that of a file the file."""
    assert urls.address("sources/x/index.html") == "sources/x/"
    assert urls.address("index.html") == ""
    assert urls.address("feed.xml") == "feed.xml"
    assert urls.absolute("https://x.example/cat/", "types/index.html") == "https://x.example/cat/types/"
    assert urls.absolute("", "types/index.html") is None


@pytest.mark.parametrize(
    ("base", "expected"),
    [("", "/types/"), ("https://x.example", "/types/"), ("https://x.example/cat", "/cat/types/")],
)
def test_root_relative_links_hold_at_any_depth(base, expected):
    """Links of the 404 page start at the base URL's path."""
    assert urls.root_relative(base, "types/index.html") == expected


# -------------------------------------------------------------------- GitHub


def test_github_pages():
    """Each kind of GitHub address has its form."""
    where = ("o/r", "0a1b")
    assert urls.repo_url("o/r") == "https://github.com/o/r"
    assert urls.owner_url("o") == "https://github.com/o"
    assert urls.topic_url("ai") == "https://github.com/topics/ai"
    assert urls.commit_url(*where) == "https://github.com/o/r/commit/0a1b"
    assert urls.blob_url(*where, "a/b.md") == "https://github.com/o/r/blob/0a1b/a/b.md"
    assert urls.blob_url(*where, "") == "https://github.com/o/r/tree/0a1b"
    assert urls.tree_url(*where, "a") == "https://github.com/o/r/tree/0a1b/a"
    assert urls.raw_url(*where, "a.png") == "https://raw.githubusercontent.com/o/r/0a1b/a.png"
    assert urls.edit_url("o/r", "feature/x", "sources/a.yaml") == (
        "https://github.com/o/r/edit/feature/x/sources/a.yaml"
    )


@given(st.one_of(st.text(max_size=40), st.text(alphabet="aB9/.._-~@! %+", max_size=12)))
def test_paths_in_github_addresses_are_quoted(path):
    """A path of any characters comes back out of the address, but for what a browser would resolve."""
    split = urlsplit(urls.blob_url("o/r", "c", path + "/end"))
    assert split.netloc == "github.com"
    assert not split.query
    assert not split.fragment
    kept = [s for s in path.split("/") if s not in ("", ".", "..")]
    assert unquote(split.path).split("/")[5:] == [*kept, "end"]
    assert posixpath.normpath(split.path) == split.path


@pytest.mark.parametrize("path", ["..", "../..", "a/../../../x/y", "%2e%2e", "./../z"])
def test_no_path_leaves_its_repository(path):
    """Dots in a path never lead a browser out of the repository and commit."""
    url = urls.blob_url("o/r", "c", path)
    assert urljoin("https://github.com/", url).startswith(
        ("https://github.com/o/r/blob/c/", "https://github.com/o/r/tree/c")
    )
    assert ".." not in urlsplit(url).path


def test_lone_surrogates_do_not_break_an_address():
    """A file name that is no Unicode still gives an address."""
    assert urls.raw_url("o/r", "c", "a\udcff.png").endswith("/a%3F.png")


def test_new_file_form_is_prefilled_up_to_the_limit():
    """The new-file form carries path and content; over 8,191 bytes there is none."""
    url = urls.new_file_url("o/r", "main", "sources/a.yaml", "repo_url: x\nname: ü & co\n")
    assert url == (
        "https://github.com/o/r/new/main?filename=sources/a.yaml"
        "&value=repo_url%3A%20x%0Aname%3A%20%C3%BC%20%26%20co%0A"
    )
    assert urls.new_file_url("o/r", "main", "a", "x" * 9_000) is None


# ----------------------------------------------------------------- safe URLs


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example", "https://x.example"),
        ("HTTPS://X.Example/A?b=c#d", "https://x.example/A?b=c#d"),
        ("http://x.example:8080/", "http://x.example:8080/"),
        ("https://x.example?q", "https://x.example/?q"),
        ("  https://x.example/a b ", "https://x.example/a%20b"),
        ('https://x.example/"><script>', "https://x.example/%22%3E%3Cscript%3E"),
        ("https://x.example/ü?ü#ü", "https://x.example/%C3%BC?%C3%BC#%C3%BC"),
        ("https://x.example/%41%zz", "https://x.example/%41%zz"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER。example/", "https://xn--bcher-kva.example/"),
        ("https://аpple.com", "https://xn--pple-43d.com"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("mailto:a@x.example?subject=hi there", "mailto:a@x.example?subject=hi%20there"),
    ],
)
def test_good_urls_are_normalised(url, expected):
    """An absolute http, https or mailto address is kept in its normal form."""
    assert urls.safe_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "/x",
        "//x.example/",
        "#x",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://x.example/",
        "blob:https://x.example/1",
        "view-source:https://x.example/",
        "https:x.example",
        "https:/x.example",
        "https://",
        "https:///x",
        "https://?q",
        "https://user@x.example/",
        "https://github.com@x.example/",
        "https://user:pass@x.example/",
        "https:\\\\x.example",
        "https://x.example\\@y.example/",
        "https://x.example/\n",
        "https://x.exa\tmple/",
        "https://x.example/\u2028",
        "https://x.example/\x00",
        "https://x.example:99999/",
        "https://x.example:8a/",
        "https://x..example/",
        "https://x.ex ample/",
        "https://x%2eexample/",
        "https://a℀b.example/",
        "https://x\u202egro.example/",
        "https://x\u200b.example/",
        "https://[::1%25eth0]/",
        "https://[::1",
        "https://" + "a" * 64 + ".example/",
        "https://x.example/" + "a" * urls.MAX_URL,
        "https://x.example/" + "ü" * (urls.MAX_URL // 6 + 1),
        "mailto:",
        "mailto:x",
        "mailto:a@b.example\r\nBcc:c@d.example",
        "mailto:a@b.example,javascript:x",
    ],
)
def test_other_urls_are_refused(url):
    """Other schemes, relative addresses, tricks with white space, credentials and hosts give None."""
    assert urls.safe_url(url) is None


ODD = st.text(alphabet=st.sampled_from(list("htps:/\\@.?#&%[]ax09 \t\n\x00üß。\u202e'\"<>")), max_size=30)


@given(st.text(alphabet="aZ9._-/?#%&=:@+()[]~!$'*,; |", max_size=30).map(lambda t: f"https://a-b.c{t}"))
def test_normal_addresses_are_known_at_a_glance(url):
    """What is taken for normal at once is what normalising makes of it, which a space before it enforces."""
    assert urls.safe_url(url) == urls.safe_url(f" {url}")


@given(
    st.one_of(
        st.text(max_size=60), ODD, ODD.map(lambda t: "https://" + t), ODD.map(lambda t: "mailto:a@b.c?" + t)
    )
)
def test_safe_urls_are_safe_and_normal(url):
    """A safe address is printable ASCII of an allowed scheme, and is its own normal form."""
    safe = urls.safe_url(url)
    if safe is not None:
        assert re.fullmatch(r"(https?://[a-z0-9_\[-]|mailto:)[!#-;=?-\[\]_a-z{|}~]*", safe)
        assert urls.safe_url(safe) == safe
        assert len(safe) <= urls.MAX_URL
        assert "@" not in urlsplit(safe).netloc


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://img.example/a.png", "https://img.example/a.png"),
        ("https://img.example:8443/a.png", None),
        ("https://localhost/a.png", None),
        ("https://router/a.png", None),
        ("https://printer.local/a.png", None),
        ("https://192.168.0.1/a.png", None),
        ("https://0x7f.1/a.png", None),
        ("https://127.0.0.0x1/a.png", None),
        ("https://[::1]/a.png", None),
        ("https://nas.lan./a.png", None),
        ("mailto:a@x.example", None),
        ("data:image/png;base64,AA", None),
    ],
)
def test_pictures_come_from_public_hosts_by_https(url, expected):
    """A picture's address is raised to https, and none leads into the visitor's own network."""
    assert urls.safe_image_url(url) == expected
