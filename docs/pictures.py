"""Takes the README's pictures of a built site: ``python docs/pictures.py [site]``.

Needs what the tests need (``make setup``). Build the site first, with a token, so that it
shows real numbers: ``catalog build``.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from generator.serve import SiteServer  # noqa: E402 - found through the line above
from tests.machine import CHROMIUM_FLAGS, find_chromium  # noqa: E402

IMAGES = ROOT / "docs/images"

PICTURES = {
    "list-light": ("?artifact_type=skill&tags=claude-code", "light", (1280, 800)),
    "list-dark": ("?artifact_type=skill&tags=claude-code", "dark", (1280, 800)),
    "source-light": ("sources/obra-superpowers/", "light", (1280, 800)),
    "phone-light": ("?search=review", "light", (390, 800)),
    "phone-dark": ("sources/obra-superpowers/", "dark", (390, 800)),
}
"""Name, then address, colour scheme and size in CSS pixels."""


def main(site: Path) -> None:
    """Serve the site and take every picture."""
    server = SiteServer(site, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        for name, (address, scheme, (width, height)) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(server.url + address)
            page.wait_for_timeout(1000)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "site"))
