"""The site of the attack documents in a real Chromium: opened page by page, touched, searched.

The pages are the built ones with the policy that they are deployed with. They stand in frames, many at a
time, each a document of its own; and what would tell of a success is known to tell, since it is tried on
pages that nothing protects.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

import pytest

from tests import attack_site
from tests.attack_documents import attacks
from tests.machine import CHROMIUM_FLAGS, find_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AT_ONCE = 40
"""Frames of one page of ours."""

HARNESS = "harness.html"

WATCH = """
window.fired = [];
window.canary = (...what) => { fired.push(["code", what.join() || new Error().stack]); return ""; };
addEventListener("error", (event) => event.message && fired.push(["error", event.message]), true);
addEventListener("unhandledrejection", (event) => fired.push(["error", String(event.reason)]));
document.addEventListener("securitypolicyviolation", (event) =>
  fired.push(["policy", event.violatedDirective + " " + event.blockedURI + " " + event.sample]));
"""

OPEN = """async (addresses) => {
  document.body.replaceChildren();
  await Promise.all(addresses.map((address) => new Promise((done) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, {src: address, width: 900, height: 700, onload: done});
    frame.dataset.address = address;
    document.body.append(frame);
  })));
}"""

EXAMINE = """async () => {
  const kinds = ["mouseover", "mouseenter", "pointerover", "focus", "focusin", "click", "toggle", "load",
    "error", "begin", "animationend", "keydown", "beforetoggle", "input", "change"];
  const addresses = ["href", "src", "currentSrc", "action", "formAction", "data", "poster", "cite", "ping"];
  const links = new Set(["https:", "http:", "mailto:"]);
  const found = [];
  const frames = [...document.querySelectorAll("iframe")];
  for (const frame of frames) {
    const say = (kind, what) => found.push([frame.dataset.address, kind, String(what).slice(0, 300)]);
    let page;
    try { page = frame.contentWindow; page.document.title; } catch { say("elsewhere", "foreign"); continue; }
    const document = page.document;
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of element.attributes) if (name.startsWith("on")) say("handler", element.outerHTML);
      for (const name of addresses) {
        const address = element[name]?.baseVal ?? element[name];
        if (!address || typeof address !== "string") continue;
        let url;
        const leads = element.localName === "a";
        try {
          url = new page.URL(address, document.baseURI);
        } catch {
          if (!leads) say("address", address); // a link to what is no address leads nowhere
          continue;
        }
        const picture = element.localName === "img" && url.protocol === "https:";
        if (url.origin !== page.origin && !(leads && links.has(url.protocol)) && !picture
            && !(element.rel === "canonical")) say("address", address);
      }
    }
    for (const place of document.querySelectorAll(".prose")) {
      for (const element of place.querySelectorAll("*")) {
        for (const kind of kinds) element.dispatchEvent(new page.Event(kind, {cancelable: true}));
      }
      const again = document.implementation.createHTMLDocument("").createElement("div");
      again.innerHTML = place.innerHTML;
      if (again.innerHTML !== place.innerHTML) say("parse", place.innerHTML);
    }
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const picture of document.images) picture.loading = "eager"; // as if it were scrolled to
  }
  await new Promise((done) => setTimeout(done, 150));
  for (const frame of frames) {
    const { pathname } = frame.contentWindow.location;
    const { address } = frame.dataset;
    if (![address, address.replace(/index\\.html$/, "")].includes(pathname)) {
      found.push([address, "elsewhere", pathname]);
    }
    for (const [kind, what] of frame.contentWindow.fired ?? [["elsewhere", "unwatched"]]) {
      found.push([frame.dataset.address, kind, String(what).slice(0, 300)]);
    }
  }
  return found;
}"""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")  # style sheets and scripts are the same for all
        super().end_headers()

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A page that goes away in the middle is nothing to report."""


