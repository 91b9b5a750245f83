"""The accents are told apart with any colour vision, and from the ground they lie on."""

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest

THEME = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
# Linear light as seen without one kind of cone: Machado, Oliveira & Fernandes, IEEE TVCG 15 (2009), full severity.
SEEN = {
    "all": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])


def linear(colour):
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    shares = XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    x, y, z = np.where(shares > 0.008856, np.cbrt(shares), 7.787 * shares + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    dark, bright = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_two_accents_differ(scheme, seen):
    accents = THEME[scheme]["chartCategoricalColors"]
    assert len(accents) == 4
    for one, other in itertools.combinations(accents, 2):
        apart = np.linalg.norm(lab(np.array(SEEN[seen]) @ linear(one)) - lab(np.array(SEEN[seen]) @ linear(other)))
        # Ten is what two large marks side by side need; lines have dashes and points shapes besides.
        assert apart >= 10, (one, other, apart)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_accent_stands_out_from_its_ground(scheme):
    for accent in THEME[scheme]["chartCategoricalColors"]:
        assert contrast(accent, THEME[scheme]["backgroundColor"]) >= 3
