"""What do your own figures say? From exported orders to a catalogue."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import InputError
from pages.parts import cards, cleaning, columns, intake, result, words
from pages.parts.brought import KINDS, Brought
from pages.parts.controls import PAGE


@st.fragment(key=PAGE)
def page() -> None:
    """Files, columns, report and catalogue, each as soon as the one before it is settled."""
    mine = intake.brought()
    title = st.empty()
    title.title("Bring your data", anchor=False)
    if mine.empty:
        st.html(cards.notes(*intake.SAYS))
    intake.draw(mine)
    intake.catalogue(mine)
    try:
        if mine.loaded is not None:
            shown(mine)
            return
        for kind in (kind for kind in KINDS if mine.files[kind]):
            columns.draw(mine, kind)
        if mine.ready("orders"):
            came(mine, title)
    except InputError as error:
        intake.say("catalogue", error.faults)


def came(mine: Brought, title: DeltaGenerator) -> None:
    """What cleaning did, what stands out, and the catalogue of it."""
    with st.spinner("Cleaning the orders"):
        orders = mine.orders()
    days, lines = orders.daily["date"], orders.report.set_index("reason")["lines"]
    read, used = int(lines["lines read"]), int(lines["lines used"])
    # Items of which returns left nothing aren't in the catalogue either.
    sold = orders.daily.loc[orders.daily["quantity"] > 0, "item"].nunique()
    title.title(words.brought(read, used, sold, days.min(), days.max()), anchor=False)
    cleaning.report(mine, orders)
    for kind, read in (("receipts", mine.receipts()), ("items", mine.items())):
        if read is not None:
            cleaning.others(mine, kind, read)
    cleaning.findings(orders.findings)
    with st.spinner("Estimating"):
        built = mine.built()
    shown(mine)
    result.come_about(mine.catalogue(), built.notes)
    result.estimates(built.estimates)
    result.defaults(built.catalogue)


def shown(mine: Brought) -> None:
    """The catalogue's name, and what to do with it."""
    st.html(cards.heading("Your catalogue"))
    result.named(mine)
    result.use(mine.catalogue())


st.html(cards.STYLE)
with st.container(key="bring", gap="xsmall"):
    page()
