"""Which column is what: a guess from headings and cells, with how sure it is and what else it could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from core.errors import InputError, plain, shorten
from core.history.content import Content, content
from core.history.headers import score
from core.history.vocabulary import Role
from core.tables import Table

MOST_COLUMNS = 120
"""Columns that are guessed at; further ones can be named by hand."""

LEAST = 0.35
"""A guess less sure than this is none."""

_MENTIONED = 12
_CODE = 0.6
_FITS_KIND = 0.2
_TEXT_IS_NOT = 0.8


@dataclass(frozen=True)
class Guess:
    """Role to heading, to a confidence of 0 to 1 and to the headings that come next; roles that nothing fits."""

    columns: dict[str, str]
    confidence: dict[str, float]
    alternatives: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]


def guess_roles(frame: pd.DataFrame, roles: Mapping[str, Role], given: Mapping[str, str | None]) -> Guess:
    """The guess for a table of text cells. `given` settles roles: a heading, or None for 'there is none'.

    Raises InputError naming a given heading that the table lacks, and near ones.
    """
    _refuse_unknown(frame, roles, given)
    scores = _scores(frame, roles)
    columns = {role: heading for role, heading in given.items() if heading}
    confidence = dict.fromkeys(columns, 1.0)
    for sure, role, heading in sorted(scores, key=lambda each: -each[0]):
        if role not in given and role not in columns and heading not in columns.values() and sure >= LEAST:
            columns[role], confidence[role] = heading, sure
    _let_names_identify(columns, confidence, roles, given)
    others = {role: _others(scores, role, columns.get(role)) for role in roles}
    missing = tuple(role for role, each in roles.items() if each.required and role not in columns)
    ordered = {role: columns[role] for role in roles if role in columns}
    return Guess(ordered, confidence, others, missing)


def refuse_missing(frame: pd.DataFrame, guess: Guess, roles: Mapping[str, Role], table: Table) -> None:
    """Raises InputError that names each required role without a column, what was looked for and what is there."""
    if not guess.missing:
        return
    there = [shorten(str(heading)) for heading in frame.columns[:_MENTIONED]]
    rest = f" and {frame.shape[1] - _MENTIONED} more" if frame.shape[1] > _MENTIONED else ""
    raise InputError(
        f"File {shorten(table.name)} must have a column for the {roles[role].label.lower()}, with a heading such as "
        f"{', '.join(roles[role].sure.split('|')[:3])}; its columns are {', '.join(there)}{rest} (row "
        f"{table.header_row}). Name it with columns={{'{role}': …}}"
        for role in guess.missing
    )


def _refuse_unknown(frame: pd.DataFrame, roles: Mapping[str, Role], given: Mapping[str, str | None]) -> None:
    headings = [str(heading) for heading in frame.columns]
    unknown = [role for role in given if role not in roles]
    faults = [f"Role {plain(role)} is not known; the roles are {', '.join(roles)}" for role in unknown]
    for role, heading in given.items():
        if heading and heading not in headings:
            faults.append(f"Column {plain(heading)} for the {role} is not in the table; {_near(heading, headings)}")
    twice = [h for h in dict.fromkeys(given.values()) if h and list(given.values()).count(h) > 1]
    faults += [f"Column {plain(each)} must have one role, got it for {_roles_of(each, given)}" for each in twice]
    if faults:
        raise InputError(faults)


def _roles_of(heading: str, given: Mapping[str, str | None]) -> str:
    return " and ".join(role for role, each in given.items() if each == heading)


def _near(heading: str, headings: Sequence[str]) -> str:
    folded = {each.casefold(): each for each in headings}
    close = [folded[each] for each in get_close_matches(heading.casefold(), list(folded), n=3, cutoff=0.5)]
    if close:
        return f"near it are {', '.join(plain(each) for each in close)}"
    return f"its columns are {', '.join(shorten(each) for each in headings[:_MENTIONED])}"


def _scores(frame: pd.DataFrame, roles: Mapping[str, Role]) -> list[tuple[float, str, str]]:
    """Every (confidence, role, heading) that says anything. Earlier columns win ties: sorting is stable."""
    found: list[tuple[float, str, str]] = []
    for position in range(min(frame.shape[1], MOST_COLUMNS)):
        heading, cells = str(frame.columns[position]), content(frame.iloc[:, position])
        each = ((_confidence(heading, cells, role), role.name, heading) for role in roles.values())
        found += [entry for entry in each if entry[0] > 0.0]
    return found


def _confidence(heading: str, cells: Content, role: Role) -> float:
    """A heading says most; cells of the wrong kind take it back; cells alone say a little for dates."""
    said = score(heading, role)
    if role.kind == "date":
        alone = 0.5 * cells.dates if cells.dates > 0.9 and role.name in ("date", "ordered") else 0.0
        return max(said * (0.4 + 0.6 * _soft(max(cells.dates, 0.6 * cells.numbers))), alone)
    if role.kind == "number":
        return said * (0.4 + 0.6 * _soft(cells.numbers)) * (0.3 if cells.dates > 0.5 else 1.0)
    return said * (1.0 - _TEXT_IS_NOT * cells.dates) * (0.5 + 0.5 * min(1.0, cells.filled * 10))


def _soft(share: float) -> float:
    """Full marks from a fifth of the cells on: exports have words in columns of dates and numbers."""
    return min(1.0, share / _FITS_KIND) if share < _FITS_KIND else 0.9 + 0.1 * share


def _let_names_identify(
    columns: dict[str, str], confidence: dict[str, float], roles: Mapping[str, Role], given: Mapping[str, str | None]
) -> None:
    """Items without a code that looks like one are told apart by their name."""
    if "item" not in roles or {"item", "name"} & given.keys() or "name" not in columns:
        return
    if confidence.get("item", 0.0) < _CODE and confidence.get("item", 0.0) < 0.8 * confidence["name"]:
        columns["item"], confidence["item"] = columns.pop("name"), 0.8 * confidence.pop("name")


def _others(scores: list[tuple[float, str, str]], role: str, taken: str | None) -> tuple[str, ...]:
    fitting = sorted((each for each in scores if each[1] == role and each[2] != taken), key=lambda each: -each[0])
    return tuple(heading for sure, _, heading in fitting if sure > 0.1)
