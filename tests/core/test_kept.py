"""Kept scenarios: as a file and as a link to and fro, and whatever is damaged is named while the rest is loaded."""

import base64
import json
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

from core import InputError, Kept, Scenario, load_catalogue, load_scenarios, save_scenarios, settings
from core.kept import MOST, from_text, links, pack, to_text, unpack

USUAL = Scenario().but(futures=20)
OWN = load_catalogue("demo").only(load_catalogue("demo").column("item")[:2])
SET = (
    Kept("Today", USUAL, note="As it is.\nTwo lines, é.", view={"service": "fill_rate"}, page="portfolio"),
    Kept("Dear capital", USUAL.but(capital_rate=0.2), data="bakery", sliders=("capital_rate", "spike_size")),
)
GOLDEN = Path(__file__).parent / "golden_scenarios.json"


def test_a_file_gives_back_what_was_saved(tmp_path):
    kept = (*SET, Kept("Ours", USUAL.but(spike_size=3), data="", own=OWN))
    loaded = load_scenarios(save_scenarios(tmp_path / "set.json", kept))
    assert loaded.scenarios == kept
    assert loaded.faults == ()
    assert loaded.scenarios[2].catalogue == OWN
    assert loaded.scenarios[1].catalogue == load_catalogue("bakery")


def test_a_file_is_read_by_people_and_holds_every_setting():
    table = json.loads(to_text(SET))
    assert table["version"] == 1
    assert table["scenarios"][1]["settings"] == SET[1].scenario.to_dict()
    assert set(table["scenarios"][0]["settings"]) == set(settings())


def test_a_link_gives_back_what_was_packed():
    kept = [Kept(f"Scenario {k}", USUAL.but(spike_size=1 + k / 4)) for k in range(MOST)]
    text = pack(kept)
    assert unpack(text).scenarios == tuple(kept)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert len(text) < 1500
    with pytest.raises(InputError, match="'Ours' rests on own data"):
        pack([Kept("Ours", USUAL, data="", own=OWN)])


def test_own_data_are_packed_where_that_is_asked_for_and_too_much_is_refused(monkeypatch):
    kept = (*SET, Kept("Ours", USUAL, data="", own=OWN))
    assert unpack(pack(kept, with_own=True), with_own=True).scenarios == kept
    monkeypatch.setattr(links, "MOST_UNPACKED", 5_000)
    with pytest.raises(InputError, match="at most 5,000 bytes can be packed, got "):
        pack(kept, with_own=True)


@pytest.mark.parametrize("text", ["", "abc", "€", "A" * 5000, pack(SET)[:-9], pack(SET)[5:]])
def test_a_damaged_link_gives_none_and_says_so(text):
    assert unpack(text).scenarios == ()
    assert unpack(text).faults


def damaged(change) -> str:
    table = json.loads(to_text(SET))
    change(table)
    return json.dumps(table)


@pytest.mark.parametrize(
    ("change", "said", "names"),
    [
        (lambda t: t["scenarios"][0]["settings"].update(spike_size=99), "Spike size", ["Today", "Dear capital"]),
        (
            lambda t: t["scenarios"][0]["settings"].update(colour=1),
            "no setting named 'colour'",
            ["Today", "Dear capital"],
        ),
        (lambda t: t["scenarios"][0].update(name=""), "name of a scenario", ["Scenario", "Dear capital"]),
        (lambda t: t["scenarios"][0].update(name="Dear capital"), "", ["Dear capital", "Dear capital (2)"]),
        (lambda t: t["scenarios"][0].update(data="moon"), "'moon' aren't there", ["Dear capital"]),
        (lambda t: t["scenarios"][0].update(data=["demo"]), "aren't there", ["Dear capital"]),
        (lambda t: t["scenarios"][0].update(name=["a"]), "name of a scenario", ["Scenario", "Dear capital"]),
        (lambda t: t["scenarios"].insert(0, 5), "Scenario 1: must be a table", ["Today", "Dear capital"]),
        (lambda t: t["scenarios"][1].update(sliders=["x"]), "no setting named 'x'", ["Today", "Dear capital"]),
        (lambda t: t["scenarios"][1].update(view=[1]), "texts by name", ["Today", "Dear capital"]),
        (lambda t: t.update(data={"own 1": 7}), "'own 1' can't be read", ["Today", "Dear capital"]),
        (lambda t: t.update(scenarios=t["scenarios"] * 7), "14 scenarios", None),
        (lambda t: t.update(version=2), "version 2", []),
        (lambda t: t.update(format="x"), "no scenarios", []),
        (lambda t: t.pop("scenarios"), "missing", []),
    ],
)
def test_what_is_damaged_is_named_and_the_rest_is_loaded(change, said, names):
    loaded = from_text(damaged(change))
    assert said in " ".join(loaded.faults)
    if names is not None:
        assert [one.name for one in loaded.scenarios] == names
    else:
        assert len(loaded.scenarios) == MOST


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "null", '{"format": "inventory strategy scenarios"}'])
def test_nonsense_is_no_set(text):
    loaded = from_text(text)
    assert loaded.scenarios == ()
    assert len(loaded.faults) == 1


