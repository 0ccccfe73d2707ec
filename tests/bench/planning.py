"""Plans of made-up towns: against first come, first served and against greedy; and one request's proposals.

The towns are the same on every machine (`towns.py`); seconds and megabytes are this machine's. Every plan
is checked against the hard rules; one that broke any would stop the measuring.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable

from bookings.matching.figures import figures
from bookings.matching.greedy import first_come, scarce_first
from bookings.matching.planning import plan
from bookings.matching.problem import Problem, Session
from bookings.matching.proposals import proposals
from bookings.matching.timetable import Timetable
from bookings.matching.verify import breaches
from tests.bench.towns import busy_year, town

# Requests, lecturers, days that wishes fall on, seconds that the plan may take.
SIZES = ((100, 50, 60, 60), (1000, 50, 60, 60), (1000, 200, 60, 60), (5000, 500, 240, 120))
HEAD = """| requests × lecturers | plan | served | first wishes | load Gini | travel | seconds | proven | MB |
|---|---|---:|---:|---:|---:|---:|---|---:|"""


def main() -> int:
    print(f"{HEAD}", flush=True)
    for requests, lecturers, days, seconds in SIZES:
        problem = town(requests, lecturers, days=days)
        name = f"{requests:,} × {lecturers}"
        for what, make in (("first come, first served", first_come), ("greedy", scarce_first)):
            print(f"| {name} | {what} | {simple(problem, make)} | | |", flush=True)
        print(f"| {name} | **plan** | {solved(problem, seconds)} |", flush=True)
    print(f"\n{one_request()}")
    print("load {:.1f} {:.1f} {:.1f} on {} cores".format(*os.getloadavg(), os.cpu_count()))
    return 0


def simple(problem: Problem, make: Callable[[Problem], list[Session]]) -> str:
    started = time.perf_counter()
    sessions = make(problem)
    return cells(problem, sessions, time.perf_counter() - started)


def solved(problem: Problem, seconds: float) -> str:
    found = plan(problem, seconds=seconds)
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    gap = "unknown" if found.gap is None else f"{found.gap:.3%}"
    proven = "yes" if found.proven else f"no, gap {gap}"
    return (
        f"{cells(problem, found.sessions, found.seconds)} | {proven} | {mine} + {found.megabytes}"
    )


def cells(problem: Problem, sessions: list[Session] | tuple[Session, ...], seconds: float) -> str:
    if broken := breaches(problem, sessions):
        sys.exit(f"the plan breaks {broken[0]}")
    told = figures(problem, sessions)
    first = told["by_wish"].get("1", 0) / told["requests"]
    return (
        f"{told['served']:,} | {first:.1%} | {told['load_gini']:.3f} "
        f"| {told['travel_minutes']:,} min | {seconds:.1f}"
    )


def one_request() -> str:
    """Milliseconds, median of nine: from the problem alone, and beside a timetable that is there."""
    problem = busy_year(5000, 500)
    ready = Timetable(problem)
    anew = median(lambda: proposals(problem, problem.requests[0]))
    there = median(lambda: proposals(problem, problem.requests[0], timetable=ready))
    return (
        "One request's proposals with 500 lecturers and 5,000 sessions a year: "
        f"{anew:.0f} ms from the problem alone; {there:.1f} ms beside a timetable that is there."
    )


def median(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(9):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
