"""How slides look: the whole window, large letters, no sidebar and no bar above; one slide a page on paper."""

STYLE = """<style>
/* Hidden, not left out: the sidebar's widgets hold every value. */
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpandSidebarButton"] { display: none !important; }
.stMainBlockContainer { padding: 0.6rem 1.6rem 0.5rem; max-width: none; }
.st-key-present-bar { gap: 0.5rem; flex-wrap: wrap; }
.st-key-present-bar button, .st-key-present-bar a { min-height: 1.9rem; }
.st-key-present-bar .place { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere; }
.st-key-present-bar .place b { font-weight: 650; }
[data-testid="stMain"] .st-key-slide h1.answer, [class*="st-key-sheet-"] h1.answer {
  font-size: clamp(1.4rem, 2.05vw, 2.6rem) !important; line-height: 1.24 !important; text-wrap: pretty; }
.st-key-slide { gap: 0.5rem; }
.slide-note { font-size: clamp(1.05rem, 1.4vw, 1.7rem); line-height: 1.4; margin: 0.3rem 0 0; white-space: pre-line;
  overflow-wrap: anywhere; }
.slide-note.long { font-size: clamp(0.98rem, 1.16vw, 1.45rem); line-height: 1.35; }
.slide-note.longest { font-size: clamp(0.86rem, 1.02vw, 1.25rem); line-height: 1.3; }
.slide-basis { font-size: clamp(0.85rem, 0.95vw, 1.1rem); margin: 0.5rem 0 0; }
.slide-moved { font-size: clamp(0.95rem, 1.1vw, 1.3rem); margin: 0; font-weight: 600; }
.slide-table th, .slide-table td { font-size: clamp(0.85rem, 0.95vw, 1.15rem) !important; line-height: 1.3;
  padding: 0.3rem 0.35rem !important; white-space: pre-line !important; }
.slide-table td:not(.says)::first-line { font-size: 1.3em; font-weight: 650; }
.slide-table td:not(.says) { white-space: pre !important; }
.slide-table td.says { vertical-align: middle; }
.slide-table thead th:nth-child(2) { color: #0072b2; color: light-dark(#0072b2, #56b4e9); }
.slide-table thead th:nth-child(3) { color: #b34d00; color: light-dark(#b34d00, #f0a34a); }
.slide-table thead th:nth-child(4) { color: #00795a; color: light-dark(#00795a, #3fc79c); }
.st-key-live { gap: 1.6rem; }
@media screen and (min-width: 901px) {
  .st-key-stage { flex: none !important; height: calc(100dvh - 1.1rem) !important;
    flex-wrap: nowrap; }
  /* Streamlit wraps each container: the wrapper takes what is left of the window, and the container fills it. */
  [data-testid="stLayoutWrapper"]:has(> .st-key-slide), [data-testid="stLayoutWrapper"]:has(> .st-key-slide-body) {
    flex: 1 1 0 !important; min-height: 0; }
  .st-key-slide, .st-key-slide-body, .st-key-chart-slide, .st-key-slide-words { height: 100% !important; min-height: 0;
    flex-wrap: nowrap; }
  .st-key-slide-body { gap: 1.6rem; align-items: stretch; }
  .st-key-slide-body > [data-testid="stLayoutWrapper"] { min-width: 0; height: 100%; }
  .st-key-slide-body > [data-testid="stLayoutWrapper"]:first-child { flex: 1.3 1 0; }
  .st-key-slide-body > [data-testid="stLayoutWrapper"]:last-child { flex: 1 1 0; }
  .st-key-chart-slide > * , .st-key-chart-slide [data-testid="stFullScreenFrame"],
  .st-key-chart-slide [data-testid="stVegaLiteChart"] { height: 100% !important; }
  .st-key-slide-words { overflow-y: auto; }
  /* A note of many lines takes room from the chart and from the table, and no words from the person. */
  .st-key-slide-body:has(.slide-note.longest) > [data-testid="stLayoutWrapper"]:last-child { flex: 1.25 1 0; }
  .slide-note.longest, .slide-moved + .slide-note { margin: 0; }
  .slide-note.longest + .slide-basis { margin-top: 0.2rem; }
  .st-key-slide:has(.slide-note.longest) .slide-table :is(th, td) {
    padding-block: 0.08rem !important; line-height: 1.2; }
}
@media screen and (max-width: 900px) {
  .st-key-slide-body, [class*="st-key-body-"] { flex-direction: column !important; }
  .st-key-slide-body > div, [class*="st-key-body-"] > div { width: 100% !important; max-width: 100%;
    flex: none !important; }
  .st-key-chart-slide, .st-key-chart-slide [data-testid="stVegaLiteChart"] { height: 22rem; }
  .st-key-live { flex-direction: column !important; gap: 0.3rem; }
  .st-key-live > * { flex: none !important; }
  /* A range in two lines: else the third policy would stand outside of a phone. */
  .slide-table td:not(.says) { white-space: pre-line !important; }
  .slide-table th, .slide-table td { padding: 0.3rem 0.2rem !important; vertical-align: top; }
}
[class*="st-key-sheet-"] { padding-bottom: 1.5rem; }
@page { size: A4 landscape; margin: 10mm; }
@media print {
  .st-key-present-bar > :not(:first-child), .st-key-live, .st-key-strip, .st-key-arrival, .st-key-all-bar {
    display: none !important; }
  .stMainBlockContainer { padding: 0 !important; }
  /* Pages break between blocks, not in boxes that bend. */
  [data-testid="stAppViewContainer"], [data-testid="stMain"] { display: block !important; }
  [class*="st-key-sheet-"] { padding: 0; }
  [class*="st-key-sheet-"]:not(.st-key-sheet-1) { break-before: page; }
  .st-key-slide-body, [class*="st-key-body-"] { display: flex !important; flex-wrap: nowrap; gap: 1rem; }
  .st-key-slide-body > div, [class*="st-key-body-"] > div { flex: 1 1 0 !important; min-width: 0; width: auto; }
  .stVegaLiteChart, [data-testid="stVegaLiteChart"], .chart-wrapper { width: 100% !important; height: auto !important; }
  svg.marks { width: 100% !important; height: auto !important; }
}
</style>"""
