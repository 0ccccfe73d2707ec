"""Where the address must stand to be read through an envelope's window, in millimetres from the edge.

A4 folded in three slips inside its envelope; only what the window shows in every position counts.
長形3号 (120 × 235 mm, window 45 × 90 mm at 20/12 mm) and DL (110 × 220 mm, window at 20/50 mm).
"""

from dataclasses import dataclass

NAGA3, DL = "naga3", "dl"
FOLDS = (99, 198)


@dataclass(frozen=True)
class Place:
    x: int
    y: int
    width: int
    height: int


PLACES = {NAGA3: Place(23, 13, 63, 26), DL: Place(23, 54, 72, 26)}


def place_of(envelope: str) -> Place:
    return PLACES.get(envelope, PLACES[NAGA3])
