"""Snapshots: kept and opened to the digit, over and deleted, too large, damaged, by many at once; in both databases."""

import gzip
import json
import os
import pickle
import re
import stat
import subprocess
import sys
import threading
import traceback
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.pool import NullPool

from core import MODEL_VERSION, Scenario, compare, load_catalogue
from core.catalogue import Catalogue, to_csv
from core.errors import InputError
from core.snapshots import LONGEST_DAYS, USUAL_DAYS, Limits, SnapshotError, Store, database
from core.snapshots.database import SNAPSHOTS, VARIABLE
from core.snapshots.limits import MEGABYTE
from core.snapshots.payload import unpack
from core.snapshots.store import ALPHABET, KEY_LENGTH, NAME_LENGTH
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
DEMO = load_catalogue("demo")
FEW = DEMO.only(["A-101", "A-102", "A-103"])
SCENARIO = Scenario().but(lead_time_variability=2, seed=7, futures=20, warehouse_places=0.1 + 0.2)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()
NO_ONE = "0" * NAME_LENGTH
DAY = 86_400


@pytest.fixture(scope="module")
def server():
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty place of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/snapshots.db"
    return request.getfixturevalue("server").new_database()


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_days(self, days):
        self.now += days * DAY


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(url, clock):
    return Store(url, clock=clock)


def engine_of(url):
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)


def row_of(url, name):
    """The row as it stands, behind the store's back."""
    with engine_of(url).connect() as connection:
        return connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.name == name)).one_or_none()


def tamper(url, name, **values):
    with engine_of(url).begin() as connection:
        connection.execute(update(SNAPSHOTS).where(SNAPSHOTS.c.name == name).values(**values))


def refused(action, *arguments, **more):
    with pytest.raises(SnapshotError) as caught:
        action(*arguments, **more)
    return caught.value


def outcome(action):
    """How it ends, in a word."""
    try:
        action()
    except SnapshotError as error:
        return error.kind
    return "done"


# ---- kept and opened


def test_what_was_published_is_opened(store):
    made = store.publish(DEMO, SCENARIO, {"service": "fill_rate", "päge": "= 1\n📦"})
    found = store.open(made.name)
    assert found.catalogue == DEMO
    assert found.scenario == SCENARIO
    assert dict(found.view) == {"service": "fill_rate", "päge": "= 1\n📦"}
    assert (found.name, found.model) == (made.name, MODEL_VERSION)
    assert found.created == datetime.fromtimestamp(NOW, UTC)
    assert found.expires == made.expires == found.created + timedelta(days=USUAL_DAYS)


def test_a_snapshot_is_read_only(store):
    found = store.open(store.publish(DEMO, SCENARIO, {"a": "b"}).name)
    with pytest.raises(FrozenInstanceError):
        found.scenario = Scenario()
    with pytest.raises(TypeError):
        found.view["a"] = "c"
    table = found.catalogue.items
    table.loc[0, "unit_cost"] = 9e9
    assert found.catalogue == DEMO
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(pickle.loads(pickle.dumps(found)))


def test_odd_text_and_histories_are_kept(store):
    codes = ["00123", "NA", "1E5", "=A1", " lead", "📦", "صندوق", "null\0", "a'b\"c", "\ud800"[:0] + "x\r\ny"]
    frame = pd.DataFrame({"item": codes, "unit_cost": 1 / 3, "demand_per_day": 1.0})
    catalogue = Catalogue.of(
        frame, name="Shop 'n; more", histories={code: np.arange(3_000) / 7 for code in codes}, warehouse_places=3
    )
    assert store.open(store.publish(catalogue, SCENARIO).name).catalogue == catalogue


def test_the_same_store_by_another_way_in(url, clock):
    made = Store(url, clock=clock).publish(DEMO, SCENARIO)
    assert Store(url, clock=clock).open(made.name).catalogue == DEMO


