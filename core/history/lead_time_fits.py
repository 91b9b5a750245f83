"""Lead times from receipts: of an item from its supplier, or pooled where there are few; with 90 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv, gammainc, ndtr

from core.errors import InputError
from core.history.families import gamma_kurtosis
from core.history.record import as_written, frame_of, maybe_days
from core.history.spread import CONFIDENCE, around_mean, around_sd, doubt_of, ratio

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_DELIVERIES = 6
"""An item with fewer deliveries takes the lead time of its supplier, a supplier with fewer that of all."""
MARGIN = 2.0
"""Lognormal is taken where its log-likelihood is higher by this: about seven times as likely as the gamma."""
ROUNDING = 1 / 12
"""Variance that whole days add (Sheppard's correction): the simulation rounds what it draws."""
_WIDEST = 4.0
_TINY = 1e-300
SCOPES = ("item and supplier", "item", "supplier", "all")


@dataclass(frozen=True)
class Deliveries:
    """Usable deliveries: supplier and item as written, lead time in days, on time (1, 0, or NaN if nobody promised).

    `left_out`: rows that have no lead time of at least 0 days.
    """

    supplier: NDArray[np.object_]
    item: NDArray[np.object_]
    days: Array
    on_time: Array
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.days)

    @classmethod
    def none(cls) -> Deliveries:
        """No deliveries at all."""
        nobody, nothing = np.zeros(0, dtype=object), np.zeros(0)
        return cls(nobody, nobody, nothing, nothing)


def deliveries_of(receipts: Any) -> Deliveries:
    """From imported receipts (`.deliveries`) or a frame: item, lead_time or ordered and received, supplier, promised.

    The dates may also be called order_date, received_date and promised_date. Raises InputError for missing columns.
    """
    frame = frame_of(receipts, "deliveries", "receipts")
    frame = frame.rename(
        columns={f"{name}_date": name for name in ("received", "promised")} | {"order_date": "ordered"}
    )
    dated = {"ordered", "received"} <= set(frame.columns)
    missing = [] if "item" in frame.columns else ["item"]
    missing += [] if dated or "lead_time" in frame.columns else ["lead_time (or ordered and received)"]
    if missing:
        raise InputError([f"Column {name} is missing in receipts" for name in missing])
    days = _lead_times(frame) if not dated else _between(frame, "ordered", "received")
    late = _between(frame, "promised", "received") if {"promised", "received"} <= set(frame.columns) else days * np.nan
    on_time = np.where(np.isnan(late), np.nan, late <= 0)
    supplier = as_written(frame["supplier"]) if "supplier" in frame.columns else np.full(len(frame), "", object)
    usable = days >= 0  # NaN is not
    kept = (supplier[usable], as_written(frame["item"])[usable], days[usable], on_time[usable])
    return Deliveries(*kept, left_out=int((~usable).sum()))


