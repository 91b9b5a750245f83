"""Real files to try the importer on. They lie beside the project, or where SHARED_DATA says, and are no part of it."""

import os
from pathlib import Path

import pytest

PLACE = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared") / "data"

TWO_WEEKS = ("orders", "online_retail_two_weeks.csv")
FULL_YEAR = (
    ("orders", "online_retail_2010-12_to_2011-06.csv.gz"),
    ("orders", "online_retail_2011-07_to_2011-12.csv.gz"),
)
FIVE_YEARS = ("orders", "grocery_pasta_5_years.csv.gz")
FRESH = ("orders", "fresh_food_90_days.csv.gz")
FRESH_STOCKOUTS = ("orders", "fresh_food_90_days_stockouts.csv.gz")
DELIVERIES = ("leadtimes", "health_commodities_deliveries.tsv")
CLEAN_DELIVERIES = ("leadtimes", "health_commodities_clean.csv")


def shared(file: tuple[str, str]) -> Path:
    """The path of a shared file. Skips the test where there is none."""
    path = PLACE.joinpath(*file)
    if not path.exists():
        pytest.skip(f"the shared data aren't here ({file[1]}); set SHARED_DATA to the folder that holds data/")
    return path