def test_nothing_is_there_before_the_first_publish(store, url, tmp_path):
    assert refused(store.open, NO_ONE).kind == "unknown"
    assert refused(store.delete, NO_ONE, "x").kind == "unknown"
    assert list(tmp_path.iterdir()) == []
    if url.startswith("postgresql"):
        with engine_of(url).connect() as connection:
            asked = "SELECT count(*) FROM pg_tables WHERE tablename = 'snapshots'"
            assert connection.execute(text(asked)).scalar() == 0


def test_names_and_keys_cannot_be_guessed_and_need_no_escape(store):
    made = [store.publish(FEW, SCENARIO) for _ in range(20)]
    assert len({one.name for one in made} | {one.key for one in made}) == 40
    assert all(re.fullmatch(f"[{ALPHABET}]{{{NAME_LENGTH}}}", one.name) for one in made)
    assert all(re.fullmatch(f"[{ALPHABET}]{{{KEY_LENGTH}}}", one.key) for one in made)
    assert len(set(ALPHABET)) ** NAME_LENGTH >= 2**128
    assert ALPHABET.isalnum()
    # No place of a name is always the same.
    assert all(len({one.name[at] for one in made}) > 5 for at in range(NAME_LENGTH))
    assert made[0].key not in repr(made[0])


def test_only_the_hash_of_the_key_is_kept(store, url):
    made = store.publish(DEMO, SCENARIO)
    row = row_of(url, made.name)
    assert made.key not in repr(row)
    assert made.key.encode() not in gzip.decompress(row.payload)
    assert row.size == len(row.payload)
    assert row.checksum == sha256(row.payload).hexdigest()


def test_the_content_is_plain_json_with_every_setting(store, url):
    made = store.publish(DEMO, SCENARIO, {"a": "b"})
    table = json.loads(gzip.decompress(row_of(url, made.name).payload))
    assert table == {"catalogue": to_csv(DEMO), "scenario": SCENARIO.to_dict(), "view": {"a": "b"}}


# ---- the time of a snapshot


@pytest.mark.parametrize("days", [1, USUAL_DAYS, LONGEST_DAYS])
def test_it_is_over_to_the_second(store, clock, days):
    made = store.publish(DEMO, SCENARIO, days=days)
    clock.pass_days(days)
    clock.now -= 1
    assert store.open(made.name).catalogue == DEMO
    clock.now += 1
    error = refused(store.open, made.name)
    assert error.kind == "expired"
    assert str(error) == f"This snapshot expired on {made.expires:%Y-%m-%d}: ask its maker for a new one"
    assert refused(store.delete, made.name, made.key).kind == "expired"


@pytest.mark.parametrize("days", [0, -1, 366, 1.5, True, "30", None, 10**30])
def test_days_out_of_range_are_refused(store, days):
    with pytest.raises(InputError, match=r"Expiry must be a whole number 1 to 365 days, got "):
        store.publish(DEMO, SCENARIO, days=days)


def test_the_next_publish_takes_out_what_is_over(store, url, clock):
    over, lasting = store.publish(DEMO, SCENARIO, days=1), store.publish(DEMO, SCENARIO, days=90)
    clock.pass_days(2)
    assert row_of(url, over.name).payload is not None
    store.publish(DEMO, SCENARIO)
    assert (row_of(url, over.name).payload, row_of(url, over.name).size) == (None, 0)
    # It can still be told that it is over, for another year.
    assert refused(store.open, over.name).kind == "expired"
    assert store.open(lasting.name).catalogue == DEMO
    clock.pass_days(LONGEST_DAYS)
    store.publish(DEMO, SCENARIO)
    assert row_of(url, over.name) is None
    assert refused(store.open, over.name).kind == "unknown"
    assert refused(store.open, lasting.name).kind == "expired"


# ---- deleting


