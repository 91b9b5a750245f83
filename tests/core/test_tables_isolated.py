"""Files read in a process of their own: the same tables, and files made to explode, which this process survives."""

import gc
import gzip
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from core.errors import InputError
from core.tables import child, isolated, read_bytes, read_isolated

MOST_SECONDS, MOST_GROWTH = 12, 50_000_000
needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and its measure are Linux's")


def resident():
    """Bytes of memory this process holds."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Watch:
    """The most memory this process holds while it waits."""

    def __enter__(self):
        gc.collect()
        self.first = self.most = resident()
        self.begun = time.monotonic()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def look(self):
        while not self.over.wait(0.02):
            self.most = max(self.most, resident())

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.begun
        self.over.set()
        self.thread.join()


def refused(name, source, **limits):
    with pytest.raises(InputError) as caught:
        read_isolated(name, source, **limits)
    return str(caught.value)


# ---- the same as in this process


def book(**cells):
    workbook, sink = openpyxl.Workbook(), io.BytesIO()
    for place, value in cells.items():
        workbook.active[place] = value
    workbook.save(sink)
    return sink.getvalue()


FILES = {
    "text": ("a.csv", "Items\n\nitem;Größe;item\n001;1,5;x\n\nA;2;y\nB;3;z;4\nC;4\n".encode("cp1252")),
    "packed": ("a.csv.gz", gzip.compress(b"item,n\n001,1\n")),
    "workbook": ("a.xlsx", book(A1="item", B1="price", A2="001", B2=2.5)),
}


@pytest.mark.parametrize("make", FILES)
def test_the_same_table(make, tmp_path):
    name, raw = FILES[make]
    here = read_bytes(name, raw)
    (tmp_path / name).write_bytes(raw)
    for source in (raw, tmp_path / name, str(tmp_path / name)):
        there = read_isolated(name, source)
        assert there.frame.equals(here.frame)
        assert there.frame.dtypes.equals(here.frame.dtypes)
        assert there.rows.tolist() == here.rows.tolist()
        for about in ("name", "header_row", "set_aside", "notes", "decimal", "twins", "faults"):
            assert getattr(there, about) == getattr(here, about)


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"1,2\n3,4\n", b"a,b\n1,2,3\n4,5,6\n"])
def test_the_same_faults(raw):
    with pytest.raises(InputError) as here:
        read_bytes("a.csv", raw)
    with pytest.raises(InputError) as there:
        read_isolated("a.csv", raw)
    assert there.value.faults == here.value.faults


def test_missing_files(tmp_path):
    assert refused("no.csv", tmp_path / "no.csv") == f"File {tmp_path / 'no.csv'} is not there"
    assert "can't be read" in refused("a", tmp_path)


def test_names_are_only_names():
    assert read_isolated("-h; $(true) `x`\n.csv", b"a,b\n1x,2\n").name == "-h; $(true) `x`\n.csv"


def test_side_by_side_from_threads():
    with ThreadPoolExecutor(4) as pool:
        tables = list(pool.map(lambda n: read_isolated("a.csv", f"item,n\nA,{n}\n".encode()), range(8)))
    assert [table.frame["n"][0] for table in tables] == [str(n) for n in range(8)]


def test_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_isolated("a.csv", b"a,b\nx,1\n")
    refused("a.csv", b"")
    monkeypatch.setattr(isolated, "_PATIENCE", 0.001)
    assert "within 10 seconds" in refused("a.csv", b"a,b\nx,1\n")
    assert not os.listdir(tmp_path)


def test_the_environment_stays_here(monkeypatch):
    asked = {}
    monkeypatch.setenv("DATABASE_URL", "secret")
    monkeypatch.setattr(isolated.subprocess, "run", lambda command, **how: asked.update(how) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_isolated("a.csv", b"a,b\n")
    assert "DATABASE_URL" not in asked["env"]


def test_the_reader_is_lean():
    # What takes seconds to import, and memory, has no place in a process for one file.
    program = (
        f"import runpy, sys; child = runpy.run_path({child.__file__!r}); child['_leave_out_the_model']();"
        "import core.tables.parsing; print(*{'numba', 'scipy', 'pandas', 'core.catalogue'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# ---- files made to explode


def rewritten(raw, part, change):
    """The workbook with one of its parts changed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            with new.open(entry.filename, "w", force_zip64=True) as target:
                for piece in change(content) if re.fullmatch(part, entry.filename) else [content]:
                    target.write(piece)
    return sink.getvalue()


SHEET = r"xl/worksheets/sheet\d\.xml"


def lying(place):
    """A workbook with a far cell, whose sheet says that it is small."""
    return rewritten(book(A1="item", **{place: 1}), SHEET, lambda xml: [re.sub(rb'ref="A1:\w+"', b'ref="A1:B2"', xml)])


