"""The frame: page, navigation and the data set, which every page shares."""

import streamlit as st

from core.catalogue import BUILT_IN

st.set_page_config(page_title="Inventory strategy explorer", layout="wide")
page = st.navigation([st.Page("pages/views/explore.py", title="Explore", default=True)], position="top")
# A bound widget writes its options to the link as they are shown, so the data sets go by their short names.
st.sidebar.selectbox("Data set", BUILT_IN, key="data", bind="query-params")
page.run()
