"""A corpus of bad and odd files: each imports with the units that its maker knows, or is refused in a sentence."""

import zlib

import pytest

from core import InputError, import_orders
from tests.core.odd_files import KINDS, Odd, corpus
from tests.core.order_tables import by_item

SEEDS = 4
FILES = list(corpus(SEEDS))


def test_the_corpus_is_large_and_varied():
    assert len(FILES) >= 150
    assert len(KINDS) >= 25
    different = {zlib.crc32(odd.raw) for odd in FILES}
    assert len(different) > 0.9 * len(FILES)


@pytest.mark.parametrize("odd", FILES, ids=lambda odd: odd.kind)
def test_it_imports_to_the_known_units_or_is_refused_by_name(odd: Odd, tmp_path):
    path = tmp_path / odd.name
    path.write_bytes(odd.raw)
    try:
        found = import_orders(path, columns=odd.columns or None)
    except InputError as refusal:
        said = str(refusal)
        assert odd.says, said
        assert not [word for word in odd.says if word not in said], said
        assert "Traceback" not in said
        return
    assert odd.truth is not None, f"{odd.kind} was read: {found.report.to_string()}"
    assert by_item(found.daily) == pytest.approx(odd.truth)
    report = found.report
    assert report.lines.iloc[0] == report.lines.iloc[1:].sum()
    assert found.daily.quantity.sum() == pytest.approx(report.units.iloc[-1])
