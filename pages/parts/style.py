"""The frame's own style, where the theme has no word for it: one type scale, a slim sidebar, marks on what changed."""

from collections.abc import Iterable

FRAME = """<style>
.stMainBlockContainer { padding: 3.6rem 2rem 3rem; }
[data-testid="stMain"] h1 { font-size: 1.45rem; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em;
  padding: 0; }
[data-testid="stMain"] h2 { font-size: 1.15rem; padding: 0.9rem 0 0.1rem; }
[data-testid="stSidebarHeader"] { height: 2.75rem; margin-bottom: 0; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.2rem; }
[data-testid="stSidebar"] .st-key-notes { gap: 0.3rem; margin: 0.35rem 0; }
[data-testid="stSidebar"] .st-key-notes button { min-height: 1.9rem; padding: 0 0.45rem; }
[data-testid="stSidebar"] .st-key-notes button p { font-size: 0.8rem; }
[data-testid="stSidebar"] [data-testid="stText"] { font-size: 0.85rem; line-height: 1.3; }
.beside { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 1rem; font-size: 0.85rem;
  line-height: 1.3; margin-top: -0.65rem; }
/* The ends of a range would lie over the note below; the help says them too. */
[data-testid="stSidebar"] .st-key-carrying_cost_level [data-testid="stSliderTickBar"],
[data-testid="stSidebar"] [data-testid="stColumn"] [data-testid="stSliderTickBar"] { visibility: hidden; }
/* The browser makes this file itself, with whatever a spreadsheet would run; pages offer their own, made safe. */
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) { display: none; }
/* What has no face takes no room either, with the gap that Streamlit puts below each part. */
[data-testid="stMainBlockContainer"] > * > [data-testid="stLayoutWrapper"]:has(.st-key-stays) { display: none; }
.st-key-arrival { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; }
.st-key-arrival [data-testid="stText"] { white-space: normal; overflow-wrap: anywhere; }
/* The theme's light accent on dark ground would carry white words. */
[data-testid^="stBaseButton-primary"] p { color: #ffffff; color: light-dark(#ffffff, #17191b); }
.st-key-snapshot-note [data-testid="stText"] { font-size: 0.85rem; white-space: normal; overflow-wrap: anywhere; }
.st-key-exports { gap: 0; max-width: 22rem; }
.st-key-exports button { min-height: 1.9rem; padding-block: 0; }
.st-key-exports [data-testid="stText"] { font-size: 0.85rem; white-space: normal; margin-bottom: 0.4rem; }
.st-key-changes { gap: 0.25rem; }
.st-key-changes button p { text-align: left; }
</style>"""


def beside(*texts: str) -> str:
    """Short notes below widgets that stand side by side."""
    return '<div class="beside">' + "".join(f"<span>{text}</span>" for text in texts) + "</div>"


def marks(names: Iterable[str]) -> str:
    """A bar beside each named widget and a heavier label; it is drawn over the widgets, which stay as they are."""
    listed = list(names)
    bars = ",".join(f".st-key-{name}::before" for name in listed)
    labels = ",".join(f".st-key-{name} label p" for name in listed)
    bar = "content:'';position:absolute;left:-0.6rem;top:0.2rem;height:1.1rem;width:0.2rem;background:currentColor"
    rules = f"{bars}{{{bar};border-radius:0.1rem;opacity:0.65}}{labels}{{font-weight:600}}" if listed else ""
    anchors = "".join(f".st-key-{name}{{position:relative}}" for name in listed)
    # An element of its own beside the style keeps it in the fragment, where the next run replaces it.
    return f'<span class="marks"></span><style>{anchors}{rules}</style>'


def unhidden(names: Iterable[str]) -> str:
    """Brings back what `hidden` took away, for as long as it stands on the page."""
    return "".join(f"<style>.st-key-{name}.st-key-{name}{{display:block}}</style>" for name in names)


def hidden(names: Iterable[str]) -> str:
    """Takes widgets out of sight and out of the keyboard's way."""
    return "".join(f"<style>.st-key-{name}{{display:none}}</style>" for name in names)
