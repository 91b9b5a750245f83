"""What decides between two policies: each setting moved by itself, one along its range, and several at once."""

from core.sensitivity.curve import SensitivityCurve, sensitivity_curve
from core.sensitivity.indices import SensitivityIndices, sensitivity_indices
from core.sensitivity.ranges import SPREAD, current, is_guess, plausible, usual_ends
from core.sensitivity.tornado import Sensitivity, sensitivity

__all__ = [
    "SPREAD",
    "Sensitivity",
    "SensitivityCurve",
    "SensitivityIndices",
    "current",
    "is_guess",
    "plausible",
    "sensitivity",
    "sensitivity_curve",
    "sensitivity_indices",
    "usual_ends",
]
