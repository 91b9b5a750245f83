"""ABC classes by sales value and XYZ classes by the variability of demand.

ABC is the distribution by value of Silver, Pyke & Thomas, *Inventory and Production Management in Supply
Chains*, with its customary cuts at 80 and 95 %. XYZ with cuts at 0.5 and 1.0 is common practice.
"""

import numpy as np
from numpy.typing import NDArray

from core.catalogue.catalogue import Catalogue

A_SHARE, B_SHARE = 0.80, 0.95
X_CV, Y_CV = 0.5, 1.0
_ROUNDING = 1e-9


def sales_share_before(catalogue: Catalogue) -> NDArray[np.float64]:
    """Per item, the share (0 to 1) of all sales value that better-selling items make.

    Ties keep the order of the catalogue. Items without sales, and all items if nothing sells, have 1.
    """
    sales = catalogue.column("demand_per_day") * catalogue.column("price")
    order = np.argsort(-sales, kind="stable")
    running = np.cumsum(sales[order])
    share = np.ones(len(sales))
    if running[-1] > 0:
        share[order] = np.concatenate([[0.0], running[:-1] / running[-1]])
    share[sales == 0] = 1.0
    return share


def abc(catalogue: Catalogue) -> NDArray[np.object_]:
    """Per item 'A', 'B' or 'C': A while better-selling items make less than 80 % of sales value, B 95 %.

    The item that crosses a cut belongs to the better class, so the best seller is always an A.
    """
    before = sales_share_before(catalogue) + _ROUNDING
    return _classed("ABC", before < A_SHARE, before < B_SHARE)


def xyz(catalogue: Catalogue) -> NDArray[np.object_]:
    """Per item 'X', 'Y' or 'Z': a coefficient of variation of daily demand up to 0.5, up to 1.0, above.

    Items without demand are Z.
    """
    mean, deviation = catalogue.column("demand_per_day"), catalogue.column("demand_sd")
    return _classed("XYZ", (mean > 0) & (deviation <= X_CV * mean), (mean > 0) & (deviation <= Y_CV * mean))


def _classed(letters: str, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.object_]:
    return np.where(first, letters[0], np.where(second, letters[1], letters[2])).astype(object)
