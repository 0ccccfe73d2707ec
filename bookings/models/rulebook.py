"""Reads the conditions that hold for one lecture."""

from dataclasses import replace
from datetime import time
from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery

from accounts.once import once
from bookings.models import duty_reach
from bookings.models.request import BookingRequest, PreferredSlot
from bookings.models.session import LectureSession
from bookings.rules import House, MenuYear, Part, Rules, Usable
from lectures.following import hands_on_from, newer_menus
from lectures.models import Blackout, BookingRules, Centre, FiscalYear, Lecture, PartOfDay
from lectures.models.rules import SEASON_NAMES, laid_over, season_of

_NAMES = (
    "lead_days earliest_days min_people max_people weekends holidays day_from day_until quota"
).split()
_PART_NAMES = [f"{part}_{end}" for part in PartOfDay.values for end in ("from", "until", "start")]


def rules_for(lecture: Lecture) -> Rules:
    """The town's row, overridden where the lecture's own row says something.

    BookingRules.DoesNotExist: the town has not set its conditions yet.
    """
    key = ("rules", lecture.site_id, lecture.pk, lecture.department_id)
    return once(key, lambda: _read_rules(lecture), setting=True)


def rules_at(lecture: Lecture, centre: Centre | None) -> Rules:
    """The same where the place is known. BookingRules.DoesNotExist."""
    return replace(rules_for(lecture), house=house_of(centre))


def house_of(centre: Centre | None) -> House | None:
    """None: no centre of the town, or one that is never shut."""
    if centre is None:
        return None
    closing = once(("closing", centre.pk), lambda: centre.closing)
    return House(centre.name, closing) if closing else None


def centre_of(row: BookingRequest | LectureSession) -> Centre | None:
    """Of a request or a session; a room is its centre's."""
    return row.centre or (row.room.centre if row.room else None)


def _read_rules(lecture: Lecture) -> Rules:
    rows = BookingRules.objects.filter(Q(lecture__isnull=True) | Q(lecture=lecture.pk))
    found = {row.lecture_id: row for row in _with_menu_year(rows, lecture)}
    if None not in found:
        raise BookingRules.DoesNotExist
    said = laid_over(
        found[None], found.get(lecture.pk), names=[*_NAMES, *_PART_NAMES, *SEASON_NAMES]
    )
    blackouts = Blackout.objects.filter(lecture__isnull=True)
    blackouts |= Blackout.objects.filter(lecture=lecture.pk)
    return Rules(
        **{name: said[name] for name in _NAMES},
        parts={
            part: Part(said[f"{part}_from"], said[f"{part}_until"], said[f"{part}_start"])
            for part in PartOfDay.values
        },
        closed=(*(row.days for row in blackouts), *duty_reach.closed_days(lecture)),
        season=season_of(said),
        menu=_menu_year(found[None]),
    )


def _menu_year(row: Any) -> MenuYear | None:
    """None: of a talk off the menu whose year is not chosen yet."""
    if not row.menu_year:
        return None
    year, newer = row.menu_year, row.newer_menu
    return MenuYear(year, hands_on_from(year, chosen=row.next_menu_from, newer=newer))


def _with_menu_year(rows: QuerySet[BookingRules], lecture: Lecture) -> QuerySet[BookingRules]:
    """In the same query, because every answer reads the conditions."""
    year = FiscalYear.objects.filter(pk=lecture.fiscal_year_id)
    year = year.annotate(newer_menu=Exists(newer_menus()))
    return rows.annotate(
        menu_year=Subquery(year.values("year")),
        next_menu_from=Subquery(year.values("next_menu_from")),
        newer_menu=Subquery(year.values("newer_menu")),
    )


def of_taken(rules: Rules, request: BookingRequest | None) -> Rules:
    """For a request that was taken: what it asks for stays on the menu of then."""
    taken = request is not None and request.submitted_at is not None
    return replace(rules, menu=None) if taken else rules


def wishes_of(request: BookingRequest) -> list[PreferredSlot]:
    """The group's wishes, the first one first."""
    return once(("wishes", request.pk), lambda: list(request.wishes.order_by("rank")))


def usable_for(request: BookingRequest, *, rank: int | None) -> Usable:
    """The hours in which a start still meets the wish: the venue's, where the group said them.

    Where it did not: the wish's own part of the day or times; without a wish, the town's hours.
    """
    rules = rules_for(request.lecture)
    wish = next((row for row in wishes_of(request) if row.rank == rank), None)
    opens: time | None = rules.day_from
    closes: time | None = rules.day_until
    if wish is not None and wish.part:
        opens, closes = rules.parts[wish.part].opens, rules.parts[wish.part].closes
    elif wish is not None:
        opens, closes = wish.starts, wish.ends
    return Usable(request.usable_from or opens, request.usable_until or closes)
