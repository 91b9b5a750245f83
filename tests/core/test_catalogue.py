"""The catalogue as a value: checks, defaults, overrides, equality, classes."""

import copy
import pickle
import time
from dataclasses import FrozenInstanceError, asdict, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalogue import COLUMNS, Catalogue, abc, check, load_catalogue, sales_share_before, xyz
from core.catalogue.columns import BY_NAME, NAMES, SEASON_NAMES
from core.errors import InputError

SEASON = dict.fromkeys(SEASON_NAMES, 1.0)


def rows(*items, **columns):
    """A raw frame of items with a cost of 10 and a demand of 4, and further columns as lists."""
    count = len(items)
    base = {"item": list(items), "unit_cost": [10.0] * count, "demand_per_day": [4.0] * count}
    return pd.DataFrame(base | columns)


def make(*items, **columns):
    return Catalogue.of(rows(*items, **columns))


def faults_of(frame):
    with pytest.raises(InputError) as caught:
        Catalogue.of(frame)
    return caught.value.faults


def only_fault(**columns):
    """The one fault of a catalogue with item A-102 in row 2."""
    (fault,) = faults_of(rows("A-102", **{name: [value] for name, value in columns.items()}))
    return fault


# ---- columns and defaults


def test_the_columns_are_those_of_the_model():
    months = tuple(f"season_{month:02d}" for month in range(1, 13))
    expected = (
        "item", "unit_cost", "demand_per_day", "name", "category", "supplier", "price", "demand_sd",
        "demand_model", "zero_share", *months, "lead_time_days", "lead_time_sd", "lead_time_model",
        "supplier_reliability", "order_cost", "order_minimum", "order_multiple", "units_per_pallet",
        "critical", "policy", "buffer", "demand_days", "lead_time_count",
    )  # fmt: skip
    assert expected == NAMES
    assert [column.name for column in COLUMNS if column.required] == ["item", "unit_cost", "demand_per_day"]
    assert all(column.help and column.label for column in COLUMNS)
    assert all(column.default_says for column in COLUMNS if not column.required)


def test_defaults_of_a_catalogue_with_required_columns_only():
    item = make("A").items.iloc[0].to_dict()
    assert np.isnan(item.pop("buffer"))
    assert item == SEASON | {
        "item": "A", "unit_cost": 10.0, "demand_per_day": 4.0, "name": "A", "category": "all",
        "supplier": "Supplier of all", "price": 15.0, "demand_sd": 2.0, "demand_model": "auto",
        "zero_share": 0.0, "lead_time_days": 14.0, "lead_time_sd": pytest.approx(4.2),
        "lead_time_model": "gamma", "supplier_reliability": 0.95, "order_cost": 50.0, "order_minimum": 0.0,
        "order_multiple": 0.0, "units_per_pallet": 500.0, "critical": False, "policy": "",
        "demand_days": 0.0, "lead_time_count": 0.0,
    }  # fmt: skip


def test_column_types():
    catalogue = make("A", "B")
    for column in COLUMNS:
        kind = catalogue.column(column.name).dtype
        assert kind == {"number": np.float64, "yes_no": np.bool_}.get(column.kind, object), column.name
        assert catalogue.items[column.name].dtype == kind


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.0), (16.0, 4.0), (19.99, 19.99**0.5), (20.0, 6.0), (100.0, 30.0)])
def test_default_demand_deviation_changes_rule_at_twenty_a_day(mean, sd):
    assert make("A", demand_per_day=[mean]).column("demand_sd")[0] == pytest.approx(sd)


def test_default_supplier_is_one_per_category():
    catalogue = make("A", "B", "C", category=["Glue", "Paint", "Glue"], supplier=["", "", "Acme"])
    assert catalogue.column("supplier").tolist() == ["Supplier of Glue", "Supplier of Paint", "Acme"]


