"""The process that solves: a model and its levels in, one line of JSON a solved level out.

Started by `solving.py` by its path, apart from everything: it imports HiGHS and numpy only, may use so
much memory and no more, and may be ended at any moment; the lines it has written stand.

Each level is minimised among the solutions that are best on all levels before it. With z the optimum of
a level's linear relaxation, r ≥ 0 the reduced costs and d the duals, every solution costs z plus the sum
of r over what leaves its bound plus d times the slack of the rows. So if the whole-number optimum
equals z, the solutions that reach it are exactly those with no column of r > 0 off its bound and no row
of d ≠ 0 slack: these are fixed, and the next level starts from a smaller model. Costs are whole
numbers: what the tolerance of 1e-5 lets through cannot add up to 1. Otherwise a row keeps the level
at its optimum, and columns with z + r above it are fixed.

Where a level's cost stands on the requests' own columns alone, the sum of each request's cheapest
column is a bound too, with reduced costs of its own; if the best plan so far reaches it, nothing needs
to be solved.
"""

import json
import resource
import sys
import time
from itertools import pairwise
from math import ceil
from typing import Any

import highspy
import numpy as np

TOLERANCE = 1e-5
WHOLE = 1e-6
OPTIONS: dict[str, Any] = {
    "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 1,
    "mip_rel_gap": 0.0, "mip_abs_gap": 0.99,
}  # fmt: skip
Relaxed = tuple[float, np.ndarray, np.ndarray, np.ndarray]


