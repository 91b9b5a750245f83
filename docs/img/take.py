"""Takes the screenshots in this folder from a running server of our own: `python docs/img/take.py [page …]`."""

import sys
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import sync_playwright

from core import Kept, Scenario
from core.kept import pack
from tests.browser.conftest import ARGUMENTS, CHROMIUM, SIZES, Server, Tab

HERE = Path(__file__).parent
EVERY = [("laptop", "light"), ("laptop", "dark"), ("projector", "light"), ("projector", "dark"), ("phone", "light")]
PICTURES = {
    **dict.fromkeys(("explore", "portfolio", "day_by_day", "stress", "season"), EVERY),
    **dict.fromkeys(("sensitivity", "break_even", "switching", "advisor", "scenarios", "present"), EVERY),
    "your_data": EVERY[:1],
}
SLIDERS = ("lead_time_variability", "carrying_cost_level")
MEETING = [
    Kept("Today", Scenario(), "Where we stand, with the suppliers that we have.", sliders=SLIDERS),
    Kept(
        "Suppliers twice as unreliable",
        Scenario().but(lead_time_variability=2.0),
        "What last winter looked like. Which policy still serves?",
        sliders=SLIDERS,
    ),
    Kept(
        "Money at twice the price",
        Scenario().but(carrying_cost_level=2.0),
        "If capital and storage cost double: is the buffer still worth it?",
        sliders=SLIDERS,
    ),
    Kept("Both at once", Scenario().but(lead_time_variability=2.0, carrying_cost_level=2.0), sliders=SLIDERS),
]
SET = {"scenarios": pack(MEETING)}
QUERIES = {"day_by_day": {"item": "A-101", "future": "worst"}, "scenarios": SET, "present": {**SET, "slide": "2"}}
# A page that searches shows how far it is until it has found. Milliseconds.
SEARCHES, QUIET, PATIENCE = "[data-testid='stProgress']", 2_500, 120_000


def shoot(tab, picture):
    """Takes the picture once nothing is looked for any more."""
    tab.page.wait_for_timeout(QUIET)
    tab.page.wait_for_function(f'!document.querySelector("{SEARCHES}")', timeout=PATIENCE)
    tab.settle()
    tab.page.screenshot(path=picture)


wanted = sys.argv[1:] or list(PICTURES)
server = Server()
try:
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for page, size, scheme in [(name, *kind) for name in wanted for kind in PICTURES[name]]:
            width, height = SIZES[size]
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            address = f"{page if page != 'explore' else ''}?{urlencode(QUERIES.get(page, {}))}"
            shoot(Tab(context.new_page()).open(f"{server.url}/{address}"), HERE / f"{page}-{size}-{scheme}.png")
            context.close()
        browser.close()
finally:
    server.stop()