def test_its_maker_deletes_it(store, url, clock):
    made, other = store.publish(DEMO, SCENARIO, days=10), store.publish(DEMO, SCENARIO)
    clock.pass_days(1)
    store.delete(made.name, f" {made.key}\n")
    error = refused(store.open, made.name)
    assert (error.kind, str(error)) == ("deleted", "This snapshot was deleted by its maker on 2026-03-02")
    assert row_of(url, made.name).payload is None
    assert refused(store.delete, made.name, made.key).kind == "deleted"
    assert store.open(other.name).catalogue == DEMO
    store.publish(DEMO, SCENARIO)
    assert refused(store.open, made.name).kind == "deleted"
    clock.pass_days(10)
    store.publish(DEMO, SCENARIO)
    assert row_of(url, made.name) is None


def test_another_key_deletes_nothing(store):
    made, other = store.publish(DEMO, SCENARIO), store.publish(DEMO, SCENARIO)
    for key in ("", other.key, made.key[:-1], made.key.upper(), made.name, "é", "\ud800", None, 3, made.key * 1000):
        error = refused(store.delete, made.name, key)
        assert (error.kind, str(error)) == (
            "wrong key",
            "This is not the key that was shown when the snapshot was published",
        )
    assert store.open(made.name).catalogue == DEMO


def test_what_is_deleted_is_gone_from_the_file_too(tmp_path):
    url = f"sqlite:///{tmp_path}/s.db"
    store = Store(url)
    made = store.publish(DEMO, SCENARIO)
    middle = row_of(url, made.name).payload[2000:2032]
    assert any(middle in path.read_bytes() for path in tmp_path.iterdir())
    store.delete(made.name, made.key)
    assert not any(middle in path.read_bytes() for path in tmp_path.iterdir())


# ---- names that open nothing


@pytest.mark.parametrize(
    "name",
    ["", "x", NO_ONE[:-1], NO_ONE + "0", NO_ONE.replace("0", "Z"), NO_ONE[:-1] + "u", NO_ONE[:-1] + "\n",
     " " + NO_ONE[1:], "'; DROP TABLE snapshots; --", "../" * 9, "é" * NAME_LENGTH, "０" * NAME_LENGTH, "0" * 100_000,
     None, 3, b"0" * 26],
)  # fmt: skip
def test_malformed_names(store, name):
    for error in (refused(store.open, name), refused(store.delete, name, "x")):
        assert error.kind == "malformed"
        assert str(error).startswith("A snapshot's name has 26 small letters and digits, got ")
        assert len(str(error)) < 200


def test_unknown_names(store):
    store.publish(DEMO, SCENARIO)
    error = refused(store.open, NO_ONE)
    assert (error.kind, str(error)) == (
        "unknown",
        "There is no snapshot of this name: check that the link is whole",
    )


# ---- limits


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(packed=1000), r"A snapshot must be at most 0\.001 MB packed, this one is 0\.00\d+ MB"),
        (Limits(unpacked=2000), r"A snapshot must be at most 0\.002 MB unpacked, this one is 0\.0\d+ MB"),
        (Limits(items=59), r"A snapshot must have at most 59 items, this one has 60"),
    ],
)
def test_what_is_too_large_is_refused_with_size_and_limit(url, limits, says):
    error = refused(Store(url, limits=limits).publish, DEMO, SCENARIO)
    assert error.kind == "too large"
    assert re.fullmatch(says, str(error))


def test_a_snapshot_at_its_limits_is_kept(url):
    size = len(to_csv(DEMO))
    store = Store(url, limits=Limits(items=60, packed=size, unpacked=3 * size))
    assert store.open(store.publish(DEMO, SCENARIO).name).catalogue == DEMO


@pytest.mark.parametrize("limits", [Limits(packed=1000), Limits(unpacked=2000), Limits(items=59)])
def test_what_was_kept_under_larger_limits_is_not_opened_under_smaller_ones(url, limits):
    made = Store(url).publish(DEMO, SCENARIO)
    error = refused(Store(url, limits=limits).open, made.name)
    assert error.kind == "too large"
    assert str(error).startswith("This snapshot is larger than what is opened here: ")
    Store(url, limits=limits).delete(made.name, made.key)