class Levels:
    """One HiGHS model, narrowed level by level. Its first rows are the requests', at most 1 each."""

    def __init__(self, model: Any, *, start: np.ndarray, requests: int, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.integers = model.num_col_
        self.lower, self.upper = np.zeros(self.integers), np.ones(self.integers)
        self.row_lower, self.row_upper = np.array(model.row_lower_), np.array(model.row_upper_)
        ends = np.array(model.a_matrix_.start_)[: requests + 1]
        self.own = np.array(model.a_matrix_.index_)[: ends[-1]]
        self.owner = np.repeat(np.arange(requests), np.diff(ends))
        self.best = np.zeros(self.integers)
        self.best[start] = 1
        self.highs = highspy.Highs()
        for name, value in OPTIONS.items():
            self.highs.setOptionValue(name, value)
        self.highs.passModel(model)

    def left(self) -> float:
        return self.until - time.monotonic()

    def solve(self, cost: np.ndarray) -> dict[str, Any]:
        """Minimise one level; what is best so far becomes no worse. Tells value, bound, columns at 1."""
        relaxed = self._separate(cost) or self._relax(cost)
        bound = None if relaxed is None else relaxed[0]
        if bound is not None and self._value(cost) > bound + WHOLE:
            bound = self._branch(cost, bound)
        value = self._value(cost)
        self._keep(cost, value, relaxed)
        least = None if bound is None else min(value, ceil(bound - TOLERANCE))
        chosen = np.flatnonzero(self.best[: self.integers] > 0.5).tolist()
        return {"value": value, "bound": least, "chosen": chosen}

    def _value(self, cost: np.ndarray) -> int:
        return round(float(cost @ self.best))

    def _separate(self, cost: np.ndarray) -> Relaxed | None:
        """The bound of each request for itself, if the best plan so far reaches it."""
        if not np.isin(np.flatnonzero(cost), self.own).all():
            return None
        count = self.owner[-1] + 1
        must = self.row_lower[:count] > 0.5
        cheapest = np.full(count, np.inf)
        open_ = np.where(self.upper[self.own] > 0.5, cost[self.own], np.inf)
        np.minimum.at(cheapest, self.owner, open_)
        cheapest = np.where(must, cheapest, np.minimum(cheapest, 0))
        if not np.isfinite(cheapest).all() or cheapest.sum() < self._value(cost) - WHOLE:
            return None
        columns, rows = np.zeros(len(cost)), np.zeros(len(self.row_lower))
        columns[self.own] = cost[self.own] - cheapest[self.owner]
        rows[:count] = cheapest
        return float(cheapest.sum()), columns, rows, self.best

    def _relax(self, cost: np.ndarray) -> Relaxed | None:
        """The optimum of the linear relaxation; its solution is taken if it is whole."""
        everything = np.arange(len(cost), dtype=np.int32)
        highs = self.highs
        highs.changeColsCost(len(cost), everything, cost)
        highs.changeColsBounds(len(cost), everything, self.lower, self.upper)
        rows = np.arange(len(self.row_lower), dtype=np.int32)
        highs.changeRowsBounds(len(rows), rows, self.row_lower, self.row_upper)
        # Much is fixed since the level before: presolving afresh beats going on from its basis.
        highs.clearSolver()
        if not self._run() or highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        values = np.array(solution.col_value)
        self._take(cost, values)
        duals = np.array(solution.col_dual), np.array(solution.row_dual)
        return float(cost @ values), *duals, values

    def _take(self, cost: np.ndarray, values: np.ndarray) -> None:
        """Make this the best plan if it is whole and no worse."""
        whole = np.round(values[: self.integers])
        off = np.abs(values[: self.integers] - whole).max(initial=0)
        if off < WHOLE and cost @ values < cost @ self.best + WHOLE:
            self.best = np.concatenate([whole, values[self.integers :]])

    def _branch(self, cost: np.ndarray, bound: float) -> float:
        """Branch and cut; returns a better bound, takes a better plan."""
        highs = self.highs
        self._make(highspy.HighsVarType.kInteger)
        start = highspy.HighsSolution()
        start.col_value = self.best.tolist()
        highs.setSolution(start)
        if self._run():
            info = highs.getInfo()
            bound = max(bound, info.mip_dual_bound)
            if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                self._take(cost, np.array(highs.getSolution().col_value))
        self._make(highspy.HighsVarType.kContinuous)
        return bound

    def _make(self, kind: Any) -> None:
        which = np.arange(self.integers, dtype=np.int32)
        self.highs.changeColsIntegrality(self.integers, which, np.full(self.integers, kind))

    def _run(self) -> bool:
        if self.left() < 0.1:
            return False
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + self.left())
        self.highs.run()
        return True

    def _keep(self, cost: np.ndarray, value: int, relaxed: Relaxed | None) -> None:
        """Leave only solutions as good as this value on this level."""
        if relaxed is None:
            self._row(cost, value)
            return
        bound, columns, rows, values = relaxed
        spare = max(0.0, value - bound)
        low = (columns > spare + TOLERANCE) & (values < 0.5)
        high = (columns < -spare - TOLERANCE) & (values > 0.5)
        self.upper[low] = self.lower[low]
        self.lower[high] = self.upper[high]
        if spare > 10 * WHOLE:
            self._row(cost, value)
            return
        # A positive dual holds a row at its lower end, a negative one at its upper end.
        ends = (rows > TOLERANCE) & np.isfinite(self.row_lower), rows < -TOLERANCE
        self.row_upper = np.where(
            ends[0] & (self.row_lower > -1e20), self.row_lower, self.row_upper
        )
        self.row_lower = np.where(ends[1], self.row_upper, self.row_lower)

    def _row(self, cost: np.ndarray, value: int) -> None:
        where = np.flatnonzero(cost).astype(np.int32)
        self.highs.addRow(-highspy.kHighsInf, value, len(where), where, cost[where])
        self.row_lower = np.append(self.row_lower, -highspy.kHighsInf)
        self.row_upper = np.append(self.row_upper, float(value))

    def add_steps(self, groups: list[np.ndarray], loads: np.ndarray, least: int) -> np.ndarray:
        """Steps of load for each lecturer's columns; the cost of the level that they make."""
        taken = [round(float(self.best[group].sum())) for group in groups]
        many = most_steps([len(group) for group in groups], loads, taken, least)
        for group, most, now in zip(groups, many, taken, strict=True):
            first = len(self.best)
            steps = np.arange(first, first + most, dtype=np.int32)
            self.highs.addCols(
                most, np.zeros(most), np.zeros(most), np.ones(most), 0,
                np.zeros(most, dtype=np.int32), np.array([], dtype=np.int32), np.array([]),
            )  # fmt: skip
            index = np.concatenate([group, steps]).astype(np.int32)
            value = np.concatenate([np.ones(len(group)), -np.ones(most)])
            self.highs.addRow(0, 0, len(index), index, value)
            self.lower = np.append(self.lower, np.zeros(most))
            self.upper = np.append(self.upper, np.ones(most))
            self.best = np.append(self.best, np.arange(most) < now)
        self.row_lower = np.append(self.row_lower, np.zeros(len(groups)))
        self.row_upper = np.append(self.row_upper, np.zeros(len(groups)))
        costs = [2 * (load + np.arange(most)) + 1 for load, most in zip(loads, many, strict=True)]
        return np.concatenate([np.zeros(self.integers), *costs])


