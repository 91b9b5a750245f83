"""The questions that decide: what the data say to each, and what a person may answer instead.

An answer stands for settings or a limit, declared here and nowhere else, so it can be traced and taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.demand import season_curves
from core.errors import InputError, plain
from core.outcome import places
from core.scenario import Scenario
from core.scenario import settings as declared
from core.settings import Value

Array = NDArray[np.float64]
Answers = Mapping[str, str | float]
Row = tuple[str, str, float, str, str, str]
SAID = ("question", "says", "value", "unit", "source", "kind")


@dataclass(frozen=True)
class Limits:
    """What the advice has to keep to: the least fill rate (a share), the most working capital (money); None is none."""

    fill_rate: float | None = None
    working_capital: float | None = None

    @property
    def is_set(self) -> bool:
        """Whether there is any."""
        return self.fill_rate is not None or self.working_capital is not None


@dataclass(frozen=True)
class Question:
    """One question. It is answered by a word of `options`, each of which stands for settings, or by a number from `low`
    to `high` that stands for a `setting` or for a `limit`.
    """

    name: str
    options: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    setting: str = ""
    limit: str = ""
    low: float = 0.0
    high: float = 1e12

    def fault(self, answer: object) -> str | None:
        """The sentence that says why an answer can't be used, None if it can."""
        if self.options:
            allowed = " or ".join(self.options)
            usable = isinstance(answer, str) and answer in self.options
        else:
            allowed = f"a number of {self.low:,.10g} to {self.high:,.10g}"
            number = isinstance(answer, int | float | np.integer | np.floating) and not isinstance(answer, bool)
            usable = number and self.low <= answer <= self.high  # type: ignore[operator]
        return None if usable else f"The answer to {self.name} must be {allowed}, got {plain(answer)}"


QUESTIONS = (
    Question(
        "suppliers",
        {
            "dependable": {"outages_per_year": 0.1, "lead_time_variability": 0.5},
            "shaky": {"outages_per_year": 2.0, "lead_time_variability": 2.0},
        },
    ),
    Question("lead_times", {"shorter": {"lead_time_level": 0.5}, "longer": {"lead_time_level": 1.5}}),
    Question(
        "demand",
        {
            "steady": {"demand_variability": 0.5, "spikes_per_year": 0.5},
            "wild": {"demand_variability": 1.5, "spikes_per_year": 4.0},
        },
    ),
    Question("season", {"none": {"seasonality": 0.0}, "strong": {"seasonality": 1.5}}),
    Question(
        "customers",
        {
            "wait": {"wait_share": 0.8, "goodwill": 0.05},
            "leave": {"wait_share": 0.1, "goodwill": 0.4},
        },
    ),
    Question(
        "rush",
        {
            "never": {"rush_share": 0.0},
            "often": {"rush_share": 0.7},
            "dearly": {"rush_share": 0.7, "rush_premium": 1.5},
        },
    ),
    Question("storage", setting="warehouse_places", high=1_000_000.0),
    Question("cash", limit="working_capital"),
    Question("service", limit="fill_rate", high=1.0),
)
BY_NAME = {question.name: question for question in QUESTIONS}


def answered(scenario: Scenario, answers: Answers | None) -> tuple[Scenario, Limits]:
    """The scenario with what the answers stand for, and the limits. Raises one InputError that names every fault."""
    if not isinstance(answers, Mapping | None):
        raise InputError([f"Answers must be a table of answers by question, got {plain(answers)}"])
    given = dict(answers or {})
    faults = [f"There is no question named {plain(name)}" for name in given if name not in BY_NAME]
    faults += [fault for name, said in given.items() if name in BY_NAME and (fault := BY_NAME[name].fault(said))]
    if faults:
        raise InputError(faults)
    # In the order of the questions, so that the order of the answers is of no account.
    found = [setting for question in QUESTIONS if question.name in given for setting in stands_for(question, given)]
    limits = {q.limit: float(given[q.name]) for q in QUESTIONS if q.limit and q.name in given}
    return scenario.but(**dict(found)), Limits(**limits)


def stands_for(question: Question, answers: Answers) -> list[tuple[str, Value]]:
    """The settings that the answer to a question stands for, with their values; none for a limit."""
    said = answers[question.name]
    if question.options:
        return list(question.options[str(said)].items())
    return [(question.setting, float(said))] if question.setting else []


def said(catalogue: Catalogue, scenario: Scenario) -> pd.DataFrame:
    """What the data and the settings say to each question, a row for each figure: the columns of SAID.

    `kind` is column (of the catalogue; `source` names it), assumed (so too, but its default or an assumption for all
    items) or setting.
    """
    rows: list[Row] = [*_of_columns(catalogue, scenario), *_of_settings(scenario)]
    rows.append(("storage", "own places", places(catalogue, scenario), "pallets", "warehouse_places", "setting"))
    order = [question.name for question in QUESTIONS]
    ordered: list[Row] = sorted(rows, key=lambda row: order.index(row[0]))
    return pd.DataFrame(ordered, columns=list(SAID))


def _of_columns(catalogue: Catalogue, scenario: Scenario) -> list[Row]:
    column = catalogue.column
    worth = column("demand_per_day") * column("unit_cost")
    worth = worth / worth.sum() if worth.sum() > 0 else np.full(len(catalogue), 1 / len(catalogue))
    demand, days = column("demand_per_day"), column("lead_time_days")
    cv = np.divide(column("demand_sd"), demand, out=np.zeros_like(demand), where=demand > 0)
    late = np.divide(column("lead_time_sd"), days, out=np.zeros_like(days), where=days > 0)
    level, spread = scenario.supply.lead_time_level, scenario.supply.lead_time_variability
    rows, curves = season_curves(catalogue, scenario.demand.seasonality)
    peak = np.max(curves, axis=1)[rows]
    found = (
        ("suppliers", "on time", (worth * column("supplier_reliability")).sum(), "share", "supplier_reliability"),
        ("suppliers", "lead-time spread", (worth * late).sum() * spread, "share of the mean", "lead_time_sd"),
        ("lead_times", "mean lead time", (worth * days).sum() * level, "days", "lead_time_days"),
        ("demand", "variability of a day", (worth * cv).sum() * scenario.demand.demand_variability, "cv", "demand_sd"),
        ("season", "highest season", (worth * peak).sum(), "× the mean", "season_01"),
    )
    return [(q, says, float(value), unit, name, _kind(catalogue, name)) for q, says, value, unit, name in found]


def _kind(catalogue: Catalogue, name: str) -> str:
    by_default = catalogue.defaults_used.get(name, 0) == len(catalogue)
    return "assumed" if by_default or name in catalogue.assumed else "column"


_SETTINGS = (
    ("suppliers", "outages_per_year"),
    ("demand", "spikes_per_year"),
    ("customers", "wait_share"),
    ("customers", "goodwill"),
    ("rush", "rush_share"),
    ("rush", "rush_premium"),
)


def _of_settings(scenario: Scenario) -> list[Row]:
    values = scenario.to_dict()
    rows: list[Row] = []
    for question, name in _SETTINGS:
        setting, value = declared()[name], values[name]
        rows.append((question, setting.label, float(value or 0.0), setting.unit, name, "setting"))
    return rows
