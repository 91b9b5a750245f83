"""The method page: its text against the code, its tables against the declarations, the proof against a fresh run."""

import ast
import io
import json
import math
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core import MODEL_VERSION, settings
from core.measures import NAMES
from core.policies import jic
from core.presets import presets
from core.verify import proof
from core.verify.check import Result
from pages.parts import method

ROOT = Path(__file__).resolve().parents[2]
VIEW = ROOT / "pages" / "views" / "method.py"


@cache
def fresh() -> proof.Proof:
    return proof.fresh()


def opened() -> AppTest:
    app = AppTest.from_file(str(VIEW), default_timeout=120).run()
    assert not app.exception
    return app


# --- text ------------------------------------------------------------------------------------------------------------


def test_the_page_shows_every_section_and_links_to_it() -> None:
    app = opened()
    assert app.title[0].value == "Method"
    assert [one.value for one in app.header] == list(method.sections())
    assert method.contents() in [one.value for one in app.markdown]
    assert [one.anchor for one in app.header] == re.findall(r"\(#([a-z-]+)\)", method.contents())


def test_no_stray_string_of_the_script_is_shown() -> None:
    strings = [one for one in ast.parse(VIEW.read_text(encoding="utf-8")).body if isinstance(one, ast.Expr)]
    assert [type(one.value) for one in strings] == [ast.Constant, ast.Call]


def test_numbers_in_the_text_come_from_the_code() -> None:
    text = "\n".join(method.sections().values())
    assert "[[" not in text
    named = set(re.findall(r"\[\[(\w+)\]\]", method.TEXT.read_text(encoding="utf-8")))
    assert named == method.FACTS.keys()
    assert f"between {jic.SHORTEST} and {jic.LONGEST} days" in text


def test_the_days_order_has_its_five_steps() -> None:
    steps = re.findall(r"^(\d)\. \*\*([\w ]+)\.\*\*", method.sections()["The day"], flags=re.MULTILINE)
    assert [name for _, name in steps] == ["The state of the world", "Arrivals", "Review", "Demand", "Notes"]


def test_paragraphs_are_short() -> None:
    for heading, text in method.sections().items():
        for paragraph in re.split(r"\n\n|\n- |\n\d\. ", text):
            assert len(paragraph.split()) <= 90, heading


def test_limits_are_said() -> None:
    assert method.sections()["Limits"].count("\n- **") >= 6


