"""The app's light theme as hexadecimal RGB without its #: what leaves the app looks like it. A test compares them."""

COLOURS = {"jit": "0072B2", "jic": "D55E00", "hybrid": "00795A"}
OPTIMUM, PRIMARY, GROUND, SECOND, INK = "5A1560", "2F5D73", "FBFAF7", "F1EFE9", "22262A"
QUIET, RULE = "5B6168", "D9D6CE"
"""Ours alone: text of the second rank (5.9 : 1 on the ground), and thin lines."""
