"""How much a table may hold. What is above is refused before it takes the machine's memory."""

MOST_BYTES = 500_000_000
"""Unpacked. A few kilobytes of gzip can hold more than a machine's memory."""

MOST_TIMES = 200
"""Unpacked to packed, above `FREE_BYTES`. Tables shrink to a fifth or a fiftieth; what shrinks more is a bomb."""
FREE_BYTES = 20_000_000

MOST_COLUMNS = 4_000
MOST_ROWS = 3_000_000
MOST_LINE = 4_000_000
"""Characters of a line."""

MOST_SHEET_CELLS = 40_000_000
"""Cells of a sheet from its first to its last used one: a single far cell makes a sheet huge."""

MOST_SET_ASIDE = 10_000
"""Rows that can't be read. Beyond them it is the file that can't."""
