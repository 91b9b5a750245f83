"""The Scenarios page and Keep, run as Streamlit runs them: figures are Explore's, words say only what was computed."""

import json
import random
import re
import string
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from core import Catalogue, Kept, Scenario, compare, load_catalogue
from core.kept import MOST, pack, to_text, unpack
from core.look import numbers
from core.outcome import difference
from pages.parts import (
    meeting,
    reach,
    scenarios_charts,
    scenarios_choices,
    scenarios_figures,
    scenarios_rows,
    scenarios_travel,
)
from pages.parts import scenarios_words as words
from tests.pages import opening

VIEW = "pages/views/scenarios.py"
FEW = Scenario().but(futures=20)
SPIKY = FEW.but(spike_size=4.0)
HOSTILE = "<b>x</b> $a^2$ **b** =1+1 :red[x] مرحبا 🛒"


def tiny() -> Catalogue:
    return Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [2.0], "demand_per_day": [5.0]}), currency="USD")


def opened(*kept: Kept, **query) -> AppTest:
    app = opening.opened(**({"futures": 20} | query))
    app.session_state["kept-scenarios"] = kept
    app.switch_page(VIEW).run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return opening.html(app).replace("\u00a0", " ").replace('<span class="whole">', "").replace("</span>", "")


def title(app: AppTest) -> str:
    return html(app).split('<h1 class="answer">')[1].split("</h1>")[0]


def kept(app: AppTest) -> tuple[Kept, ...]:
    return app.session_state["kept-scenarios"]


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in app.text)


TWO = (Kept("Base", FEW, "as today"), Kept("Spiky", SPIKY))


def test_keep_takes_what_is_set_and_shown_under_a_name_of_its_own():
    app = opening.opened(futures=20, spike_size=4, target=90)
    click(app, "keep-now")
    app.text_input(key="keep-name-1").set_value("Mine")
    app.text_area(key="keep-note-1").set_value(HOSTILE)
    click(app, "keep-now")
    first, second = kept(app)
    assert first.name == "Spike size × 4, Futures 20 futures"
    assert (second.name, second.note, second.scenario, second.data, second.page) == ("Mine", HOSTILE, SPIKY, "demo", "")
    assert second.view["target"] == "90"
    assert "Kept as “Mine”: 2 of 12 kept." in texts(app)
    assert app.text_input(key="keep-name-2").value == ""


def test_a_name_that_is_taken_and_a_thirteenth_scenario_are_refused_and_nothing_is_lost():
    app = opening.opened(futures=20)
    app.session_state["kept-scenarios"] = full = tuple(Kept(f"S{k}", FEW) for k in range(MOST))
    for name in ("S1", "More"):
        app.text_input(key="keep-name-0").set_value(name)
        click(app, "keep-now")
        assert kept(app) == full
        assert "Not kept:" in texts(app)
        assert app.text_input(key="keep-name-0").value == name
    assert "At most 12 scenarios can be kept, got 13" in texts(app)


def test_a_note_and_a_name_that_are_too_long_stay_in_their_fields_and_are_told():
    app = opening.opened(futures=20)
    app.text_input(key="keep-name-0").set_value("x" * 81)
    app.text_area(key="keep-note-0").set_value("y" * 1_100)
    click(app, "keep-now")
    assert "a line of 1 to 80 characters, got 81 characters" in texts(app)
    assert "text of at most 1,000 characters, got 1,100 characters" in texts(app)
    assert (app.text_input(key="keep-name-0").value, app.text_area(key="keep-note-0").value) == ("x" * 81, "y" * 1_100)
    # A browser throws away a text that is longer than a field's own limit, without a word.
    assert not app.text_input(key="keep-name-0").proto.max_chars
    assert not app.text_area(key="keep-note-0").proto.max_chars


def test_nothing_kept_says_how_to():
    app = opened()
    assert title(app) == words.EMPTY
    assert words.HOW[0] in html(app)


def test_figures_and_differences_are_the_models():
    app = opened(*TWO)
    base, spiky = (compare(load_catalogue("demo"), one) for one in (FEW, SPIKY))
    said = html(app)
    for outcome in (base, spiky):
        row = outcome.summary.loc["hybrid"]
        for name, unit in (("fill_rate", "share"), ("total_cost", "money"), ("working_capital", "money")):
            value, low, high = (numbers.figure(row[name + end], unit, "") for end in ("", "_lo", "_hi"))
            assert f">{value} ({low} to {high})<" in said, name
    apart = difference(spiky.totals["hybrid"], base.totals["hybrid"], base.controls).loc["total_cost"]
    span = numbers.span(apart["lo"], apart["hi"], "money", "")
    assert f">{numbers.change(apart['difference'], 'money', '')} ({span})<" in said
    cost = numbers.money(spiky.summary.at["hybrid", "inventory_cost"], "EUR")
    assert f"“Spiky” has the lowest inventory cost of the 2: {cost} a year" in title(app)
    assert '<td class="says">Spike size</td><td>× 2</td><td>× 4</td>' in said
    assert "Futures</td>" not in said