def test_defaults_used_counts_items_by_column():
    catalogue = make("A", "B", "C", price=["", "3", " "], critical=["yes", None, "no"], buffer=[0.1, 0.2, 0.3])
    assert catalogue.defaults_used["price"] == 2
    assert catalogue.defaults_used["critical"] == 1
    assert catalogue.defaults_used["name"] == 3
    assert {"buffer", "item", "unit_cost"}.isdisjoint(catalogue.defaults_used)
    assert catalogue.default_items["price"] == ("A", "C")


def test_check_gives_the_table_the_defaults_and_the_ignored_columns():
    checked = check(rows("A", colour=["red"]))
    assert tuple(checked.items.columns) == NAMES
    assert checked.defaults_used["price"] == 1
    assert checked.ignored_columns == ("colour",)


# ---- cells


@pytest.mark.parametrize("item", ["00123", "NA", "1E5", "nan", "None", " A", "A-1, red", "Ä", "TRUE"])
def test_identifiers_stay_as_written(item):
    assert make(item).column("item")[0] == item


@pytest.mark.parametrize(("cell", "item"), [(123, "123"), (123.0, "123"), (1.5, "1.5"), (np.int64(7), "7")])
def test_numbers_become_identifiers_without_a_point(cell, item):
    assert Catalogue.of(rows(cell)).column("item")[0] == item


@pytest.mark.parametrize("cell", ["12.5", " 12.5 ", 12.5, "1.25e1", np.float32(12.5)])
def test_numbers_are_read_from_text_and_numbers(cell):
    frame = rows("A").astype(object)
    frame["price"] = pd.Series([cell], dtype=object)
    assert Catalogue.of(frame).column("price")[0] == 12.5


@pytest.mark.parametrize("dtype", ["Int64", "Float32", "int8", "category", "string", "object"])
def test_every_dtype_of_numbers_is_read(dtype):
    frame = rows("A", "B")
    frame["price"] = pd.Series(["7", "8"] if dtype in ("string", "category") else [7, 8], dtype=dtype)
    assert Catalogue.of(frame).column("price").tolist() == [7.0, 8.0]


@pytest.mark.parametrize("cell", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_blank_cells_take_the_default(cell):
    frame = rows("A")
    frame["price"] = pd.Series([cell], dtype=object)
    assert Catalogue.of(frame).column("price")[0] == 15.0


@pytest.mark.parametrize(
    ("cell", "value"),
    [("yes", True), ("No", False), ("TRUE", True), ("n", False), (True, True), (0, False), (1.0, True)],
)
def test_yes_and_no(cell, value):
    assert make("A", critical=[cell]).column("critical")[0] == value


def test_choices_in_any_case_and_text_without_margins():
    catalogue = make("A", policy=[" JIT "], demand_model=["Poisson"], supplier=[" Acme "])
    assert (catalogue.items.loc[0, ["policy", "demand_model", "supplier"]] == ["jit", "poisson", "Acme"]).all()


def test_headers_match_whatever_their_case_spaces_and_hyphens():
    frame = rows("A").rename(columns={"item": " Item ", "unit_cost": "Unit cost", "demand_per_day": "DEMAND-PER-DAY"})
    assert Catalogue.of(frame) == make("A")
    months = {f"Season {month}": [1.0] for month in range(1, 13)}
    assert "season_01" not in make("A", **months).defaults_used


# ---- faults


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("lead_time_days", -3, "Lead time of item A-102 must be 0 to 365 days, got -3"),
        ("lead_time_days", 366, "Lead time of item A-102 must be 0 to 365 days, got 366"),
        ("unit_cost", 0, "Unit cost of item A-102 must be above 0, got 0"),
        ("unit_cost", "", "Unit cost of item A-102 must not be blank"),
        ("demand_per_day", -0.5, "Demand per day of item A-102 must be at least 0 units, got -0.5"),
        ("demand_per_day", 1e13,
            "Demand per day of item A-102 must be at most 1,000,000,000,000 units, got 10000000000000"),
        ("price", "cheap", "Price of item A-102 must be a number, got 'cheap'"),
        ("price", "2,5",
            "Price of item A-102 must be a number with a decimal point and no thousands separator, got "
            "'2,5'"),
        ("price", "nan", "Price of item A-102 must be a number, got 'nan'"),
        ("price", "inf", "Price of item A-102 must be a number, got 'inf'"),
        ("price", np.inf, "Price of item A-102 must be a number, got 'inf'"),
        ("price", "1_000", "Price of item A-102 must be a number, got '1_000'"),
        ("price", True, "Price of item A-102 must be a number, got 'True'"),
        pytest.param("price", 10**5000, "Price of item A-102 must be a number, got 'int'", id="huge"),
        ("zero_share", 1.01, "Share of days without demand of item A-102 must be 0 to 1, got 1.01"),
        ("units_per_pallet", 0, "Units per pallet of item A-102 must be above 0 units, got 0"),
        ("buffer", 1.6, "Buffer of item A-102 must be 0 to 1.5, got 1.6"),
        ("policy", "kanban", "Policy of item A-102 must be one of jit, jic, got 'kanban'"),
        ("lead_time_model", "normal",
            "Lead-time model of item A-102 must be one of gamma, lognormal, history, got 'normal'"),
        ("critical", "maybe", "Critical of item A-102 must be yes or no, got 'maybe'"),
        ("name", "\ud800", "Name of item A-102 must be readable text, got ' '"),
    ],
)  # fmt: skip
def test_each_fault_names_the_item_the_range_what_came_and_the_place(column, cell, says):
    frame = rows("A-102")
    frame[column] = pd.Series([cell], dtype=object)
    (fault,) = faults_of(frame)
    assert fault == f"{says} (row 2, column {column})"


