"""Values to draw in property tests, from the declarations of the settings."""

from hypothesis import strategies as st

from core.settings import Setting, Value


def any_value(setting: Setting) -> st.SearchStrategy[Value]:
    """Any value that the setting allows."""
    if setting.kind == "yes_no":
        return st.booleans()
    if setting.kind == "choice":
        return st.sampled_from(setting.choices)
    if setting.kind == "whole":
        return st.integers(int(setting.low), int(setting.high))
    numbers = st.floats(setting.low, setting.high, allow_nan=False)
    return st.none() | numbers if setting.optional else numbers
