"""Orders in workbooks: real numbers are known, numbers written as text are judged as in a text file."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from core.errors import InputError
from core.history import import_orders
from core.history.preview import preview
from core.tables import read_path

HEADER = ("Datum", "Artikel", "Menge", "Preis")


def workbook(folder: Path, *rows: tuple[Any, ...]) -> Path:
    path = folder / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((HEADER, *rows)):
            sheet.write_row(at, 0, row)
    return path


def test_numbers_written_as_text_follow_the_cells_that_tell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("01.02.2023", "A", "1.234", "1.234,50"), ("13.02.2023", "A", "2.500", "2,50"))
    assert import_orders(path).daily["quantity"].sum() == 3734


def test_numbers_written_as_text_that_tell_nothing_are_asked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("01.02.2023", "A", "1.234", "3"), ("13.02.2023", "A", "2.500", "4"))
    with pytest.raises(InputError, match=r"can be read two ways: '?1\.234'? is 1\.234 with a decimal point, 1234"):
        import_orders(path)
    assert import_orders(path, {"numbers": "decimal comma"}).daily["quantity"].sum() == 3734


def test_real_numbers_are_never_asked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("01.02.2023", "A", 1.234, 2.125), ("13.02.2023", "A", 2.5, 2.5))
    assert import_orders(path).daily["quantity"].tolist() == [1.234, 2.5]
    assert not preview("orders", [read_path(path)]).questions


def test_real_numbers_among_texts_keep_their_value_and_tell_nothing_about_the_texts(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("01.02.2023", "A", 1.234, "1.234,50"), ("13.02.2023", "A", "2.500", "2,50"))
    assert import_orders(path).daily["quantity"].tolist() == [1.234, 2500]
    path = workbook(tmp_path, ("01.02.2023", "A", "1.234", 2.75), ("13.02.2023", "A", "2.500", 0.05))
    with pytest.raises(InputError, match=r"can be read two ways: '?1\.234'?"):
        import_orders(path)
    found = import_orders(path, {"numbers": "decimal comma"})
    assert found.daily["quantity"].sum() == 3734
    assert found.items["price"].iloc[0] in (2.75, 0.05, 1.4)
