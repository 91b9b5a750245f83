"""Paper is white, whatever theme the screen has: rules for print, where the dark theme's colours become the light's."""

from __future__ import annotations

from core.look.palette import DARK, LIGHT, PAPER

_SAME = {DARK.ground: PAPER.ground, LIGHT.ground: PAPER.ground, DARK.ink: LIGHT.ink, DARK.line: LIGHT.line}
_COLOURS = {**_SAME, **dict(zip(DARK.accents, LIGHT.accents, strict=True))}
# A chart is drawn in the theme's colours, which stand in its marks one by one.
_MARKS = "\n".join(
    f'  svg.marks [{kind}="{dark}"] {{ {kind}: {light} !important; }}'
    for dark, light in _COLOURS.items()
    for kind in ("fill", "stroke")
)
PAPER_STYLE = f"""<style>
@media print {{
  .stApp {{ color-scheme: light !important; }}
  html, body, .stApp, .stApp :is([data-testid="stAppViewContainer"], [data-testid="stMain"]) {{
    background: {PAPER.ground} !important; color: {PAPER.ink} !important; }}
  [data-testid="stMain"] :is(h1, h2, h3, p, b, td, th, li, pre, code) {{ color: {PAPER.ink}; }}
  svg.marks {{ background: {PAPER.ground} !important; }}
{_MARKS}
  svg.marks .role-axis-grid line {{ stroke: {PAPER.line} !important; }}
}}
</style>"""
"""For the head of a page that is printed."""
