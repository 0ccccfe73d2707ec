"""機構改革と異動: what happens to departments and lecturers on a day, and the rows that say so.

Nothing is deleted: what ends keeps its rows and its history. What follows for requests and sessions
is asked of the rows by `bookings`; this package knows neither.
"""

from lectures.reorganising.addresses import keep_old_address
from lectures.reorganising.changes import Change, Fate, problems_of, with_codes
from lectures.reorganising.departments import NotApplied, known, reorganise
from lectures.reorganising.heirs import name_successor
from lectures.reorganising.lecturers import Move, move_lecturers, steps_of
from lectures.reorganising.returning import planned_transfers, undo_transfer
from lectures.reorganising.sheets import departments_in, lecturers_in
from lectures.reorganising.undoing import planned, undo

__all__ = [
    "Change",
    "Fate",
    "Move",
    "NotApplied",
    "departments_in",
    "keep_old_address",
    "known",
    "lecturers_in",
    "move_lecturers",
    "name_successor",
    "planned",
    "planned_transfers",
    "problems_of",
    "reorganise",
    "steps_of",
    "undo",
    "undo_transfer",
    "with_codes",
]
