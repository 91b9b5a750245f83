"""A page of the app as a test opens it, and what it says."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core import Catalogue

APP = str(Path(__file__).resolve().parents[2] / "app.py")


def opened(view: str | None = None, own: Catalogue | None = None, **query: object) -> AppTest:
    """The app by a link with `query`, with `own` data, and on a page (a file in pages/views) if it isn't the first."""
    app = AppTest.from_file(APP, default_timeout=120)
    if own is not None:
        app.session_state["own-catalogue"], app.session_state["data"] = own, "own"
    for name, value in query.items():
        app.query_params[name] = str(value)
    app.run()
    if view is not None:
        app.switch_page(view).run()
        assert not app.exception
    return app


def html(app: AppTest) -> str:
    """What the page itself says outside of widgets, in HTML."""
    return unescape(" ".join(element.proto.body for element in app.main.get("html")))
