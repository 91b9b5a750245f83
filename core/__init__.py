"""What Just-in-Time, Just-in-Case and Hybrid stocking do to service and cost. The public place of the model."""

from core.advice import Advice, advise
from core.break_even import BreakEven, WinnerMap, break_even, break_evens, winner_map
from core.catalogue import Catalogue, abc, load_catalogue, xyz
from core.daily import DayByDay, day_by_day
from core.errors import InputError
from core.events import Event, delay, hold, outage, pull_forward, surge
from core.exports import Subject, export_brief, export_chart, export_excel, export_powerpoint
from core.extra_stock import extra_stock, stock_sweep
from core.frontier import frontier
from core.history import Items, Orders, Receipts, build_catalogue, import_items, import_orders, import_receipts
from core.kept import Kept, load_scenarios, save_scenarios
from core.optimum import Optimum, optimise, optimum_curve
from core.outcome import Outcome, compare, price
from core.scenario import Scenario, settings
from core.season import SeasonPlan, season_calendar, season_plan
from core.sensitivity import sensitivity, sensitivity_curve, sensitivity_indices
from core.simulation import revised, simulate
from core.stress import Stress, helped, stress
from core.switching import Switch, switching
from core.uncertainty import uncertain, widened, widened_curves, widened_paired, worlds_of
from core.version import MODEL_VERSION

__all__ = [
    "MODEL_VERSION",
    "Advice",
    "BreakEven",
    "Catalogue",
    "DayByDay",
    "Event",
    "InputError",
    "Items",
    "Kept",
    "Optimum",
    "Orders",
    "Outcome",
    "Receipts",
    "Scenario",
    "SeasonPlan",
    "Stress",
    "Subject",
    "Switch",
    "WinnerMap",
    "abc",
    "advise",
    "break_even",
    "break_evens",
    "build_catalogue",
    "compare",
    "day_by_day",
    "delay",
    "export_brief",
    "export_chart",
    "export_excel",
    "export_powerpoint",
    "extra_stock",
    "frontier",
    "helped",
    "hold",
    "import_items",
    "import_orders",
    "import_receipts",
    "load_catalogue",
    "load_scenarios",
    "optimise",
    "optimum_curve",
    "outage",
    "price",
    "pull_forward",
    "revised",
    "save_scenarios",
    "season_calendar",
    "season_plan",
    "sensitivity",
    "sensitivity_curve",
    "sensitivity_indices",
    "settings",
    "simulate",
    "stock_sweep",
    "stress",
    "surge",
    "switching",
    "uncertain",
    "widened",
    "widened_curves",
    "widened_paired",
    "winner_map",
    "worlds_of",
    "xyz",
]
