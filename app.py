"""The frame: page, navigation, what a link brings, and the sidebar that every page shares."""

from typing import Any

import streamlit as st

from pages.parts import arrival, choices, sharing, sidebar, staying, style

# Scripts lie one folder down: Streamlit would serve those directly in pages/ without this file.
# Links to the default page carry no path, because Streamlit drops the query of one that does.
# By the menu that they stand in; those of the first one stand in the bar itself.
PAGES: dict[str, list[dict[str, Any]]] = {
    "": [
        {"page": "pages/views/explore.py", "title": "Explore", "default": True},
        {"page": "pages/views/portfolio.py", "title": "Portfolio"},
        {"page": "pages/views/scenarios.py", "title": "Scenarios"},
        {"page": "pages/views/present.py", "title": "Present"},
    ],
    "What decides": [
        {"page": "pages/views/sensitivity.py", "title": "Sensitivity"},
        {"page": "pages/views/break_even.py", "title": "Break-even"},
        {"page": "pages/views/switching.py", "title": "Cost of switching"},
        {"page": "pages/views/advisor.py", "title": "Advisor"},
    ],
    "Days and shocks": [
        {"page": "pages/views/day_by_day.py", "title": "Day by day"},
        {"page": "pages/views/stress.py", "title": "Stress test"},
        {"page": "pages/views/season.py", "title": "Season"},
    ],
    "Data and method": [
        {"page": "pages/views/your_data.py", "title": "Your data"},
        {"page": "pages/views/method.py", "title": "Method"},
    ],
}

st.set_page_config(page_title="Inventory strategy explorer", layout="wide", initial_sidebar_state=350)
page = st.navigation({menu: [st.Page(**kind) for kind in kinds] for menu, kinds in PAGES.items()}, position="top")
arrival.arrive()
choices.keep(page.url_path)
st.html(style.FRAME)
sidebar.draw()
staying.draw()
arrival.notice()
sharing.note()
(sharing.refusal if sharing.refused(page.url_path) else page.run)()
