"""Names of settings where policies stand beside each other, and the one value that is a word. No screen."""

from __future__ import annotations

from core.policies import LABELS as POLICY
from core.settings import Setting

ECONOMIC = "economic"


def owned(setting: Setting) -> str:
    """A setting's name, a policy's own with that policy's: Just-in-Time's price premium."""
    # Beside its value, which is that word then.
    label = setting.label.removesuffix(f" (0 = {ECONOMIC})")
    return label if setting.group not in POLICY else f"{POLICY[setting.group]}'s {label[:1].lower()}{label[1:]}"


def is_economic(setting: Setting, value: object) -> bool:
    """Whether a number is no number but a word: a review of 0 days stands for each item's economic interval."""
    return setting.name == "jic_review_days" and value == 0