def inflated(megabytes):
    """A workbook with a sheet of blanks."""

    def change(xml):
        yield xml[: xml.index(b"<sheetData>")]
        yield from (b" " * 1_000_000 for _ in range(megabytes))
        yield xml[xml.index(b"<sheetData>") :]

    return rewritten(book(A1="item", B1="n"), SHEET, change)


def laughing():
    """A workbook whose texts are entities of entities."""
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">' + entities + b"]>"

    def change(xml):
        assert b">item<" in xml
        return [declared + re.sub(rb"^<\?xml.*?\?>", b"", xml).replace(b">item<", b">&e11;<")]

    return rewritten(book(A1="item", B1="n", A2="x"), SHEET, change)


def zipped(content, times=1, name="a.csv"):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as file:
        for _ in range(times):
            file.write(content)
    return sink.getvalue()


MEGABYTE = b"item,n\n" * 150_000
COLUMNS = ",".join(f"c{n}" for n in range(200_000)).encode()
TIGHT = b"\n".join(b"%d,%d" % (n, n) for n in range(3_100_000))

BOMBS = {
    "a far cell": (lambda: book(A1="item", XFD1048576=1), "at most 4,000 columns, got 16,384"),
    "a far cell in few columns": (lambda: book(A1="item", ZZ1048576=1), "at most 40,000,000 cells from its first"),
    "a far cell and a lie": (lambda: lying("XFD1048576"), "can't be read within 1,500 MB of memory, the limit"),
    "a far cell in few columns and a lie": (lambda: lying("ZZ1048576"), "can't be read within 1,500 MB of memory"),
    "an inflated workbook": (lambda: inflated(100), "unpacks to more than 200 times its size: no table does"),
    "a laughing workbook": (laughing, "must not declare a document type"),
    "a gzip bomb": (lambda: gzip.compress(MEGABYTE * 100, 9), "unpacks to more than 200 times its size"),
    "a large gzip bomb": (lambda: gzip.compress(MEGABYTE, 9) * 5_000, "at most 500,000,000 bytes unpacked"),
    "a zip bomb": (lambda: zipped(MEGABYTE, 600), "unpacks to more than 200 times its size"),
    "a nested zip": (lambda: zipped(zipped(MEGABYTE, 100), name="b.zip"), "holds an archive inside an archive"),
    "200,000 columns": (lambda: COLUMNS + b"\n" + b"1," * 199_999 + b"1\n", "at most 4,000 columns, got 200,000"),
    "200,000 columns, many rows": (lambda: COLUMNS + (b"\n" + b"1," * 199_999 + b"1") * 100, "at most 4,000 columns"),
    "one line": (lambda: b"x" * 300_000_000, "at most 4,000,000 characters, got a longer one"),
    "one line of separators": (lambda: b"," * 300_000_000, "at most 4,000,000 characters, got a longer one"),
    "too many rows": (lambda: b"item,n\n" + TIGHT, "at most 3,000,000 rows, got more"),
}  # fmt: skip


@needs_limits
@pytest.mark.parametrize("bomb", BOMBS)
def test_what_explodes_is_refused_in_time_and_elsewhere(bomb):
    make, expected = BOMBS[bomb]
    raw = make()
    with Watch() as watch:
        says = refused("a.bin", raw)
    assert expected in says
    assert watch.seconds < MOST_SECONDS
    assert watch.most - watch.first < MOST_GROWTH


# ---- limits


def test_a_limit_on_time():
    with Watch() as watch:
        says = refused("a.csv", b"a,b\n" + b"x,1\n" * 2_900_000, seconds=1)
    assert says == "File a.csv can't be read within 1 seconds, the limit for its size"
    assert watch.seconds < MOST_SECONDS


@needs_limits
def test_a_limit_on_memory():
    says = refused("a.csv", b"a,b\n" + (b"x" * 1_000 + b",1\n") * 200_000, memory=500_000_000)
    assert says == "File a.csv can't be read within 500 MB of memory, the limit"


@needs_limits
def test_a_limit_on_the_processors_time(tmp_path):
    # What a child may use is limited in the child itself too, should nobody be left to watch the clock.
    source = tmp_path / "a.csv"
    source.write_bytes(b"a,b\n" + b"x,1\n" * 2_900_000)
    arguments = [str(source), "a.csv", str(tmp_path / "out"), "1500000000", "1"]
    assert isolated._run(arguments, 60) == isolated._TIME_UP


def test_larger_files_have_more_time():
    assert [isolated._allowed(size) for size in (0, 500_000, 10_500_000, 10**9)] == [10, 10, 40, 120]


@pytest.mark.parametrize("status", [1, 2, -11, -6, -9])
def test_a_reader_that_breaks_down_is_a_fault(monkeypatch, status):
    monkeypatch.setattr(isolated, "_run", lambda *_: status)
    assert refused("a.csv", b"a,b\n").startswith("File a.csv can't be read")


def test_without_limits_of_the_system_the_clock_is_left(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    child._limit(1, 1)  # would end this process if it did anything
