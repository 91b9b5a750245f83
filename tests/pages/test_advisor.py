"""The advisor, run as Streamlit runs it, without a browser: its digits are the model's, each with its source."""

import json
import re
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import Catalogue, Scenario, advise, load_catalogue
from core.advice import BY, KINDS, QUESTIONS, REST
from core.advice.figures import CAUSES, COMPONENTS, PLANS
from core.look import numbers
from pages.parts import advisor_asked_words as asked
from pages.parts import advisor_cards, advisor_charts, advisor_rows, advisor_tables, link
from pages.parts import advisor_words as words
from tests.pages import opening

VIEW = "pages/views/advisor.py"
FEW = {"futures": "20"}
SCENARIO = Scenario().but(futures=20)
DEMO = load_catalogue("demo")
HOSTILE = ("<b>x</b><script>", "$a^2$", "**bold** _it_", "=1+1", "مرحبا", "🛒 [l](http://x)", "`code`", ":red[x]")
NAMED = re.compile(r"([^<>]+)(?=</(?:a|td|b|span)>)")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?: (?:%|k\b|M\b|bn\b))?")


def opened(own: Catalogue | None = None, **query) -> AppTest:
    return opening.opened(VIEW, own, **(FEW | query))


def text(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ")


def html(app: AppTest) -> str:
    bodies = "".join(element.proto.body for element in app.main.get("html"))
    return re.sub(r"<style>.*?</style>", "", bodies, flags=re.DOTALL)


def title(app: AppTest) -> str:
    return " ".join(text(html(app).split('<h1 class="answer">')[1].split("</h1>")[0]).split()).replace(" .", ".")


def sentences(app: AppTest) -> str:
    """Everything that the page says but its tables, the names of items, and how it was computed."""
    body = html(app)
    body = re.sub(r'<div class="scroll".*?</div>', "", body, flags=re.DOTALL)
    body = re.sub(r"<details>.*?</details>", "", body, flags=re.DOTALL)
    return text(body).replace("(3PL)", "")


def cells(app: AppTest) -> set[str]:
    """Every number of the tables, those of the cards apart."""
    body = re.sub(r'<table class="why">.*?</table>', "", html(app), flags=re.DOTALL)
    return set(NUMBER.findall(text(" ".join(re.findall(r"<td[^>]*>(.*?)</td>", body, flags=re.DOTALL)))))


SHOWN = [
    {},
    {"advice_by": "abc"},
    {"ask_suppliers": "shaky", "ask_cash": "1000000"},
    {"ask_service": "99.9", "ask_cash": "900000"},
    {"carrying_cost_level": "4", "advice_by": "category", "ask_customers": "wait"},
    {"data": "bakery", "ask_rush": "often", "capital_rate": "0.5", "wait_share": "0.9"},
]


@pytest.mark.parametrize("query", SHOWN)
def test_every_number_of_a_sentence_stands_in_a_table(query):
    app = opened(**query)
    said, found = NUMBER.findall(sentences(app)), cells(app)
    assert len(said) > 20
    missing = {number for number in said if number not in found}
    assert missing == set()


@pytest.mark.parametrize("query", SHOWN)
def test_every_link_leads_to_a_row(query):
    body = html(opened(**query))
    targets = re.findall(r'href="#([^"]+)"', body)
    assert len(targets) > 5
    # What is named in a card leads to what is named in the row.
    for group, rest in re.findall(r'<tr><th scope="row">.*?<a href="#([^"]+)">(.*?)</tr>', body):
        name, *figures = NAMED.findall(rest)
        row = body.split(f'<tr id="{group}"')[1].split("</tr>")[0]
        assert name == words.TOTAL or f">{name}<" in row
        assert all(NUMBER.findall(figure)[0] in text(row) for figure in figures if NUMBER.findall(figure))
    rows = re.findall(r'<tr id="([^"]+)"', body)
    assert len(rows) == len(set(rows))
    assert set(targets) <= set(rows)


def test_the_figures_are_the_models():
    app = opened(ask_lead_times="longer")
    advice = advise(DEMO, SCENARIO, {"lead_times": "longer"})
    whole = advice.whole.to_dict("index")
    assert title(app) == words.headline(whole, list(advice.groups["verdict"]), "EUR").replace("\u00a0", " ")
    assert words.extremes(whole, "EUR") in text(html(app))
    plain = re.sub(r" (?=[,.:])", "", " ".join(sentences(app).split()))
    for row in advice.groups.to_dict("records"):
        assert words.does(row, "EUR") in plain
    flips = advice.flips()
    said = text(html(app))
    for row in flips[flips["flip"].notna()].to_dict("records"):
        assert numbers.amount(row["flip"]) in said or numbers.percent(row["flip"]) in said


def test_each_box_says_what_the_data_say():
    app = opened()
    assert app.selectbox(key="ask_suppliers").placeholder.endswith("% on time")
    assert app.number_input(key="ask_storage").placeholder == "As set"
    assert "column supplier_reliability" in app.selectbox(key="ask_suppliers").help
    assert "In the sidebar: Customers who wait" in app.selectbox(key="ask_customers").help
    assert app.selectbox(key="ask_lead_times").placeholder == "19.2 days"
    # A slider doesn't draw the boxes anew, so they say nothing that it moves.
    assert opened(lead_time_level="2", wait_share="1").selectbox(key="ask_lead_times").placeholder == "19.2 days"


def test_an_answer_is_named_and_leaves_the_sidebar_alone_until_it_is_applied():
    app = opened()
    before = title(app)
    app.selectbox(key="ask_suppliers").set_value("shaky").run()
    assert title(app) != before
    assert app.slider(key="outages_per_year").value == 0.5
    named = next(element.value for element in app.main.text if element.value.startswith(asked.OVERLAY))
    assert "Supplier outages per year 2.00 per supplier and clear year (sidebar: 0.50)" in named
    answered = title(app)
    app.button(key="apply-answers").click().run()
    assert app.slider(key="outages_per_year").value == 2.0
    assert app.selectbox(key="ask_suppliers").value is None
    assert title(app) == answered
    assert not [element for element in app.main.text if element.value.startswith(asked.OVERLAY)]


def test_answers_can_be_taken_back():
    app = opened(ask_demand="wild", ask_service="95")
    app.button(key="no-answers").click().run()
    assert app.selectbox(key="ask_demand").value is None
    assert app.number_input(key="ask_service").value is None
    assert title(app) == title(opened())


def test_choices_come_with_a_link_and_are_kept_over_a_change_of_page():
    query = {"advice_by": "abc", "ask_season": "none", "ask_cash": "950000", "ask_service": "90.5"}
    app = opened(**query)
    before = title(app)
    app.switch_page("pages/views/method.py").run()
    app.switch_page(VIEW).run()
    assert title(app) == before
    assert app.selectbox(key="ask_season").value == "none"
    assert app.number_input(key="ask_cash").value == 950_000.0
    assert app.number_input(key="ask_service").value == 90.5
    assert set(query) <= set(link.VIEW)
    assert {f"ask_{question.name}" for question in QUESTIONS} < set(link.VIEW)


@pytest.mark.parametrize("value", ["<script>", "nan", "-1", "1e99", "[]", "None", "shaky; drop"])
def test_odd_choices_are_no_answers(value):
    names = ["advice_by", *(f"ask_{question.name}" for question in QUESTIONS)]
    app = opened(**dict.fromkeys(names, value))
    assert not app.exception
    assert title(app) == title(opened())


def test_reasons_come_before_what_would_change_the_advice():
    advice = advise(DEMO, SCENARIO)
    early = advisor_cards.cards(advice, None, "kind", "EUR")
    assert early.count(words.STILL_LOOKING) == len(advice.groups)
    rows = re.findall(r'<tr id="([^"]+)"', advisor_tables.tables(advice, None, "kind", "EUR"))
    assert set(re.findall(r'href="#([^"]+)"', early)) <= set(rows)


def test_a_slider_moves_the_advice():
    app = opened()
    before = title(app)
    app.slider(key="carrying_cost_level").set_value(2.0).run()
    assert not app.exception
    assert title(app) != before


def test_the_advice_becomes_the_items_policies():
    app = opened()
    app.button(key="apply-advice").click().run()
    assert not app.exception
    mine = app.session_state["own-catalogue"]
    expected = DEMO.but(advise(DEMO, SCENARIO, why=False).policies())
    assert mine.column("policy").tolist() == expected.column("policy").tolist()
    assert "as much as the hybrid rule as set" in title(app)
    assert not [button for button in app.button if button.key == "apply-advice"]


def test_a_limit_that_is_missed_is_in_the_title():
    assert "which still misses your limit" in title(opened(ask_cash="700000"))
    assert "misses your limit" not in title(opened(ask_cash="7000000"))


def test_an_own_catalogue_of_one_item():
    app = opened(Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [5.0], "demand_per_day": [3.0]})))
    assert title(app).startswith(("Hold the one item", "No clear difference"))
    assert NUMBER.findall(sentences(app))


