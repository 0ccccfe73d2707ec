"""What a department may accept: the asked slot or another wish, and who is free then. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bookings.emails import facts
from bookings.models import Allocation, Assignment, LectureSession
from bookings.rules import Slot
from bookings.status import AllocationState, AssignmentRole, SessionState
from lectures.eras import clock_time, time_range
from lectures.models import Absence, Lecturer
from lectures.zones import local, venue_zone

ASKED = "asked"


@dataclass(frozen=True)
class Offer:
    """One slot to accept. `value` is what the form sends; `others` are that day's other sessions.

    `part`: the group wished a part of the day; the start must be given, `slot` is only the usual.
    """

    value: str
    name: str
    slot: Slot
    rank: int | None
    part: str = ""
    others: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        return self.part or facts.when(self.slot.starts_at, self.slot.ends_at)

    @property
    def day(self) -> date:
        return local(self.slot.starts_at).date()


@dataclass(frozen=True)
class Candidate:
    """A lecturer of the department; `note` says at which of the offers somebody else has them."""

    lecturer: Lecturer
    note: str


def offers_of(assignment: Assignment, *, at: datetime) -> list[Offer]:
    """The asked slot first, then the other wishes that are still to come."""
    asked = Slot(assignment.starts_at, assignment.ends_at)
    # Named by its wish, so that a page which is a little older still names the same slot.
    found = [Offer(_value(assignment.rank), _("この日時"), asked, None)]
    if assignment.role == AssignmentRole.LECTURE:
        for wish in facts.wishes(assignment.request):
            slot, rank = wish["slot"], wish["rank"]
            if slot and rank != assignment.rank and slot.starts_at > at and slot != asked:
                name = _("第%(rank)d希望") % {"rank": rank}
                found.append(Offer(_value(rank), name, slot, rank, _part(wish)))
    sessions = _sessions(assignment, days=[offer.day for offer in found])
    return [replace(offer, others=sessions.get(offer.day, ())) for offer in found]


def candidates_of(
    assignment: Assignment, offers: Iterable[Offer], *, at: datetime
) -> list[Candidate]:
    """Everybody who belongs to the department on one of the days, by name."""
    offers = list(offers)
    members: dict[int, Lecturer] = {}
    for day in sorted({offer.day for offer in offers}):
        for lecturer in Lecturer.objects.of(assignment.department, on=day):
            members[lecturer.pk] = lecturer
    taken, away = _taken(members, offers, at=at), _away(members, offers)
    ordered = sorted(members.values(), key=lambda row: (row.kana or row.name, row.pk))
    return [Candidate(row, _note(row.pk, offers, taken=taken, away=away)) for row in ordered]


def _part(wish: dict[str, Any]) -> str:
    """12月21日（月）午後（13時〜17時のあいだ）; empty where the wish has an exact time."""
    if wish["exact"]:
        return ""
    opens, closes = wish["window"]
    return _("%(day)s%(part)s（%(from)s〜%(until)sのあいだ）") % {
        "day": wish["day"],
        "part": wish["part"],
        "from": clock_time(opens),
        "until": clock_time(closes),
    }


def _value(rank: int | None) -> str:
    return f"wish-{rank}" if rank else ASKED


def _sessions(assignment: Assignment, *, days: list[date]) -> dict[date, tuple[str, ...]]:
    """Where the department already goes on these days."""
    rows = (
        LectureSession.objects.filter(
            department=assignment.department,
            state=SessionState.PLANNED,
            starts_at__gte=_midnight(min(days)),
            starts_at__lt=_midnight(max(days) + timedelta(days=1)),
        )
        .exclude(request=assignment.request)
        .select_related("lecture", "room__centre", "centre")
        .order_by("starts_at", "pk")
    )
    found: dict[date, tuple[str, ...]] = {}
    for row in rows:
        starts, ends = local(row.starts_at), local(row.ends_at)
        line = f"{time_range(starts, ends)} {row.lecture.title}（{row.venue}）"
        found[starts.date()] = (*found.get(starts.date(), ()), line)
    return found


def _taken(members: Iterable[int], offers: list[Offer], *, at: datetime) -> set[tuple[int, str]]:
    """(lecturer, offer) pairs that would clash."""
    rows = Allocation.objects.filter(
        resource__lecturer__in=list(members),
        state__in=[AllocationState.HOLD, AllocationState.CONFIRMED],
        starts_at__lt=max(offer.slot.ends_at for offer in offers),
        ends_at__gt=min(offer.slot.starts_at for offer in offers),
    ).exclude(state=AllocationState.HOLD, expires_at__lte=at)
    times = rows.values_list("resource__lecturer", "starts_at", "ends_at")
    return {
        (lecturer_id, offer.value)
        for lecturer_id, starts_at, ends_at in times
        for offer in offers
        if starts_at < offer.slot.ends_at and ends_at > offer.slot.starts_at
    }


def _away(members: Iterable[int], offers: list[Offer]) -> set[tuple[int, str]]:
    """(lecturer, offer) pairs on a day of absence."""
    rows = Absence.objects.filter(
        lecturer__in=list(members),
        starts_on__lte=max(offer.day for offer in offers),
        ends_on__gte=min(offer.day for offer in offers),
    )
    return {
        (row.lecturer_id, offer.value)
        for row in rows
        for offer in offers
        if row.starts_on <= offer.day <= row.ends_on
    }


def _note(
    lecturer_id: int,
    offers: list[Offer],
    *,
    taken: set[tuple[int, str]],
    away: set[tuple[int, str]],
) -> str:
    if all((lecturer_id, offer.value) in away for offer in offers):
        return _("不在です")
    clashing = [offer for offer in offers if (lecturer_id, offer.value) in taken | away]
    if not clashing:
        return ""
    if len(clashing) == len(offers):
        return _("ほかの予定があります")
    names = "・".join(offer.name for offer in clashing)
    return _("%(which)sの時間は、ほかの予定があります") % {"which": names}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), venue_zone())
