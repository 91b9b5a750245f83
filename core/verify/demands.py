"""Demand of the reference cases: a registry from a distribution's name to its sampler.

A maker reads a distribution's parameters and gives back a sampler: (generator, days, lanes) → units [days, lanes],
row 0 being day 0 of the cycle. A new distribution is one function and one line of the registry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.errors import InputError, plain
from core.verify.chains import run_chain, stationary, transition_matrix
from core.verify.reading import Array, Params, chances, has, number, numbers, part, pick

Sampler = Callable[[np.random.Generator, int, int], Array]


@dataclass(frozen=True)
class Demand:
    """A sampler with the days after which its law repeats; constant when it involves no luck.

    negative: whether a day's demand may lie below 0, which is goods coming back.
    """

    sample: Sampler
    cycle: int = 1
    constant: bool = False
    negative: bool = False


def make_demand(params: Params) -> Demand:
    """The demand that a case describes. Raises InputError if it is unknown or makes no sense."""
    if params.get("per", "day") != "day":
        raise InputError(f"demand must be per day, got per {plain(params['per'])}")
    name = params.get("dist")
    if isinstance(name, str) and name.startswith("seasonal_"):
        return seasonal_family(params, name.removeprefix("seasonal_"))
    made: Demand = pick(params, "dist", DEMANDS, "demand dist")(params)
    return made


def component(params: object, what: str) -> Demand:
    """A demand inside another one."""
    return make_demand(part(params, what))


def constant(params: Params) -> Demand:
    value = number(params, "value", "mean", "rate", least=0)
    return Demand(lambda rng, days, lanes: np.full((days, lanes), value), constant=True)


def normal(params: Params) -> Demand:
    """Unclipped: a negative day is goods coming back."""
    mean, sd = number(params, "mean", "mu"), number(params, "sd", "sigma", least=0)
    return Demand(lambda rng, days, lanes: rng.normal(mean, sd, (days, lanes)), constant=sd == 0, negative=True)


def normal_clipped(params: Params) -> Demand:
    mean, sd = number(params, "mu", "mean"), number(params, "sigma", "sd", least=0)
    return Demand(lambda rng, days, lanes: units(np.maximum(rng.normal(mean, sd, (days, lanes)), 0.0)))


def lognormal(params: Params) -> Demand:
    if has(params, "mu_log") and has(params, "sigma_log"):
        mu, sigma = number(params, "mu_log"), number(params, "sigma_log", least=0)
    else:
        mean = positive(params, "mean")
        sigma = math.sqrt(math.log1p((number(params, "sd", least=0) / mean) ** 2))
        mu = math.log(mean) - sigma**2 / 2
    return Demand(lambda rng, days, lanes: rng.lognormal(mu, sigma, (days, lanes)))


def gamma(params: Params) -> Demand:
    if has(params, "shape") and has(params, "scale"):
        shape, scale = positive(params, "shape"), positive(params, "scale")
    else:
        mean, sd = positive(params, "mean"), positive(params, "sd")
        shape, scale = (mean / sd) ** 2, sd**2 / mean
    return Demand(lambda rng, days, lanes: rng.gamma(shape, scale, (days, lanes)))


def exponential(params: Params) -> Demand:
    mean = positive(params, "mean")
    return Demand(lambda rng, days, lanes: rng.exponential(mean, (days, lanes)))


def uniform(params: Params) -> Demand:
    low, high = ends(params)
    return Demand(lambda rng, days, lanes: rng.uniform(low, high, (days, lanes)), constant=low == high)


def uniform_integers(params: Params) -> Demand:
    low, high = (round(end) for end in ends(params))
    return Demand(lambda rng, days, lanes: units(rng.integers(low, high + 1, (days, lanes))), constant=low == high)


def poisson(params: Params) -> Demand:
    mean = number(params, "mean", "rate", "lambda", least=0, most=1e9)
    return Demand(lambda rng, days, lanes: units(rng.poisson(mean, (days, lanes))))


def negative_binomial(params: Params) -> Demand:
    if has(params, "p"):
        size, chance = positive(params, "r", "n", "size"), chance_of(params, "p")
    else:
        mean = positive(params, "mean")
        variance = number(params, "variance") if has(params, "variance") else number(params, "sd") ** 2
        if variance <= mean:
            raise InputError(f"variance of a negative binomial must be above its mean {mean:g}, got {variance:g}")
        size, chance = mean**2 / (variance - mean), mean / variance
    return Demand(lambda rng, days, lanes: units(rng.negative_binomial(size, chance, (days, lanes))))


def binomial(params: Params) -> Demand:
    size, chance = round(number(params, "n", least=0)), number(params, "p", least=0, most=1)
    return Demand(lambda rng, days, lanes: units(rng.binomial(size, chance, (days, lanes))))


def geometric(params: Params) -> Demand:
    """Trials to the first success: 1, 2, 3, …; failures before it (0, 1, …) where the support or the mean says so."""
    chance = chance_of(params, "p")
    from_zero = str(params.get("support", "1")).strip(" {[(").startswith("0")
    if not has(params, "support") and has(params, "mean"):
        from_zero = abs(number(params, "mean") - (1 - chance) / chance) < 1e-6
    return Demand(lambda rng, days, lanes: units(rng.geometric(chance, (days, lanes)) - int(from_zero)))


def discrete(params: Params) -> Demand:
    values = numbers(params.get("values"), "values")
    edges = np.cumsum(chances(params.get("probs", params.get("probabilities")), "probs", len(values)))[:-1]

    def sample(rng: np.random.Generator, days: int, lanes: int) -> Array:
        return np.asarray(values[np.searchsorted(edges, rng.random((days, lanes)), side="right")])

    return Demand(sample, constant=len(values) == 1)


def bernoulli(params: Params) -> Demand:
    """Demand of one size on some days."""
    size = number(params, "size", "value", least=0) if has(params, "size", "value") else 1.0
    chance = number(params, "p", "prob", least=0, most=1)
    return Demand(lambda rng, days, lanes: units(size * (rng.random((days, lanes)) < chance)))


def intermittent(params: Params) -> Demand:
    """Nothing on some days, on the others a demand of the law `size`."""
    if has(params, "zero_share", "p_zero"):
        chance = 1 - number(params, "zero_share", "p_zero", least=0, most=1)
    else:
        chance = number(params, "demand_prob", "prob", "p", least=0, most=1)
    nothing = {"dist": "constant", "value": 0}
    return mix([component(nothing, "nothing"), component(params.get("size"), "size")], np.array([1 - chance, chance]))


def spike_mixture(params: Params) -> Demand:
    """Each day by itself a spike or not."""
    chance = number(params, "spike_prob", least=0, most=1)
    both = [component(params.get("base"), "base"), component(params.get("spike"), "spike")]
    return mix(both, np.array([1 - chance, chance]))


def mixture(params: Params) -> Demand:
    parts = components(params.get("components"), "components")
    return mix(parts, chances(params.get("probs", params.get("weights")), "probs", len(parts)))


def mix(parts: list[Demand], shares: Array) -> Demand:
    """Every day one of the parts, drawn anew: a chain without memory."""
    return modulated(parts, np.tile(shares, (len(parts), 1)))


def markov_modulated(params: Params) -> Demand:
    parts = components(params.get("states"), "states")
    return modulated(parts, transition_matrix(params.get("P"), len(parts)))


def modulated(parts: list[Demand], matrix: Array) -> Demand:
    """A chain of states, each with its own demand."""
    stationary(matrix)

    def sample(rng: np.random.Generator, days: int, lanes: int) -> Array:
        states = run_chain(rng, matrix, days, lanes)
        return np.choose(states, [one.sample(rng, days, lanes) for one in parts])

    cycle = math.lcm(*(one.cycle for one in parts))
    return Demand(sample, cycle, negative=any(one.negative for one in parts))


def compound_poisson(params: Params) -> Demand:
    """A Poisson number of customers, each of whom takes a quantity of the law `size`."""
    rate = number(params, "rate", "mean_customers", least=0, most=100)
    size = component(params.get("size"), "size")

    def sample(rng: np.random.Generator, days: int, lanes: int) -> Array:
        customers = rng.poisson(rate, (days, lanes))
        total = np.zeros((days, lanes))
        for served in range(int(customers.max())):
            total += np.where(customers > served, size.sample(rng, days, lanes), 0.0)
        return total

    return Demand(sample)


def seasonal(params: Params) -> Demand:
    """A law for each day of the cycle."""
    return in_turn(components(params.get("days"), "days"))


# What a list by day of the cycle is called, and what one day's entry of it is.
SINGULAR = {"rates": "mean", "means": "mean", "sds": "sd", "variances": "variance", "values": "value"}


def seasonal_family(params: Params, family: str) -> Demand:
    """`seasonal_poisson` and its like: one family, its parameters a list by day of the cycle."""
    lists = {key: values for key, values in params.items() if key in SINGULAR and isinstance(values, list)}
    lengths = {len(values) for values in lists.values()}
    if len(lengths) != 1 or lengths == {0}:
        raise InputError(f"seasonal_{family} needs lists of one length by day of the cycle, such as rates or means")
    fixed = {key: value for key, value in params.items() if key not in lists}
    every = [{SINGULAR[key]: values[day] for key, values in lists.items()} for day in range(lengths.pop())]
    return in_turn([component({**fixed, **one, "dist": family}, "demand of a day") for one in every])


def in_turn(parts: list[Demand]) -> Demand:
    """One part after the other, day by day, over and over."""

    def sample(rng: np.random.Generator, days: int, lanes: int) -> Array:
        demand = np.empty((days, lanes))
        for day, one in enumerate(parts):
            rows = demand[day :: len(parts)]
            rows[:] = one.sample(rng, len(rows), lanes)
        return demand

    if any(one.cycle > 1 for one in parts):
        raise InputError("a day of a seasonal demand can't be seasonal itself")
    constant, negative = all(one.constant for one in parts), any(one.negative for one in parts)
    return Demand(sample, len(parts), constant, negative)


def components(values: object, what: str) -> list[Demand]:
    if not isinstance(values, list) or not values:
        raise InputError(f"{what} must be a list of demands, got {plain(values)}")
    return [component(value, f"entry {place + 1} of {what}") for place, value in enumerate(values)]


def positive(params: Params, *names: str) -> float:
    return number(params, *names, least=1e-9)


def chance_of(params: Params, name: str) -> float:
    return number(params, name, least=1e-9, most=1)


def ends(params: Params) -> tuple[float, float]:
    low = number(params, "low", "min", "a")
    return low, number(params, "high", "max", "b", least=low)


def units(values: object) -> Array:
    return np.asarray(values, np.float64)


DEMANDS: dict[str, Callable[[Params], Demand]] = {
    "constant": constant,
    "normal": normal,
    "normal_truncated_at_0": normal_clipped,
    "lognormal": lognormal,
    "gamma": gamma,
    "exponential": exponential,
    "uniform": uniform,
    "uniform_integers": uniform_integers,
    "uniform_int": uniform_integers,
    "discrete_uniform": uniform_integers,
    "poisson": poisson,
    "negbin": negative_binomial,
    "binomial": binomial,
    "geometric": geometric,
    "discrete": discrete,
    "bernoulli": bernoulli,
    "intermittent": intermittent,
    "spike_mixture": spike_mixture,
    "mixture": mixture,
    "markov_modulated": markov_modulated,
    "compound_poisson": compound_poisson,
    "seasonal": seasonal,
}
