"""What Just-in-Time, Just-in-Case and Hybrid stocking do to service and cost. The public place of the model."""

from core.catalogue import Catalogue, abc, load_catalogue, xyz
from core.errors import InputError
from core.frontier import frontier
from core.outcome import Outcome, compare, price
from core.scenario import Scenario, settings
from core.simulation import simulate
from core.uncertainty import uncertain, widened, widened_curves, widened_paired, worlds_of

MODEL_VERSION = "1"

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
    "settings",
    "simulate",
    "uncertain",
    "widened",
    "widened_curves",
    "widened_paired",
    "worlds_of",
    "xyz",
]