def test_a_setting_that_the_text_names_is_called_so_on_screen() -> None:
    labels = {setting.label for setting in settings().values()}
    text = "\n".join(method.sections()[name] for name in ("The policies", "Demand", "Supply"))
    named = set(re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", text)) - {"Toyota Production System"}
    assert {name for name in named if not name.startswith("Inventory and")} <= labels


# --- tables ----------------------------------------------------------------------------------------------------------


def test_every_measure_is_in_the_tables_once() -> None:
    shown = pd.concat([method.measures(group) for _, group in method.MEASURE_GROUPS])
    assert [name.strip("`") for name in shown["Measure"]] == list(NAMES)
    assert not shown.isna().any().any()


def test_every_setting_is_in_the_tables_once() -> None:
    shown = pd.concat(method.setting_groups().values())
    assert [name.strip("`") for name in shown["Name"]] == list(settings())
    assert set(shown["Acts on"]) == {"happens", "price"}
    assert not shown.isna().any().any()


@pytest.mark.parametrize(
    ("name", "default", "span"),
    [
        ("jit_service", "95\u00a0%", "50\u00a0% to 99.9\u00a0%"),
        ("line_down_cost", "0", "0 to 100,000"),
        ("warehouse_places", "the data set's", "0 to 1,000,000"),
        ("trend", "0\u00a0%", "−50\u00a0% to 100\u00a0%"),
        ("orders_may_cross", "off", "on or off"),
        ("buffer_basis", "service", "service or need"),
    ],
)
def test_a_setting_reads_well(name: str, default: str, span: str) -> None:
    shown = pd.concat(method.setting_groups().values()).set_index("Name").loc[f"`{name}`"]
    assert (shown["Default"], shown["Range"]) == (default, span)


def test_every_preset_shows_its_values_and_what_they_rest_on() -> None:
    texts = method.preset_texts()
    assert list(texts) == [one.label for one in presets()]
    for one in presets():
        assert texts[one.label].startswith(one.says)
        assert texts[one.label].count("**") == 2 * len(one.values)
        for ground in one.grounds:
            assert ground.source[1:].rstrip(".") in texts[one.label]


# --- proof -----------------------------------------------------------------------------------------------------------


def test_the_stored_proof_is_of_this_model() -> None:
    assert proof.stored().model == MODEL_VERSION, "python -m core.verify.proof"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", proof.stored().made)


def test_the_stored_proof_is_what_a_run_gives() -> None:
    told = "python -m core.verify.proof rewrites it"
    assert len(proof.stored().results) == len(fresh().results), told
    for kept, now in zip(proof.stored().results, fresh().results, strict=True):
        assert (kept.id, kept.metric, kept.expected, kept.ok) == (now.id, now.metric, now.expected, now.ok), told
        assert kept.measured == pytest.approx(now.measured, rel=1e-9, abs=1e-12), f"{kept.id} {kept.metric}: {told}"


def test_the_stored_expectations_are_the_cases() -> None:
    cases = json.loads(proof.CASES.read_text(encoding="utf-8"))["cases"]
    wanted = [(case["id"], metric, value) for case in cases for metric, value in case["expected"].items()]
    assert [(one.id, one.metric, one.expected) for one in proof.stored().results] == wanted


def test_the_counts_are_the_tables() -> None:
    kept = proof.stored()
    table = method.proof_table(kept)
    assert (kept.cases, kept.figures) == (table["case"].nunique(), len(table))
    assert kept.worst == table["z"].abs().max()
    assert kept.missed == 0
    said = method.counts(kept)
    assert f"{kept.cases} cases, {kept.figures} figures, all of them met" in said
    assert f"{kept.worst:.1f}" in said


def test_a_miss_is_said() -> None:
    results = (Result("A", "x", 1.0, 2.0, 0.1, 10.0, False), Result("B", None, reason="no"))
    bad = proof.Proof("1", "2026-01-01", results)
    assert (bad.cases, bad.missed, bad.worst) == (2, 2, math.inf)
    assert "2 of them off" in method.counts(bad)
    assert "met" not in method.counts(bad)


def test_every_case_says_what_it_is() -> None:
    assert (method.proof_table(proof.stored())["what"].str.len() > 5).all()


def test_the_file_reads_back_as_written() -> None:
    kept = proof.stored()
    assert proof.as_text(kept) == proof.STORED.read_text(encoding="utf-8")


def test_the_csv_has_every_figure_with_every_digit() -> None:
    read = pd.read_csv(io.BytesIO(method.proof_csv(proof.stored())), encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read, method.proof_table(proof.stored()), check_dtype=False)


def test_a_run_tells_how_far_it_is() -> None:
    run = proof.run()
    first, second = next(run), next(run)
    assert first.done == 0 < second.done < 1
    assert first.proof is None
    assert re.fullmatch(r"Case 2 of \d+: \w+", second.label)


def test_the_button_runs_the_proof_and_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened()
    assert any(method.counts(proof.stored()) in one.value for one in app.markdown)
    done = proof.Proof("now", "2030-01-01", proof.stored().results[:3])
    steps = (proof.Step(0.5, "half"), proof.Step(1.0, "Done", done))
    monkeypatch.setattr(proof, "run", lambda: iter(steps))
    app.button[0].click().run()
    assert not app.exception
    assert any("Model version now, run on 2030-01-01." in one.value for one in app.markdown)
    assert any(len(one.value) == 3 for one in app.dataframe)


def test_the_page_is_quick() -> None:
    assert "st.caption" not in VIEW.read_text(encoding="utf-8")
    assert len(opened().expander) == 4 + len(method.setting_groups()) + len(presets())
