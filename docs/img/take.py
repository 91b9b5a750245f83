"""Takes the screenshots in this folder from a running server of our own: `python docs/img/take.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, SIZES, Server, Tab

HERE = Path(__file__).parent
EVERY = [("laptop", "light"), ("laptop", "dark"), ("projector", "light"), ("projector", "dark"), ("phone", "light")]
PICTURES = {
    **dict.fromkeys(("explore", "portfolio", "day_by_day", "stress", "season", "advisor"), EVERY),
    "your_data": EVERY[:1],
}
QUERIES = {"day_by_day": "?item=A-101&future=worst"}
# Enough for the portfolio to find its best hybrid.
PATIENCE = 15_000

server = Server()
try:
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for page, size, scheme in [(page, *kind) for page, kinds in PICTURES.items() for kind in kinds]:
            width, height = SIZES[size]
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            address = f"{page if page != 'explore' else ''}{QUERIES.get(page, '')}"
            tab = Tab(context.new_page()).open(f"{server.url}/{address}")
            tab.page.wait_for_timeout(PATIENCE if page == "portfolio" else 0)
            tab.page.screenshot(path=HERE / f"{page}-{size}-{scheme}.png")
            context.close()
        browser.close()
finally:
    server.stop()
