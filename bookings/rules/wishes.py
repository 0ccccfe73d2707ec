"""Whether a wish, or any wish for a day, can be asked for."""

from datetime import date

from bookings.rules.availability import Availability
from bookings.rules.days import coming_problem, day_problem, taken
from bookings.rules.hours import exact_span, minutes_of, no_room, part_span, time_problem
from bookings.rules.terms import Problem, Rules, Usable, Wish
from bookings.sentence import sentence


def opening_problem(
    rules: Rules, day: date, *, today: date, minutes: int, availability: Availability
) -> Problem | None:
    """Why no wish for that day can be accepted, whatever its hours; None: some can."""
    problem = day_problem(rules, day, today=today) or coming_problem(
        rules, day, availability=availability
    )
    if problem is not None:
        return problem
    hours = minutes_of(rules.day_from), minutes_of(rules.day_until)
    if hours[1] - hours[0] < minutes:
        return no_room(minutes)
    if not availability.fits(day, hours, minutes=minutes):
        return taken(day)
    return None


def wish_problem(
    rules: Rules,
    wish: Wish,
    *,
    minutes: int,
    usable: Usable,
    today: date,
    availability: Availability,
    agreed: bool = False,
) -> Problem | None:
    """Why one wish cannot be asked for, or None.

    `agreed`: the department has promised that time, so the season, its absences and lecturers are its
    own affair; the town's days and hours hold all the same.
    """
    problem = day_problem(rules, wish.day, today=today)
    if problem is None and not agreed:
        problem = coming_problem(rules, wish.day, availability=availability)
    if problem is None:
        problem = time_problem(rules, wish, minutes=minutes, usable=usable)
    if problem is None and not agreed:
        problem = taken_problem(
            rules, wish, minutes=minutes, usable=usable, availability=availability
        )
    return problem


def taken_problem(
    rules: Rules, wish: Wish, *, minutes: int, usable: Usable, availability: Availability
) -> Problem | None:
    if wish.starts is not None:
        free = availability.is_free(wish.day, exact_span(wish, minutes=minutes))
    else:
        hours = part_span(rules, wish, usable=usable)
        free = availability.fits(wish.day, hours, minutes=minutes)
    return None if free else taken(sentence("%(day)sのその時間", day=wish.day))
