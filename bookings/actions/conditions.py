"""Whether what a submission says keeps the conditions. Reads the rules and who is free."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from bookings.actions.moves import Refused
from bookings.actions.particulars import Particulars
from bookings.models import BookingRequest
from bookings.models.openings import availability_for
from bookings.models.rulebook import of_taken, rules_at
from bookings.rules import (
    HOUSE_SHUT,
    Availability,
    Days,
    Problem,
    Rules,
    Wish,
    people_problem,
    waived,
    wish_problem,
)
from bookings.spelling.classes import SpelledClass, span_of
from lectures.models import Centre, OfficeSettings, Room
from lectures.zones import local


class RulesBroken(Refused):
    """`problems`: (field, Problem) pairs; field is people, venue, or wish-<rank>."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.sentence for _field, problem in self.problems))


def problems_of(
    rules: Rules,
    particulars: Particulars,
    *,
    minutes: int,
    phone: str,
    today: date,
    availability: Availability,
) -> list[tuple[str, Problem]]:
    """Every rule that the particulars break, with the field that it stands beside."""
    found: list[tuple[str, Problem | None]] = [
        ("people", people_problem(rules, particulars.people, phone=phone))
    ]
    for rank, wish in enumerate(particulars.wishes, start=1):
        problem = wish_problem(
            rules,
            wish,
            minutes=minutes,
            usable=particulars.usable,
            today=today,
            availability=availability,
            agreed=bool(particulars.agreed_with),
        )
        shut = problem is not None and problem.code == HOUSE_SHUT
        found.append(("venue" if shut else f"wish-{rank}", problem))
    return [(field, problem) for field, problem in found if problem is not None]


def refuse_broken_rules(
    request: BookingRequest, particulars: Particulars, *, at: datetime, waive: Collection[str] = ()
) -> list[str]:
    """RulesBroken; else a sentence for each broken rule that was waived."""
    lecture = request.lecture
    if not particulars.wishes:
        raise RulesBroken([("wish-1", Problem("none", _("第1希望の日をえらんでください。")))])
    phone = OfficeSettings.objects.values_list("phone", flat=True).get(site_id=lecture.site_id)
    centre = Centre.objects.filter(pk=_centre_id(particulars)).first()
    rules = of_taken(rules_at(lecture, centre), request)
    known = availability_for(lecture, days=_span_of(particulars.wishes), at=at, but=request)

    def problems(codes: Collection[str]) -> list[tuple[str, Problem]]:
        eased, free = waived(rules, known, codes)
        return problems_of(
            eased,
            particulars,
            minutes=minutes_of(particulars.classes) or lecture.minutes,
            phone=phone,
            today=local(at).date(),
            availability=free,
        )

    if broken := problems(waive):
        raise RulesBroken(broken)
    others = {code: problems(set(waive) - {code}) for code in sorted(set(waive))}
    return [
        _("決まりの外で受け付けました：%(rule)s") % {"rule": problem.sentence}
        for found in others.values()
        for _field, problem in found
    ]


def _centre_id(particulars: Particulars) -> int | None:
    if particulars.room_id and not particulars.centre_id:
        return Room.objects.values_list("centre_id", flat=True).get(pk=particulars.room_id)
    return particulars.centre_id


def _span_of(wishes: Sequence[Wish]) -> Days:
    return Days(min(wish.day for wish in wishes), max(wish.day for wish in wishes))


def minutes_of(classes: Sequence[SpelledClass]) -> int:
    """From the first class's beginning to the last one's end; 0 without classes."""
    span = span_of(tuple(classes))
    if span is None:
        return 0
    first, last = (moment.hour * 60 + moment.minute for moment in span)
    return last - first