def test_a_full_store_has_room_again_when_some_go(url, clock):
    store = Store(url, limits=Limits(snapshots=2), clock=clock)
    first, _ = store.publish(DEMO, SCENARIO, days=5), store.publish(DEMO, SCENARIO, days=1)
    error = refused(store.publish, DEMO, SCENARIO)
    assert (error.kind, str(error)) == (
        "full",
        "The store has no room beyond its 2 snapshots: wait until some expire, or ask its host",
    )
    store.delete(first.name, first.key)
    store.publish(DEMO, SCENARIO)
    assert refused(store.publish, DEMO, SCENARIO).kind == "full"
    clock.pass_days(1)
    store.publish(DEMO, SCENARIO)


def test_all_together_have_a_limit(url):
    size = row_of(url, Store(url).publish(DEMO, SCENARIO).name).size
    store = Store(url, limits=Limits(total=int(2.5 * size)))
    store.publish(DEMO, SCENARIO)
    error = refused(store.publish, DEMO, SCENARIO)
    assert error.kind == "full"
    assert re.search(r"beyond its 0\.\d+ MB of snapshots", str(error))


def test_a_host_sets_limits_in_the_environment():
    assert Limits.of_environment({}) == Limits()
    assert (Limits().packed, Limits().total) == (8 * MEGABYTE, 1000 * MEGABYTE)
    said = {"SNAPSHOT_MAX_MB": "2", "SNAPSHOT_MAX_TOTAL_MB": " 50 "}
    assert Limits.of_environment(said) == Limits(packed=2 * MEGABYTE, total=50 * MEGABYTE)
    for wrong in ("0", "-1", "1.5", "many", "²", "9" * 5000, "1000001"):
        with pytest.raises(InputError, match="SNAPSHOT_MAX_MB must be a whole number 1 to 1,000,000 megabytes, got "):
            Limits.of_environment({"SNAPSHOT_MAX_MB": wrong})


def test_a_view_is_text_by_text(store):
    with pytest.raises(InputError, match="View must be text by text, got 'a': 3"):
        store.publish(DEMO, SCENARIO, {"a": 3})


def test_a_catalogue_that_would_change_on_its_way_is_not_kept(store):
    # Its price is given, and it says that it took the default.
    table = DEMO.items.assign(price=1e6)
    lying = Catalogue(table, default_items={**DEMO.default_items, "price": tuple(table["item"])})
    with pytest.raises(InputError, match="can't be kept without loss"):
        store.publish(lying, SCENARIO)


# ---- databases that can't be used


def assert_unavailable(action, *secrets):
    with pytest.raises(SnapshotError) as caught:
        action()
    assert caught.value.kind == "unavailable"
    assert "their database can't be used" in str(caught.value)
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value)
    assert not [secret for secret in ("postgresql", postgres.PASSWORD, postgres.QUOTED, *secrets) if secret in told]


def every_action(url):
    store = Store(url)
    return [
        lambda: store.publish(DEMO, SCENARIO),
        lambda: store.open(NO_ONE),
        lambda: store.delete(NO_ONE, "x"),
    ]


def test_nobody_listens(caplog):
    port = postgres.free_port()
    for action in every_action(f"postgresql://me:hush@127.0.0.1:{port}/db"):
        assert_unavailable(action, "hush", str(port))
    assert "can't be used" in caplog.text
    assert "hush" not in caplog.text


def test_a_wrong_password_and_a_missing_database(server, caplog):
    for url in (server.url("postgres", password="hush"), server.url("nowhere")):
        for action in every_action(url):
            assert_unavailable(action, "hush", "nowhere")
    assert "hush" not in caplog.text


def test_an_option_that_the_driver_does_not_know(server):
    for action in every_action(server.url("postgres") + "?schema=hush"):
        assert_unavailable(action, "hush")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("x")
    assert_unavailable(every_action(f"sqlite:///{tmp_path}/file/s.db")[0], str(tmp_path))


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "s.db").write_text("x" * 5000)
    for action in every_action(f"sqlite:///{tmp_path}/s.db"):
        assert_unavailable(action, str(tmp_path))