def test_the_headlines_difference_is_the_tables():
    app = opened(*TWO)
    more, span = re.search(r"“Base” costs (.+?) EUR more \((.+?) EUR\)", title(app)).groups()
    low, high = span.split(" to ")
    turned = f"−{more} ({high.replace('+', '−')} to {low.replace('+', '−')})"
    assert f">{turned}<" in html(app)


def test_another_policy_and_measure_are_followed_and_simulate_nothing(monkeypatch):
    app = opened(*TWO)
    monkeypatch.setattr("core.job.Job.run", None)
    app.segmented_control(key="kept_policy").set_value("jit").run()
    app.selectbox(key="cost").set_value("total_cost").run()
    assert not app.exception
    cost = compare_cost("jit", "total_cost", FEW)
    assert title(app).startswith(f"Under Just-in-Time, “Base” has the lowest total cost of the 2: {cost}")


def compare_cost(policy, measure, scenario):
    with pytest.MonkeyPatch.context() as patch:
        patch.undo()
        figures = scenarios_figures.figures(Kept("x", scenario))
    return numbers.money(figures.summary.at[policy, measure], "EUR")


def test_the_first_chosen_is_what_others_are_set_against():
    app = opened(*TWO)
    app.multiselect(key="compare").set_value(["Spiky", "Base"]).run()
    assert "Against “Spiky”, on the same futures" in html(app)
    app.multiselect(key="compare").set_value(["Spiky"]).run()
    assert title(app).startswith("Under Hybrid, “Spiky” serves ")
    app.multiselect(key="compare").set_value([]).run()
    assert not app.exception
    assert title(app) == words.NONE_CHOSEN


def test_other_futures_and_other_data_arent_paired_and_that_is_said():
    app = opened(Kept("Base", FEW), Kept("Seeded", FEW.but(seed=7)), Kept("Own", FEW, data="", own=tiny()))
    said = html(app)
    assert "“Seeded” has no paired difference to the first: they differ in seed." in said
    assert "“Own” has no paired difference to the first: it rests on another data set." in said
    assert "on the same futures" not in said
    assert "rest on 2 data sets, so their costs aren't ranked" in title(app)
    assert "The chart's costs are in EUR: “Own”" in said
    assert "own data, which no link carries" in texts(app)


def test_names_order_copies_and_the_way_back():
    app = opened(*TWO)
    app.text_input(key=next(each.key for each in app.text_input if str(each.key).startswith("kept-name-"))).set_value(
        HOSTILE
    ).run()
    assert [one.name for one in kept(app)] == [HOSTILE, "Spiky"]
    assert escape(HOSTILE).replace("&#x27;", "'") in " ".join(one.proto.body for one in app.main.get("html"))
    assert HOSTILE in app.multiselect(key="compare").value
    click(app, "kept-down")
    assert [one.name for one in kept(app)] == ["Spiky", HOSTILE]
    click(app, "kept-copy")
    assert [one.name for one in kept(app)] == ["Spiky", HOSTILE, f"{HOSTILE} (2)"]
    click(app, "kept-delete")
    assert [one.name for one in kept(app)] == ["Spiky", f"{HOSTILE} (2)"]
    for _ in range(4):
        click(app, "kept-undo")
    assert kept(app) == TWO
    assert "kept-undo" not in {each.key for each in app.button}


def test_a_name_that_is_taken_is_refused():
    app = opened(*TWO)
    key = next(each.key for each in app.text_input if str(each.key).startswith("kept-name-"))
    app.text_input(key=key).set_value("Spiky").run()
    assert kept(app) == TWO
    assert "Nothing was changed: Each scenario needs a name of its own" in texts(app)


def test_open_sets_data_settings_and_view_and_goes_there_and_back():
    view = {"service": "in_stock_days", "target": "90", "own-catalogue": "x", "data": "x"}
    app = opened(Kept("Bread", SPIKY.but(futures=25), data="bakery", page="stress", view=view))
    click(app, "kept-open")
    state = app.session_state
    assert (state["data"], state["spike_size"], state["futures"]) == ("bakery", 4.0, 25)
    assert state["service"] == "in_stock_days"
    assert "own-catalogue" not in state
    app.switch_page(VIEW).run()
    click(app, "reopen-back")
    assert (app.session_state["data"], app.session_state["spike_size"]) == ("demo", 2.0)


