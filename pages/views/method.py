"""How the figures come about."""

import streamlit as st

st.title("Method")
