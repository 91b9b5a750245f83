"""Hybrid: each item is replenished Just-in-Case or Just-in-Time, by a rule that names its reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue, sales_share_before
from core.settings import Part, number, share, yes_no


@dataclass(frozen=True)
class Hybrid(Part):
    """Which items the hybrid buffers. An item's own `policy` in the catalogue overrides the rule."""

    hybrid_volume_cut: float = share(
        "Buffer the top share of sales",
        0.5,
        group="planning",
        acts="physics",
        unit="share of value",
        help="The best sellers that make up this share of sales value are held Just-in-Case.",
    )
    hybrid_lead_time_days: float = number(
        "Buffer lead times above",
        21.0,
        1,
        365,
        step=1,
        group="planning",
        acts="physics",
        unit="days",
        help="Items with a longer mean lead time than this are held Just-in-Case.",
    )
    hybrid_reliability: float = share(
        "Buffer suppliers below",
        0.9,
        group="planning",
        acts="physics",
        unit="share on time",
        help="Items whose supplier delivers a smaller share on time are held Just-in-Case.",
    )
    hybrid_critical: bool = yes_no(
        "Buffer critical items",
        True,
        group="planning",
        acts="physics",
        help="Whether items marked critical are held Just-in-Case.",
    )


RULES = ("own policy", "critical", "top seller", "long lead time", "unreliable supplier", "none of the rules")


@dataclass(frozen=True)
class Assignment:
    """Per item: whether the hybrid holds it Just-in-Case (bool), and the rule that decided (text, one of RULES)."""

    buffered: NDArray[np.bool_]
    rule: NDArray[np.object_]


def assign(catalogue: Catalogue, settings: Hybrid, lead_time_level: float) -> Assignment:
    """The hybrid's choice for each item; of several rules that apply, the first of RULES is named."""
    own = catalogue.column("policy")
    reasons = [
        own != "",
        settings.hybrid_critical & catalogue.column("critical").astype(bool),
        _top_sellers(catalogue, settings.hybrid_volume_cut),
        catalogue.column("lead_time_days") * lead_time_level > settings.hybrid_lead_time_days,
        catalogue.column("supplier_reliability") < settings.hybrid_reliability,
    ]
    rule = np.select(reasons, list(RULES[:-1]), RULES[-1]).astype(object)
    buffered = np.where(own != "", own == "jic", rule != RULES[-1])
    return Assignment(buffered.astype(bool), rule)


def _top_sellers(catalogue: Catalogue, cut: float) -> NDArray[np.bool_]:
    sells = (catalogue.column("demand_per_day") * catalogue.column("price")) > 0
    top: NDArray[np.bool_] = (sales_share_before(catalogue) < cut) & sells
    return top
