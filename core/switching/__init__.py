"""What it takes to go from one policy to another: the transition simulated, its cash month by month, and if it pays."""

from core.switching.choosing import Choice, by_rule
from core.switching.running import Transition, transition
from core.switching.switch import Switch, priced, switching

__all__ = ["Choice", "Switch", "Transition", "by_rule", "priced", "switching", "transition"]