def test_rows_are_numbered_as_in_the_file_past_blank_rows():
    frame = rows("A", "", "B", lead_time_days=["1", "", "-3"]).astype({"unit_cost": object, "demand_per_day": object})
    frame.iloc[1] = ""
    assert faults_of(frame) == ("Lead time of item B must be 0 to 365 days, got -3 (row 4, column lead_time_days)",)


def test_rows_are_counted_by_position_whatever_the_index():
    frame = rows("A", "B", price=[1, -1]).set_index(pd.Index([7, 7]))
    assert faults_of(frame)[0].endswith("(row 3, column price)")


def test_all_faults_come_at_once_in_the_order_of_the_rows():
    frame = pd.DataFrame(
        {
            "item": ["A", "", "A", "D"],
            "unit_cost": ["x", "1", "0", "1"],
            "polcy": ["jit"] * 4,
            "lead_time_days": ["1", "2", "3", "999"],
            "season_01": ["", "", "", "1"],
        }
    )
    assert faults_of(frame) == (
        "Column demand_per_day is missing: Mean demand of clear days: calendar days without spikes.",
        "Column 'polcy' is not known: is it policy?",
        "Unit cost of item A must be a number, got 'x' (row 2, column unit_cost)",
        "Item A must appear once, got it twice (rows 2 and 4, column item)",
        "Item must not be blank (row 3, column item)",
        "Unit cost of item A must be above 0, got 0 (row 4, column unit_cost)",
        "Lead time of item D must be 0 to 365 days, got 999 (row 5, column lead_time_days)",
        "Season of item D must have all twelve months or none, got 1 (row 5, columns season_01 to season_12)",
    )


def test_a_blank_item_is_told_apart_from_its_other_faults():
    assert faults_of(rows("", price=[-1])) == (
        "Item must not be blank (row 2, column item)",
        "Price of an item without identifier must be at least 0, got -1 (row 2, column price)",
    )


def test_a_frame_without_item_column_still_has_its_cells_checked():
    assert faults_of(rows("A", price=[-1]).drop(columns="item")) == (
        "Column item is missing: Identifier, unique, kept as written.",
        "Price of an item without identifier must be at least 0, got -1 (row 2, column price)",
    )


def test_many_duplicates_are_one_fault_with_ten_rows():
    (fault,) = faults_of(rows(*["A"] * 13))
    assert fault == (
        "Item A must appear once, got it 13 times (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more, column item)"
    )
    (fault,) = faults_of(rows("B", "A", "A", "A"))
    assert fault == "Item A must appear once, got it 3 times (rows 3, 4 and 5, column item)"


