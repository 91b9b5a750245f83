"""Whatever stands in a table, an import gives books that balance or an InputError, never another error."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import InputError, import_items, import_orders, import_receipts
from core.history.rules import SWITCHES
from core.history.vocabulary import ORDER_ROLES
from core.history.wishes import CHOICES
from core.tables import Table

_HEADINGS = (
    "date|item|quantity|price|order date|received date|promised|supplier|Jan|Feb|Mar|2024-01|2024-02|2024-01-05|"
    "2024-01-06|45292|45293|45294|Year|Month|Day|stockout|cost|lead time (weeks)|on time|critical|x|column 3|Total|"
    "invoice|customer|name|🥐|=1+1|Sales Jan 2024|status|KW 1 2024|file|file row|why|heading|cell"
)
_CELLS = (
    "|  |2024-01-05|31.01.2024|03/04/2024|Jan 2024|2024|1|12|5|-3|(4)|1,234|1.234|1.5|1,5|€3|A|B|POST|C123|536365|yes|"
    "no|n/a|nan|inf|1e400|1e300|99999999999999999999|45292|20240105|0|-0|Cancelled|\u200b|24|Total|−2|2024-13-45|0.0000001"
)
HEADINGS, CELLS = _HEADINGS.split("|"), _CELLS.split("|")


@st.composite
def tables(draw):
    """Up to eight columns, each of few different cells, so that some columns make sense."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8, unique=True))
    size = draw(st.integers(0, 10))
    pools = [draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4)) for _ in headings]
    cells = {heading: [draw(st.sampled_from(pool)) for _ in range(size)]
             for heading, pool in zip(headings, pools, strict=True)}  # fmt: skip
    frame = pd.DataFrame(cells, dtype=draw(st.sampled_from([object, "str"])))
    return Table("any.csv", frame, np.arange(2, size + 2, dtype=np.int64))


def balances(found):
    report = found.report
    assert report.lines.iloc[0] == report.lines.iloc[1:].sum()
    assert report.units.iloc[0] == pytest.approx(report.units.iloc[1:].sum())
    assert sum(map(len, found.set_aside.values())) == report.lines.iloc[0] - report.lines.iloc[-1]


@settings(max_examples=300, deadline=None)
@given(tables(), st.data())
def test_orders(table, data):
    headings = st.sampled_from([*map(str, table.frame.columns), None])
    columns = data.draw(st.dictionaries(st.sampled_from(list(ORDER_ROLES)), headings, max_size=4))
    columns |= {name: data.draw(st.sampled_from(each)) for name, each in CHOICES.items() if data.draw(st.booleans())}
    rules = data.draw(st.dictionaries(st.sampled_from(list(SWITCHES)), st.booleans()))
    try:
        found = import_orders([table, table] if data.draw(st.booleans()) else table, columns, rules)
    except InputError:
        return
    balances(found)
    assert found.daily.quantity.sum() == pytest.approx(found.report.units.iloc[-1])


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from([import_receipts, import_items]))
def test_receipts_and_items(table, imports):
    try:
        found = imports(table, {"dates": "day first", "numbers": "decimal point"})
    except InputError:
        return
    balances(found)
