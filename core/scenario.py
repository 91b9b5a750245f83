"""A scenario: every setting that a person can turn, frozen. `Scenario().but(lead_time_variability=2)` sets any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from core.costs import Costs
from core.demand import Demand
from core.errors import InputError
from core.planning import Planning
from core.policies import Hybrid, JustInCase, JustInTime
from core.settings import GROUPS, Part, Setting, Value, check, settings_of, whole, with_values
from core.shortage import Shortage
from core.supply import Supply


@dataclass(frozen=True)
class Run(Part):
    """How much is simulated, and with which luck."""

    futures: int = whole(
        "Futures",
        100,
        20,
        2000,
        step=10,
        group="run",
        acts="physics",
        unit="futures",
        help="How many years of luck are dealt, alike to every policy. More futures narrow the intervals.",
    )
    horizon_days: int = whole(
        "Days measured",
        365,
        90,
        1095,
        step=5,
        group="run",
        acts="physics",
        unit="days",
        help="Length of a future after the warm-up. Figures are per year whatever it is.",
    )
    seed: int = whole(
        "Seed",
        1,
        0,
        2_147_483_647,
        group="run",
        acts="physics",
        unit="",
        help="Which luck is dealt. The same seed gives the same figures.",
    )


@dataclass(frozen=True)
class Scenario(Part):
    """All settings, in their parts. Equal scenarios are equal values, so a scenario is a cache key as it is."""

    demand: Demand = Demand()
    supply: Supply = Supply()
    shortage: Shortage = Shortage()
    costs: Costs = Costs()
    jit: JustInTime = JustInTime()
    jic: JustInCase = JustInCase()
    planning: Planning = Planning()
    hybrid: Hybrid = Hybrid()
    run: Run = Run()

    def but(self, /, **values: Any) -> Scenario:
        """This scenario with other values. Raises one InputError that names every unknown name and bad value."""
        check(values, settings())
        return with_values(self, values)

    def to_dict(self) -> dict[str, Value]:
        """Every setting by name, flat, in the order of the groups."""
        values = {setting.name: value for setting, value in settings_of(self)}
        return {name: values[name] for name in settings()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Scenario:
        """The defaults with these values. Raises InputError as `but` does."""
        if not isinstance(values, Mapping):
            raise InputError([f"A scenario must be a table of settings by name, got {type(values).__name__}"])
        return cls().but(**{str(name): value for name, value in values.items()})

    def to_json(self) -> str:
        """The flat table as JSON text."""
        return json.dumps(self.to_dict(), indent=2)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario of a JSON text. Raises InputError for text that is none, and as `but` does."""
        try:
            values = json.loads(text)
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError([f"A scenario must be JSON text: {error}"]) from None
        return cls.from_dict(values)

    def changed(self) -> dict[str, Value]:
        """The settings that differ from their default."""
        return {name: value for name, value in self.to_dict().items() if value != settings()[name].default}

    def physics(self) -> Scenario:
        """This scenario with every price setting at its default: two that differ in prices alone share a ledger."""
        return _physics(self)


@lru_cache(maxsize=256)
def _physics(scenario: Scenario) -> Scenario:
    prices = {name: setting.default for name, setting in settings().items() if setting.acts == "price"}
    return with_values(scenario, prices)


@cache
def settings() -> Mapping[str, Setting]:
    """Every setting's declaration by name, in the order of the groups."""
    declared = [setting for setting, _ in settings_of(Scenario())]
    return MappingProxyType({s.name: s for group in GROUPS for s in declared if s.group == group})


def gates(setting: Setting) -> dict[str, Value]:
    """The switches and choices, each with its value, without which a setting has no effect at all.

    A need for a value of a number only says where the effect shows best, so it closes nothing.
    """
    return {name: value for name, value in setting.needs.items() if settings()[name].kind != "number"}


def in_force(setting: Setting, values: Mapping[str, Value]) -> bool:
    """Whether a setting can have an effect beside these values of the others."""
    return all(values[name] == wanted for name, wanted in gates(setting).items())