def test_a_page_that_is_none_opens_here():
    app = opened(Kept("Odd", SPIKY, page="../../etc/passwd"))
    click(app, "kept-open")
    assert "“Odd” is set now." in texts(app)


def test_the_link_brings_the_set_and_what_is_compared():
    app = opened(*TWO)
    app.multiselect(key="compare").set_value(["Spiky", "Base"]).run()
    link = next(one.value for one in app.main.code)
    query = {name: last[-1] for name, last in parse_qs(urlsplit(link).query).items()}
    assert query["compared"] == "2-1"
    again = opening.opened(VIEW, **query)
    assert [(one.name, one.note, one.scenario) for one in kept(again)] == [
        (one.name, one.note, one.scenario) for one in TWO
    ]
    assert title(again) == title(app)
    assert again.multiselect(key="compare").value == ["Spiky", "Base"]
    assert "scenarios" not in again.query_params


@pytest.mark.parametrize("text", ["x", "%%%", pack(TWO)[:-30], "A" * 30_000, pack(())])
def test_a_damaged_link_never_fails(text):
    app = opening.opened(VIEW, futures=20, scenarios=text)
    assert not app.exception
    assert title(app) == words.EMPTY
    assert ("can't be used" in texts(app)) == (text != pack(()))


def test_a_set_that_is_too_long_for_a_link_says_so():
    letters = random.Random(1)
    notes = ["".join(letters.choices(string.ascii_letters, k=1000)) for _ in range(4)]
    app = opened(*(Kept(f"S{k}", FEW, note) for k, note in enumerate(notes)))
    assert "too long for a link" in texts(app)
    assert not app.main.code


def test_the_browser_is_given_the_set_with_own_data_unless_it_is_too_large(monkeypatch):
    own = Kept("Ours", FEW, data="", own=tiny())
    app = opened(*TWO, own)
    assert unpack(app.session_state["kept-packed"][1], with_own=True).scenarios == (*TWO, own)
    assert words.UNSTAYED not in texts(app)
    click(app, "kept-delete")
    assert unpack(app.session_state["kept-packed"][1], with_own=True).scenarios == (TWO[1], own)
    monkeypatch.setattr(meeting, "_LONGEST", 100)
    click(app, "kept-undo")
    assert app.session_state["kept-packed"][1] == ""
    assert words.UNSTAYED in texts(app)


def test_a_file_adds_or_replaces_and_says_what_is_wrong():
    app = opened(*TWO)
    table = json.loads(to_text([Kept("Base", SPIKY), Kept("New", FEW)]))
    table["scenarios"][1]["settings"]["spike_size"] = "big"
    file = ("scenarios.json", json.dumps(table).encode(), "application/json")
    app.file_uploader(key="set-file-0").upload(*file).run()
    assert not app.exception
    assert [one.name for one in kept(app)] == ["Base", "Spiky", "Base (2)", "New"]
    assert "2 scenarios loaded." in texts(app)
    assert "Scenario 2: " in texts(app)
    app.segmented_control(key="set-file-how").set_value(words.REPLACE).run()
    app.file_uploader(key="set-file-1").upload(*file).run()
    assert [one.name for one in kept(app)] == ["Base", "New"]
    app.file_uploader(key="set-file-2").upload("x.json", b"\xff\xfe{", "application/json").run()
    assert words.NO_TEXT in texts(app)
    assert [one.name for one in kept(app)] == ["Base", "New"]
    click(app, "kept-undo")
    assert len(kept(app)) == 4


def test_rows_are_the_curves_and_names_stand_apart():
    every, _ = scenarios_figures.made(list(enumerate(TWO, start=1)))
    rows = scenarios_rows.frontier(every, "hybrid", "fill_rate", "inventory_cost")
    for slot, one in enumerate(every):
        curve = one.figures.curves.query("policy == 'hybrid'").sort_values("buffer")
        drawn = rows[(rows["kind"] == "curve") & (rows["slot"] == slot)]
        assert drawn["x"].tolist() == curve["fill_rate"].tolist()
        assert drawn["y"].tolist() == curve["inventory_cost"].tolist()
        assert drawn["now"].sum() == 1
    names = rows[rows["kind"] == "label"]
    assert names["name"].tolist() == ["1  Base", "2  Spiky"]
    frame = rows[rows["kind"] == "frame"]
    assert frame["y"].max() >= rows["y"].max()
    assert frame["x"].min() <= rows["x"].min()


