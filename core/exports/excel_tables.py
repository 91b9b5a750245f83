"""The sheets of plain tables: items, settings, definitions."""

from __future__ import annotations

from collections.abc import Sequence

from core.exports import palette
from core.exports.book import WRAP, Book, Cell, format_of
from core.exports.excel_summary import unit_of
from core.exports.figures import currency, label
from core.exports.subject import Subject
from core.look.told import GROUP_TITLES, shown, title, unit_in
from core.measures import BY_NAME, MEASURES
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.scenario import settings as declared
from core.settings import Setting, Value

BOUNDED = ("fill_rate", "inventory_cost", "total_cost")
"""Measures of items that come with their interval; a sheet with that of all would be too wide to read."""
ITEM_MEASURES = (
    *("fill_rate", "cycle_service", "in_stock_days", "inventory_cost", "total_cost"),
    *("carrying_cost", "ordering_cost", "avg_stock_units", "avg_stock_value", "working_capital"),
    *("turns", "days_of_supply", "orders", "units_lost", "units_rushed", "units_scrapped"),
)
_BETTER = {1: "more is better", -1: "less is better", 0: "neither side is better"}
_TERMS = (
    ("Policy", "Just-in-Time and Just-in-Case replenish every item alike; Hybrid picks one of them per item by a rule"),
    ("95 % interval", "where the average over all futures lies with 95 % confidence, given the model and the data"),
    ("Buffer", "safety stock as the setting has it: a share of need, or z of the target where set by service"),
    ("Share of need", "safety stock as a share of the largest demand over the lead time, averaged by value"),
    ("Target", "the cycle service that the buffer was set for, where buffers are set by service"),
    ("Now", "the point at which the scenario's own setting stands"),
)


def items(book: Book, subjects: Sequence[Subject]) -> None:
    """Every item under every policy, scenario by scenario."""
    names = [name + end for name in ITEM_MEASURES for end in (("", "_lo", "_hi") if name in BOUNDED else ("",))]
    head = ["Low (95 %)" if n.endswith("_lo") else "High (95 %)" if n.endswith("_hi") else "" for n in names]
    money = currency(subjects) or "own currency"
    titled = [text or _titled(name, money) for name, text in zip(names, head, strict=True)]
    sheet = book.sheet("Items", (22, 16, 26, 14, 22, *[14] * len(names)), pages=3)
    sheet.head(("Scenario", "Item", "Name", "Policy", "Rule", *titled), range(5, 5 + len(names)), 2)
    forms = [{"num_format": format_of(BY_NAME[_bare(name)].unit, 0)} for name in names]
    for one in subjects:
        named = dict(zip(one.catalogue.column("item"), one.catalogue.column("name"), strict=True))
        table = one.outcome.items_of(POLICIES, ITEM_MEASURES)
        for item, policy, rule, *values in table[["item", "policy", "rule", *names]].itertuples(index=False, name=None):
            cells: tuple[Cell, ...] = (one.name, str(item), str(named[item]), POLICY[policy], str(rule), *values)
            sheet.row(cells, [{}, {}, {}, {"font_color": f"#{palette.COLOURS[policy]}"}, {}, *forms])
    sheet.filters(5 + len(names))


def _bare(name: str) -> str:
    return name.removesuffix("_lo").removesuffix("_hi")


def _titled(name: str, money: str) -> str:
    unit = BY_NAME[name].unit
    if unit.startswith("money"):
        said = label(name)
        return f"{said} ({money})" if "year" in said or unit == "money" else f"{said} a year ({money})"
    return label(name) if unit in ("share", "units") else f"{label(name)} ({unit})"


def settings(book: Book, subjects: Sequence[Subject]) -> None:
    """Every setting: value, default, unit, and whether it differs. A column of values for each scenario."""
    values = [one.scenario.to_dict() for one in subjects]
    names = [one.name for one in subjects] if len(subjects) > 1 else ["Value"]
    money = currency(subjects)
    sheet = book.sheet("Settings", (24, 40, 30, *[16] * len(subjects), 16, 24, 10, 90))
    head = ("Group", "Setting", "Name in links and files", *names, "Default", "Unit", "Differs", "What it is")
    sheet.head(head, range(3, 4 + len(values)), 2)
    for name, setting in declared().items():
        mine = [each[name] for each in values]
        differs = [value != setting.default for value in mine]
        marked = [{**_form(setting, v), **(_MARKED if d else {})} for v, d in zip(mine, differs, strict=True)]
        said = "yes" if any(differs) else "no"
        cells = [_raw(setting, value) for value in (*mine, setting.default)]
        words = (GROUP_TITLES[setting.group], title(setting), name)
        forms: list[dict[str, object]] = [
            *[_TOP] * 3,
            *marked,
            _form(setting, setting.default),
            WRAP,
            {**_TOP, "bold": any(differs)},
            WRAP,
        ]
        sheet.tall(setting.help, 95)
        sheet.row((*words, *cells, "%" if setting.percent else unit_in(setting.unit, money), said, setting.help), forms)
    sheet.filters(len(head))


_TOP: dict[str, object] = {"valign": "top"}
_MARKED: dict[str, object] = {"bold": True, "bg_color": f"#{palette.SECOND}"}


def _raw(setting: Setting, value: Value) -> Cell:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else shown(setting, value)  # type: ignore[arg-type]


def _form(setting: Setting, value: Value) -> dict[str, object]:
    """Percentages with as many decimals as they have, other numbers as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {"align": "right", "valign": "top"}
    if not setting.percent:
        return {"num_format": "General", "valign": "top"}
    spelled = f"{100 * value:.6g}"
    decimals = len(spelled.partition(".")[2]) if "e" not in spelled else 6
    return {"num_format": "0." + "0" * decimals + " %" if decimals else "0 %", "valign": "top"}


def definitions(book: Book, subjects: Sequence[Subject]) -> None:
    """What each measure is, and the words of the other sheets."""
    money = currency(subjects)
    sheet = book.sheet("Definitions", (32, 100, 24, 22, 26))
    sheet.head(("Measure", "What it is", "Unit", "Better", "Name in tables"), range(0), 1)
    for one in MEASURES:
        sheet.tall(one.says, 105)
        sheet.row((label(one.name), one.says, unit_of(one.unit, money), _BETTER[one.better], one.name), WRAP)
    sheet.at += 1
    for term, says in _TERMS:
        sheet.tall(says, 105)
        sheet.row((term, says), [{**WRAP, "bold": True}, WRAP])