def test_without_demand_nothing_is_claimed():
    app = opened(Catalogue.of(pd.DataFrame({"item": ["a"], "unit_cost": [5.0], "demand_per_day": [0.0]})))
    assert title(app).startswith("No clear difference between the policies in any group")


def test_a_strangers_names_are_text_and_nothing_more():
    frame = {"item": list(HOSTILE), "name": list(HOSTILE[::-1]), "unit_cost": 1.0, "demand_per_day": 5.0}
    frame |= {"category": list(HOSTILE), "supplier": list(HOSTILE)}
    for by in ("category", "supplier"):
        app = opened(Catalogue.of(pd.DataFrame(frame)), advice_by=by)
        bodies = "".join(element.proto.body for element in app.main.get("html"))
        assert "<script>" not in bodies
        assert "&lt;b&gt;x&lt;/b&gt;&lt;script&gt;" in bodies


def row(**values) -> dict:
    usual = {"items": 7, "policy": "jic", "verdict": "clear", "difference": 52e3, "lo": 48e3, "hi": 55e3}
    return usual | {"jit_total_cost": 80e3, "jic_total_cost": 28e3} | values


def test_a_group_in_words():
    more = "Just-in-Time costs 52.0 k EUR (48.0 k to 55.0 k) more a year."
    assert words.does(row(), "EUR") == f"Buffer these 7 items: {more}"
    one = words.does(row(items=1, policy="jit", difference=-5e3, lo=-6e3, hi=-4e3), "EUR")
    assert one == "Run this item Just-in-Time: Just-in-Case costs 5.00 k EUR (4.00 k to 6.00 k) more a year."
    unclear = words.does(row(verdict="unclear", difference=100, lo=-2e3, hi=3e3), "EUR")
    assert unclear == "No clear difference: −2.00 k to +3.00 k EUR a year for Just-in-Time. Counted as Just-in-Case."
    # An interval on one side of nothing isn't enough where the other futures say the contrary.
    assert "but the futures on which it was decided say otherwise" in words.does(row(verdict="unclear"), "EUR")
    assert "for your limit's sake" in words.does(row(verdict="limit", policy="jit"), "EUR")


