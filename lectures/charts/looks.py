"""How marks look: never by colour alone. The style sheet and the paper both follow this table.

A fill is solid, empty or a pattern; a line has dashes of its own. Names are classes of CSS.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """A square tile of `size` px with strokes `d`, `width` px thick."""

    size: int
    d: str
    width: float


def _hatch(size: int, width: float, *, crossed: bool = False) -> Pattern:
    strokes = f"M-2,2L2,-2M0,{size}L{size},0M{size - 2},{size + 2}L{size + 2},{size - 2}"
    if crossed:
        strokes += f"M-2,{size - 2}L2,{size + 2}M0,0L{size},{size}M{size - 2},-2L{size + 2},2"
    return Pattern(size, strokes, width)


# Solid where there is no pattern.
PATTERNS = {
    "planned": _hatch(8, 2),
    "asked": _hatch(8, 2),
    "cancelled": Pattern(6, "M2,3h2", 2),
    "postponed": Pattern(8, "M4,0v8", 2),
    "imported": Pattern(6, "M0,3h6", 2),
    "band": Pattern(8, "M3,2h2M7,6h2M-1,6h2", 1.5),
    "step1": Pattern(10, "M4,5h2", 2),
    "step2": _hatch(10, 1.5),
    "step3": _hatch(6, 1.75),
    "step4": _hatch(6, 2, crossed=True),
}
SOLID = ("done", "need", "step5", "target-mark")
EMPTY = ("track", "missing", "step0", "plate")
DASHED = ("planned", "missing", "step0")  # outlines
NO_EDGE = ("band", "plate", "done", "need", "target-mark")
FILLS = (*PATTERNS, *SOLID, *EMPTY)

# Dashes of lines, in px: none is a full line.
LINES: dict[str, tuple[str, float]] = {
    "done": ("", 3), "planned": ("2 6", 3), "forecast": ("12 4 2 4", 3), "target": ("9 5", 2.5),
    "before": ("", 1.5), "second": ("14 4", 3), "third": ("4 4", 3), "fourth": ("10 3 2 3 2 3", 3),
    "axis": ("", 1), "grid": ("", 1), "leader": ("", 1), "break": ("5 4", 2),
}  # fmt: skip
# The shape at the end of a line.
SHAPES = {
    "done": "round", "planned": "hollow", "forecast": "hollow", "target": "diamond",
    "before": "square", "second": "square", "third": "diamond", "fourth": "hollow",
}  # fmt: skip
GREY = ("target", "before", "axis", "grid", "leader", "break")
