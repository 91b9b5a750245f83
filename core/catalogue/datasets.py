"""Where catalogues come from: the built-in data sets, a folder, a file, a frame."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from core.catalogue.catalogue import Catalogue
from core.catalogue.checks import check
from core.catalogue.histories import demand_histories, lead_time_histories
from core.catalogue.reading import read_table
from core.catalogue.reading_back import catalogue_of
from core.errors import InputError, plain

BUILT_IN = ("demo", "bakery")
DATA = Path(__file__).resolve().parents[2] / "data"
_ABOUT = ("name", "currency", "calendar_start", "warehouse_places", "assumed", "source")


def load_catalogue(source: str | Path | pd.DataFrame) -> Catalogue:
    """The catalogue of a built-in data set ("demo", "bakery"), a data-set folder, a file or a raw frame.

    A folder holds catalogue.csv and may hold dataset.json (name, currency, calendar_start, warehouse_places,
    assumed, source), orders.csv.gz and receipts.csv.gz; the records are read only if an item's model is
    history. A file or frame that `to_csv` or `to_xlsx` wrote brings all of that itself. Raises InputError with
    every fault of the step that failed.
    """
    if isinstance(source, pd.DataFrame):
        return catalogue_of(source)
    if isinstance(source, str) and source in BUILT_IN:
        return _built_in(source)
    place = Path(source)
    if place.is_dir():
        return _from_folder(place)
    return catalogue_of(read_table(place), name=place.name.split(".")[0] or place.name, source=place.name)


@lru_cache(maxsize=len(BUILT_IN))
def _built_in(name: str) -> Catalogue:
    return _from_folder(DATA / name)


def _from_folder(folder: Path) -> Catalogue:
    checked = check(read_table(folder / "catalogue.csv"))
    histories = lead_times = {}
    if (checked.items["demand_model"] == "history").any():
        histories = demand_histories(read_table(folder / "orders.csv.gz"))
    if (checked.items["lead_time_model"] == "history").any():
        lead_times = lead_time_histories(read_table(folder / "receipts.csv.gz"))
    return Catalogue(
        checked.items,
        default_items=checked.default_items,
        ignored_columns=checked.ignored_columns,
        histories=histories,
        lead_time_histories=lead_times,
        **{"name": folder.name, **_about(folder / "dataset.json")},
    )


def _about(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"File {path.name} can't be read as JSON: {error}") from error
    if not isinstance(about, dict):
        raise InputError(f"File {path.name} must hold an object with {', '.join(_ABOUT)}")
    unknown = [key for key in about if key not in _ABOUT]
    faults = [f"Entry {plain(key)} of {path.name} is not one of {', '.join(_ABOUT)}" for key in unknown]
    assumed = about.get("assumed", [])
    if not isinstance(assumed, list) or not all(isinstance(name, str) for name in assumed):
        faults.append(f"Entry assumed of {path.name} must be a list of columns, got {plain(assumed)}")
    if faults:
        raise InputError(faults)
    return about