def _lead_times(frame: pd.DataFrame) -> Array:
    days: Array = pd.to_numeric(frame["lead_time"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return days


def _between(frame: pd.DataFrame, start: str, end: str) -> Array:
    """Days from one date to another; NaN where one is missing."""
    (first, no_first), (last, no_last) = maybe_days(frame[start]), maybe_days(frame[end])
    return np.where(no_first | no_last, np.nan, last - first)


def fit_lead_times(deliveries: Deliveries, items: Sequence[str], suppliers: Sequence[str]) -> pd.DataFrame:
    """A row per item: item, supplier, scope, lead_time_count and the fits, each with _lo and _hi.

    `suppliers` names each item's supplier, '' where it isn't known: then it is the one that delivered it most. The
    fits are those of the first scope of SCOPES with at least LEAST_DELIVERIES deliveries (any number will do for all);
    a supplier that never delivered anything has no scope of its own. Without any delivery all of it is NaN.
    Columns: lead_time_days, lead_time_sd, lead_time_model, supplier_reliability (NaN where nothing was promised) of the
    `promised` deliveries.
    """
    said = np.array(suppliers, dtype=object)
    named = np.where(said == "", _main_suppliers(deliveries, items), said)
    wanted = {
        "item and supplier": _pairs(np.array(items, dtype=object), named),
        "item": pd.Index(items),
        "supplier": pd.Index(named),
        "all": pd.Index(np.full(len(items), "")),
    }
    by_scope = _fits_by_scope(deliveries)
    chosen: list[pd.DataFrame] = []
    left = np.ones(len(items), bool)
    for scope in SCOPES:
        fits = by_scope[scope]
        at = fits.index.get_indexer(wanted[scope])
        few = fits["lead_time_count"].to_numpy()[at] < LEAST_DELIVERIES if len(fits) else np.ones(len(items), bool)
        takes = left & (at >= 0) & (~few | (scope == "all"))
        chosen.append(fits.iloc[at[takes]].assign(at=np.flatnonzero(takes), scope=scope))
        left &= ~takes
    table = pd.concat(chosen).set_index("at").reindex(range(len(items)))
    table["scope"] = table["scope"].astype(object).where(table["scope"].notna(), "")
    table["lead_time_count"] = table["lead_time_count"].fillna(0.0)
    return table.assign(item=np.array(items, dtype=object), supplier=named)


def _pairs(items: NDArray[np.object_], suppliers: NDArray[np.object_]) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([items, suppliers])


def _main_suppliers(deliveries: Deliveries, items: Sequence[str]) -> NDArray[np.object_]:
    """The supplier that delivered each item most often, the first of several in the alphabet; '' without deliveries."""
    if not len(deliveries):
        return np.full(len(items), "", dtype=object)
    frame = pd.DataFrame({"item": deliveries.item, "supplier": deliveries.supplier})
    count = frame.groupby(["item", "supplier"]).size().reset_index(name="n")
    most = count.sort_values(["n", "supplier"], ascending=[False, True]).drop_duplicates("item").set_index("item")
    return most["supplier"].reindex(list(items)).fillna("").to_numpy(dtype=object)


def _fits_by_scope(deliveries: Deliveries) -> dict[str, pd.DataFrame]:
    keys: dict[str, pd.Index[Any]] = {
        "item and supplier": _pairs(deliveries.item, deliveries.supplier),
        "item": pd.Index(deliveries.item),
        "supplier": pd.Index(deliveries.supplier),
        "all": pd.Index(np.full(len(deliveries), "", dtype=object)),
    }
    return {scope: _fits(keys[scope], deliveries) for scope in SCOPES}


def _fits(key: pd.Index[Any], deliveries: Deliveries) -> pd.DataFrame:
    """Fits of every group of deliveries, indexed by its key."""
    group, names = pd.factorize(key)
    n = np.bincount(group, minlength=len(names)).astype(float)
    days = deliveries.days
    mean = _sums(group, days, n) / n
    rest = days - mean[group]
    square, cube, fourth = (_sums(group, rest**power, n) for power in (2, 3, 4))
    whole = _sums(group, days % 1 != 0, n) == 0
    variance = square / np.maximum(n - 1, 1)
    sd = np.sqrt(np.maximum(variance - np.where(whole, ROUNDING, 0.0), 0.0))
    skew = np.sqrt(n) * ratio(cube, square**1.5)
    lognormal = _is_lognormal(days, group, mean, sd, n)
    cv = ratio(sd, mean)
    told = np.where(lognormal, _lognormal_kurtosis(cv), gamma_kurtosis(cv))
    seen = n * ratio(fourth, square**2)
    doubt = doubt_of(np.maximum(told, seen), n)
    # Equal whole days don't prove that there is no spread: it may hide within the rounding.
    hidden = np.sqrt(np.maximum(variance, np.where(whole, ROUNDING, 0.0)))
    spread_low, spread_high = around_sd(hidden, doubt, n)
    low, high = around_mean(mean, hidden / np.sqrt(n), skew, n, n - 1)
    promised, reliability, sure_low, sure_high = _reliability(group, deliveries.on_time, n)
    return pd.DataFrame(
        {
            "lead_time_count": n,
            "lead_time_days": mean,
            "lead_time_days_lo": low,
            "lead_time_days_hi": high,
            "lead_time_sd": np.where(n > 1, sd, np.nan),
            "lead_time_sd_lo": _unrounded(spread_low, whole),
            "lead_time_sd_hi": _unrounded(spread_high, whole),
            "lead_time_model": np.where(lognormal, "lognormal", "gamma").astype(object),
            "promised": promised,
            "supplier_reliability": reliability,
            "supplier_reliability_lo": sure_low,
            "supplier_reliability_hi": sure_high,
        },
        index=names,
    )


def _sums(group: Ints, values: NDArray[Any], n: Array) -> Array:
    return np.asarray(np.bincount(group, weights=values, minlength=n.size), np.float64)


def _unrounded(sd: Array, whole: NDArray[np.bool_]) -> Array:
    return np.sqrt(np.maximum(sd**2 - np.where(whole, ROUNDING, 0.0), 0.0))


def _is_lognormal(days: Array, group: Ints, mean: Array, sd: Array, n: Array) -> NDArray[np.bool_]:
    """Whether a lognormal of the same mean and sd is clearly likelier than a gamma to give these whole days."""
    known = (sd > 0) & (mean > 0)
    m, s = np.where(known, mean, 1.0)[group], np.where(known, sd, 1.0)[group]
    ends = np.maximum(np.array([days - 0.5, days + 0.5]), 0.0)
    form = (m / s) ** 2
    gamma = np.diff(gammainc(form, ends * form / m), axis=0)[0]
    width = np.sqrt(np.log1p((s / m) ** 2))
    with np.errstate(divide="ignore"):  # the logarithm of 0 days is −∞, as it should be
        lognormal = np.diff(ndtr((np.log(ends / m) + width**2 / 2) / width), axis=0)[0]
    ahead = _sums(group, np.log(np.maximum(lognormal, _TINY)) - np.log(np.maximum(gamma, _TINY)), n)
    return np.asarray(known & (ahead > MARGIN))


def _lognormal_kurtosis(cv: Array) -> Array:
    w = 1 + np.minimum(cv, _WIDEST) ** 2
    return np.asarray(w**4 + 2 * w**3 + 3 * w**2 - 3)


def _reliability(group: Ints, on_time: Array, n: Array) -> tuple[Array, Array, Array, Array]:
    """(number promised, share of them on time, low, high); Jeffreys' interval; NaN without a promise."""
    promised = np.isfinite(on_time)
    count = _sums(group, promised, n)
    kept = _sums(group, np.where(promised, on_time, 0.0), n)
    share = np.divide(kept, count, out=np.full_like(n, np.nan), where=count > 0)
    a, b, tail = kept + 0.5, count - kept + 0.5, (1 - CONFIDENCE) / 2
    low = np.where(kept > 0, betaincinv(a, b, tail), 0.0)
    high = np.where(kept < count, betaincinv(a, b, 1 - tail), 1.0)
    return count, share, np.where(count > 0, low, np.nan), np.where(count > 0, high, np.nan)
