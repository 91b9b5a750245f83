"""Every estimate as a row, with its interval, the observations behind it and how it was decided."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.catalogue.columns import SEASON_NAMES
from core.history.families import ADI_CUT, CV2_CUT
from core.history.seasons import LEAST_YEARS, SEASON_LEVEL

COLUMNS = ("item", "parameter", "value", "lo", "hi", "n", "says")
_SCOPES = {
    "item and supplier": "own deliveries from {supplier}",
    "item": "own deliveries",
    "supplier": "deliveries of {supplier}, too few of its own",
    "all": "deliveries of everybody, too few of its own",
}


def told(demand: pd.DataFrame, lead: pd.DataFrame) -> pd.DataFrame:
    """Rows of COLUMNS: the parameters of demand for items that sold, those of supply for items with deliveries."""
    delivered = lead[lead["lead_time_count"] > 0]
    promised = delivered[delivered["promised"] > 0]
    years = demand[demand["years"] >= LEAST_YEARS]
    season = demand[demand["seasonal"]]
    weeks = demand[demand["week_ratio"].notna()]
    out = demand[demand["out_share"] > 0]
    blocks = [
        _rows(demand, "demand_per_day", "days", _life(demand)),
        _rows(demand, "demand_sd", "open_days", "of a day; √share of open days × that of an open day"),
        _rows(weeks, "week_ratio", "days", _runs(weeks)),
        _rows(years, "trend", "years", "growth per year, season divided out; reported, not in the catalogue"),
        _rows(demand, "season", "years", _season(demand), value="season_chance"),
        *(_rows(season, name, "years", "multiple of the year's mean") for name in SEASON_NAMES),
        _rows(demand, "adi", "selling_days", _kinds(demand)),
        _rows(demand, "cv2", "selling_days", "squared cv of what is sold on days with sales"),
        _rows(demand, "zero_share", "open_days", "open days without demand"),
        _rows(demand, "family", "open_days", _families(demand), value="off"),
        _rows(out, "stockout_share", "days", "days out of stock, left out of the demand", value="out_share"),
        _rows(delivered, "lead_time_days", "lead_time_count", _supply(delivered)),
        _rows(delivered, "lead_time_sd", "lead_time_count", _supply(delivered)),
        _rows(promised, "supplier_reliability", "promised", "deliveries on time, of those that were promised a day"),
    ]
    table = pd.concat([block for block in blocks if len(block)], ignore_index=True)
    rank = {item: at for at, item in enumerate(dict.fromkeys([*demand["item"], *lead["item"]]))}
    return table.iloc[np.argsort(table["item"].map(rank).to_numpy(), kind="stable")].reset_index(drop=True)


def _rows(fits: pd.DataFrame, name: str, n: str, says: str | Sequence[str], value: str = "") -> pd.DataFrame:
    column = value or name
    ends = {end: fits.get(f"{column}_{end}", np.nan) for end in ("lo", "hi")}
    columns = {"item": fits["item"], "parameter": name, "value": fits[column], **ends, "n": fits[n], "says": says}
    return pd.DataFrame(columns).astype({"value": float, "lo": float, "hi": float, "n": float})


def _life(demand: pd.DataFrame) -> list[str]:
    ends = zip(demand["first_day"].dt.date, demand["last_day"].dt.date, demand["stopped"], strict=True)
    return [f"calendar days from {first} to {last}{', then given up' * bool(end)}" for first, last, end in ends]


def _runs(demand: pd.DataFrame) -> list[str]:
    says = {
        1: "good and bad days come in runs: weeks vary by more than seven days would",
        0: "no more and no less than seven days would",
        -1: "good and bad days even out within the week",
    }
    signs = np.sign((demand["week_ratio_lo"] > 1).astype(int) - (demand["week_ratio_hi"] < 1).astype(int))
    return ["variance of a week over that of seven independent days: " + says[sign] for sign in signs]


def _season(demand: pd.DataFrame) -> list[str]:
    facts = zip(demand["years"], demand["season_chance"], demand["seasonal"], strict=True)
    return [_verdict(years, chance, found) for years, chance, found in facts]


def _verdict(years: int, chance: float, found: bool) -> str:
    if years < LEAST_YEARS:
        return f"not tested: takes {LEAST_YEARS} whole years"
    what, side = ("a season", "below") if found else ("flat", "not below")
    return f"{what}: chance makes the months agree so over the years in {chance:.2%}, {side} {SEASON_LEVEL:.0%}"


def _kinds(demand: pd.DataFrame) -> list[str]:
    return [
        f"{kind}: mean days between days with sales, cut at {ADI_CUT:g}; cv² cut at {CV2_CUT:g}"
        for kind in demand["kind"]
    ]


def _families(demand: pd.DataFrame) -> list[str]:
    facts = zip(demand["demand_model"], demand["off"], demand["passes"], strict=True)
    return [_family(model, off, passes) for model, off, passes in facts]


def _family(model: str, off: float, passes: bool) -> str:
    if np.isnan(off):
        return "auto: totals of weeks or months don't tell what a day is like"
    verdict = "passes" if passes else "is the closest, none passes"
    return f"{model} {verdict}: at most {off:.1%} off in the share of days up to any demand"


def _supply(delivered: pd.DataFrame) -> list[str]:
    facts = zip(delivered["scope"], delivered["supplier"], delivered["lead_time_model"], strict=True)
    return [
        f"{_SCOPES[scope].format(supplier=supplier or 'its supplier')}; {model}" for scope, supplier, model in facts
    ]
