"""A model solved level by level by HiGHS, in a process of its own with a limit of time and memory.

Neighbouring levels a before b are solved as one, with the cost a × (B + 1) + b, where b lies in
0..B for every plan. That is the same order: if a < a' then, both whole,
a × (B + 1) + b ≤ (a' - 1) × (B + 1) + B < a' × (B + 1) ≤ a' × (B + 1) + b'; and if a = a', b decides.
Only levels whose costs stay below LARGEST are joined: HiGHS counts with 1e-7.
"""

import json
import os
import subprocess
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bookings.matching.figures import LEVELS
from bookings.matching.model import Model

LARGEST = 100_000
GRACE = 10.0
CHILD = Path(__file__).with_name("highs.py")


@dataclass(frozen=True)
class Level:
    """Joined levels by name, their one cost a column, and how much the cost can differ.

    The level of load has no costs of its own: its steps are made when it is reached.
    """

    names: tuple[str, ...]
    costs: dict[int, int]
    spread: int

    @property
    def steps(self) -> bool:
        return self.names == ("load",)


@dataclass(frozen=True)
class Solved:
    """One solved level; `bound` None: not even a bound was found in time."""

    names: tuple[str, ...]
    value: int
    bound: int | None
    chosen: list[int]
    seconds: float
    megabytes: int

    @property
    def proven(self) -> bool:
        return self.bound is not None and self.bound >= self.value


def available() -> bool:
    return find_spec("highspy") is not None


def joined(model: Model, spreads: dict[str, int]) -> list[Level]:
    """The levels that have a cost, neighbours joined where the numbers stay small."""
    found: list[Level] = []
    for name in LEVELS:
        costs, spread = model.costs[name], spreads[name]
        if name == "load":
            found.append(Level((name,), {}, spread))
        elif costs and found and _may_join(found[-1], costs, spread):
            found[-1] = _join(found[-1], name, costs, spread)
        elif costs:
            found.append(Level((name,), dict(costs), spread))
    return found


def _may_join(before: Level, costs: dict[int, int], spread: int) -> bool:
    if before.steps:
        return False
    largest = max(map(abs, before.costs.values())) * (spread + 1)
    return largest + max(map(abs, costs.values())) <= LARGEST


def _join(before: Level, name: str, costs: dict[int, int], spread: int) -> Level:
    together = {column: cost * (spread + 1) for column, cost in before.costs.items()}
    for column, cost in costs.items():
        together[column] = together.get(column, 0) + cost
    return Level((*before.names, name), together, before.spread * (spread + 1) + spread)


def solve(
    model: Model, levels: Sequence[Level], *, start: list[int], seconds: float, megabytes: int
) -> list[Solved]:
    """What was solved in time, level after level. Nothing if the process fails at once."""
    task = written(model, levels, start, seconds=seconds, megabytes=megabytes)
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-I", str(CHILD)], env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        try:
            answer, _ = child.communicate(task, timeout=seconds + GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            answer, _ = child.communicate()
    answers = [json.loads(line) for line in answer.splitlines() if line.endswith(b"}")]
    return [
        Solved(level.names, **answer) for level, answer in zip(levels, answers, strict=False)
    ]  # fmt: skip


def written(
    model: Model, levels: Sequence[Level], start: Sequence[int], *, seconds: float, megabytes: int
) -> bytes:
    """What `highs.py` reads: one line of JSON with the sizes, then the arrays one after the other."""
    low, high = [-1e30] * len(model.requests), [1.0] * len(model.requests)
    starts, index, value = array("i", [0]), array("i"), array("d")
    for columns in model.requests:
        index.extend(columns)
        value.extend([1.0] * len(columns))
        starts.append(len(index))
    for row in model.rows:
        index.extend(row.columns)
        value.extend(row.values)
        starts.append(len(index))
    low += [row.lower for row in model.rows]
    high += [row.upper for row in model.rows]
    told = [_level(model, level) for level in levels]
    head = {
        "columns": model.columns, "rows": len(low), "nonzeros": len(index), "start": len(start),
        "requests": len(model.requests), "levels": [sizes for sizes, _ in told],
        "seconds": seconds, "megabytes": megabytes,
    }  # fmt: skip
    parts = [array("d", low), array("d", high), starts, index, value, array("i", start)]
    parts += [part for _, arrays in told for part in arrays]
    return json.dumps(head).encode() + b"\n" + b"".join(part.tobytes() for part in parts)


def _level(model: Model, level: Level) -> tuple[dict[str, int], list[array]]:
    if not level.steps:
        arrays = [array("i", level.costs), array("i", level.costs.values())]
        return {"columns": len(level.costs)}, arrays
    ends, members = array("i", [0]), array("i")
    for _, columns in model.load.values():
        members.extend(columns)
        ends.append(len(members))
    loads = array("i", [load for load, _ in model.load.values()])
    return {"groups": len(loads), "columns": len(members)}, [loads, ends, members]