def test_twelve_are_told_apart_without_colour_and_readable_on_both_grounds():
    marks = list(zip(map(str, scenarios_charts.DASH["range"]), scenarios_charts.SHAPE["range"], strict=True))
    assert len(set(marks)) == MOST
    pairs = list(zip(map(str, scenarios_charts.DASH["range"]), scenarios_charts.COLOUR["range"], strict=True))
    assert len(set(pairs)) == MOST
    for colour in scenarios_charts.COLOURS:
        for ground in ("#fbfaf7", "#17191b"):
            light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, (colour, ground)
    assert scenarios_charts.frontier("fill_rate", "total_cost", "EUR") is scenarios_charts.frontier(
        "fill_rate", "total_cost", "EUR"
    )


def _luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_pages_are_named_as_the_bar_names_them():
    app = Path(__file__).resolve().parents[2].joinpath("app.py").read_text("utf-8")
    found = re.findall(r'"pages/views/(\w+)\.py", "title": "([^"]+)"', app)
    named = {("" if stem == "explore" else stem): label for stem, label in found}
    assert words.TITLES.items() <= named.items()


@pytest.mark.parametrize(
    ("text", "found"),
    [("2-1", ["b", "a"]), ("2-2-9-0-x", ["b"]), ("", []), (None, []), ("-" * 999, []), ("٢", []), ("1" * 999, [])],
)
def test_odd_numbers_in_a_link(text, found):
    assert scenarios_choices.positions(text, ["a", "b"]) == found


def test_the_words_of_a_verdict():
    said = {"name": "A", "count": 2, "data": 1, "policy": "jit", "service": "fill_rate", "cost": "total_cost"}
    said |= {"currency": "EUR", "value": 0.9, "money": 1e5}
    lowest = "Under Just-in-Time, “A” has the lowest total cost of the 2: 100 k EUR a year, and serves 90.0 % of "
    head = words.headline(words.Verdict(**said, rival=words.Rival("B", 10.0, -5.0, 20.0)))
    assert head == f"{lowest}demand from the shelf. “B” costs 10.0 EUR more, which isn't sure (−5.00 to +20.0 EUR)."
    assert words.headline(words.Verdict(**said, rival=words.Rival("B", 0.0, 0, 0))).endswith("“B” costs the same.")
    assert words.headline(words.Verdict(**said, rival=words.Rival("B", 9.0))).endswith("more, on other futures.")


def test_slides_and_a_workbook_of_the_set_are_made_when_asked_for():
    app = opening.opened(VIEW, scenarios=pack([Kept("Today", FEW, note="As it is."), Kept("Dear", SPIKY)]))
    assert not app.exception
    app.button(key="make-pptx").click().run()
    app.button(key="make-xlsx").click().run()
    assert not app.exception
    deck, book = (app.session_state[f"made-{kind}"][1] for kind in ("pptx", "xlsx"))
    slides = Presentation(BytesIO(deck)).slides
    assert "Hybrid serves" in " ".join(shape.text for shape in slides[0].shapes if shape.has_text_frame)
    assert "Summary" in load_workbook(BytesIO(book)).sheetnames


def test_money_in_settings_is_called_by_the_currency_of_its_data_set():
    pair = [(1, Kept("Here", FEW)), (2, Kept("There", FEW.but(line_down_cost=30.0), data="", own=tiny()))]
    _, rows = scenarios_rows.settings_apart(pair)
    assert ("Line-down cost", "0 EUR per short item-day", "30 USD per short item-day") in rows
    _, rows = scenarios_rows.listed([one for _, one in pair])
    assert "30 USD per short item-day" in rows[1][-1]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \n", "The file is empty."),
        (
            json.dumps({**json.loads(to_text([Kept("a", FEW)])), "scenarios": []}).encode(),
            "list of scenarios is empty.",
        ),
        (to_text([Kept("a", FEW)]).encode("utf-16"), "The file isn't text in UTF-8."),
    ],
)
def test_a_file_of_nothing_says_why_nothing_was_loaded(raw: bytes, said: str):
    found = scenarios_travel.take(scenarios_travel._read(BytesIO(raw)), replaces=False)
    assert found.startswith("Nothing was loaded.\n")
    assert found.endswith(said)


def test_a_scenario_that_is_too_large_is_in_no_file_and_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reach, "MOST", 60 * 25)
    app = opened(Kept("Small", FEW), Kept("Large", FEW.but(futures=30)))
    assert any("leave out “Large”: too large" in text.value for text in app.main.text)
    click(app, "make-xlsx")
    made = app.session_state["made-xlsx"][1]
    cells = str([[cell.value for cell in row] for sheet in load_workbook(BytesIO(made)) for row in sheet.iter_rows()])
    assert "Small" in cells
    assert "Large" not in cells
    monkeypatch.setattr(reach, "MOST", 60 * 10)
    app.run()
    assert "make-xlsx" not in [button.key for button in app.button]