@pytest.mark.parametrize("frame", [pd.DataFrame(), rows(), pd.DataFrame({"item": ["", None]})])
def test_no_items(frame):
    assert faults_of(frame)[-1] == "The catalogue has no items: not one row with content"


def test_columns_that_mean_nothing_are_ignored_and_listed():
    catalogue = make("A", colour=["red"], supplier_name=["Acme"])
    assert catalogue.ignored_columns == ("colour", "supplier_name")


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("prise", "price"),
        ("seson_03", "season_03"),
        ("lead_time_day", "lead_time_days"),
        ("order_costs", "order_cost"),
    ],
)
def test_misspelt_columns_are_faults(header, known):
    assert only_fault(**{header: 1}) == f"Column '{header}' is not known: is it {known}?"


def test_a_header_like_one_that_is_there_is_no_misspelling():
    assert make("A", price=[1], price_2=[2]).ignored_columns == ("price_2",)


def test_a_column_given_twice_is_a_fault():
    assert only_fault(price=1, Price=2) == "Column price must appear once, got it again as 'Price'"


# ---- seasons


def season(*months):
    return dict(zip(SEASON_NAMES, months, strict=True))


def test_a_season_near_one_is_scaled_to_one():
    months = np.array([0.5, 1.5] * 6) * 1.009
    catalogue = make("A", "B", **{name: [value, None] for name, value in season(*months).items()})
    index = np.array([catalogue.column(name) for name in SEASON_NAMES])
    assert index[:, 0] == pytest.approx([0.5, 1.5] * 6)
    assert index[:, 1].tolist() == [1.0] * 12
    assert catalogue.defaults_used["season_03"] == 1


@pytest.mark.parametrize(("level", "mean"), [(1.2, "1.2"), (0.98, "0.98"), (0.0, "twelve zeros")])
def test_a_season_off_one_is_a_fault(level, mean):
    says = f"Season of item A-102 must have a mean of 1, got {mean} (row 2, columns season_01 to season_12)"
    assert only_fault(**season(*[level] * 12)) == says


def test_a_month_below_zero_is_the_fault_not_the_mean():
    fault = only_fault(**season(-1.0, *[1.0] * 11))
    assert fault == "Season of month 1 of item A-102 must be at least 0, got -1 (row 2, column season_01)"


def test_eleven_months_are_a_fault():
    fault = only_fault(**{name: 1.0 for name in SEASON_NAMES[1:]})
    assert fault.startswith("Season of item A-102 must have all twelve months or none, got 11 (row 2,")


def test_an_intermittent_item_must_sell_some_day():
    fault = only_fault(demand_model="intermittent", zero_share=1)
    assert fault == (
        "Share of days without demand of item A-102 must be below 1 for an intermittent item "
        "with demand, got 1 (row 2, column zero_share)"
    )
    assert len(make("A", demand_model=["intermittent"], zero_share=[1], demand_per_day=[0])) == 1


# ---- the value


def test_it_keeps_the_input_apart_from_itself():
    frame = rows("A")
    catalogue = Catalogue.of(frame)
    frame.loc[0, "unit_cost"] = 99.0
    assert catalogue.column("unit_cost")[0] == 10.0


def test_nothing_can_be_written_into_it():
    catalogue = make("A", "B")
    before = catalogue.digest
    items = catalogue.items
    items["price"] = 0.0
    items.loc[0, "unit_cost"] = 77.0
    items.insert(0, "colour", "red")
    del items["name"]
    items["item"].array[0] = "Z"
    with pytest.raises(ValueError, match="read-only"):
        catalogue.column("price")[0] = 1.0
    with pytest.raises(FrozenInstanceError):
        catalogue.name = "other"
    with pytest.raises(FrozenInstanceError):
        catalogue.items = items
    with pytest.raises(TypeError):
        catalogue.defaults_used["price"] = 0
    assert replace(catalogue).digest == before
    assert catalogue.items.equals(make("A", "B").items)


