"""Receipts as people export them → lead times from order to receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError
from core.history.coded import Mask, joined
from core.history.guess import Guess
from core.history.lines import as_written, misfits, why_unreadable, with_misfits
from core.history.report import Row, as_frame, more, row
from core.history.stacking import Part, Source, parts, tables_of
from core.history.typed import dates_of, numbers_of, texts_of
from core.history.vocabulary import RECEIPT_ROLES
from core.history.wishes import Wishes, wishes

LONGEST = 3650
"""Days, ten years: a longer lead time is a mistyped year."""

READ, USED = "deliveries read", "deliveries used"
MISFITS = "unreadable: cells don't fit the headings"
NO_ORDER_DATE = "unreadable: no order date"
NOT_RECEIVED = "not received: no receipt date"
UNREADABLE = "unreadable: no receipt date"
NAMELESS = "unreadable: neither supplier nor item"
NEGATIVE = "received before the order: negative lead time"
TOO_LONG = f"lead time above {LONGEST:,} days"

_WANTED = "a date of 1970 to 2100"
_TEXTS = ("supplier", "item", "name")


@dataclass(frozen=True, eq=False)
class Receipts:
    """Deliveries with their lead times, and how they came about.

    `deliveries`: supplier, item, ordered, promised, received (datetime64, NaT where not told), quantity (units, NaN
    where not told), lead_time (calendar days from order to receipt). `lead_times`: supplier, item, n, mean, sd (days,
    NaN for one delivery), on_time (share received by the promised day, NaN where none is told). `report`, `columns`,
    `set_aside` and `guess` as for orders. `notes`: what reading the files assumed.
    """

    deliveries: pd.DataFrame
    lead_times: pd.DataFrame
    report: pd.DataFrame
    columns: dict[str, str]
    set_aside: dict[str, pd.DataFrame]
    notes: tuple[str, ...]
    guess: Guess


def import_receipts(source: Source, columns: Mapping[str, str | None] | None = None) -> Receipts:
    """The lead times in lists of deliveries, of one file or several.

    `source`: paths or tables. `columns`: role (ordered, received, promised, supplier, item, quantity, document, name)
    to heading, and the choices dates and numbers. Raises InputError naming file, column and row if a column is missing
    or can be read in two ways, or if no delivery is left.
    """
    wish = wishes(columns)
    found = parts(tables_of(source), RECEIPT_ROLES, wish, across=False)
    _refuse_nameless(found)
    everything = _deliveries(found, wish)
    reason = _reasons(found, everything)
    used = reason == USED
    units = everything["quantity"].to_numpy()
    lost = misfits(found)
    rows = [more(row(READ, np.ones(len(used), dtype=bool), units), lost), Row(MISFITS, lost, 0.0, lost),
            *_rows(reason, units), row(USED, used, units)]  # fmt: skip
    if not used.any():
        raise InputError(_nothing_left(found, rows))
    kept = everything[used].reset_index(drop=True)
    return Receipts(
        deliveries=kept,
        lead_times=_lead_times(kept),
        report=as_frame(rows),
        columns={**found[0].asked, **wish.choices},
        set_aside=_set_aside(found, reason, everything),
        notes=tuple(note for part in found for note in part.notes),
        guess=found[0].guess,
    )


def _refuse_nameless(found: Sequence[Part]) -> None:
    for part in found:
        if not {"supplier", "item"} & part.columns.keys():
            there = ", ".join(str(heading) for heading in part.written.columns[:12])
            raise InputError(
                f"File {part.name} must have a column for the supplier or the item; its columns are {there}"
            )


def _deliveries(found: Sequence[Part], wish: Wishes) -> pd.DataFrame:
    """All rows of the files with their lead times, wrong ones and missing ones included."""
    numbers = [numbers_of(part, ("quantity",), wish) for part in found]
    unknown = [np.full(len(part.rows), np.nan) for part in found]
    table = {role: joined([texts_of(part, role) for part in found]).texts for role in ("supplier", "item")}
    dates = {role: np.concatenate([dates_of(part, role, wish).at for part in found])
             for role in ("ordered", "promised", "received")}  # fmt: skip
    lead = (_days(dates["received"]) - _days(dates["ordered"])).astype("timedelta64[D]")
    quantity = np.concatenate([each.get("quantity", nan) for each, nan in zip(numbers, unknown, strict=True)])
    return pd.DataFrame({**table, **{role: _days(at).astype("datetime64[s]") for role, at in dates.items()},
                         "quantity": quantity, "lead_time": _as_numbers(lead)})  # fmt: skip


def _days(at: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    return at.astype("datetime64[D]")


def _as_numbers(lead: NDArray[np.timedelta64]) -> NDArray[np.float64]:
    return np.where(np.isnat(lead), np.nan, lead.astype(np.int64).astype(float))


def _reasons(found: Sequence[Part], everything: pd.DataFrame) -> NDArray[np.object_]:
    """Why each delivery is set aside, or that it is used. The first reason counts."""
    lead = everything["lead_time"].to_numpy()
    blank = joined([texts_of(part, "received") for part in found]).blank
    nobody = (everything["supplier"].str.strip() == "") & (everything["item"].str.strip() == "")
    checks: list[tuple[Mask, str]] = [
        (everything["ordered"].isna().to_numpy(), NO_ORDER_DATE),
        (blank, NOT_RECEIVED),
        (everything["received"].isna().to_numpy(), UNREADABLE),
        (nobody.to_numpy(), NAMELESS),
        (lead < 0, NEGATIVE),
        (lead > LONGEST, TOO_LONG),
    ]
    return np.select([mask for mask, _ in checks], [reason for _, reason in checks], USED).astype(object)


def _rows(reason: NDArray[np.object_], units: NDArray[np.float64]) -> list[Row]:
    reasons = (NO_ORDER_DATE, NOT_RECEIVED, UNREADABLE, NAMELESS, NEGATIVE, TOO_LONG)
    return [row(each, reason == each, units) for each in reasons]


def _lead_times(deliveries: pd.DataFrame) -> pd.DataFrame:
    told = deliveries["promised"].notna()
    kept = (deliveries["received"] <= deliveries["promised"]).astype(float).where(told)
    groups = deliveries.assign(kept=kept).groupby(["supplier", "item"], sort=False)
    return groups.agg(
        n=("lead_time", "size"), mean=("lead_time", "mean"), sd=("lead_time", "std"), on_time=("kept", "mean")
    ).reset_index()


def _set_aside(found: Sequence[Part], reason: NDArray[np.object_], everything: pd.DataFrame) -> dict[str, pd.DataFrame]:
    fails = [(role, everything[role].isna().to_numpy(), _WANTED) for role in ("ordered", "received")]
    frames = {MISFITS: with_misfits(found, pd.DataFrame())} if misfits(found) else {}
    for each in dict.fromkeys(reason[reason != USED]):
        at = np.flatnonzero(reason == each)
        frames[str(each)] = as_written(found, at)
        why = why_unreadable(found, fails, at)
        if each in (NEGATIVE, TOO_LONG):
            why = [f"lead time is {lead:g} days" for lead in everything["lead_time"].to_numpy()[at]]
        frames[str(each)].insert(2, "why", why, allow_duplicates=True)
    return frames


def _nothing_left(found: Sequence[Part], rows: Sequence[Row]) -> str:
    reasons = ", ".join(f"{each.reason} ({each.lines})" for each in rows[1:-1] if each.lines)
    return f"File {found[0].name} has no delivery that can be used; of {rows[0].lines} rows: {reasons or 'none'}"
