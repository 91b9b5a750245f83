"""Items with a season: their index, and when to start stocking up."""

from core.season.calendar import season_calendar
from core.season.curve import Season, common_day, dated, season_of, seasonal_items
from core.season.planning import SeasonPlan, season_plan, warehouse_for
from core.season.warehouse import Warehouse, warehouse_days

__all__ = [
    "Season",
    "SeasonPlan",
    "Warehouse",
    "common_day",
    "dated",
    "season_calendar",
    "season_of",
    "season_plan",
    "seasonal_items",
    "warehouse_days",
    "warehouse_for",
]
