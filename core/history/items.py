"""Lists of items as people export them → the catalogue's columns with numbers in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.catalogue import COLUMNS
from core.errors import InputError, plain, shorten
from core.history.coded import Mask
from core.history.guess import Guess
from core.history.headers import NO, YES, words, wordset
from core.history.lines import as_written, misfits, why_unreadable, with_misfits
from core.history.report import as_frame, more, row
from core.history.stacking import Part, Source, parts, tables_of
from core.history.typed import numbers_of, texts_of
from core.history.vocabulary import ITEM_ROLES, Role
from core.history.wishes import Wishes, wishes

READ, USED = "items read", "items used"
BLANK = "unreadable: no item, or cells that don't fit the headings"
AGAIN = "duplicates: the item stands in an earlier row"

_WEEK, _MONTH = 7.0, 30.4375
_WEEKS = wordset("week weeks wk wks woche wochen semaine semaines settimana settimane semana semanas")
_MONTHS = wordset("month months monat monate monaten mois mese mesi mes meses")
_NO = NO | {""}

NUMBERS = tuple(column.name for column in COLUMNS if column.kind == "number")
_SHARES = ("supplier_reliability", "zero_share")


def _all_roles() -> dict[str, Role]:
    """What people's headings can mean, and the catalogue's own columns."""
    own = {column.name: Role(column.name, column.label, "any", column.name.replace("_", " ")) for column in COLUMNS}
    known = {name: replace(role, sure=f"{own[name].sure}|{role.sure}") for name, role in ITEM_ROLES.items()}
    return {**own, **known}


ROLES = _all_roles()


@dataclass(frozen=True, eq=False)
class Items:
    """`items`: the catalogue's columns that the files tell (see core.catalogue.COLUMNS), numbers as numbers, NaN where
    a cell is blank; text as written. `columns`: catalogue column to heading. `report`, `set_aside` and `guess` as for
    orders. `notes`: what was converted.
    """

    items: pd.DataFrame
    columns: dict[str, str]
    report: pd.DataFrame
    set_aside: dict[str, pd.DataFrame]
    notes: tuple[str, ...]
    guess: Guess


def import_items(source: Source, columns: Mapping[str, str | None] | None = None) -> Items:
    """What lists of items say in the catalogue's terms: cost, price, supplier, lead time and so on.

    `columns`: catalogue column to heading, and the choice numbers. Lead times in weeks or months become days, percents
    become shares. An item's later rows are set aside. Raises InputError naming file, column and row if there is no
    column for the item, a cell that should be a number is none, or numbers can be read in two ways.
    """
    wish = wishes(columns)
    found = parts(tables_of(source), ROLES, wish, across=False)
    read = [_values(part, wish) for part in found]
    everything = pd.concat([frame for frame, _ in read], ignore_index=True)
    blank = (everything["item"].str.strip() == "").to_numpy()
    again = everything["item"].duplicated().to_numpy() & ~blank
    used = ~blank & ~again
    if not used.any():
        raise InputError(f"File {found[0].name} has no items: not one row with an item")
    units = np.zeros(len(used))
    lost = misfits(found)
    rows = [more(row(READ, np.ones(len(used), dtype=bool), units), lost), more(row(BLANK, blank, units), lost),
            row(AGAIN, again, units), row(USED, used, units)]  # fmt: skip
    return Items(
        items=everything[used].reset_index(drop=True),
        columns={**found[0].asked, **wish.choices},
        report=as_frame(rows),
        set_aside=_set_aside(found, {BLANK: blank, AGAIN: again}),
        notes=_notes(found, read),
        guess=found[0].guess,
    )


def _notes(found: list[Part], read: list[tuple[pd.DataFrame, list[str]]]) -> tuple[str, ...]:
    """What reading assumed and what was converted, each once."""
    said = [*(note for part in found for note in part.notes), *(note for _, notes in read for note in notes)]
    return tuple(dict.fromkeys(said))


def _values(part: Part, wish: Wishes) -> tuple[pd.DataFrame, list[str]]:
    there = tuple(name for name in NUMBERS if name in part.columns)
    numbers = numbers_of(part, there, wish)
    _refuse_words(part, numbers)
    table: dict[str, object] = {}
    notes: list[str] = []
    for name in part.columns:
        if name in numbers:
            signed = texts_of(part, name).per_line(lambda word: "%" in word)
            table[name], note = _converted(name, part.columns[name], numbers[name], signed)
            notes += [note] if note else []
        elif name == "critical":
            table[name] = _yes_or_no(part, name)
        else:
            table[name] = texts_of(part, name).texts
    return pd.DataFrame(table), notes


def _refuse_words(part: Part, numbers: Mapping[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]) -> None:
    faults = []
    for name, values in numbers.items():
        column = texts_of(part, name)
        faults += [
            f"{ROLES[name].label} must be a number, got {plain(column.texts[at])} ({part.place(at)}, "
            f"column {shorten(part.columns[name])})"
            for at in np.flatnonzero(np.isnan(values) & ~column.blank).tolist()
        ]
    if faults:
        raise InputError(faults)


def _yes_or_no(part: Part, name: str) -> Mask:
    """Raises InputError for a word that is neither: to take it for no would hide what was meant."""
    column = texts_of(part, name)
    faults = [
        f"{ROLES[name].label} must be yes (also y, true, 1, x, ja, oui, si, sí), no (also n, false, 0, nein, non) or "
        f"blank, got {plain(column.texts[at])} ({part.place(at)}, column {shorten(part.columns[name])})"
        for at in np.flatnonzero(column.per_line(lambda word: _bare(word) not in YES | _NO)).tolist()
    ]
    if faults:
        raise InputError(faults)
    return column.per_line(lambda word: _bare(word) in YES)


def _bare(word: str) -> str:
    return word.strip().casefold()


def _converted(
    name: str, heading: str, values: "np.ndarray[tuple[int], np.dtype[np.float64]]", signed: Mask
) -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", str]:
    """Days for weeks and months, shares for percents, and a sentence that says so. A percent sign was read already."""
    said = set(words(heading))
    if name in ("lead_time_days", "lead_time_sd") and said & (_WEEKS | _MONTHS):
        factor, unit = (_WEEK, "weeks") if said & _WEEKS else (_MONTH, "months")
        return values * factor, f"{ROLES[name].label} was given in {unit} and is in days now: 1 is {factor:g}"
    percent = ~signed & (values > 1.0)
    if name in _SHARES and percent.any():
        return np.where(percent, values / 100, values), f"{ROLES[name].label} was given in percent and is a share now"
    return values, ""


def _set_aside(found: list[Part], masks: Mapping[str, Mask]) -> dict[str, pd.DataFrame]:
    frames = {reason: as_written(found, np.flatnonzero(mask)) for reason, mask in masks.items()}
    why = why_unreadable(found, [("item", masks[BLANK], "an item")], np.flatnonzero(masks[BLANK]))
    frames[BLANK].insert(2, "why", why, allow_duplicates=True)
    frames[BLANK] = with_misfits(found, frames[BLANK])
    return {reason: frame for reason, frame in frames.items() if len(frame)}