def test_a_server_that_was_restarted_is_found_again(server):
    store = Store(server.new_database())
    made = store.publish(DEMO, SCENARIO)
    server.throw_out()
    assert store.open(made.name).catalogue == DEMO
    server.throw_out()
    store.publish(DEMO, SCENARIO)


def test_a_role_that_may_only_read_and_write_rows(server):
    url = server.new_database()
    name = url.rsplit("/", 1)[1]
    Store(url).publish(DEMO, SCENARIO)
    server.run(f"CREATE ROLE clerk_{name} LOGIN PASSWORD 'p'")
    with engine_of(url).begin() as connection:
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON snapshots TO clerk_{name}"))
    clerk = Store(f"postgres://clerk_{name}:p@127.0.0.1:{server.port}/{name}")
    assert clerk.open(clerk.publish(DEMO, SCENARIO).name).catalogue == DEMO


@pytest.mark.parametrize(
    "url",
    ["mysql://me:hush@host/db", "hush", "http://hush", "sqlite://", "sqlite:///:memory:", "postgresql://me:hush@host:port/db",
     "://hush", "sqlite+aiosqlite://", "\0hush"],
)  # fmt: skip
def test_urls_of_another_kind(url):
    with pytest.raises(InputError) as caught:
        Store(url)
    assert str(caught.value) == (
        "SNAPSHOT_DATABASE_URL must be postgresql://user:password@host/database or sqlite:////folder/file.db"
    )
    assert "hush" not in "".join(traceback.format_exception(caught.value)).replace('Store("', "")


@pytest.mark.parametrize("kind", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_spelling_of_postgresql(server, kind):
    url = server.new_database().replace("postgresql", kind)
    store = Store(url)
    assert store.open(store.publish(DEMO, SCENARIO).name).catalogue == DEMO


def test_the_environment_says_where(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/by/environment.db")
    made = Store().publish(DEMO, SCENARIO)
    assert (tmp_path / "by" / "environment.db").exists()
    assert Store(f"sqlite:///{tmp_path}/by/environment.db").open(made.name).catalogue == DEMO


def test_else_it_is_a_file_beside_the_app(tmp_path, monkeypatch):
    assert database.DEFAULT_FILE == ROOT / ".snapshots" / "snapshots.db"
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(database, "DEFAULT_FILE", tmp_path / ".snapshots" / "snapshots.db")
    Store().publish(DEMO, SCENARIO)
    assert (tmp_path / ".snapshots" / "snapshots.db").exists()


def test_only_this_user_can_read_the_file(tmp_path):
    before = os.umask(0)
    try:
        Store(f"sqlite:///{tmp_path}/folder/s.db").publish(DEMO, SCENARIO)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "folder").iterdir()} == {0o600}


def test_readers_do_not_wait_for_a_writer(tmp_path):
    url = f"sqlite:///{tmp_path}/s.db"
    store = Store(url)
    made = store.publish(DEMO, SCENARIO)
    with engine_of(url).connect() as other:
        assert other.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        other.exec_driver_sql("BEGIN IMMEDIATE")
        assert store.open(made.name).catalogue == DEMO


# ---- what the database gives back is not what was kept


def packed(table):
    return gzip.compress(json.dumps(table).encode())


def put(url, name, payload):
    """A payload with a checksum that fits, as somebody who knows how would put it there."""
    tamper(url, name, payload=payload, size=len(payload), checksum=sha256(payload).hexdigest())


