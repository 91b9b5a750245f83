"""The registry of policies: the two that replenish (in ledger order), and the hybrid that is put together from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.catalogue import Catalogue
from core.policies import hybrid, jic, jit
from core.policies.base import Plan, Terms, World
from core.policies.hybrid import Assignment, Hybrid
from core.policies.jic import JustInCase
from core.policies.jit import JustInTime

REPLENISHING = ("jit", "jic")
POLICIES = (*REPLENISHING, "hybrid")
LABELS = {"jit": "Just-in-Time", "jic": "Just-in-Case", "hybrid": "Hybrid"}
PLANS: dict[str, Callable[[Catalogue, Any, World], Plan]] = {"jit": jit.plan, "jic": jic.plan}

__all__ = [
    "LABELS",
    "PLANS",
    "POLICIES",
    "REPLENISHING",
    "Assignment",
    "Hybrid",
    "JustInCase",
    "JustInTime",
    "Plan",
    "Terms",
    "World",
    "hybrid",
]
