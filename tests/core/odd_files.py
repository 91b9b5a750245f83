"""Bad and odd files as exports make them: their kind, their bytes, and what an importer must make of them.

Each kind is drawn with several seeds. A file either has a truth (item to units) that the import's daily sums must
equal, or is to be refused in a sentence that holds certain words.
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

Truth = dict[str, float]
Line = tuple[date, str, float, float]
"""Day, item, units, price."""


@dataclass(frozen=True)
class Odd:
    """A file. `says`: words that its refusal must hold, none if it must import. `columns`: what a person settles."""

    kind: str
    name: str
    raw: bytes
    truth: Truth | None
    says: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)


Maker = Callable[[np.random.Generator], Odd]
KINDS: dict[str, Maker] = {}


def kind(make: Maker) -> Maker:
    """Registers a kind under the function's name."""
    KINDS[make.__name__] = make
    return make


def corpus(seeds: int) -> Iterator[Odd]:
    """Every kind with so many seeds."""
    for name, make in KINDS.items():
        for seed in range(seeds):
            yield make(np.random.default_rng([seed, len(name), sum(map(ord, name))]))


def some_lines(rng: np.random.Generator, days: int = 40, whole: bool = True) -> list[Line]:
    """Lines of a few items over a few weeks, no two of them equal, days beyond the twelfth of a month among them."""
    codes = [f"{rng.integers(10000, 99999)}{letter}" for letter in "ABCDE"[: rng.integers(2, 6)]]
    start = date(2023, int(rng.integers(1, 11)), int(rng.integers(1, 28)))
    found = {}
    for _ in range(int(rng.integers(25, 60))):
        day, code = start + timedelta(days=int(rng.integers(0, days))), str(rng.choice(codes))
        units = float(rng.integers(1, 2000)) if whole else float(rng.integers(1, 200_000)) / 100
        found[day, code] = (day, code, units, float(rng.integers(100, 99_999)) / 100)
    last = start.replace(day=28)
    found[last, codes[0]] = (last, codes[0], 7.0, 1.5)
    return list(found.values())


def truth(lines: list[Line]) -> Truth:
    sums: Truth = {}
    for _, item, units, _ in lines:
        sums[item] = sums.get(item, 0.0) + units
    return sums


def plain(value: float) -> str:
    return f"{value:g}" if float(value).is_integer() else f"{value:.2f}"


def comma(value: float) -> str:
    """12345.5 as 12.345,50."""
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def text(
    lines: list[Line], header: str = "date,item,quantity,price", separator: str = ",", day: str = "%Y-%m-%d",
    number: Callable[[float], str] = plain, money: Callable[[float], str] = plain, end: str = "\n",
) -> str:  # fmt: skip
    """The lines as delimited text; cells that hold the separator are quoted."""
    rows = [[each.strftime(day), item, number(units), money(price)] for each, item, units, price in lines]
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    return end.join([header.replace(",", separator), *(separator.join(row) for row in quoted)]) + end


def odd(of: Maker, raw: bytes | str, wanted: Truth | None, name: str = "orders.csv", *says: str, **columns: str) -> Odd:
    return Odd(of.__name__, name, raw.encode() if isinstance(raw, str) else raw, wanted, says, columns)


# --- Separators, encodings, containers -------------------------------------------------------------------------------


@kind
def comma_separated(rng):
    lines = some_lines(rng, whole=bool(rng.integers(2)))
    return odd(comma_separated, text(lines), truth(lines))


@kind
def semicolons_and_decimal_commas(rng):
    lines = some_lines(rng, whole=False)
    raw = text(lines, "Datum;Artikelnummer;Menge;Einzelpreis", ";", "%d.%m.%Y", comma, comma)
    return odd(semicolons_and_decimal_commas, raw, truth(lines))


@kind
def tabs(rng):
    lines = some_lines(rng)
    return odd(tabs, text(lines, separator="\t"), truth(lines), "orders.tsv")


@kind
def pipes(rng):
    lines = some_lines(rng)
    return odd(pipes, text(lines, separator="|"), truth(lines), "orders.txt")


@kind
def byte_order_mark(rng):
    lines = some_lines(rng)
    return odd(byte_order_mark, text(lines).encode("utf-8-sig"), truth(lines))


@kind
def sixteen_bits(rng):
    lines = some_lines(rng)
    return odd(sixteen_bits, text(lines, separator="\t").encode("utf-16"), truth(lines))