def test_columns_are_kept_and_unknown_ones_refused():
    catalogue = make("A")
    assert catalogue.column("price") is catalogue.column("price")
    with pytest.raises(InputError, match="Column 'colour' is not one of a catalogue"):
        catalogue.column("colour")


def test_equal_content_is_equal_and_any_difference_is_not():
    catalogue = make("A", "B")
    assert catalogue == make("A", "B")
    assert hash(catalogue) == hash(make("A", "B"))
    assert {catalogue: 1}[make("A", "B")] == 1
    assert catalogue != make("B", "A")
    assert catalogue != replace(catalogue, name="other")
    assert catalogue != replace(catalogue, warehouse_places=3)
    assert catalogue != "catalogue"
    others = [catalogue.but({"B": {name: value}}) for name, value in CHANGES.items()]
    assert len({catalogue, *others}) == len(CHANGES) + 1


CHANGES = {
    "unit_cost": 3, "demand_per_day": 9, "name": "x", "category": "x", "supplier": "x", "price": 3,
    "demand_sd": 3, "demand_model": "gamma", "zero_share": 0.5, "lead_time_days": 3, "lead_time_sd": 3,
    "lead_time_model": "lognormal", "supplier_reliability": 0.5, "order_cost": 3, "order_minimum": 3,
    "order_multiple": 3, "units_per_pallet": 3, "critical": True, "policy": "jic", "buffer": 0.3,
    "demand_days": 3, "lead_time_count": 3,
}  # fmt: skip


def test_changes_cover_every_column_but_the_item_and_the_season():
    assert set(CHANGES) == set(NAMES) - {"item", *SEASON_NAMES}


def test_a_copy_is_equal_and_as_closed():
    catalogue = replace(make("A"), histories={"A": [1.0, 2.0]}, assumed=["price"])
    for twin in (pickle.loads(pickle.dumps(catalogue)), copy.deepcopy(catalogue), copy.copy(catalogue)):
        assert twin == catalogue
        assert not twin.histories["A"].flags.writeable


def test_it_prints_short_and_unfolds_as_a_dataclass():
    catalogue = replace(make("A", "B"), name="shop", histories={"A": [1.0]})
    assert repr(catalogue) == f"<Catalogue 'shop': 2 items, {catalogue.digest[:8]}>"
    assert asdict(catalogue)["histories"]["A"].tolist() == [1.0]
    assert repr(catalogue.default_items).startswith("{'name': ('A', 'B')")


def test_only_a_checked_table_makes_a_catalogue():
    with pytest.raises(InputError, match="make it with load_catalogue"):
        Catalogue(rows("A"))


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"name": ""}, "Name of the catalogue must be text, got ''"),
        ({"currency": 3}, "Currency of the catalogue must be text, got 3"),
        ({"calendar_start": "1.1.2026"}, "Calendar start must be a day such as 2026-01-01, got '1.1.2026'"),
        ({"calendar_start": 2026}, "Calendar start must be a day such as 2026-01-01, got 2026"),
        ({"warehouse_places": -1}, "Warehouse places must be 0 to 1,000,000 pallets, got -1"),
        ({"warehouse_places": float("nan")}, "Warehouse places must be 0 to 1,000,000 pallets, got nan"),
        ({"warehouse_places": "many"}, "Warehouse places must be 0 to 1,000,000 pallets, got 'many'"),
        ({"assumed": ["colour"]}, "Assumed column 'colour' is not one of a catalogue"),
    ],
)
def test_fields_are_checked(about, says):
    with pytest.raises(InputError) as caught:
        Catalogue.of(rows("A"), **about)
    assert caught.value.faults == (says,)


# ---- histories


def test_histories_are_own_read_only_and_of_known_items():
    sample = np.array([1.0, 0.0])
    catalogue = Catalogue.of(rows("A", demand_model=["history"]), histories={"A": sample, "Z": sample})
    sample[0] = 9.0
    assert dict(catalogue.histories).keys() == {"A"}
    assert catalogue.histories["A"].tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        catalogue.histories["A"][0] = 1.0
    with pytest.raises(TypeError):
        catalogue.histories["A"] = sample


