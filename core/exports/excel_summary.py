"""The first sheet: for each scenario the answer, where it comes from, and its figures, also as the screen has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.exports import palette
from core.exports.book import HEAD, PART, PERCENT, QUIET, TITLE, Book, Sheet, format_of
from core.exports.figures import figures, label, measures
from core.exports.subject import Subject
from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY

_LAST, _SAID = 7, "In words"
INSET = {**HEAD, "indent": 1}
_WIDTHS = (30, 32, 16, 16, 16, 18, 20, 26)
_RULED = {"bottom": 4, "bottom_color": f"#{palette.RULE}"}


def summary(book: Book, subjects: Sequence[Subject]) -> None:
    """Fills the sheet."""
    sheet = book.sheet("Summary", _WIDTHS)
    if len(subjects) > 1:
        sheet.wide(f"{len(subjects)} scenarios side by side", _LAST, TITLE, 30)
    for one in subjects:
        _answer(sheet, one)
        _facts(sheet, one)
        _figures(sheet, one)
        _differences(sheet, one)
    # The title stays in sight.
    sheet.sheet.freeze_panes(1, 0)


def _answer(sheet: Sheet, one: Subject) -> None:
    if sheet.at:
        sheet.at += 1
        sheet.wide(one.name, _LAST, {**PART, "top": 2, "font_size": 14}, 24)
    lines = 1 + len(one.headline) // 105
    sheet.wide(one.headline, _LAST, TITLE, 8 + 21 * lines)
    sheet.at += 1


def _facts(sheet: Sheet, one: Subject) -> None:
    for name, value in one.facts:
        sheet.fact(name, value, _LAST)
    sheet.fact("Currency", one.catalogue.currency, _LAST)
    sheet.fact("Target service", numbers.percent(one.target), _LAST)
    differing = [f"{title}: {value} (default {default})" for title, value, default in one.differing]
    sheet.fact("Settings that differ", "\n".join(differing) or "None: every setting is at its default", _LAST)
    if one.note.strip():
        sheet.fact("Note", one.note, _LAST)
    sheet.at += 1


def _table(sheet: Sheet, title: str, head: Sequence[str], words: int) -> None:
    sheet.put(sheet.at, 0, title, PART)
    sheet.at += 1
    right = {**HEAD, "align": "right"}
    sheet.row(head, [INSET if text == _SAID else HEAD if k < words else right for k, text in enumerate(head)])


def _figures(sheet: Sheet, one: Subject) -> None:
    head = ("Measure", "Policy", "Value", "Low (95 %)", "High (95 %)", "Unit", "As displayed", "95 % interval")
    _table(sheet, "Figures of the policies", head, 2)
    for each in figures(one):
        unit = BY_NAME[each.measure].unit
        form = {"num_format": format_of(unit, _most(one, each.measure)), **_RULED}
        right = {"align": "right", **_RULED}
        policy = {"bold": True, "font_color": f"#{palette.COLOURS[each.policy]}", **_RULED}
        numeric = (each.value, each.low, each.high)
        told = (unit_of(unit, one.catalogue.currency), each.said, each.span)
        cells: tuple[str | float, ...] = (label(each.measure), POLICY[each.policy], *numeric, *told)
        sheet.row(cells, [_RULED, policy, form, form, form, {**right, **QUIET}, right, right])
    sheet.at += 1


def _most(one: Subject, measure: str) -> float:
    return float(one.summary[measure].abs().max())


def unit_of(unit: str, currency: str) -> str:
    """A measure's unit in words, money by its currency."""
    return unit.replace("money", currency or "money").replace("share", "%")


def _differences(sheet: Sheet, one: Subject) -> None:
    head = ("Measure", "Policies", "Difference", "Low (95 %)", "High (95 %)", "First better in", _SAID)
    _table(sheet, "Policy against policy, on the same futures", (*head, ""), 2)
    for measure, first, second, numeric, better in _pairs(one):
        unit, currency = BY_NAME[measure].unit, one.catalogue.currency
        # A difference of rates is in points: a percentage of it would be read as something else.
        plain, scale = ('0.0" points"', 100.0) if unit == "share" else (format_of(unit, _most(one, measure)), 1.0)
        form, share = {"num_format": f"+{plain};−{plain};{plain}", **_RULED}, {"num_format": PERCENT, **_RULED}
        said = f"{first}: {numbers.change(numeric[0], unit, currency)}"
        said += f" ({numbers.span(*numeric[1:], unit, currency)})"
        sheet.sheet.merge_range(sheet.at, 6, sheet.at, 7, "", sheet.book.style({**_RULED, "indent": 1}))
        cells: list[str | float] = [
            label(measure),
            f"{first} against {second}",
            *(scale * each for each in numeric),
            better,
            said,
        ]
        sheet.row(cells, [_RULED, _RULED, form, form, form, share, {**_RULED, "indent": 1}])


def _pairs(one: Subject) -> Iterator[tuple[str, str, str, tuple[float, float, float], float]]:
    table = one.outcome.paired
    for measure in measures(one):
        for row in table[table["measure"] == measure].itertuples():
            numeric = (float(row.difference), float(row.lo), float(row.hi))  # type: ignore[arg-type]
            yield measure, POLICY[str(row.first)], POLICY[str(row.second)], numeric, float(row.first_better)  # type: ignore[arg-type]
