"""A scenario as a link, and a link's values back, checked by the model: pure text, no screen.

A link carries every setting, also those at their default: it must show the same figures after a default has moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from core import MODEL_VERSION, Scenario, settings
from core.catalogue import BUILT_IN
from core.errors import plain, shorten
from core.settings import Value

OWN, SNAPSHOT = "own", "snapshot"
"""Short names of what isn't built in: a session's own data, which no link carries, and a published snapshot."""
WHOLE = "~"
"""Stands behind a snapshot's name where the settings in the link are all that differ from the defaults: the snapshot's
own don't count any more. So the address of a tab, where defaults are left out, opens again as it was left."""
VIEW = (
    *("service", "cost", "target", "money", "observed"),
    *("goal", "capital", "find", "class", "held", "category", "supplier"),
    *("events", "warning", "second"),
    *("item", "future", "number", "year"),
    *("season_item", "season_policy"),
    *("switch_from", "switch_to", "months", "discount"),
    *("one_off_training", "one_off_suppliers", "one_off_other"),
    *("pair", "spread", "vary", "ranges", "among", "sample"),
    *("advice_by", "ask_suppliers", "ask_lead_times", "ask_demand", "ask_season", "ask_customers", "ask_rush"),
    *("ask_storage", "ask_cash", "ask_service"),
    *("map_x", "map_y", "by"),
    *("compared", "kept_policy"),
    "slide",
)
"""What a page's own controls choose; they aren't part of the scenario, but of what a link shows."""
LISTS = {"events": 1200, "second": 400, "ranges": 500}
"""Those that hold more than a word, and how many characters of each a link carries; a longer one is left out whole."""
MOST_READ = 20_000
"""Characters up to which such a text is read, in a link or elsewhere."""
SCENARIOS = "scenarios"
"""A whole set of kept scenarios, packed (see `core.kept.pack`)."""
LONGEST = 2000
"""Characters that every browser, mail program and chat lets through."""
NAMED, CUT = 3, 400


@dataclass(frozen=True)
class Arrived:
    """What a link brought: only values that may be used, and a sentence for each that may not.

    `snapshot` is a snapshot's name as the link has it, unchecked: only the store knows which there are; `whole` says
    that the link leaves none of its settings to the snapshot.
    """

    data: str | None = None
    snapshot: str | None = None
    whole: bool = False
    values: Mapping[str, Value] = field(default_factory=dict)
    view: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    scenarios: str = ""
    """A packed set of kept scenarios, unchecked; empty where the link carries none or one that is too long."""


def text(base_url: str, data: Mapping[str, str], scenario: Scenario, view: Mapping[str, str]) -> str:
    """The full link: data set (see `of_data`), every setting, the view's choices and the model's version."""
    view = {name: value for name, value in view.items() if name not in left_out(view)}
    # A setting that is left to the data set is left out, unless a snapshot would put its own value there.
    blank = {name: "" for name, value in scenario.to_dict().items() if value is None and "snapshot" in data}
    whole = _link(base_url, data, {**scenario.to_dict(), **blank}, view)
    if len(whole) <= LONGEST:
        return whole
    # Only made-up digits get this far; then the defaults go, and the link still says what differs from them.
    return _link(base_url, of_data(data["data"], data.get("snapshot"), whole=True), scenario.changed(), view)


