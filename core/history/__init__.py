"""Orders and receipts as people export them → clean demand and lead times, with a report → a catalogue."""

from core.history.building import Built, build, build_catalogue, estimates
from core.history.findings import Finding
from core.history.guess import Guess
from core.history.items import Items, import_items
from core.history.orders import Orders, import_orders
from core.history.receipts import Receipts, import_receipts

__all__ = [
    "Built",
    "Finding",
    "Guess",
    "Items",
    "Orders",
    "Receipts",
    "build",
    "build_catalogue",
    "estimates",
    "import_items",
    "import_orders",
    "import_receipts",
]
