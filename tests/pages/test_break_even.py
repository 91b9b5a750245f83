"""The break-even page, run as Streamlit runs it, without a browser: the model's digits, and no word more."""

from tests.pages import opening


def test_it():
    app = opening.opened("pages/views/break_even.py", futures=20, by="set")
    print([e.value for e in app.exception], [e.stack_trace for e in app.exception])
    assert not app.exception
