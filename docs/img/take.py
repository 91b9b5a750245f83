"""Takes the screenshots in this folder from a running server of our own: `python docs/img/take.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, SIZES, Server, Tab

HERE = Path(__file__).parent
PICTURES = [("laptop", "light"), ("laptop", "dark"), ("projector", "light"), ("projector", "dark"), ("phone", "light")]

server = Server()
try:
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for size, scheme in PICTURES:
            width, height = SIZES[size]
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            tab = Tab(context.new_page()).open(server.url)
            tab.page.screenshot(path=HERE / f"explore-{size}-{scheme}.png")
            context.close()
        browser.close()
finally:
    server.stop()
