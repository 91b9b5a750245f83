"""What exports may be given, what they refuse and in which words, and what becomes of a file that was there before."""

import io
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from core import (
    Catalogue,
    InputError,
    Kept,
    Scenario,
    Subject,
    export_brief,
    export_chart,
    export_excel,
    export_powerpoint,
    load_catalogue,
    placing,
    save_scenarios,
)
from core.exports import slides_bytes, workbook_bytes

SMALL = Catalogue.of(
    load_catalogue("demo").items.head(1)[["item", "demand_per_day", "unit_cost", "price"]], currency="CHF"
)
USUAL = Scenario().but(futures=20, line_down_cost=50)
ONE = Subject("One", SMALL, USUAL, made=date(2026, 11, 26))
EXPORTS = {"a.png": export_chart, "a.xlsx": export_excel, "a.pptx": export_powerpoint, "a.html": export_brief}
every_export = pytest.mark.parametrize(("name", "export"), EXPORTS.items(), ids=EXPORTS)


@every_export
def test_a_catalogue_under_a_scenario_will_do_for_each(tmp_path, name, export):
    assert export(tmp_path / name, SMALL, USUAL) == tmp_path / name
    assert export(str(tmp_path / name), ONE).stat().st_size > 10_000
    assert [one.name for one in tmp_path.iterdir()] == [name]


@every_export
def test_a_kept_scenario_is_exported_as_it_was_looked_at(tmp_path, name, export):
    view = {"service": "cycle_service", "cost": "total_cost", "target": "90"}
    kept = Kept("Mine", USUAL, "A note.", data="", own=SMALL, view=view)
    one = Subject.of(kept)
    assert (one.name, one.note) == ("Mine", "A note.")
    assert (one.service, one.cost, one.target) == ("cycle_service", "total_cost", 0.9)
    export(tmp_path / name, kept)
    export(tmp_path / f"same-{name}", Subject("Mine", SMALL, USUAL, "A note.", "cycle_service", "total_cost", 0.9))
    assert (tmp_path / name).read_bytes() == (tmp_path / f"same-{name}").read_bytes()
    with pytest.raises(InputError, match="A Kept has a scenario of its own"):
        export(tmp_path / name, kept, USUAL)
    odd = Subject.of(Kept("Odd", USUAL, data="", own=SMALL, view={"service": "x", "cost": "", "target": "nan"}))
    assert (odd.service, odd.cost, odd.target) == ("fill_rate", "inventory_cost", 0.95)


@every_export
def test_what_is_no_subject_is_named(tmp_path, name, export):
    for wrong in (None, 7, "demo", b"x", {}, object(), USUAL):
        with pytest.raises(InputError, match="must be a Subject, a Kept or a Catalogue, got"):
            export(tmp_path / name, wrong)
    with pytest.raises(InputError, match="The scenario must be a Scenario, got 7"):
        export(tmp_path / name, SMALL, 7)
    with pytest.raises(InputError, match="not both"):
        export(tmp_path / name, ONE, USUAL)
    assert not list(tmp_path.iterdir())


@every_export
def test_what_is_no_path_is_named(tmp_path, name, export):
    for wrong, said in (
        (None, "must be text or a Path, got None"),
        (b"a", "must be text or a Path"),
        ("a\0b", "code 0"),
    ):
        with pytest.raises(InputError, match=said):
            export(wrong, ONE)
    with pytest.raises(InputError, match=r"must end in .*, got 'a.txt'"):
        export(tmp_path / "a.txt", ONE)
    with pytest.raises(FileNotFoundError):
        export(tmp_path / "nowhere" / name, ONE)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": 7}, "name of an export must be text of at most 1,000 characters, got 7"),
        ({"note": "x" * 1001}, "note of an export must be text of at most 1,000"),
        ({"link": None}, "link must be text, got None"),
        ({"catalogue": "demo"}, "catalogue must be a Catalogue, got 'demo'"),
        ({"scenario": {}}, "scenario must be a Scenario, got {}"),
        ({"service": "total_cost"}, "service measure must be fill_rate or cycle_service or in_stock_days, got 'total"),
        ({"cost": ["x"]}, "cost measure must be inventory_cost or total_cost, got"),
        ({"target": 95}, "target must be a share of 0 to 1, got 95"),
        ({"target": float("nan")}, "target must be a share of 0 to 1, got nan"),
        ({"made": "2026-11-26"}, "made on must be a date, got '2026-11-26'"),
        ({"swept": 7}, "sweep must be a Ledger, got 7"),
        ({"widened": (1, 2)}, "widened bands must be a summary and curves"),
        ({"worlds": -1}, "worlds must be a whole number from 0, got -1"),
    ],
)
def test_a_subject_says_what_it_cannot_show(values, said):
    with pytest.raises(InputError, match=said):
        Subject(**{"name": "One", "catalogue": SMALL, "scenario": USUAL, **values})


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(InputError) as error:
        Subject(7, "demo", {}, target="x")
    assert len(error.value.faults) == 4


def test_words_agree_with_what_they_count_and_money_has_its_name():
    assert dict(ONE.facts)["Data set"].endswith(": 1 item")
    assert ("Line-down cost", "50 CHF per short item-day", "0 CHF per short item-day") in ONE.differing
    at_noon = Subject("One", SMALL, USUAL, made=datetime(2026, 11, 26, 12))
    assert dict(at_noon.facts)["Made"] == "2026-11-26"


def test_a_file_that_cannot_be_finished_leaves_the_one_before(tmp_path, monkeypatch):
    place = tmp_path / "set.json"
    save_scenarios(place, [Kept("Before", USUAL)])
    before = place.read_bytes()

    def full(path, content):
        path.touch()
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space left"):
        save_scenarios(place, [Kept("After", USUAL)])
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_stays_one_and_rights_stay(tmp_path):
    place, alias = tmp_path / "real.txt", tmp_path / "alias.txt"
    place.write_text("before")
    place.chmod(0o640)
    alias.symlink_to(place)
    assert placing.write(alias, b"after") == alias
    assert alias.is_symlink()
    assert place.read_text() == "after"
    assert place.stat().st_mode & 0o777 == 0o640
    with pytest.raises(IsADirectoryError):
        placing.write(tmp_path, b"x")


DIGEST = """
from datetime import date
from hashlib import sha256
from core import Scenario, Subject, load_catalogue
from core.exports import slides_bytes, workbook_bytes
from core.exports.brief import brief_bytes
from core.exports.sheet import chart_bytes
one = Subject("One", load_catalogue("demo"), Scenario().but(futures=20), made=date(2026, 11, 26))
made = [slides_bytes(one), workbook_bytes(one), *(brief_bytes([one], kind) for kind in ("html", "pdf"))]
made += [chart_bytes(one, "frontier", kind) for kind in ("png", "svg")]
print([sha256(each).hexdigest() for each in made])
"""


def test_another_process_makes_the_same_bytes():
    several = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "NUMBA_NUM_THREADS": threads, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads, zone in (("1", "1", "UTC"), ("2", "2", "Asia/Tokyo"))
    ]
    assert several[0] == several[1]


def test_the_day_of_an_office_file_is_the_exports():
    for book in (openpyxl.load_workbook(io.BytesIO(workbook_bytes(ONE))).properties,):
        assert book.created == book.modified == datetime(2026, 11, 26)
    deck = Presentation(io.BytesIO(slides_bytes(ONE)))
    assert deck.core_properties.created.date() == date(2026, 11, 26)
