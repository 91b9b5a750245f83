"""The frame: page, navigation and the data set, which every page shares."""

import streamlit as st

from core.catalogue import BUILT_IN
from pages.parts import words

st.set_page_config(page_title="Inventory strategy explorer", layout="wide")
page = st.navigation([st.Page("pages/views/explore.py", title="Explore", url_path="explore", default=True)], position="top")
st.sidebar.selectbox("Data set", BUILT_IN, format_func=words.data_set, key="data", bind="query-params")
page.run()
