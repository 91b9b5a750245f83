"""What Just-in-Time, Just-in-Case and Hybrid stocking do to service and cost. The public place of the model."""

from core.catalogue import Catalogue, abc, load_catalogue, xyz
from core.errors import InputError
from core.frontier import frontier
from core.optimum import Optimum, optimise, optimum_curve
from core.outcome import Outcome, compare, price
from core.scenario import Scenario, settings
from core.simulation import revised, simulate
from core.version import MODEL_VERSION

__all__ = [
    "MODEL_VERSION",
    "Catalogue",
    "InputError",
    "Optimum",
    "Outcome",
    "Scenario",
    "abc",
    "compare",
    "frontier",
    "load_catalogue",
    "optimise",
    "optimum_curve",
    "price",
    "revised",
    "settings",
    "simulate",
    "xyz",
]
