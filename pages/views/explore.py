"""What does each policy give, and what does it take?"""

import pandas as pd
import streamlit as st

from core import Scenario
from core.measures import BY_NAME
from core.policies import LABELS
from pages.parts import cached, numbers, words

HEADLINES = ("fill_rate", "inventory_cost", "working_capital")


def card(summary: pd.DataFrame, policy: str, currency: str) -> None:
    """The headline figures of one policy, each with its interval."""
    st.subheader(LABELS[policy])
    for name in HEADLINES:
        value, low, high = (
            numbers.figure(summary.loc[policy, name + end], BY_NAME[name].unit, currency) for end in ("", "_lo", "_hi")
        )
        with st.container(key=f"figure-{policy}-{name}"):
            st.metric(words.LABELS[name], value, help=BY_NAME[name].says)
            st.markdown(words.interval(low, high))


def table(summary: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The measures that have a name on screen, a row each, as text."""
    rows = {
        label: {
            LABELS[policy]: numbers.figure(summary.loc[policy, name], BY_NAME[name].unit, currency)
            for policy in summary.index
        }
        for name, label in words.LABELS.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def page(data: str) -> None:
    """The whole page for a data set."""
    catalogue = cached.catalogue(data)
    outcome = cached.view(data, Scenario()).outcome
    st.title("Just-in-Time, Just-in-Case or both?")
    st.markdown(words.basis(catalogue.name, len(catalogue), outcome.ledger.futures))
    if catalogue.assumed:
        st.info(words.assumed(catalogue.name, catalogue.assumed))
    for column, policy in zip(st.columns(3), outcome.summary.index, strict=True):
        with column:
            card(outcome.summary, policy, catalogue.currency)
    st.table(table(outcome.summary, catalogue.currency))


page(st.session_state["data"])
