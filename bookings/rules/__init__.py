"""申込条件 as pure functions: which days, hours and numbers of people a town accepts.

No database, no HTTP, no clock: `today` is an argument, times are the venue's local times.
Every refusal is a `Problem` whose sentence tells the citizen what to do. What a month offers
(`opening_problem`) and what sending refuses (`wish_problem`) ask the same questions.
"""

from bookings.rules.availability import Availability, Days, Diary, Host
from bookings.rules.days import (
    BEFORE_MENU,
    HOUSE_SHUT,
    NEXT_MENU,
    coming_problem,
    day_problem,
    first_day,
    house_problem,
    last_day,
    last_day_to_send,
)
from bookings.rules.hours import (
    clock_words,
    hours_problem,
    minutes_of,
    open_parts,
    time_problem,
    window,
    within_usable,
)
from bookings.rules.people import people_problem
from bookings.rules.slots import exact_slot, is_exact, slot_problem
from bookings.rules.terms import House, MenuYear, Part, Problem, Rules, Slot, Usable, Wish
from bookings.rules.waiving import WAIVABLE, waived
from bookings.rules.wishes import opening_problem, wish_problem
from lectures.working_days import Closed

__all__ = [
    "BEFORE_MENU",
    "HOUSE_SHUT",
    "NEXT_MENU",
    "WAIVABLE",
    "Availability",
    "Closed",
    "Days",
    "Diary",
    "Host",
    "House",
    "MenuYear",
    "Part",
    "Problem",
    "Rules",
    "Slot",
    "Usable",
    "Wish",
    "clock_words",
    "coming_problem",
    "day_problem",
    "exact_slot",
    "first_day",
    "hours_problem",
    "house_problem",
    "is_exact",
    "last_day",
    "last_day_to_send",
    "minutes_of",
    "open_parts",
    "opening_problem",
    "people_problem",
    "slot_problem",
    "time_problem",
    "waived",
    "window",
    "wish_problem",
    "within_usable",
]  # fmt: skip
