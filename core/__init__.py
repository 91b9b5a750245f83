"""What Just-in-Time, Just-in-Case and Hybrid stocking do to service and cost. The public place of the model."""

from core.catalogue import Catalogue, abc, load_catalogue, xyz
from core.errors import InputError
from core.frontier import frontier
from core.outcome import Outcome, compare, price
from core.scenario import Scenario, settings
from core.simulation import revised, simulate
from core.version import MODEL_VERSION

__all__ = [
    "MODEL_VERSION",
    "Catalogue",
    "InputError",
    "Outcome",
    "Scenario",
    "abc",
    "compare",
    "frontier",
    "load_catalogue",
    "price",
    "revised",
    "settings",
    "simulate",
    "xyz",
]