def left_out(view: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the choices that are too long for a link."""
    return tuple(name for name, longest in LISTS.items() if len(view.get(name, "")) > longest)


def of_data(name: str, snapshot: str | None = None, *, whole: bool = False) -> dict[str, str]:
    """The parameters that name a data set: its short name and, for a snapshot, which one (see WHOLE)."""
    if name != SNAPSHOT or not snapshot:
        return {"data": name}
    return {"data": name, "snapshot": snapshot + WHOLE * whole}


def to_snapshot(base_url: str, name: str) -> str:
    """The link to a snapshot as it was published: it holds every setting itself."""
    return _link(base_url, of_data(SNAPSHOT, name), {}, {})


def params(arrived: Arrived) -> dict[str, str]:
    """The query that stands for what arrived as the widgets write it: their defaults left out."""
    usual = arrived.data is None or arrived.data == BUILT_IN[0]
    data = {} if usual else of_data(str(arrived.data), arrived.snapshot, whole=True)
    differing = {name: value for name, value in arrived.values.items() if value != settings()[name].default}
    return {**data, **_spelled(differing)}


def read(query: Mapping[str, str | list[str]]) -> Arrived:
    """What a link's query carries. Never raises: whatever can't be used becomes a fault, the rest is kept."""
    last = {str(name): _last(raw) for name, raw in query.items()}
    values, faults = _values({name: raw for name, raw in last.items() if name in settings()})
    data = last.get("data")
    name = last.get("snapshot", "")[:LONGEST] if data == SNAPSHOT else None
    return Arrived(
        data if data in (*BUILT_IN, SNAPSHOT) else None,
        name and name.removesuffix(WHOLE),
        bool(name) and name.endswith(WHOLE),
        values,
        {name: _kept(name, last[name]) for name in VIEW if last.get(name) and not _too_long(name, last[name])},
        (*_frame_faults(last), *faults, *_lengths(last)),
        "" if _too_long(SCENARIOS, last.get(SCENARIOS, "")) else last.get(SCENARIOS, ""),
    )


def sentence(faults: Sequence[str]) -> str:
    """One calm sentence about what a link carried in vain; empty when there was nothing. Plain text, not Markdown."""
    if not faults:
        return ""
    count = "1 value" if len(faults) == 1 else f"{len(faults):,} values"
    more = f"; and {len(faults) - NAMED:,} more" if len(faults) > NAMED else ""
    said = f"This link carried {count} that can't be used, and the rest was applied: {'; '.join(faults[:NAMED])}"
    return (said if len(said) <= CUT else said[: CUT - 1] + "…") + more + "."


def _link(base_url: str, data: Mapping[str, str], values: Mapping[str, Value], view: Mapping[str, str]) -> str:
    query = {**data, **_spelled(values), **view, "model": MODEL_VERSION}
    return f"{base_url.split('?')[0].split('#')[0]}?{urlencode(query)}"


def _spelled(values: Mapping[str, Value]) -> dict[str, str]:
    return {name: spell(value) for name, value in values.items() if value is not None}


def spell(value: object) -> str:
    """A value as a link says it: floats exactly, but as short as that allows."""
    if isinstance(value, bool):
        # The word that a bound toggle writes and reads itself.
        return "true" if value else "false"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _last(raw: str | list[str]) -> str:
    # Of a repeated parameter the last counts, as everywhere in Streamlit.
    return raw if isinstance(raw, str) else str(raw[-1]) if raw else ""


def _kept(name: str, text: str) -> str:
    return text if name in LISTS else shorten(text)


def _too_long(name: str, text: str) -> bool:
    return name in (*LISTS, SCENARIOS) and len(text) > MOST_READ


def _lengths(last: Mapping[str, str]) -> Iterable[str]:
    for name in (*LISTS, SCENARIOS):
        if _too_long(name, last.get(name, "")):
            yield f"{name} must be at most {MOST_READ:,} characters, got {len(last[name]):,}"


def _values(raw: Mapping[str, str]) -> tuple[dict[str, Value], list[str]]:
    values: dict[str, Value] = {}
    faults: list[str] = []
    for name, said in raw.items():
        setting = settings()[name]
        value = setting.parse(said)
        fault = setting.fault(value)
        if fault:
            faults.append(fault)
        else:
            values[name] = setting.clean(value)
    return values, faults


def _frame_faults(last: Mapping[str, str]) -> Iterable[str]:
    if last.get("data") == OWN:
        yield "own data stay in their session and don't travel in a link; a snapshot, published under Share, does"
    elif last.get("data", BUILT_IN[0]) not in (*BUILT_IN, SNAPSHOT):
        yield f"the data set must be {' or '.join(BUILT_IN)}, got {plain(last['data'])}"
    if last.get("model", MODEL_VERSION) != MODEL_VERSION:
        made = plain(last["model"])
        yield f"it was made with model version {made}, and figures of version {MODEL_VERSION} may differ"
    known = {"data", "snapshot", "model", SCENARIOS, *VIEW, *settings()}
    yield from (f"there is no setting named {plain(name)}" for name in last if name not in known)
