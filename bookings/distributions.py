"""Distributions over whole numbers, and their exact sums. Pure arithmetic."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, lgamma, log

TINY = 1e-7  # of the probability is cut off at either end


@dataclass(frozen=True)
class Numbers:
    """The probability of `start`, of `start + 1` and so on."""

    start: int
    weights: Sequence[float]

    def mean(self) -> float:
        return sum(number * weight for number, weight in enumerate(self.weights, self.start)) / sum(
            self.weights
        )

    def variance(self) -> float:
        mean = self.mean()
        squares = (
            (number - mean) ** 2 * weight for number, weight in enumerate(self.weights, self.start)
        )
        return sum(squares) / sum(self.weights)


def certain(number: int) -> Numbers:
    return Numbers(number, (1.0,))


def both(one: Numbers, other: Numbers) -> Numbers:
    """The sum of two independent numbers."""
    if len(one.weights) > len(other.weights):
        one, other = other, one
    weights = [0.0] * (len(one.weights) + len(other.weights) - 1)
    for shift, weight in enumerate(one.weights):
        for place, more in enumerate(other.weights, start=shift):
            weights[place] += weight * more
    return _trimmed(one.start + other.start, weights)


def quantile(one: Numbers, other: Numbers, part: float) -> int:
    """The smallest number that their sum does not exceed with at least that probability.

    Searched for, without making the whole sum: `other` may be long.
    """
    so_far = list(accumulate(other.weights))
    last = len(so_far) - 1

    def below(number: int) -> float:
        return sum(
            weight * so_far[min(number - mine - other.start, last)]
            for mine, weight in enumerate(one.weights, one.start)
            if number - mine >= other.start
        )

    first = one.start + other.start
    numbers = range(first, first + len(one.weights) + last)
    return numbers[bisect_left(numbers[:-1], part * below(numbers[-1]), key=below)]


def beta_binomial(number: int, kept: float, lost: float) -> Numbers:
    """How many of `number` are kept, where the share kept is itself only known as beta(kept, lost)."""

    def weight(k: int) -> float:
        ways = lgamma(number + 1) - lgamma(k + 1) - lgamma(number - k + 1)
        return exp(
            ways + lgamma(k + kept) + lgamma(number - k + lost) - lgamma(number + kept + lost)
            - lgamma(kept) - lgamma(lost) + lgamma(kept + lost)
        )  # fmt: skip

    return _trimmed(0, [weight(k) for k in range(number + 1)])


def negative_binomial(mean: float, variance: float) -> Numbers:
    """With that mean and that variance; at least as wide as chance alone (Poisson's) makes it."""
    if mean < 1e-9:
        return certain(0)
    shape = mean**2 / max(variance - mean, mean * 1e-3)
    share = mean / (mean + shape)
    logarithm = shape * log(1 - share)
    weights, so_far = [], 0.0
    while (so_far < 1 - TINY or len(weights) < mean) and len(weights) < 20 * (mean + 10):
        weights.append(exp(logarithm))
        so_far += weights[-1]
        logarithm += log(share * (len(weights) - 1 + shape) / len(weights))
    return _trimmed(0, weights)


def _trimmed(start: int, weights: Sequence[float]) -> Numbers:
    """Without the ends that hardly ever happen: sums stay short."""
    first, last = 0, len(weights)
    low = high = 0.0
    while last - first > 1 and low + weights[first] < TINY:
        low += weights[first]
        first += 1
    while last - first > 1 and high + weights[last - 1] < TINY:
        high += weights[last - 1]
        last -= 1
    return Numbers(start + first, weights[first:last])