def test_histories_are_part_of_the_content():
    kinds, samples = ("histories", "lead_time_histories"), ([1.0], [2.0], [1.0, 1.0])
    catalogues = [Catalogue.of(rows("A"), **{kind: {"A": sample}}) for kind in kinds for sample in samples]
    assert len(set(catalogues)) == 6


@pytest.mark.parametrize(
    ("sample", "says"),
    [
        (None, "is missing: the model history draws from it"),
        ([], "is missing: the model history draws from it"),
        ([0.0, 0.0], "is all zeros, demand_per_day says 4"),
        ([1.0, -1.0], "must be a list of numbers of at least 0"),
        ([1.0, np.nan], "must be a list of numbers of at least 0"),
        ([[1.0]], "must be a list of numbers of at least 0"),
    ],
)
def test_items_drawn_from_history_need_one(sample, says):
    histories = {} if sample is None else {"A": sample}
    with pytest.raises(InputError) as caught:
        Catalogue.of(rows("A", demand_model=["history"]), histories=histories)
    assert caught.value.faults == (f"Demand history of item A {says} (column demand_model)",)


def test_lead_time_histories_end_at_a_year():
    frame = rows("A", "B", lead_time_model=["history", "history"])
    with pytest.raises(InputError) as caught:
        Catalogue.of(frame, lead_time_histories={"A": [400.0]})
    assert caught.value.faults == (
        "Lead-time history of item A must be a list of numbers of at least 0 and at most 365 (column lead_time_model)",
        "Lead-time history of item B is missing: the model history draws from it (column lead_time_model)",
    )


# ---- other catalogues from one


def test_but_changes_what_it_says_and_nothing_else():
    catalogue = make("A", "B", price=[20.0, 30.0])
    other = catalogue.but({"B": {"price": 5, "policy": "jic", "critical": True}})
    assert other.column("price").tolist() == [20.0, 5.0]
    assert other.column("policy").tolist() == ["", "jic"]
    assert other.column("critical").tolist() == [False, True]
    assert catalogue.column("price").tolist() == [20.0, 30.0]
    assert other.but({"B": {"price": 30.0, "policy": None, "critical": None}}) == catalogue


def test_but_counts_defaults_anew():
    catalogue = make("A", "B")
    assert catalogue.defaults_used["price"] == 2
    assert catalogue.but({"A": {"price": 3}}).defaults_used["price"] == 1
    assert "price" not in catalogue.but({"A": {"price": 3}, "B": {"price": 3}}).defaults_used


def test_but_lets_computed_defaults_follow():
    other = make("A", "B", price=["", "7"]).but({item: {"unit_cost": 20, "demand_per_day": 100} for item in "AB"})
    assert other.column("price").tolist() == [30.0, 7.0]
    assert other.column("demand_sd").tolist() == [30.0, 30.0]


def test_but_is_what_the_whole_table_would_give():
    rng, items = np.random.default_rng(7), [f"I{k}" for k in range(40)]
    catalogue = make(*items, price=np.where(rng.random(40) < 0.5, "", "9").tolist(), policy=[""] * 20 + ["jic"] * 20)
    table = rows(*items, **{name: catalogue.column(name).astype(object) for name in CHANGES})
    for name, took in catalogue.default_items.items():
        table.loc[table["item"].isin(took), name] = None
    for _ in range(20):
        changed = {
            str(item): {name: rng.choice([CHANGES[name], None]) for name in rng.choice(list(CHANGES), 3)}
            for item in rng.choice(items, 5, replace=False)
        }
        required = ("unit_cost", "demand_per_day")
        changed = {i: {n: CHANGES[n] if n in required else v for n, v in c.items()} for i, c in changed.items()}
        for item, values in changed.items():
            for name, value in values.items():
                table.loc[table["item"] == item, name] = value
        catalogue = catalogue.but(changed)
        assert catalogue == Catalogue.of(table)
        assert catalogue.default_items == Catalogue.of(table).default_items


