"""Price premium: what committed Just-in-Time suppliers charge on top, on every unit received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.costs.base import Array, Component, Flows


@dataclass(frozen=True)
class Premium(Component):
    """The premium itself is a setting of the policy that pays it."""

    column: ClassVar[str] = "premium_cost"

    def charge(self, flows: Flows) -> Array:
        return flows.price_premium * flows.received_value
