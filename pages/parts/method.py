"""What the method page shows: its text, and the tables that follow from the model's declarations. No screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from core import settings
from core.measures import COSTS, FLOWS, SERVICE, STOCKS, Measure
from core.outcome import ROOM_TO_SPARE
from core.policies.jic import HOLDING_RATE, LONGEST, SHORTEST
from core.presets import presets
from core.settings import Setting, Value
from core.spreadsheet import csv_text
from core.verify.check import MOST_Z
from core.verify.proof import Proof, titles
from pages.parts.controls import GROUP_TITLES, SETTINGS, shown, title

TEXT = Path(__file__).with_name("method.md")
FACTS = {
    "holding": f"{100 * HOLDING_RATE:.0f} %",
    "shortest": f"{SHORTEST}",
    "longest": f"{LONGEST}",
    "room": f"{ROOM_TO_SPARE:g}",
    "limit": f"{MOST_Z:g}",
}
"""Numbers that the text names, from the code that uses them."""
BETTER = {1: "more", -1: "less", 0: "–"}
ACTS = {"physics": "happens", "price": "price"}
# On a phone a table is scrolled sideways: squeezed, each of its rows would fill the screen.
STYLE = """<style>
[data-testid="stTable"] table { min-width: 34rem; }
[data-testid="stTable"] table:has(th:nth-child(7)) { min-width: 58rem; }
</style>"""
MEASURE_GROUPS = (("Service", SERVICE), ("Stock", STOCKS), ("Flows", FLOWS), ("Costs", COSTS))


@cache
def sections() -> dict[str, str]:
    """The text of each section by its heading, in order."""
    text = TEXT.read_text(encoding="utf-8")
    for name, fact in FACTS.items():
        text = text.replace(f"[[{name}]]", fact)
    # A number stays on one line with its percent sign.
    text = text.replace(" %", "\u00a0%")
    parts = (part.split("\n", 1) for part in text.split("## ")[1:])
    return {heading.strip(): body.strip() for heading, body in parts}


def anchor(heading: str) -> str:
    """The heading as it stands in a link."""
    return heading.lower().replace(" ", "-")


def contents() -> str:
    """Links to all sections, in one line of Markdown."""
    return " · ".join(f"[{heading}](#{anchor(heading)})" for heading in sections())


def measures(group: Sequence[Measure]) -> pd.DataFrame:
    """What each measure is, its unit and which way is better."""
    rows = [(f"`{one.name}`", one.says, one.unit, BETTER[one.better]) for one in group]
    return _table(["Measure", "What it is", "Unit", "Better"], rows)


def setting_groups() -> dict[str, pd.DataFrame]:
    """A table of settings for each group's title, made from their declarations."""
    return {
        said: _table(
            ["Setting", "Name", "Default", "Range", "Unit", "Acts on", "What it does"],
            [_setting(one) for one in settings().values() if one.group == group],
        )
        for group, said in GROUP_TITLES.items()
    }


def _setting(one: Setting) -> tuple[str, ...]:
    default = "the data set's" if one.default is None else _plain(one, one.default)
    return (one.label, f"`{one.name}`", default, _range(one), one.unit or "–", ACTS[one.acts], one.help)


def _range(one: Setting) -> str:
    if one.kind in ("yes_no", "choice"):
        return "on or off" if one.kind == "yes_no" else " or ".join(one.choices)
    return f"{_plain(one, one.low)} to {_plain(one, one.high)}"


def _plain(one: Setting, value: Value) -> str:
    """A value whose unit stands beside it: only a percentage keeps its sign, on one line with it."""
    counted = not one.percent and one.kind in ("number", "whole")
    said = f"{value:,.10g}" if counted else shown(one, value)
    return said.replace("-", "−").replace(" %", "\u00a0%")


def _brief(one: Setting, value: Value) -> str:
    """A value beside its label, with its unit only where that is short."""
    return shown(one, value) if one.unit == "days" or one.unit.startswith("×") else _plain(one, value)


def preset_texts() -> dict[str, str]:
    """What each preset says, what it changes and what that rests on, as Markdown by its label."""
    return {
        one.label: "\n\n".join(
            [
                one.says,
                *(
                    f"- {_values(one.values, ground.names)}  \n  *{_rests_on(ground.source)}.*"
                    for ground in one.grounds
                ),
            ]
        )
        for one in presets()
    }


def _values(values: Mapping[str, Value], names: Sequence[str]) -> str:
    return ", ".join(f"{title(SETTINGS[name])} **{_brief(SETTINGS[name], values[name])}**" for name in names)


def _rests_on(source: str) -> str:
    return source[0].upper() + source[1:].rstrip(".")


def counts(proof: Proof) -> str:
    """The proof in a sentence."""
    met = "all of them met" if not proof.missed else f"**{proof.missed} of them off**"
    return f"**{proof.cases} cases, {proof.figures} figures, {met}.** Worst |z| {proof.worst:.1f}."


def origin(proof: Proof) -> str:
    """Which model gave the proof, and when."""
    return f"Model version {proof.model}, run on {proof.made}."


def proof_table(proof: Proof) -> pd.DataFrame:
    """A row for each figure: case, what it is, metric, expected, measured, z, ok."""
    what = titles()
    rows = [
        (one.id, what.get(one.id, ""), one.metric, one.expected, one.measured, one.z, one.ok) for one in proof.results
    ]
    return _table(["case", "what", "metric", "expected", "measured", "z", "ok"], rows)


def proof_csv(proof: Proof) -> bytes:
    """The table as a file, with every digit; the mark at its head lets Excel read its signs."""
    return csv_text(proof_table(proof)).encode("utf-8-sig")


def _table(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame.from_records(rows, columns=list(columns))
