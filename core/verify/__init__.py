"""Reference cases with known answers, run through the app's own kernel: `python -m core.verify FILE.json`."""

from core.verify.cases import read_cases
from core.verify.check import Result, verify

__all__ = ["Result", "read_cases", "verify"]