def test_a_reason_in_words():
    found = {"cause": "spikes", "jit": 61e3, "jic": 9e3, "effect": 52e3, "effect_lo": 50e3, "effect_hi": 55e3}
    who, figures = words.reason("causes", found)
    assert (who, *figures) == ("Demand spikes", "61.0 k", "9.00 k", "+52.0 k", "+50.0 k to +55.0 k")
    part = {"component": "scrap_cost", "jit": 1e3, "jic": 4e3, "difference": -3e3, "lo": -4e3, "hi": 2e2}
    assert words.reason("components", part)[1] == ("1.00 k", "4.00 k", "−3.00 k", "−4.00 k to +200")


def test_a_flip_in_words():
    found = {"setting": "carrying_cost_level", "flip": 2.5, "now": 1.0, "lo": 2.4, "hi": 2.7}
    said = words.flip(found, "jic", "EUR")
    assert said == "Just-in-Time is cheaper with carrying-cost rate above × 2.50 (× 2.40 to × 2.70; now × 1.00)."
    below = words.flip(found | {"flip": 0.5, "lo": 0.4, "hi": 0.6}, "jit", "EUR")
    assert below.startswith("Just-in-Case is cheaper with carrying-cost rate below × 0.50")


def whole(**rule) -> dict:
    advised = {"total_cost": 5e5, "jit_items": 4, "jic_items": 6, "more": 0.0, "more_lo": 0.0, "more_hi": 0.0}
    return {"advised": advised, "hybrid": advised | rule}


