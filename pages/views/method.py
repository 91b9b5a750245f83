"""How do the figures come about, and why should anyone believe them?"""

import streamlit as st

from core.verify import proof
from pages.parts import method
from pages.parts.controls import PAGE

COLUMNS = {
    "case": st.column_config.TextColumn("Case", width=60, pinned=True),
    "what": st.column_config.TextColumn("What it is", width="large"),
    "metric": st.column_config.TextColumn("Figure"),
    "expected": st.column_config.NumberColumn("Known answer", format="%.6g"),
    "measured": st.column_config.NumberColumn("Measured", format="%.6g"),
    "z": st.column_config.NumberColumn("z", help="Distance in standard errors", format="%.2f", width=60),
    "ok": st.column_config.CheckboxColumn("Met", width=60),
}


# The widest line of text, in pixels; tables take the whole page. No string may stand here: Streamlit would show it.
READABLE = 820


def measures() -> None:
    for title, group in method.MEASURE_GROUPS:
        with st.expander(title, expanded=title == "Service"):
            st.table(method.measures(group), hide_index=True, border="horizontal")


def settings() -> None:
    for title, table in method.setting_groups().items():
        with st.expander(title):
            st.table(table, hide_index=True, border="horizontal")


def presets() -> None:
    for label, text in method.preset_texts().items():
        with st.expander(label):
            st.markdown(text)


@st.fragment
def proven() -> None:
    """The stored proof, or the one that was just run."""
    if st.button("Run the proof now", help="Takes some seconds: every case goes through the kernel again."):
        bar = st.progress(0.0, "Starting")
        for step in proof.run():
            bar.progress(step.done, step.label)
        bar.empty()
        st.session_state["proof"] = step.proof
    shown = st.session_state.get("proof") or proof.stored()
    st.markdown(f"{method.counts(shown)} {method.origin(shown)}")
    st.dataframe(method.proof_table(shown), hide_index=True, height=420, column_config=COLUMNS)
    st.download_button("Download CSV", method.proof_csv(shown), "proof.csv", "text/csv", on_click="ignore")


@st.fragment(key=PAGE)
def page() -> None:
    """Text section by section, each followed by what the model itself says."""
    tables = {"The measures": measures, "The settings": settings, "Presets": presets, "The proof": proven}
    st.title("Method", anchor=False)
    st.html(method.STYLE)
    st.markdown(method.contents())
    for heading, text in method.sections().items():
        with st.container(width=READABLE):
            st.header(heading, anchor=method.anchor(heading))
            st.markdown(text)
        with st.container(gap="xsmall"):
            tables.get(heading, str)()


page()