def test_what_cannot_be_kept_is_named():
    for values in ({"name": " "}, {"name": "a\nb"}, {"note": "x" * 1001}, {"data": "moon"}, {"sliders": ("x",)}):
        with pytest.raises(InputError):
            Kept(**{"name": "A", "scenario": USUAL, **values})
    with pytest.raises(InputError, match="comes 2 times"):
        to_text([SET[0], SET[0]])
    with pytest.raises(InputError, match="At most 12"):
        to_text([Kept(f"{k}", USUAL) for k in range(13)])
    with pytest.raises(InputError, match="no file"):
        load_scenarios("nowhere.json")


HALF = "\ud800"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"note": HALF}, "note of a scenario must be text"),
        ({"page": HALF}, "page of a scenario must be text"),
        ({"page": 7}, "page of a scenario must be text of at most 80 characters, got 7"),
        ({"view": {"a": HALF}}, "What was looked at"),
        ({"view": {"a" * 2001: "b"}}, "What was looked at"),
        ({"sliders": 7}, "must be a tuple of names of settings, got 7"),
        ({"sliders": "capital_rate"}, "must be a tuple of names of settings"),
        ({"sliders": ([],)}, "no setting named"),
    ],
)
def test_what_no_file_can_hold_cannot_be_kept(values, said):
    with pytest.raises(InputError, match=said):
        Kept(**{"name": "A", "scenario": USUAL, **values})


def test_a_set_may_come_from_anywhere_but_must_be_one(tmp_path):
    assert load_scenarios(save_scenarios(tmp_path / "set.json", (one for one in SET))).scenarios == SET
    assert Kept("A", USUAL, sliders=["capital_rate"]) == Kept("A", USUAL, sliders=("capital_rate",))
    for wrong, said in ((None, "list of Kept"), (SET[0], "list of Kept"), ([USUAL], "holds Kept"), ("x", "list of")):
        for use in (to_text, pack):
            with pytest.raises(InputError, match=said):
                use(wrong)


def test_a_name_that_stands_twice_is_said():
    text = to_text(SET).replace('"name": "Today"', '"name": "Now",\n      "name": "Today"')
    assert from_text(text).scenarios == SET
    assert from_text(text).faults == ("'name' stands more than once in one place of the file, the last one counts",)


def packed(text: str) -> str:
    packer = zlib.compressobj(wbits=-15)
    return base64.urlsafe_b64encode(packer.compress(text.encode()) + packer.flush()).decode()


@pytest.mark.parametrize(
    "more",
    [
        '[{"name": "a", "settings": ' + json.dumps(USUAL.to_dict()) + "}" + ', {"settings":{}}' * 100_000 + "]}",
        '[{"name": "a", "settings": {' + ", ".join(f'"{k:x}": 0' for k in range(120_000)) + '}}, {"settings": {}}]}',
        '[{"name": "a", "sliders": [' + ", ".join(['""'] * 300_000) + "]}]}",
        '[{"name": "a"}], "data": {' + ", ".join(f'"{k:x}": []' for k in range(120_000)) + "}}",
        "0" * 50_000_000,
    ],
    ids=["scenarios", "settings", "sliders", "data", "length"],
)
def test_a_link_that_unpacks_into_very_much_takes_little(more):
    text = packed('{"format": "inventory strategy scenarios", "version": 1, "scenarios": ' + more)
    assert len(text) < 1_000_000
    tracemalloc.start()
    began = time.process_time()
    loaded = unpack(text)
    took, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(loaded.faults) < 50
    assert len(loaded.scenarios) <= MOST
    assert took < 5
    assert peak < 100e6


def test_a_file_made_in_november_2026_still_opens():
    loaded = load_scenarios(GOLDEN)
    assert loaded.faults == ()
    assert [one.name for one in loaded.scenarios] == ["Today", "Dear capital"]
    assert loaded.scenarios == SET


def test_a_link_made_in_november_2026_still_opens():
    loaded = unpack((GOLDEN.parent / "golden_link.txt").read_text("ascii").strip())
    assert loaded.faults == ()
    assert loaded.scenarios == SET


def test_the_beginning_of_a_note_that_is_too_long_is_loaded():
    loaded = from_text(damaged(lambda table: table["scenarios"][0].update(note="x" * 1_500)))
    assert [one.note for one in loaded.scenarios] == ["x" * 1_000, ""]
    assert "the first 1,000 characters of its note were loaded" in loaded.faults[-1]
    broken = from_text(damaged(lambda table: table["scenarios"][0].update(note="x" * 1_500 + "\ud800")))
    assert [one.note for one in broken.scenarios] == ["", ""]
