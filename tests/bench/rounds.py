"""A measurement: five rounds, the median told. Nothing here asserts a time."""

import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 5


def milliseconds(rounds: Iterable[list[Callable[[], Any]]]) -> float:
    """The median over the rounds of the mean time of one call."""
    means = []
    for calls in rounds:
        started = time.perf_counter()
        for call in calls:
            call()
        means.append((time.perf_counter() - started) * 1000 / len(calls))
    return median(means)


def statements(call: Callable[[], Any]) -> int:
    """How many SQL statements one call makes."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