@kind
def old_windows_letters(rng):
    lines = [(day, "Käse-" + item, units, price) for day, item, units, price in some_lines(rng)]
    return odd(old_windows_letters, text(lines, "Datum,Artikelnummer,Stückzahl,Preis").encode("cp1252"), truth(lines))


@kind
def packed_with_gzip(rng):
    lines = some_lines(rng)
    return odd(packed_with_gzip, gzip.compress(text(lines).encode()), truth(lines), "orders.csv.gz")


@kind
def zipped(rng):
    lines = some_lines(rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/orders.csv", text(lines))
    return odd(zipped, packed.getvalue(), truth(lines), "orders.zip")


@kind
def workbook(rng):
    lines = some_lines(rng, whole=bool(rng.integers(2)))
    frame = pd.DataFrame(lines, columns=["Order date", "Item no.", "Quantity", "Unit price"])
    if rng.integers(2):
        frame["Order date"] = [datetime.combine(day, datetime.min.time()) for day in frame["Order date"]]
    packed = io.BytesIO()
    frame.to_excel(packed, index=False, engine="openpyxl")
    return odd(workbook, packed.getvalue(), truth(lines), "orders.xlsx")


@kind
def parquet(rng):
    lines = some_lines(rng)
    frame = pd.DataFrame(lines, columns=["date", "item", "quantity", "price"])
    frame["date"] = pd.to_datetime(frame["date"])
    packed = io.BytesIO()
    frame.to_parquet(packed)
    return odd(parquet, packed.getvalue(), truth(lines), "orders.parquet")


@kind
def line_ends_of_other_systems(rng):
    lines = some_lines(rng)
    return odd(line_ends_of_other_systems, text(lines, end=str(rng.choice(["\r\n", "\r"]))), truth(lines))


# --- Numbers ---------------------------------------------------------------------------------------------------------


@kind
def thousands_with_commas(rng):
    lines = [*some_lines(rng), (date(2023, 5, 25), "BIG", 1_234_567.0, 2.5)]
    return odd(thousands_with_commas, text(lines, number=lambda each: f"{each:,.0f}"), truth(lines))


@kind
def thousands_with_blanks(rng):
    lines = [*some_lines(rng), (date(2023, 5, 25), "BIG", 1_234_567.0, 2.5)]
    gap = str(rng.choice([" ", "\u00a0", "\u202f", "'"]))
    return odd(thousands_with_blanks, text(lines, number=lambda each: f"{each:,.0f}".replace(",", gap)), truth(lines))


@kind
def currency_signs(rng):
    lines = some_lines(rng)
    sign = str(rng.choice(["€", "$", "£", "EUR ", "CHF "]))
    return odd(currency_signs, text(lines, money=lambda each: f"{sign}{each:.2f}"), truth(lines))


@kind
def numbers_of_two_meanings(rng):
    lines = [(day, item, 1000.0 + index, 5.0) for index, (day, item, _, _) in enumerate(some_lines(rng))]
    raw = text(lines, separator=";", number=lambda each: f"{each:,.0f}", money=plain)
    return odd(numbers_of_two_meanings, raw, None, "orders.csv", "quantity", "row 2", "two ways", "1,000")


@kind
def numbers_of_two_meanings_settled(rng):
    lines = [(day, item, 1000.0 + index, 5.0) for index, (day, item, _, _) in enumerate(some_lines(rng))]
    raw = text(lines, separator=";", number=lambda each: f"{each:,.0f}", money=plain)
    return odd(numbers_of_two_meanings_settled, raw, truth(lines), numbers="decimal point")


@kind
def minus_behind_and_parentheses(rng):
    lines = some_lines(rng)
    back = [(date(2024, 2, 20), item, 1.0, price) for _, item, _, price in lines[:1]]
    style = str(rng.choice(["1-", "(1)", "-1", "−1"]))
    raw = text(lines) + text(back, number=lambda _: style).split("\n", 1)[1]
    wanted = truth(lines)
    wanted[lines[0][1]] -= 1
    return odd(minus_behind_and_parentheses, raw, wanted)


@kind
def words_among_quantities(rng):
    lines = some_lines(rng)
    raw = text(lines) + "2023-05-05,10001A,none,2.50\n2023-05-06,10001A,n/a,2.50\n2023-05-07,10001A,#REF!,2.50\n"
    return odd(words_among_quantities, raw, truth(lines))


@kind
def no_number_at_all(rng):
    raw = text(some_lines(rng), number=lambda _: str(rng.choice(["few", "many", "lots"])))
    return odd(no_number_at_all, raw, None, "orders.csv", "quantity", "row 2", "number")


# --- Dates -----------------------------------------------------------------------------------------------------------


def dated(of: Maker, rng: np.random.Generator, style: str) -> Odd:
    lines = some_lines(rng)
    return odd(of, text(lines, day=style), truth(lines))


@kind
def day_month_year(rng):
    return dated(day_month_year, rng, str(rng.choice(["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y"])))


@kind
def month_day_year(rng):
    return dated(month_day_year, rng, str(rng.choice(["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"])))


@kind
def year_month_day(rng):
    return dated(year_month_day, rng, str(rng.choice(["%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"])))


@kind
def named_months(rng):
    return dated(named_months, rng, str(rng.choice(["%d-%b-%y", "%d %B %Y", "%b %d %Y", "%d-%b-%Y"])))


@kind
def german_months(rng):
    lines = some_lines(rng)
    names = ["Januar", "Februar", "März", "April", "Mai", "Juni",
             "Juli", "August", "September", "Oktober", "November", "Dezember"]  # fmt: skip
    raw = "Datum;Artikel;Menge\n" + "".join(
        f"{day.day}. {names[day.month - 1]} {day.year};{item};{plain(units)}\n" for day, item, units, _ in lines
    )
    return odd(german_months, raw, truth(lines))


@kind
def dates_with_times(rng):
    return dated(dates_with_times, rng, str(rng.choice(["%Y-%m-%dT09:30:00Z", "%Y-%m-%d 23:59:59", "%d/%m/%Y 08:15"])))


@kind
def serial_numbers_of_days(rng):
    lines = some_lines(rng)
    rows = "".join(f"{(day - date(1899, 12, 30)).days},{item},{plain(units)}\n" for day, item, units, _ in lines)
    return odd(serial_numbers_of_days, "Order date,SKU,Units\n" + rows, truth(lines))


@kind
def dates_of_two_meanings(rng):
    lines = [(date(2023, 1 + at % 12, 1 + at // 12), "A1", 1.0 + at, 2.5) for at in range(int(rng.integers(14, 60)))]
    style = str(rng.choice(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"]))
    raw = text(lines[2:], day=style)
    says = ("column 'date'", "row 2", "2 ways", "day first", "month first")
    return odd(dates_of_two_meanings, raw, None, "orders.csv", *says)


@kind
def dates_of_two_meanings_settled(rng):
    lines = [(date(2023, 1 + at % 12, 1 + at // 12), "A1", 1.0 + at, 2.5) for at in range(int(rng.integers(14, 60)))]
    first = bool(rng.integers(2))
    raw = text(lines, day="%d/%m/%Y" if first else "%m/%d/%Y")
    return odd(dates_of_two_meanings_settled, raw, truth(lines), dates="day first" if first else "month first")


@kind
def impossible_dates(rng):
    lines = some_lines(rng)
    raw = text(lines) + "2023-02-30,10001A,5,2.50\n0000-00-00,10001A,5,2.50\n9999-12-31,10001A,5,2.50\n,10001A,5,2.50\n"
    return odd(impossible_dates, raw, truth(lines))


# --- Codes and names -------------------------------------------------------------------------------------------------


@kind
def codes_that_look_like_values(rng):
    codes = ["00123", "NA", "1E5", "TRUE", "null", "12.0", "-5", "=1+1", "1e-3", "nan"]
    lines = [(date(2023, 3, 10 + at), code, float(rng.integers(1, 99)), 2.5) for at, code in enumerate(codes)]
    return odd(codes_that_look_like_values, text(lines), truth(lines))


@kind
def quoted_names(rng):
    lines = some_lines(rng)
    rows = "".join(f'{day},{item},"Cup, ""large""\nwith lid",{plain(units)}\n' for day, item, units, _ in lines)
    return odd(quoted_names, "date,sku,description,quantity\n" + rows, truth(lines))


@kind
def markup_emoji_and_right_to_left(rng):
    codes = ["<b>A</b>", "$x^2$", "☕🥐", "قهوة", "**bold**", "a|b", "naïve café"]
    lines = [(date(2023, 3, 10 + at), code, float(rng.integers(1, 99)), 2.5) for at, code in enumerate(codes)]
    return odd(markup_emoji_and_right_to_left, text(lines), truth(lines))


@kind
def foreign_headings(rng):
    lines = some_lines(rng)
    header = str(rng.choice([
        "Date de commande,Référence article,Quantité,Prix unitaire",
        "Data ordine,Codice articolo,Quantità,Prezzo unitario",
        "Fecha de pedido,Código de artículo,Cantidad,Precio unitario",
        "Bestelldatum,Artikel-Nr.,Bestellmenge,Stückpreis",
        "InvoiceDate,StockCode,Quantity,UnitPrice",
        "ORDER_DATE,ITEM_NO,QTY,UNIT_PRICE",
        "Belegdatum,Materialnummer,Absatz,VK",
    ]))  # fmt: skip
    return odd(foreign_headings, text(lines, header), truth(lines))


@kind
def blanks_around_everything(rng):
    lines = some_lines(rng)
    raw = text(lines, header=" Date , Item ,Quantity , Price ", number=lambda each: f" {each:g} ", day=" %Y-%m-%d ")
    return odd(blanks_around_everything, raw, truth(lines))


# --- Lines that shouldn't count --------------------------------------------------------------------------------------


@kind
def blank_lines_and_empty_columns(rng):
    lines = some_lines(rng)
    rows = text(lines, header="date,item,quantity,price").splitlines()
    raw = "\n".join([rows[0] + ",,", "", *(row + ",," for row in rows[1:]), ",,,,,", "", ""])
    return odd(blank_lines_and_empty_columns, raw, truth(lines))


@kind
def row_of_totals(rng):
    lines = some_lines(rng)
    total = sum(units for _, _, units, _ in lines)
    raw = text(lines) + str(rng.choice([f"Total,,{plain(total)},\n", f",Total,{plain(total)},\n",
                                        f"2023-12-31,Total,{plain(total)},\n"]))  # fmt: skip
    return odd(row_of_totals, raw, truth(lines))


@kind
def duplicated_lines(rng):
    lines = some_lines(rng)
    return odd(duplicated_lines, text([*lines, *lines[: int(rng.integers(1, 9))]]), truth(lines))


@kind
def cancelled_invoices(rng):
    lines = some_lines(rng)
    rows = [f"{day},{10001 + at},{item},{plain(units)},2.50" for at, (day, item, units, _) in enumerate(lines)]
    count = int(rng.integers(1, 5))
    back = [(day, item, -units, price) for day, item, units, price in lines[:count]]
    rows += [f"{day},C{30001 + at},{item},{plain(units)},2.50" for at, (day, item, units, _) in enumerate(back)]
    wanted = truth([*lines, *back])
    return odd(cancelled_invoices, "\n".join(["date,invoice,item,quantity,price", *rows]), wanted)


@kind
def postage_and_fees(rng):
    lines = some_lines(rng)
    rows = [f"{day},{item},Cup {item},{plain(units)},2.50" for day, item, units, _ in lines]
    charges = ["POST,Postage", "M,Manual", "VERSAND,Versandkosten", "D,Discount", "BANK,Bank charges", "ADJ,Adjustment"]
    rows += [f"2023-06-0{at},{charge},1,3.50" for at, charge in enumerate(charges, start=1)]
    return odd(postage_and_fees, "\n".join(["date,code,description,quantity,price", *rows]), truth(lines))


@kind
def gifts_at_no_price(rng):
    lines = some_lines(rng)
    gifts = [(day + timedelta(days=50), item, units, 0.0) for day, item, units, _ in lines[:3]]
    return odd(gifts_at_no_price, text([*lines, *gifts]), truth(lines))


@kind
def daily_demand_with_zeros(rng):
    lines = [(date(2023, 3, 1) + timedelta(days=at), item, float(rng.poisson(0.7)), 1.0)
             for item in ("A1", "B2", "C3") for at in range(40)]  # fmt: skip
    raw = "date,sku,quantity\n" + "".join(f"{day},{item},{plain(units)}\n" for day, item, units, _ in lines)
    return odd(daily_demand_with_zeros, raw, truth(lines))


# --- Tables that lie across ------------------------------------------------------------------------------------------


def grid(rng: np.random.Generator, items: int, columns: int) -> np.ndarray:
    return rng.integers(0, 60, size=(items, columns)).astype(float)


@kind
def a_column_per_day(rng):
    units = grid(rng, 4, 35)
    style = str(rng.choice(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"]))
    days = [(date(2023, 3, 5) + timedelta(days=at)).strftime(style) for at in range(35)]
    rows = [f"S{at},Soap {at}," + ",".join(map(plain, row)) for at, row in enumerate(units)]
    return odd(a_column_per_day, "\n".join(["SKU,Name," + ",".join(days), *rows]),
               {f"S{at}": float(row.sum()) for at, row in enumerate(units)})  # fmt: skip


@kind
def a_column_per_month(rng):
    units = grid(rng, 4, 9)
    style = str(rng.choice(["%b %Y", "%Y-%m", "%m/%Y", "%b-%y", "%Y-%m-01"]))
    months = [date(2023, at, 1).strftime(style) for at in range(1, 10)]
    rows = [f"S{at}," + ",".join(map(plain, row)) for at, row in enumerate(units)]
    return odd(a_column_per_month, "\n".join(["Item," + ",".join(months), *rows]),
               {f"S{at}": float(row.sum()) for at, row in enumerate(units)})  # fmt: skip


@kind
def a_column_per_item(rng):
    units = grid(rng, 30, 4)
    rows = [f"{date(2023, 3, 5) + timedelta(days=at)}," + ",".join(map(plain, row)) for at, row in enumerate(units)]
    header = "Date," + ",".join(["Soap", "Brush", "Towel", "Candle"])
    return odd(a_column_per_item, "\n".join([header, *rows]),
               dict(zip(["Soap", "Brush", "Towel", "Candle"], units.sum(axis=0).tolist(), strict=True)))  # fmt: skip


@kind
def years_months_and_days_apart(rng):
    lines = some_lines(rng)
    rows = "".join(f"{day.year},{day.month},{day.day},{item},{plain(units)}\n" for day, item, units, _ in lines)
    return odd(years_months_and_days_apart, "Year,Month,Day,SKU,Units\n" + rows, truth(lines))


@kind
def titles_above_the_headings(rng):
    lines = some_lines(rng)
    return odd(titles_above_the_headings, "Sales report\nPrinted on 5 May\n\n" + text(lines), truth(lines))


@kind
def months_beside_a_year(rng):
    units = grid(rng, 4, 12)
    months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    rows = [f"S{at // 2},{2022 + at % 2}," + ",".join(map(plain, row)) for at, row in enumerate(units)]
    return odd(months_beside_a_year, "\n".join([f"Item,Year,{months}", *rows]),
               {"S0": float(units[:2].sum()), "S1": float(units[2:].sum())})  # fmt: skip


@kind
def months_without_a_year(rng):
    rows = [f"S{at}," + ",".join(map(plain, row)) for at, row in enumerate(grid(rng, 3, 4))]
    raw = "\n".join(["Item,Jan,Feb,Mar,Apr", *rows])
    return odd(months_without_a_year, raw, None, "orders.csv", "Jan", "year", "row 1")


# --- Files that can't be read ----------------------------------------------------------------------------------------


@kind
def no_quantity(rng):
    raw = "\n".join(["date,item,colour", *(f"{day},{item},red" for day, item, _, _ in some_lines(rng))])
    return odd(no_quantity, raw, None, "orders.csv", "quantity", "colour", "row 1")


@kind
def no_headings(rng):
    raw = text(some_lines(rng)).split("\n", 1)[1]
    return odd(no_headings, raw, None, "orders.csv", "columns", "Row 1")


@kind
def nothing_in_it(rng):
    return odd(nothing_in_it, str(rng.choice(["", "\n\n", " \n "])), None, "orders.csv", "orders.csv", "empty")


@kind
def headings_only(rng):
    return odd(headings_only, "date,item,quantity\n" + "\n" * int(rng.integers(3)), None, "orders.csv", "orders.csv")


@kind
def cut_off_gzip(rng):
    raw = gzip.compress(text(some_lines(rng)).encode())
    return odd(cut_off_gzip, raw[: len(raw) // 2], None, "orders.csv.gz", "orders.csv.gz")


@kind
def broken_workbook(rng):
    return odd(broken_workbook, b"PK\x03\x04" + rng.bytes(400), None, "orders.xlsx", "orders.xlsx")


@kind
def not_a_table(rng):
    return odd(not_a_table, b"\x89PNG\r\n\x1a\n" + rng.bytes(3000), None, "orders.csv", "orders.csv")


@kind
def unknown_format(rng):
    return odd(unknown_format, rng.bytes(100), None, "orders.pdf", "orders.pdf")


@kind
def cells_beyond_the_headings(rng):
    lines = some_lines(rng)
    return odd(cells_beyond_the_headings, text(lines) + "2023-05-05,10001A,Cup, large,5\n", truth(lines))