def test_but_nothing_is_the_same_even_with_scaled_seasons():
    months = np.linspace(0.4, 1.6, 12) * 1.0043
    catalogue = make("A", **{name: [value] for name, value in season(*months).items()})
    assert catalogue.but({}) == catalogue
    assert catalogue.but({}).but({"A": {}}) == catalogue


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"Z": {"price": 1}}, "Item 'Z' is not in the catalogue"),
        ({"A": {"colour": 1}}, "Column 'colour' is not one that can be set"),
        ({"A": {"item": "B"}}, "Column 'item' is not one that can be set"),
        ({"A": {"price": -1}}, "Price of item A must be at least 0, got -1 (column price)"),
        ({"A": {"unit_cost": None}}, "Unit cost of item A must not be blank (column unit_cost)"),
        ({"A": {"price": [1, 2]}},
            "Price of item A must be a number with a decimal point and no thousands separator, got '[1, 2]' "
            "(column price)"),
        ({"A": {"season_01": 2}},
            "Season of item A must have all twelve months or none, got 1 (columns season_01 to season_12)"),
        ({"A": {"demand_model": "history"}},
            "Demand history of item A is missing: the model history draws from it (column demand_model)"),
    ],
)  # fmt: skip
def test_but_refuses(changes, says):
    with pytest.raises(InputError) as caught:
        make("A", "B").but(changes)
    assert caught.value.faults == (says,)


def test_only_and_without_keep_order_defaults_and_fields():
    whole = replace(make("A", "B", "C", price=["", "1", ""]), histories={"A": [1.0], "B": [2.0]}, name="x")
    some = whole.only(["C", "B"])
    assert some.column("item").tolist() == ["B", "C"]
    assert some == whole.without(["A"])
    assert len(some) == 2
    assert some.defaults_used["price"] == 1
    assert "price" not in whole.only(["B"]).defaults_used
    assert list(some.histories) == ["B"]
    assert some.name == "x"
    assert whole.only(["A", "B", "C"]) == whole


@pytest.mark.parametrize("method", ["only", "without"])
def test_only_and_without_refuse_unknown_items_and_bare_text(method):
    with pytest.raises(InputError, match="Item 'Z' is not in the catalogue"):
        getattr(make("A"), method)(["A", "Z"])
    with pytest.raises(InputError, match="must be a list of identifiers"):
        getattr(make("A"), method)("A")


def test_a_catalogue_has_at_least_one_item():
    for nothing in (lambda: make("A").only([]), lambda: make("A").without(["A"])):
        with pytest.raises(InputError, match="at least one item, none is left"):
            nothing()


# ---- classes


def test_sales_share_before_by_hand():
    catalogue = make("A", "B", "C", "D", demand_per_day=[10, 60, 10, 20], price=[1, 1, 1, 1])
    assert sales_share_before(catalogue) == pytest.approx([0.8, 0.0, 0.9, 0.6])


def test_abc_cuts_at_eighty_and_ninety_five():
    equal = make(*[f"I{number:02d}" for number in range(20)], price=[5.0] * 20)
    assert "".join(abc(equal)) == "A" * 16 + "B" * 3 + "C"
    assert abc(make("A")).tolist() == ["A"]


def test_items_without_sales_are_c_and_last():
    catalogue = make("A", "B", "C", demand_per_day=[0, 3, 4], price=[9, 1, 0])
    assert sales_share_before(catalogue).tolist() == [1.0, 0.0, 1.0]
    assert abc(catalogue).tolist() == ["C", "A", "C"]
    nothing = make("A", "B", demand_per_day=[0, 0])
    assert sales_share_before(nothing).tolist() == [1.0, 1.0]
    assert abc(nothing).tolist() == ["C", "C"]


