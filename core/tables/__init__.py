"""From files, as people export them, to tables of text cells; from text cells to numbers and dates."""

from core.tables.dates import Dates, parse_dates
from core.tables.isolated import read_isolated
from core.tables.numbers import NumberStyle, parse_numbers
from core.tables.reading import read_bytes, read_path
from core.tables.table import Table

__all__ = ["Dates", "NumberStyle", "Table", "parse_dates", "parse_numbers", "read_bytes", "read_isolated", "read_path"]