def test_a_payload_that_changed_is_damaged(store, url):
    made, other = store.publish(DEMO, SCENARIO), store.publish(DEMO, Scenario())
    kept = row_of(url, made.name).payload
    changed = bytearray(kept)
    changed[len(kept) // 2] ^= 1
    for payload in (bytes(changed), kept[:-1], kept + b"x", b"", None, row_of(url, other.name).payload):
        tamper(url, made.name, payload=payload)
        error = refused(store.open, made.name)
        assert (error.kind, str(error)) == (
            "damaged",
            "This snapshot is damaged: what is stored is not what was kept. Ask for a new one",
        )
    tamper(url, made.name, payload=kept)
    assert store.open(made.name).catalogue == DEMO


def test_another_format_says_so(store, url):
    made = store.publish(DEMO, SCENARIO)
    tamper(url, made.name, format=2)
    error = refused(store.open, made.name)
    assert (error.kind, str(error)) == (
        "version",
        "This snapshot has format 2, this version of the program reads format 1",
    )
    store.delete(made.name, made.key)


GOOD = {"catalogue": to_csv(DEMO), "scenario": SCENARIO.to_dict(), "view": {}}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (GOOD | {"scenario": {"magic": 1}}, "There is no setting named 'magic'"),
        (GOOD | {"scenario": {"futures": 1e9}}, "Futures (futures) must be a whole number 20 to 2,000 futures"),
        (GOOD | {"catalogue": GOOD["catalogue"].replace("catalogue 1", "catalogue 9")},
            "The file was written by a later version of this program"),
        (GOOD | {"catalogue": "item\n"}, "Text can't be read as a catalogue"),
    ],
)  # fmt: skip
def test_content_that_this_version_does_not_understand(store, url, table, says):
    made = store.publish(DEMO, SCENARIO)
    put(url, made.name, packed(table))
    error = refused(store.open, made.name)
    assert error.kind == "version"
    assert says in str(error)


@pytest.mark.parametrize(
    "payload",
    [
        b"rubbish", b"\x80\x04}q\0.", gzip.compress(b""), gzip.compress(b"\xff"), gzip.compress(b"{"), packed([]),
        packed({}), packed(GOOD | {"view": {"a": 1}}), packed(GOOD | {"view": []}), packed(GOOD | {"catalogue": 3}),
        packed(GOOD | {"scenario": None}), gzip.compress(b"[" * 10**6), packed(GOOD) + packed(GOOD), packed(GOOD)[:-9],
        gzip.compress(b'{"a": ' + b"9" * 10**5 + b"}"),
    ],
)  # fmt: skip
def test_nonsense_with_a_fitting_checksum_is_damaged(store, url, payload):
    made = store.publish(DEMO, SCENARIO)
    put(url, made.name, payload)
    assert refused(store.open, made.name).kind == "damaged"


@pytest.mark.parametrize(
    "payload",
    [
        gzip.compress(b"\0" * 100_000_000),
        packed(GOOD | {"catalogue": "item\n" + "\n" * 3_000_000}),
        packed(GOOD | {"catalogue": "item\n" + "\r" * 3_000_000}),
        packed(GOOD | {"catalogue": "item" + "," * 3_000_000 + "\n" * 1000}),
    ],
    ids=["zeros", "rows", "other rows", "columns"],
)
def test_a_bomb_does_not_go_off(url, payload):
    store = Store(url, limits=Limits(unpacked=4_000_000))
    made = store.publish(DEMO, SCENARIO)
    put(url, made.name, payload)
    store.open(store.publish(DEMO, SCENARIO).name)
    tracemalloc.start()
    try:
        assert refused(store.open, made.name).kind == "too large"
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_of_a_payload_above_the_limit_only_the_head_is_read(url):
    store = Store(url, limits=Limits(packed=100_000))
    made = store.publish(DEMO, SCENARIO)
    put(url, made.name, b"x" * 30_000_000)
    tracemalloc.start()
    try:
        assert refused(store.open, made.name).kind == "too large"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=100) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["catalogue", "scenario", "view"]) | st.text(max_size=5), inner, max_size=3
    ),
).map(packed))  # fmt: skip
def test_any_bytes_are_refused_with_a_sentence(payload):
    assert refused(unpack, payload, Limits()).kind in ("damaged", "version")


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 300), st.text(st.sampled_from(",\"\n\r[]=0'x\\u"), max_size=9))
def test_any_change_of_the_text_is_refused_with_a_sentence_or_is_another_catalogue(at, cut, put_in):
    whole = to_csv(DEMO.only(["A-101", "A-102"]))
    changed = whole[:at] + put_in + whole[at + cut :]
    assert outcome(lambda: unpack(packed(GOOD | {"catalogue": changed}), Limits())) in ("version", "done")