def test_xyz_cuts_at_a_half_and_one():
    catalogue = make(*"ABCDEF", demand_per_day=[4, 4, 4, 4, 0, 1e-300], demand_sd=[2, 2.1, 4, 4.1, 0, 1])
    assert xyz(catalogue).tolist() == ["X", "Y", "Y", "Z", "Z", "Z"]


# ---- speed and garbage


def large(count=10_000):
    numbers = {column.name: ["1"] * count for column in COLUMNS if column.kind == "number" and column.high > 1}
    texts = {"name": ["x"] * count, "critical": ["yes"] * count, "demand_model": ["gamma"] * count}
    return rows(*[f"I{number}" for number in range(count)], **(numbers | texts))


def test_ten_thousand_items_of_text_are_checked_in_a_second():
    frame = large()
    start = time.perf_counter()
    catalogue = Catalogue.of(frame)
    assert len(catalogue) == 10_000
    assert time.perf_counter() - start < 2.0


def test_ten_thousand_faulty_items_are_told_as_fast():
    frame = large().assign(price="x", lead_time_days="-1")
    start = time.perf_counter()
    assert len(faults_of(frame)) == 20_000
    assert time.perf_counter() - start < 3.0


ODD = [
    pd.NA,
    pd.NaT,
    10**5000,
    {},
    "1",
    "0",
    "jit",
    "yes",
    "history",
    "gamma",
    "\ud800",
    "1e400",
    "-0",
    "A\0",
]
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=4),
    st.complex_numbers(), st.dates(), st.datetimes(), st.decimals(), st.lists(st.integers(), max_size=2),
    st.sampled_from(ODD),
)  # fmt: skip
HEADERS = st.one_of(st.sampled_from(NAMES), st.sampled_from(["season_1", "colour", 3, None, ("a", 1), ""]))


@settings(max_examples=300, deadline=None)
@given(headers=st.lists(HEADERS, max_size=8), data=st.data(), count=st.integers(0, 4), seasons=st.booleans())
def test_garbage_makes_a_catalogue_or_an_input_error(headers, data, count, seasons):
    required = data.draw(st.sampled_from([[], ["item", "unit_cost", "demand_per_day"]]))
    labels = [*required, *headers, *(SEASON_NAMES if seasons else ())]
    columns = [pd.Series(data.draw(st.lists(CELLS, min_size=count, max_size=count)), dtype=object) for _ in labels]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame()
    frame.columns = pd.Index(labels, dtype=object, tupleize_cols=False)
    holds_or_is_refused(frame)


GOOD = {
    "number": lambda column: st.floats(max(column.low, 0.01), min(column.high, 1e6)),
    "choice": lambda column: st.sampled_from([choice for choice in column.choices if choice != "history"]),
    "yes_no": lambda column: st.booleans(),
    "text": lambda column: st.text(st.characters(codec="utf-8"), max_size=5),
}
FREE = [name for name in NAMES if name not in ("item", "unit_cost", "demand_per_day", "zero_share", *SEASON_NAMES)]


@settings(max_examples=100, deadline=None)
@given(data=st.data(), names=st.lists(st.sampled_from(FREE), unique=True))
def test_good_cells_make_a_catalogue_that_checks_itself_again(data, names):
    columns = {name: [data.draw(st.none() | GOOD[BY_NAME[name].kind](BY_NAME[name]))] for name in names}
    holds(make("A", **columns))


def holds_or_is_refused(frame):
    try:
        catalogue = Catalogue.of(frame)
    except InputError:
        return
    holds(catalogue)


def holds(catalogue):
    """What is true of every catalogue."""
    assert catalogue.but({}) == catalogue
    assert catalogue.only(catalogue.column("item")) == catalogue
    assert len(abc(catalogue)) == len(xyz(catalogue)) == len(catalogue) > 0
    assert ((sales_share_before(catalogue) >= 0) & (sales_share_before(catalogue) <= 1)).all()
    for column in COLUMNS:
        if column.kind == "number" and column.name != "buffer":
            assert np.isfinite(catalogue.column(column.name)).all(), column.name
    assert load_catalogue(catalogue.items).items.equals(catalogue.items)