def test_the_headline_says_only_what_was_computed():
    dearer = whole(more=1e5, more_lo=9e4, more_hi=1.1e5)
    said = words.headline(dearer, ["clear", "unclear"], "EUR")
    assert said.startswith("Hold 6 items Just-in-Case and 4 items Just-in-Time. That costs 500 k EUR a year in total, ")
    assert said.endswith("100 k EUR (90.0 k to 110 k) less than the hybrid rule as set.")
    unsure = words.headline(whole(more=5.0, more_lo=-1e3, more_hi=2e3), ["clear"], "EUR")
    assert unsure.endswith(
        ", neither surely less nor more than the hybrid rule as set (−1.00 k to +2.00 k EUR for the rule)."
    )
    missed = words.headline(dearer, ["limit"], "EUR", missed=True)
    assert missed.startswith("Hold 6 items Just-in-Case and 4 items Just-in-Time, which still misses your limit. That")
    none = words.headline(dearer, ["unclear"], "EUR")
    assert none.startswith("No clear difference between the policies in any group; the cheaper split costs 500 k EUR")


def test_what_may_be_more_or_less_is_said_to_be_neither():
    found = whole()
    found["jit"] = found["advised"] | {"more": -11e3, "more_lo": -44e3, "more_hi": 8e3}
    found["jic"] = found["advised"] | {"more": 119e3, "more_lo": 110e3, "more_hi": 149e3}
    said = words.extremes(found, "EUR")
    assert "all Just-in-Time would cost neither surely more nor less (−44.0 k to +8.00 k EUR)" in said
    assert said.endswith("all Just-in-Case would cost 119 k EUR (110 k to 149 k) more.")


def test_everything_has_a_name():
    assert set(words.BY) == set(BY)
    assert set(words.KINDS) == set(KINDS)
    assert set(words.CAUSES) == set(CAUSES)
    assert set(words.COMPONENTS) >= set(COMPONENTS)
    assert set(words.PLANS) == set(PLANS)
    options = {option for question in QUESTIONS for option in question.options}
    assert set(asked.OPTIONS) == options
    assert set(asked.QUESTIONS) == set(asked.ASKS) == set(asked.HINTS) == {question.name for question in QUESTIONS}
    assert words.group(REST, "supplier") == "All others"


def test_the_rows_of_the_chart_are_the_models():
    advice = advise(DEMO, SCENARIO, why=False)
    rows = advisor_rows.groups(advice.groups, "kind", "EUR")
    bars = rows[rows["kind"] == "bar"]
    assert bars["value"].tolist() == advice.groups["difference"].tolist()
    assert bars["low"].tolist() == advice.groups["lo"].tolist()
    frame = rows[rows["kind"] == "frame"]["value"]
    assert frame.min() <= bars["low"].min()
    assert frame.max() >= bars["high"].max()
    unclear = [advice.groups.assign(lo=-1.0, difference=0.5, hi=2.0), advice.groups.assign(verdict="unclear")]
    for table in unclear:
        assert set(advisor_rows.groups(table, "kind", "EUR").query("kind == 'bar'")["name"]) == {"unclear"}


def test_the_declaration_is_made_once_and_holds_no_data():
    assert advisor_charts.groups("EUR") is advisor_charts.groups("EUR")
    assert '"data"' not in json.dumps(advisor_charts.groups("EUR"))


def test_the_items_table_has_every_item_once():
    table = advisor_tables.items(advise(DEMO, SCENARIO, why=False), "kind")
    assert table["Item"].tolist() == DEMO.column("item").tolist()
