"""A request's sessions as its group sees them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bookings.emails.facts import when
from bookings.models import (
    Allocation,
    BookingRequest,
    LecturerConsent,
    LectureSession,
    RequestEvent,
)
from bookings.rules import Slot
from bookings.status import AllocationState, AssignmentRole, AssignmentState, SessionState, Verb


@dataclass(frozen=True)
class Shown:
    row: LectureSession
    when: str
    lecturers: tuple[str, ...]
    supports: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> str:
        return self.when.partition(" ")[0]

    @property
    def times(self) -> str:
        return self.when.partition(" ")[2]

    @property
    def planned(self) -> bool:
        return self.row.state == SessionState.PLANNED

    @property
    def postponed(self) -> bool:
        return self.row.state == SessionState.POSTPONED


def sessions_of(request: BookingRequest) -> list[Shown]:
    """In order, with the names of who comes and the help beside; few queries for any number."""
    rows = list(request.sessions.select_related("centre", "room__centre").order_by("order"))
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
    helps = _supports(request)
    return [
        Shown(
            row,
            when(row.starts_at, row.ends_at),
            tuple(names.get(row.pk, ())),
            tuple(words for slot, words in helps if slot == Slot(row.starts_at, row.ends_at)),
        )
        for row in rows
    ]


def _supports(request: BookingRequest) -> list[tuple[Slot, tuple[str, str]]]:
    """手話通訳：返事を待っています, for the newest ask of each help that still matters."""
    told = RequestEvent.objects.filter(assignment=OuterRef("pk"), verb=Verb.MESSAGE)
    rows = request.assignments.filter(role=AssignmentRole.SUPPORT).annotate(told=Exists(told))
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
