"""What becomes of demand that the shelf can't serve: rushed, waiting or lost (shares of units, fractions kept)."""

from __future__ import annotations

from dataclasses import dataclass

from core.settings import Part, share


@dataclass(frozen=True)
class Shortage(Part):
    """How a shortage splits. The prices of each way stand with their cost components."""

    rush_share: float = share(
        "Shortages rushed",
        0.2,
        group="shortage",
        acts="physics",
        unit="share",
        help="Share of short units bought at once for the customer at a premium; they never enter stock.",
    )
    wait_share: float = share(
        "Customers who wait",
        0.4,
        group="shortage",
        acts="physics",
        unit="share of the rest",
        help="Of what is short and not rushed, the share that waits for the next delivery. The remainder is lost.",
    )

    @property
    def waiting(self) -> float:
        """Share of short units that wait."""
        return (1.0 - self.rush_share) * self.wait_share

    @property
    def lost(self) -> float:
        """Share of short units that are lost."""
        return (1.0 - self.rush_share) * (1.0 - self.wait_share)
