"""What a given shock does to each policy, beside the same futures without it, and what would have helped."""

from core.stress.helping import helped
from core.stress.run import LONGEST_WARNING, Stress, stress

__all__ = ["LONGEST_WARNING", "Stress", "helped", "stress"]
