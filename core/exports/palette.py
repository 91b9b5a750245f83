"""The app's light theme as office programs want it: hexadecimal RGB without its #."""

from core.look.palette import LIGHT
from core.policies import POLICIES


def _bare(colour: str) -> str:
    return colour.removeprefix("#").upper()


COLOURS = {policy: _bare(LIGHT.accent(policy)) for policy in POLICIES}
GROUND, SECOND, INK, QUIET, RULE = (
    _bare(one) for one in (LIGHT.ground, LIGHT.panel, LIGHT.ink, LIGHT.quiet, LIGHT.line)
)
OPTIMUM, PRIMARY = _bare(LIGHT.accents[-1]), "2F5D73"
