"""A request's sessions as its group sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bookings.models import (
    Allocation,
    BookingRequest,
    LecturerConsent,
    LectureSession,
    RequestEvent,
    helps,
)
from bookings.public.summary import wish_lines
from bookings.rules import Slot, Wish
from bookings.status import AllocationState, AssignmentRole, AssignmentState, SessionState, Verb
from config import clock
from lectures.eras import near_day, time_range
from lectures.zones import local, venue_zone

_WISH = re.compile(r"第[1-3]希望：")


@dataclass(frozen=True)
class Shown:
    row: LectureSession
    when: str
    lecturers: tuple[str, ...]
    supports: tuple[tuple[str, str], ...] = ()
    proposed: tuple[str, ...] = ()  # days that the group has sent since it was put off
    names: tuple[str, ...] = ()  # of the classes that go with it, its own first

    @property
    def day(self) -> str:
        return self.when.partition(" ")[0]

    @property
    def times(self) -> str:
        return self.when.partition(" ")[2]

    @property
    def name(self) -> str:
        """Of its class; "" of any other group."""
        return _class_of(self.row)

    @property
    def whole(self) -> str:
        """The time, and whose it is where several classes move as one: 9時35分〜10時20分（5年1組・5年2組）."""
        names = _("・").join(self.names)
        return (
            _("%(when)s（%(names)s）") % {"when": self.when, "names": names} if names else self.when
        )

    @property
    def planned(self) -> bool:
        return self.row.state == SessionState.PLANNED

    @property
    def postponed(self) -> bool:
        return self.row.state == SessionState.POSTPONED


def sessions_of(request: BookingRequest) -> list[Shown]:
    """In order, with the names of who comes and the help beside; few queries for any number."""
    kept = request.sessions.select_related("centre", "room__centre", "class_period")
    rows = list(kept.order_by("order"))
    names: dict[int, list[str]] = {}
    taken = Allocation.objects.filter(
        session__in=rows, state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    )
    unsure = LecturerConsent.objects.filter(
        session=OuterRef("session"), lecturer=OuterRef("resource__lecturer")
    ).order_by("-pk")
    taken = taken.annotate(consent=Subquery(unsure.values("state")[:1])).filter(
        ~Q(consent=LecturerConsent.State.ASKED) | Q(consent__isnull=True)
    )
    for session_id, name in taken.order_by("pk").values_list(
        "session_id", "resource__lecturer__name"
    ):
        names.setdefault(session_id, []).append(name)
    helps, proposed = _supports(request), _proposed(rows)
    return [
        Shown(
            row,
            _when(row),
            tuple(names.get(row.pk, ())),
            tuple(words for slot, words in helps if slot == Slot(row.starts_at, row.ends_at)),
            proposed.get(row.pk, ()),
            _classes_with(row, rows),
        )
        for row in rows
    ]


def _when(row: LectureSession) -> str:
    """12月17日（木） 10時〜11時, with the year unless it is this one."""
    starts, ends = local(row.starts_at), local(row.ends_at)
    day = near_day(starts.date(), today=clock.today(venue_zone()))
    return f"{day} {time_range(starts, ends)}"


def _class_of(row: LectureSession) -> str:
    period = getattr(row, "class_period", None)
    return period.name if period else ""


def _classes_with(row: LectureSession, rows: Sequence[LectureSession]) -> tuple[str, ...]:
    """Those of its day that stand like it and do not come before it: they are moved as one."""
    if not _class_of(row):
        return ()
    day = local(row.starts_at).date()
    going = [
        one
        for one in rows
        if _class_of(one)
        and one.state == row.state
        and local(one.starts_at).date() == day
        and one.starts_at >= row.starts_at
    ]
    return tuple(_class_of(one) for one in sorted(going, key=lambda one: one.starts_at))


def _proposed(rows: Sequence[LectureSession]) -> dict[int, tuple[str, ...]]:
    """第1希望　12月24日（木） 午前, of the newest word of each; as it was kept in Japanese before facts were."""
    waiting = [row.pk for row in rows if row.state == SessionState.POSTPONED]
    if not waiting:
        return {}
    events = RequestEvent.objects.filter(
        session__in=waiting, verb__in=[Verb.POSTPONED, Verb.DAYS_PROPOSED]
    )
    columns = events.order_by("pk").values_list("session", "note__wishes", "note__text")
    newest = {key: (wishes, text) for key, wishes, text in columns}
    return {
        key: wish_lines(tuple(map(_wish, wishes)))
        if wishes
        else tuple(line for line in (text or "").splitlines() if _WISH.match(line))
        for key, (wishes, text) in newest.items()
    }


def _wish(fact: list[str]) -> Wish:
    day, part, *times = fact
    starts, ends = (time.fromisoformat(text) if text else None for text in times)
    return Wish(date.fromisoformat(day), part, starts, ends)


def _supports(request: BookingRequest) -> list[tuple[Slot, tuple[str, str]]]:
    """手話通訳：返事を待っています, for the newest ask of each help that still matters."""
    rows = request.assignments.filter(role=AssignmentRole.SUPPORT)
    rows = rows.annotate(told=helps.knows_of_none())
    newest = {row.part: row for row in rows.order_by("part", "pk")}
    return [
        (Slot(row.starts_at, row.ends_at), (str(row.get_support_display()), _words(row)))
        for row in newest.values()
        if row.state != AssignmentState.RECALLED
    ]


def _words(row: Any) -> str:
    if row.state == AssignmentState.ACCEPTED:
        return _("決まりました")
    if row.state == AssignmentState.DECLINED and row.told:
        return _("ご用意できませんでした")
    return _("返事を待っています。決まったらお知らせします")
