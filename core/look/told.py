"""Settings in words: their title, and a value with its unit."""

from __future__ import annotations

from core.scenario import Scenario, settings
from core.settings import Setting, Value

GROUP_TITLES = {
    "demand": "Demand",
    "supply": "Supply",
    "shortage": "Shortages",
    "costs": "Costs",
    "jit": "Just-in-Time",
    "jic": "Just-in-Case",
    "planning": "Planning and hybrid rule",
    "run": "Simulation",
}
_LABELS = [setting.label for setting in settings().values()]


def title(setting: Setting) -> str:
    """The label, with the policy before it where two settings have the same."""
    twice = _LABELS.count(setting.label) > 1
    return f"{GROUP_TITLES[setting.group]}, {setting.label.lower()}" if twice else setting.label


def shown(setting: Setting, value: Value, currency: str = "") -> str:
    """A value in words, with the unit: 35 %, × 2, 21 days, on. Money is called by its currency where one is given."""
    if value is None:
        return "the data set's"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    if setting.percent:
        return f"{100 * value:,.6g} %"
    number = str(value) if setting.name == "seed" else f"{value:,.6g}"
    unit = unit_in(setting.unit, currency)
    return f"× {number}" if unit.startswith("×") else f"{number} {unit}".strip()


def unit_in(unit: str, currency: str) -> str:
    """A setting's unit with the currency in the place of "money", where one is known."""
    return f"{currency}{unit.removeprefix('money')}" if currency and unit.startswith("money") else unit


def differing(scenario: Scenario, currency: str = "") -> list[tuple[str, str, str]]:
    """(title, value, default) in words of every setting that differs from its default."""
    declared = settings()
    return [
        (title(one), shown(one, value, currency), shown(one, one.default, currency))
        for one, value in ((declared[name], value) for name, value in scenario.changed().items())
    ]