def most_steps(sizes: list[int], loads: np.ndarray, taken: list[int], least: int) -> list[int]:
    """How many sessions each lecturer can have in a plan no worse than the one that is `taken`.

    With k for one of them, the others give at least `least` - k, at best by the cheapest steps of all:
    if even that costs more than the plan at hand, k is too many.
    """
    worth = sum((load + now) ** 2 - load**2 for load, now in zip(loads, taken, strict=True))
    steps = np.sort(np.concatenate([
        2 * (load + np.arange(size)) + 1 for load, size in zip(loads, sizes, strict=True)
    ]))  # fmt: skip
    cheapest = np.concatenate([[0], np.cumsum(steps)])
    found = []
    for load, size in zip(loads, sizes, strict=True):
        k = np.arange(1, size + 1)
        costs = (load + k) ** 2 - load**2 + cheapest[np.maximum(least - k, 0)]
        found.append(int((costs <= worth).sum()))
    return found


def read(kind: str, count: int) -> np.ndarray:
    return np.frombuffer(sys.stdin.buffer.read(count * np.dtype(kind).itemsize), dtype=kind)


def read_model(task: dict[str, Any]) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = task["columns"], task["rows"]
    lp.col_cost_, lp.col_lower_ = np.zeros(task["columns"]), np.zeros(task["columns"])
    lp.col_upper_ = np.ones(task["columns"])
    lp.row_lower_, lp.row_upper_ = read("f8", task["rows"]), read("f8", task["rows"])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = read("i4", task["rows"] + 1)
    lp.a_matrix_.index_ = read("i4", task["nonzeros"])
    lp.a_matrix_.value_ = read("f8", task["nonzeros"])
    return lp


def main() -> None:
    started = time.monotonic()
    task = json.loads(sys.stdin.buffer.readline())
    allowed = task["megabytes"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    model = read_model(task)
    levels = Levels(
        model, start=read("i4", task["start"]), requests=task["requests"], seconds=task["seconds"]
    )
    del model
    for level in task["levels"]:
        answer = levels.solve(read_level(levels, level))
        answer["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        answer["seconds"] = round(time.monotonic() - started, 3)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def read_level(levels: Levels, level: dict[str, int]) -> np.ndarray:
    """The cost of every column."""
    if "groups" in level:
        loads, ends = read("i4", level["groups"]), read("i4", level["groups"] + 1)
        members = read("i4", level["columns"])
        groups = [members[first:end] for first, end in pairwise(ends)]
        served = round(float(levels.best[levels.own].sum()))
        return levels.add_steps(groups, loads.astype(int), served)
    where, what = read("i4", level["columns"]), read("i4", level["columns"])
    cost = np.zeros(len(levels.best))
    cost[where] = what
    return cost


if __name__ == "__main__":
    main()
