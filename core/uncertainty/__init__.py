"""Bands that know how little was observed, by drawing the parameters as well as the days."""

from core.uncertainty.bands import widen, widened, widened_curves, widened_paired
from core.uncertainty.parameters import Drawn, draw, uncertain
from core.uncertainty.worlds import WORLDS, Worlds, worlds_of

__all__ = [
    "WORLDS",
    "Drawn",
    "Worlds",
    "draw",
    "uncertain",
    "widen",
    "widened",
    "widened_curves",
    "widened_paired",
    "worlds_of",
]
