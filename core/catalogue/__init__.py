"""The items: what columns there are, checks, reading, writing, data sets, classes."""

from core.catalogue.catalogue import Catalogue
from core.catalogue.checks import check
from core.catalogue.classes import abc, sales_share_before, xyz
from core.catalogue.columns import COLUMNS, Column
from core.catalogue.datasets import BUILT_IN, load_catalogue
from core.catalogue.reading import read_bytes, read_table
from core.catalogue.reading_back import from_csv
from core.catalogue.writing import to_csv, to_xlsx

__all__ = [
    "BUILT_IN",
    "COLUMNS",
    "Catalogue",
    "Column",
    "abc",
    "check",
    "from_csv",
    "load_catalogue",
    "read_bytes",
    "read_table",
    "sales_share_before",
    "to_csv",
    "to_xlsx",
    "xyz",
]
