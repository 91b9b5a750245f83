"""From files and tables to parts: tables with the same headings under one another, each column's role guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputError, plain, shorten
from core.history.calendars import with_dates
from core.history.coded import Coded, coded
from core.history.content import content
from core.history.guess import Guess, guess_roles, refuse_missing
from core.history.layout import Across, layout_of, unpivot
from core.history.vocabulary import Role
from core.history.wishes import Wishes
from core.tables import Table, read_isolated

_BEYOND = "beyond the headings"

Source = str | Path | Table | Sequence[str | Path | Table]


@dataclass(frozen=True)
class Part:
    """Lines under the same headings. `rows` number them in their files, `files` name those.

    `written` holds the cells as text; `columns` tells its roles; `asked` is what to hand back as `columns=`. `misfits`
    are rows that don't fit their table: file, file row, why, and their cells. `decimal`: the mark of numbers if known.
    `notes`: sentences on what was assumed.
    """

    written: pd.DataFrame
    rows: NDArray[np.int64]
    files: Coded
    columns: dict[str, str]
    asked: dict[str, str]
    guess: Guess
    misfits: pd.DataFrame
    decimal: str = ""
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The files in few words."""
        more = f" and {len(self.files.words) - 1} more" if len(self.files.words) > 1 else ""
        return shorten(str(self.files.words[0])) + more

    def place(self, at: int) -> str:
        """Where a line stands, for a person."""
        return f"row {self.rows[at]} of {shorten(str(self.files.words[self.files.codes[at]]))}"


def tables_of(source: Source) -> list[Table]:
    """The tables of paths or tables, one or many. Raises InputError if there is none or one can't be read."""
    if isinstance(source, pd.DataFrame | bytes | Mapping) or not isinstance(source, str | Path | Table | Iterable):
        came = "a data frame" if isinstance(source, pd.DataFrame) else plain(source)
        raise InputError(f"The source must be a path, a table (see core.tables) or a list of them, got {came}")
    many = [source] if isinstance(source, str | Path | Table) else list(source)
    if not many:
        raise InputError("There must be at least one file, got none")
    wrong = [each for each in many if not isinstance(each, str | Path | Table)]
    if wrong:
        raise InputError(f"A source must be a path or a table, got {plain(each)}" for each in wrong)
    # A file that was exported somewhere may do anything to its reader, so a process of its own reads it.
    return [each if isinstance(each, Table) else read_isolated(Path(each).name, each) for each in many]


def parts(tables: Sequence[Table], roles: Mapping[str, Role], wish: Wishes, across: bool = True) -> list[Part]:
    """One part for each set of headings, in order. `across`: tables that lie across are turned into lines.

    A heading that the caller names has to be in one of the tables; where another lacks it, its own is guessed.
    Raises InputError if a column is missing.
    """
    groups: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        groups.setdefault(tuple(map(str, table.frame.columns)), []).append(table)
    everywhere = {heading for headings in groups for heading in headings}
    found = []
    for headings, same in groups.items():
        here = {
            role: heading for role, heading in wish.roles.items()
            if heading is None or heading in headings or heading not in everywhere
        }  # fmt: skip
        found.append(_part(same, roles, Wishes(here, wish.choices), across))
    return found


def _part(tables: Sequence[Table], roles: Mapping[str, Role], wish: Wishes, across: bool) -> Part:
    frame = tables[0].frame if len(tables) == 1 else pd.concat([table.frame for table in tables], ignore_index=True)
    built = ""
    if "date" in roles and "date" not in wish.roles:
        frame, built = with_dates(frame)
    rows = np.concatenate([table.rows for table in tables]).astype(np.int64)
    files = Coded(np.repeat(np.arange(len(tables)), [len(table.frame) for table in tables]),
                  np.array([table.name for table in tables], dtype=object))  # fmt: skip
    guess = guess_roles(frame, roles, {**wish.roles, "date": built} if built else wish.roles)
    lies = layout_of(frame, guess, roles, wish.choices.get("layout"), tables[0]) if across else Across("lines")
    if lies.layout == "lines":
        refuse_missing(frame, guess, roles, tables[0])
        asked = {**{role: each for role, each in guess.columns.items() if each != built}, **wish.choices}
        notes = (*_notes(tables), *([f"Every {built} was put together from these columns"] if built else []))
        misfits = _misfits(tables)
        return _filled(Part(frame, rows, files, guess.columns, asked, guess, misfits, _decimal(tables), notes))
    kept, asked, again = _beside(frame, tables[0], lies, roles, wish)
    written, line, columns = unpivot(frame, np.arange(len(frame), dtype=np.int64), lies, kept)
    files = Coded(files.codes[line], files.words)
    return Part(written, rows[line], files, columns, asked, again, _misfits(tables), _decimal(tables), _notes(tables))


def _notes(tables: Sequence[Table]) -> tuple[str, ...]:
    """What reading the files assumed; of several files, with their names."""
    if len(tables) == 1:
        return tables[0].notes
    return tuple(f"{shorten(table.name)}: {note}" for table in tables for note in table.notes)


def _decimal(tables: Sequence[Table]) -> str:
    marks = {table.decimal for table in tables}
    return marks.pop() if len(marks) == 1 else ""


def _beside(
    frame: pd.DataFrame, table: Table, lies: Across, roles: Mapping[str, Role], wish: Wishes
) -> tuple[dict[str, str], dict[str, str], Guess]:
    """Roles of the columns beside those of dates or items, what to hand back, and the guess, made anew among them."""
    taken = {*lies.headings, lies.year}
    rest = frame[[heading for heading in frame.columns if str(heading) not in taken]]
    wanted = _identifying(roles) if lies.layout == "dates across" else {"date": roles["date"]}
    given = {role: heading for role, heading in wish.roles.items() if role in wanted}
    again = guess_roles(rest, wanted, given)
    if again.missing == ("item",) and rest.shape[1]:
        again = guess_roles(rest, wanted, {**given, "item": _first_texts(rest)})
    refuse_missing(frame, again, roles, table)
    return again.columns, {**again.columns, **wish.choices, "layout": lies.layout}, again


def _identifying(roles: Mapping[str, Role]) -> dict[str, Role]:
    return {name: roles[name] for name in ("item", "name", "category", "supplier", "customer") if name in roles}


def _first_texts(frame: pd.DataFrame) -> str:
    """The first column that isn't blank all over: people put what a row is about there."""
    filled = [str(heading) for heading in frame.columns if content(frame[heading]).filled > 0]
    return filled[0] if filled else str(frame.columns[0])


def _filled(part: Part) -> Part:
    """Rows without any cell are no lines."""
    empty = np.ones(len(part.written), dtype=bool)
    for heading in part.written.columns:
        if not empty.any():
            return part
        at = np.flatnonzero(empty)
        empty[at] = coded(part.written[heading].iloc[at]).blank
    written = part.written[~empty].reset_index(drop=True)
    files = Coded(part.files.codes[~empty], part.files.words)
    return replace(part, written=written, rows=part.rows[~empty], files=files)


def _misfits(tables: Sequence[Table]) -> pd.DataFrame:
    """Rows that were set aside before any was read. Cells beyond the headings share a column."""
    rows = []
    for table in tables:
        headings = [str(heading) for heading in table.frame.columns]
        for each in table.set_aside:
            about = {"file": table.name, "file row": each.row, "why": each.why}
            beyond = {_BEYOND: " | ".join(each.cells[len(headings) :])} if len(each.cells) > len(headings) else {}
            rows.append({**about, **dict(zip(headings, each.cells, strict=False)), **beyond})
    return pd.DataFrame(rows).fillna("")
