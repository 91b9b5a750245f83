"""Order lines as people export them → clean daily demand, with a report of every line that was set aside and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError
from core.history.coded import Mask
from core.history.codes import merged, spellings
from core.history.daily import daily, items, stockouts
from core.history.findings import Cleaned, Finding, findings
from core.history.guess import Guess
from core.history.lines import Lines, as_written, misfits, read_lines, why_unreadable, with_misfits
from core.history.report import Row, as_frame, more, row
from core.history.returns import take_back
from core.history.rules import MERGE_CODES, RULES, SWITCHES, UNREADABLE, USED, Verdict, sort_out
from core.history.stacking import Source, parts, tables_of
from core.history.vocabulary import ORDER_ROLES
from core.history.wishes import Wishes, switched, wishes

READ = "lines read"
UNREADABLE_REASON = "unreadable: no date, no quantity or no item"
ORPHANS = "returns and cancellations without a sale in the file"
TAKEN_BACK = "units taken back from sales by the lines above"
SPELLINGS = "codes that differ only in case or blanks"
LINES_USED = "lines used"

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Orders:
    """Clean demand, and how it came about.

    `daily`: date (datetime64), item (text), quantity (units of the lines left, net of returns), days with lines only.
    `report`: reason, lines, units, matching (lines that fit the reason, whatever came before), rule (its switch).
    Lines read are the sum of all other rows, units too. `columns`: role to heading, to hand back as `columns=`.
    `set_aside`: reason to the original lines with file and row. `items`: item, lines, name, price, category, supplier
    where the files tell. `findings`: name to a sentence and rows. `stockouts`: date, item, share of the day, or None.
    `period`: what a line's quantity covers, day, week or month. `guess`: how sure each column is, and alternatives.
    """

    daily: pd.DataFrame
    report: pd.DataFrame
    columns: dict[str, str]
    set_aside: dict[str, pd.DataFrame]
    items: pd.DataFrame
    findings: dict[str, Finding]
    stockouts: pd.DataFrame | None
    period: str
    guess: Guess


def import_orders(
    source: Source, columns: Mapping[str, str | None] | None = None, rules: Mapping[str, bool] | None = None
) -> Orders:
    """The demand in order lines, daily sales or a table across, of one file or several.

    `source`: paths or tables. `columns`: role (date, item, quantity, price, document, customer, name, category,
    supplier, stockout) to heading, where the guess is wrong; None says that there is no such column; and the choices of
    `wishes.CHOICES`. `rules`: name to True or False, see `rules.SWITCHES`. Raises InputError naming file, column and
    row if a column is missing or can be read in two ways, or if no line is left.
    """
    wish, switches = wishes(columns), switched(rules, SWITCHES)
    lines = read_lines(parts(tables_of(source), ORDER_ROLES, wish), wish)
    found = spellings(lines.item)
    if switches[MERGE_CODES]:
        lines = lines.renamed(merged(lines.item, found))
    verdict = sort_out(lines, switches)
    used = verdict.lines(USED)
    _refuse_nothing_left(lines, verdict)
    taken, matched = _netted(lines, verdict)
    orphans = verdict.lines("returns") & ~(matched > 0)
    out = stockouts(lines, used)
    left = lines.quantity - taken
    by_day = daily(lines, used, left)
    charged, repeated = verdict.lines("charges"), verdict.lines("duplicates")
    cleaned = Cleaned(lines, used, left, by_day, found, switches[MERGE_CODES], charged, repeated, out)
    return Orders(
        daily=by_day,
        report=as_frame(_rows(lines, verdict, orphans, taken, found)),
        columns=_asked(lines, wish),
        set_aside=_set_aside(lines, verdict, orphans),
        items=items(lines, used),
        findings=findings(cleaned),
        stockouts=out,
        period=lines.period,
        guess=lines.parts[0].guess,
    )


def _netted(lines: Lines, verdict: Verdict) -> tuple[Floats, Floats]:
    """Units taken out of each line, and units of each return that found a sale."""
    returned = verdict.lines("returns")
    sold = verdict.lines(USED) & (lines.quantity > 0)
    seconds = lines.when.at.astype("datetime64[s]").astype(np.int64)
    return take_back(lines.quantity, seconds, returned, sold, lines.item.codes, lines.texts.get("customer"))


def _rows(lines: Lines, verdict: Verdict, orphans: Mask, taken: Floats, found: pd.DataFrame) -> list[Row]:
    """Returns that earlier rules set aside count as matching those with a sale: nobody looked for theirs."""
    units, everything = lines.quantity, np.ones(len(lines), dtype=bool)
    lost = misfits(lines.parts)
    rows = [more(row(READ, everything, units), lost),
            more(row(UNREADABLE_REASON, lines.unreadable, units, rule=UNREADABLE), lost)]  # fmt: skip
    for rule in RULES:
        under, fitting = verdict.lines(rule.name), verdict.fitting[rule.name]
        if rule.name != "returns":
            rows.append(row(rule.reason, under, units, fitting, rule.name))
        else:
            rows.append(row(rule.reason, under & ~orphans, units, fitting & ~orphans, rule.name))
            rows.append(row(ORPHANS, orphans, units, rule=rule.name))
            rows.append(Row(TAKEN_BACK, 0, float(taken.sum()), int((taken > 0).sum()), rule.name))
    rows.append(Row(SPELLINGS, 0, 0.0, int(found["lines"].sum()), MERGE_CODES))
    return [*rows, row(LINES_USED, verdict.lines(USED), units - taken)]


def _set_aside(lines: Lines, verdict: Verdict, orphans: Mask) -> dict[str, pd.DataFrame]:
    masks = {rule.reason: verdict.lines(rule.name) & ~orphans for rule in RULES} | {ORPHANS: orphans}
    found = {reason: as_written(lines.parts, np.flatnonzero(mask)) for reason, mask in masks.items()}
    at = np.flatnonzero(lines.unreadable)
    unreadable = as_written(lines.parts, at)
    unreadable.insert(2, "why", _why(lines, at), allow_duplicates=True)
    found = {UNREADABLE_REASON: with_misfits(lines.parts, unreadable), **found}
    return {reason: frame for reason, frame in found.items() if len(frame)}


def _why(lines: Lines, at: NDArray[np.intp]) -> list[str]:
    checks = [("date", lines.no_date, "a date of 1970 to 2100"), ("item", lines.item.blank, "an item"),
              ("quantity", lines.no_quantity, "a number up to 1e12")]  # fmt: skip
    return why_unreadable(lines.parts, checks, at)


def _refuse_nothing_left(lines: Lines, verdict: Verdict) -> None:
    if verdict.lines(USED).any():
        return
    name = lines.parts[0].name
    if not len(lines):
        raise InputError(f"File {name} has no lines below its headings")
    at = np.flatnonzero(lines.unreadable)[:1]
    if len(at):
        row_number = as_written(lines.parts, at)["file row"].iloc[0]
        raise InputError(f"File {name} has no line that can be used; row {row_number}: {_why(lines, at)[0]}")
    reasons = ", ".join(f"{rule.reason} ({int(verdict.lines(rule.name).sum())})" for rule in RULES
                        if verdict.lines(rule.name).any())  # fmt: skip
    raise InputError(f"File {name} has no line left; its {len(lines)} lines were set aside as {reasons}")


def _asked(lines: Lines, wish: Wishes) -> dict[str, str]:
    return {**lines.parts[0].asked, **wish.choices}
