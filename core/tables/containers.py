"""What a file is, by its content, and what is packed in it. A file's ending is only a hint."""

import codecs
import gzip
import io
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from core.errors import InputError, shorten
from core.tables import limits

T = TypeVar("T")

_OLE, _ZIP, _GZIP, _PARQUET = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", b"\x1f\x8b", b"PAR1"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_HTML = rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b"
_EXPORT = "export the table as CSV or Excel"
_REFUSED = (
    (re.compile(rb"%PDF-"), f"a PDF document: {_EXPORT}"),
    (re.compile(_HTML, re.I | re.S), f"a web page (HTML), whatever its name says: {_EXPORT}"),
    (re.compile(rb"\s*<\?xml"), f"XML: {_EXPORT}"),
    (re.compile(rb"\s*[\[{]\s*[\[{\"]"), f"JSON: {_EXPORT}"),
    (re.compile(rb"\{\\rtf"), f"a text document (RTF): {_EXPORT}"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a"), f"a picture: {_EXPORT}"),
    (re.compile(rb"SQLite format 3\0"), f"a database: {_EXPORT}"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|.{257}ustar", re.S),
     "an archive of a kind that isn't read: gzip and zip of one file are"),
)  # fmt: skip
_LISTED = 5


class Content(NamedTuple):
    """A file's content once unpacked; `kind` is text, workbook or parquet."""

    kind: str
    raw: bytes


def content_of(name: str, raw: bytes) -> Content:
    """The one table in a file. Gzip and zip are unpacked once. Raises InputError for what holds no table."""
    unpacked = _unpacked(name, raw)
    if not re.search(rb"[^\0\r\n\t ]", unpacked):
        raise InputError(f"File {shorten(name)} is empty")
    if unpacked is not raw and _is_archive(name, unpacked):
        raise InputError(f"File {shorten(name)} holds an archive inside an archive: unpack it first")
    if unpacked.startswith((_ZIP, _OLE)):
        return Content("workbook", unpacked)
    if unpacked.startswith(_PARQUET):
        return Content("parquet", unpacked)
    _refuse_others(name, unpacked)
    return Content("text", unpacked)


def _is_archive(name: str, raw: bytes) -> bool:
    return raw.startswith(_GZIP) or (raw.startswith(_ZIP) and not _is_workbook(name, raw))


def _unpacked(name: str, raw: bytes) -> bytes:
    if not _is_archive(name, raw):
        return raw
    unpack = _gunzip if raw.startswith(_GZIP) else _unzip
    most = min(limits.MOST_BYTES, max(limits.FREE_BYTES, limits.MOST_TIMES * len(raw)))
    content = _tried(name, lambda: unpack(name, raw, most + 1))
    if len(content) > most:
        _refuse_size(name, most)
    return content


def _refuse_size(name: str, most: int) -> None:
    if most == limits.MOST_BYTES:
        raise InputError(f"File {shorten(name)} must be at most {most:,} bytes unpacked")
    raise InputError(f"File {shorten(name)} unpacks to more than {limits.MOST_TIMES} times its size: no table does")


def _gunzip(_: str, raw: bytes, most: int) -> bytes:
    with gzip.open(io.BytesIO(raw)) as packed:
        return packed.read(most)


def _unzip(name: str, raw: bytes, most: int) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(_only_file(name, archive)) as packed:
        return packed.read(most)


def _only_file(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]
    if not files:
        raise InputError(f"File {shorten(name)} is empty: an archive without a file")
    if len(files) > 1:
        first = ", ".join(shorten(entry.filename) for entry in files[:_LISTED])
        more = f" and {len(files) - _LISTED:,} more" if len(files) > _LISTED else ""
        raise InputError(f"File {shorten(name)} must hold one file, got {len(files):,}: {first}{more}")
    if files[0].flag_bits & 1:
        raise InputError(f"File {shorten(name)} is protected by a password: unpack it first")
    return files[0]


def _is_clutter(filename: str) -> bool:
    """What a Mac adds to an archive."""
    return filename.startswith("__MACOSX/") or filename.rsplit("/", 1)[-1] == ".DS_Store"


def _is_workbook(name: str, raw: bytes) -> bool:
    with _tried(name, lambda: zipfile.ZipFile(io.BytesIO(raw))) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" not in names and "mimetype" not in names:
            return False
        if not any(each.startswith("xl/") for each in names) and not _is_opendocument(name, archive):
            raise InputError(f"File {shorten(name)} is a document without sheets: {_EXPORT}")
        size = sum(entry.file_size for entry in archive.infolist())
    most = min(limits.MOST_BYTES, max(limits.FREE_BYTES, limits.MOST_TIMES * len(raw)))
    if size > most:
        _refuse_size(name, most)
    return True


def _is_opendocument(name: str, archive: zipfile.ZipFile) -> bool:
    def mime_type() -> bytes:
        with archive.open("mimetype") as entry:
            return entry.read(len(_SPREADSHEET))

    return "mimetype" in archive.namelist() and _tried(name, mime_type) == _SPREADSHEET


def _refuse_others(name: str, raw: bytes) -> None:
    start = raw[:4096]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    for pattern, what in _REFUSED:
        if pattern.match(start.removeprefix(codecs.BOM_UTF8)):
            raise InputError(f"File {shorten(name)} is {what}")


def _tried(name: str, unpack: Callable[[], T]) -> T:
    try:
        return unpack()
    except (InputError, MemoryError):
        raise
    except Exception as error:  # zlib's and zipfile's own errors have no base in common but Exception
        raise InputError(f"File {shorten(name)} can't be unpacked: {reason(error)}") from error


def reason(error: Exception) -> str:
    """The first line of what a library says."""
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return words.splitlines()[0]