def test_faults_survive_another_process():
    error = SnapshotError("expired", "It is over")
    again = pickle.loads(pickle.dumps(error))
    assert (again.kind, again.faults, str(again)) == ("expired", ("It is over",), "It is over")


# ---- many at once, and another process


def one_visit(store, number):
    """Publish and open, some delete: what a session does."""
    scenario = SCENARIO.but(seed=number)
    made = store.publish(FEW, scenario)
    found = store.open(made.name)
    assert (found.catalogue, found.scenario) == (FEW, scenario)
    if number % 3 == 0:
        store.delete(made.name, made.key)
        assert refused(store.open, made.name).kind == "deleted"
    return made.name


def test_eight_threads_from_the_first_moment_on(url):
    store, gate = Store(url), threading.Barrier(8)

    def visits(thread):
        gate.wait()
        return [one_visit(store, 10 * thread + visit) for visit in range(6)]

    with ThreadPoolExecutor(8) as pool:
        names = [name for some in pool.map(visits, range(8)) for name in some]
    assert len(set(names)) == 48
    with engine_of(url).connect() as connection:
        assert set(connection.execute(select(SNAPSHOTS.c.name)).scalars()) == set(names)


def test_a_full_store_is_full_for_all_threads(url):
    store = Store(url, limits=Limits(snapshots=5))

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(lambda _: outcome(lambda: store.publish(FEW, SCENARIO)), range(16)))
    assert sorted(ends) == ["done"] * 5 + ["full"] * 11


VISITS = """
import sys
from tests.core import test_snapshots as here
store = here.Store(sys.argv[1])
print(*(here.one_visit(store, int(sys.argv[2]) + visit) for visit in range(12)))
"""


def test_two_processes_on_one_database(url):
    command = [sys.executable, "-c", VISITS, url]
    both = [
        subprocess.Popen([*command, str(start)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for start in (100, 200)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    names = [name for out, _ in said for name in out.split()]
    assert len(set(names)) == 24
    ends = [outcome(lambda name=name: Store(url).open(name)) for name in names]
    assert (ends.count("deleted"), ends.count("done")) == (8, 16)


PUBLISH = """
import sys
from core import Scenario, compare, load_catalogue
from core.snapshots import Store
catalogue = load_catalogue("demo").but({"A-101": {"policy": "jic", "buffer": 1 / 3}})
scenario = Scenario().but(lead_time_variability=1.7, futures=20, seed=11, rush_premium=0.123456789)
print(Store(sys.argv[1]).publish(catalogue, scenario).name)
print(compare(catalogue, scenario).summary.map(float.hex).to_csv())
"""
OPEN = """
import sys
from core import compare
from core.snapshots import Store
found = Store(sys.argv[1]).open(sys.argv[2])
print(found.name)
print(compare(found.catalogue, found.scenario).summary.map(float.hex).to_csv())
"""


def test_the_same_digits_in_another_process(url):
    def run(code, *arguments):
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    first = run(PUBLISH, url)
    name = first.split()[0]
    assert run(OPEN, url, name) == first
    assert first.count("0x") > 100
    found = Store(url).open(name)
    again = compare(found.catalogue, found.scenario).summary.map(float.hex).to_csv()
    assert first == f"{name}\n{again}\n"


def test_the_table_can_be_read_by_others(url):
    """Other rows of the table, put there by a person, do no harm to ours."""
    store = Store(url)
    made = store.publish(DEMO, SCENARIO)
    row = row_of(url, made.name)._asdict() | {"name": "by hand"}
    with engine_of(url).begin() as connection:
        connection.execute(insert(SNAPSHOTS).values(row))
    assert store.open(made.name).catalogue == DEMO
    assert refused(store.open, "by hand").kind == "malformed"