@contextmanager
def served(folder):
    """The address of a folder."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser():
    """A Chromium for which there is no other host, so that what it asks for is seen and never answered."""
    from playwright.sync_api import sync_playwright

    path = find_chromium() or pytest.fail("no Chromium: run `make setup`")
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, alone])
        yield chromium
        chromium.close()


class Visit:
    """A visitor, and everything that an attack could bring about."""

    def __init__(self, browser, address):
        self.address = address
        self.context = browser.new_context(viewport={"width": 1000, "height": 2000})
        self.context.set_default_timeout(30_000)
        self.context.add_init_script(WATCH)
        self.requests, self.dialogs = [], []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append((request.resource_type, request.url)))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def frames(self, paths):
        """Open pages in frames; what happened there, as kinds by path."""
        happened = defaultdict(set)
        for start in range(0, len(paths), AT_ONCE):
            self.page.goto(self.address + HARNESS)
            self.page.evaluate(OPEN, ["/" + path for path in paths[start : start + AT_ONCE]])
            for path, kind, what in self.page.evaluate(EXAMINE):
                happened[path.removeprefix("/")].add((kind, what))
        return happened

    def foreign(self):
        """Requests to other hosts, but for pictures that a README may show."""
        strangers = {(kind, url) for kind, url in self.requests if not url.startswith(self.address)}
        strangers = {(kind, url) for kind, url in strangers if not url.startswith(("data:", "blob:"))}
        return {
            (kind, url)
            for kind, url in strangers
            if kind != "image"
            or not url.startswith("https://")
            or urlsplit(url).netloc.endswith("canary.example")
        }


@contextmanager
def visiting(browser, folder):
    """A visit to the site in a folder."""
    (folder / HARNESS).write_text("<!doctype html><title>Harness</title><body></body>")
    with served(folder) as address:
        visit = Visit(browser, address)
        yield visit
        visit.context.close()


# ------------------------------------------------------------------- the canaries

POLICY = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">"

UNPROTECTED = {
    "code": "<script>canary('ran')</script>",
    "error": "<script>undefined_name()</script>",
    "policy": f"{POLICY}<script>canary()</script>",
    "handler": "<p onclick='void 0'>x</p>",
    "address": "<a href='javascript:void 0'>x</a>",
    "elsewhere": "<meta http-equiv='refresh' content='0;url=/other.html'>",
    "parse": "<div class='prose'><p id='p'></p></div><script>p.append(document.createElement('p'))</script>",
}
"""A page for each thing that may happen in one, with nothing to stop it."""

ALONE = ("dialog", "window")
"""Pages that hold up all others of a browser for a moment; two at once may do so for ever."""


@pytest.fixture(scope="module")
def unprotected(browser, tmp_path_factory):
    """A visit to pages on which the attacks succeed, and what happened there."""
    folder = tmp_path_factory.mktemp("unprotected")
    loading = {
        "picture": "<img src='https://canary.example/a.png'>",
        "style": "<link rel='stylesheet' href='https://canary.example/a.css'>",
        "frame": "<iframe src='https://canary.example/'></iframe>",
        "beacon": "<script>navigator.sendBeacon('https://canary.example/b')</script>",
        "dialog": "<script>setTimeout(() => alert('seen'))</script>",
        "window": "<script>open('https://canary.example/w')</script>",
    }
    pages = {
        name: f"<!doctype html><title>x</title>{text}" for name, text in {**UNPROTECTED, **loading}.items()
    }
    for name, text in {**pages, "other": "<!doctype html><title>Other</title>"}.items():
        (folder / f"{name}.html").write_text(text)
    with visiting(browser, folder) as visit:
        happened = visit.frames([f"{name}.html" for name in pages if name not in ALONE])
        for name in ALONE:
            happened |= visit.frames([f"{name}.html"])
        yield visit, happened


@pytest.mark.parametrize("kind", UNPROTECTED)
def test_the_canary_of_a_page_sings(unprotected, kind):
    """On a page that nothing protects each kind of success is noticed."""
    _, happened = unprotected
    assert kind in {kind for kind, _ in happened[f"{kind}.html"]}


def test_the_canary_of_requests_sings(unprotected):
    """Requests to a foreign host are noticed, whatever makes them."""
    visit, _ = unprotected
    assert {urlsplit(url).path for _, url in visit.foreign()} >= {"/a.png", "/a.css", "/", "/b"}


def test_the_canary_of_dialogs_and_windows_sings(unprotected):
    """Dialogs and further windows are noticed."""
    visit, _ = unprotected
    assert visit.dialogs == ["seen"]
    assert len(visit.context.pages) > 1 or any("/w" in url for _, url in visit.requests)


# ---------------------------------------------------------------------- the site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site of all documents."""
    return attack_site.built(attacks(), tmp_path_factory.mktemp("attacks") / "catalog", attack_site.TOGETHER)


@pytest.fixture(scope="module")
def visit(browser, site):
    """A visitor of that site."""
    with visiting(browser, site) as opened:
        yield opened


def pages(site):
    """Every page but redirects, those of sources and of tags that are like others aside.

    Cards show what the sources without a definition of their own say, and each tag has the same list.
    """
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    found.remove(HARNESS)
    redirects = [path for path in found if b'http-equiv="refresh"' in (site / path).read_bytes()]
    whole = [path for path in found if path not in set(redirects)]
    alike = [path for path in whole if path.startswith("sources/answers-")]
    tags = [path for path in whole if path.startswith("tags/") and path != "tags/index.html"]
    return sorted(set(whole) - set(alike[10:]) - set(tags[10:])), redirects


def test_nothing_happens_on_any_page(visit, site):
    """No page runs a stranger's code, leads or loads elsewhere, breaks its policy, or is parsed otherwise."""
    whole, redirects = pages(site)
    assert len(whole) > len(attacks()) / attack_site.TOGETHER
    assert visit.frames(whole) == {}
    happened = visit.frames(redirects[:AT_ONCE])
    assert {kind for kinds in happened.values() for kind, _ in kinds} == {"elsewhere"}
    assert all(what.startswith("/sources/") for kinds in happened.values() for _, what in kinds)
    assert visit.foreign() == set()
    assert any("pictures.example" in url for _, url in visit.requests)
    assert visit.dialogs == []
    assert len(visit.context.pages) == 1


def test_nothing_happens_in_the_list(visit, site):
    """Cards, chips, filters and search results that scripts make of strangers' texts are texts."""
    page = visit.page
    page.goto(visit.address)
    page.locator("catalog-browser:not([data-starting])").wait_for()
    some = attack_site.loaded(attacks()[:24], site.parent / "some", attack_site.TOGETHER).sources
    for source in [source for source in some if source.tags][:6]:
        page.goto(f"{visit.address}?tags={quote(source.tags[0], safe='')}")
        page.locator("catalog-browser:not([data-starting])").wait_for()
        page.locator("[data-chips] button").first.wait_for()
    for words in ("canary", "script onerror", "javascript:canary()"):
        page.goto(f"{visit.address}?search={quote(words, safe='')}")
        page.locator("[data-results] mark").first.wait_for()
        assert not page.locator("[data-results] :is(script, iframe, [onerror], [style])").count()
    more = page.locator("[data-more]")
    while more.is_visible():
        more.click()
    assert page.evaluate("fired") == []
    assert visit.foreign() == set()
    assert visit.dialogs == []
    assert urlsplit(page.url).netloc == urlsplit(visit.address).netloc
