"""A real server process and a real Chromium. Where there is no browser the tests skip, and say so; CI installs one."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"laptop": (1280, 720), "projector": (1920, 1080), "phone": (390, 844)}
# A busy machine draws charts some time after the script has ended.
DRAWN = """() => [...document.querySelectorAll("[class*='st-key-chart-']")]
    .every(chart => chart.querySelector("svg.marks, canvas.marks"))"""
# Milliseconds: thousands of items take seconds, and a machine that does other things at once takes several times that.
PATIENCE = 180_000
READY = "[data-testid='stApp'][data-test-script-state='notRunning']"


class Server:
    """A Streamlit process of our own, on a port that nobody listened on before."""

    def __init__(self, app: Path = ROOT / "app.py", **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        options = ["--server.headless=true", f"--server.port={self.port}", "--server.address=127.0.0.1"]
        command = [sys.executable, "-m", "streamlit", "run", str(app), *options, "--server.fileWatcherType=none"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, **quiet)
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            assert self.process.poll() is None, "the server stopped at its start"
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                    if answer.read() == b"ok":
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server didn't answer within 30 s")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed: no browser tests")
    if not CHROMIUM:
        pytest.skip("Chromium isn't installed (Debian: apt-get install chromium): no browser tests")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Tab:
    """One page of the app as a person sees it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.failed: list[str] = []
        page.route("**/*", self._own_hosts_only)
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("response", self._note)

    def _note(self, got: Any) -> None:
        # Streamlit's page looks for its server below the page's own path before it looks at the root.
        if got.status >= 400 and not (got.status == 404 and "/_stcore/" in got.url):
            self.failed.append(f"{got.status} {got.url}")

    def _own_hosts_only(self, route: Any) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost", None):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def open(self, url: str) -> Tab:
        self.page.goto(url)
        return self.ready().settle()

    def ready(self) -> Tab:
        """Waits until the script has ended and, where a page has charts, until they stand."""
        self.page.wait_for_selector(READY, timeout=PATIENCE)
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector(READY, timeout=PATIENCE)
        self.page.wait_for_function(DRAWN, timeout=PATIENCE)
        return self

    def text(self, key: str) -> str:
        return " ".join(self.page.locator(f".st-key-{key}").first.inner_text().split())

    def figures(self) -> dict[str, str]:
        """Every figure on the page, as displayed."""
        found: dict[str, str] = self.page.evaluate(
            """() => {
                 const name = element => [...element.classList].find(one => one.startsWith('st-key-figure-')).slice(14);
                 const found = [...document.querySelectorAll("[class*='st-key-figure-']")];
                 return Object.fromEntries(found.map(element => [name(element), element.innerText]));
               }"""
        )
        return {name: " ".join(text.split()) for name, text in found.items()}

    def number(self, key: str) -> float:
        """The first number of a figure, with its k, M or bn."""
        said = self.text(f"figure-{key}").replace(",", "")
        found = re.findall(r"([−-]?\d+(?:\.\d+)?)\s*(%|k\b|M\b|bn\b)", said)
        assert found, said
        value, scale = found[0]
        return float(value.replace("−", "-")) * {"k": 1e3, "M": 1e6, "bn": 1e9}.get(scale, 1.0)

    def press(self, setting: str, key: str, times: int = 1) -> Tab:
        """Moves a setting's slider by keyboard."""
        thumb = self.page.locator(f".st-key-{setting} input[type='range']")
        thumb.focus()
        for _ in range(times):
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(60)
        return self.settle()

    def settle(self) -> Tab:
        """Waits until nothing on the page has changed for a while."""
        self.page.evaluate(
            """() => new Promise(done => {
                 let last = performance.now();
                 const watch = new MutationObserver(() => { last = performance.now(); });
                 watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
                 const quiet = () => performance.now() - last > 500;
                 const tick = () => quiet() ? (watch.disconnect(), done()) : setTimeout(tick, 50);
                 setTimeout(tick, 400);
               })"""
        )
        return self.ready()

    def go(self, name: str) -> Tab:
        """Another page, by the bar above: by itself or from the menu that it stands in."""
        link = self.page.get_by_role("link", name=name, exact=True).or_(
            self.page.get_by_role("menuitem", name=name, exact=True)
        )
        for menu in [None, *self.page.get_by_test_id("stTopNavSection").all()]:
            if menu is not None:
                menu.click()
            if link.first.is_visible():
                break
        link.first.click()
        self.page.wait_for_timeout(500)
        return self.ready().settle()

    def share_link(self) -> str:
        """The link that Share shows."""
        self.page.get_by_role("button", name="Share").click()
        self.page.wait_for_selector(".st-key-share-link, [data-testid='stCode']")
        link = self.page.locator("[data-testid='stCode'] code").first.inner_text().strip()
        self.page.keyboard.press("Escape")
        return str(link)

    def traceback(self) -> bool:
        return bool(self.page.locator("[data-testid='stException']").count())


@pytest.fixture
def open_tab(browser: Any) -> Iterator[Callable[..., Tab]]:
    contexts = []

    def new(url: str, size: str = "laptop", scheme: str = "light") -> Tab:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        return Tab(context.new_page()).open(url)

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, from the package that carries it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core isn't installed: no accessibility tests")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def serious() -> Callable[[Tab, str], list[str]]:
    """The serious and critical faults that axe-core finds on a page."""

    def find(tab: Tab, script: str) -> list[str]:
        tab.page.evaluate(script)
        found = tab.page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        worst = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        return [json.dumps([fault["id"], [node["html"][:200] for node in fault["nodes"][:4]]]) for fault in worst]

    return find


def pytest_report_header() -> str:
    return f"browser: {CHROMIUM or 'none'}; numba cache: {os.environ.get('NUMBA_CACHE_DIR', 'beside the code')}"
