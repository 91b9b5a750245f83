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


def shown(setting: Setting, value: Value) -> str:
    """A value in words, with the unit: 35 %, × 2, 21 days, on."""
    if value is None:
        return "the data set's"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    if setting.percent:
        return f"{100 * value:,.6g} %"
    number = str(value) if setting.name == "seed" else f"{value:,.6g}"
    return f"× {number}" if setting.unit.startswith("×") else f"{number} {setting.unit}".strip()


def differing(scenario: Scenario) -> list[tuple[str, str, str]]:
    """(title, value, default) in words of every setting that differs from its default."""
    declared = settings()
    return [
        (title(declared[name]), shown(declared[name], value), shown(declared[name], declared[name].default))
        for name, value in scenario.changed().items()
    ]
