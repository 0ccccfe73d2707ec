"""Who does what for a request: lecture and support parts in a short list. Works on fetched rows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.emails.facts import when
from bookings.models import Assignment, BookingRequest, LecturerConsent, LectureSession
from bookings.status import ASSIGNMENT_STANDING, AssignmentRole, AssignmentState
from lectures.eras import short_day
from lectures.zones import local

_SUPPORT_WORDS: dict[str, Promise] = {
    AssignmentState.ASKED: _("返事待ち"),
    AssignmentState.ACCEPTED: _("決まりました"),
    AssignmentState.COUNTERED: _("別の日時なら（事務局が決めます）"),
    AssignmentState.DECLINED: _("引き受けられない"),
    AssignmentState.EXPIRED: _("返事がないまま期限切れ"),
}


@dataclass(frozen=True)
class Part:
    """One line: what is given, by whom, when, how it stands and until when it waits."""

    row: Assignment
    gives: str
    when: str
    state: str
    due: str
    late: bool


def parts_of(request: BookingRequest, *, at: datetime) -> list[Part]:
    """The newest ask of each part, the lecture's own first."""
    newest: dict[int, Assignment] = {}
    for row in sorted(request.assignments.all(), key=lambda row: row.pk):
        newest[row.part] = row
    return [_part(newest[part], at=at) for part in sorted(newest)]


def supports_at(session: LectureSession, request: BookingRequest) -> list[tuple[str, str, str]]:
    """手話通訳：返事待ち（福祉課）, for what is asked for at the session's time."""
    rows = sorted(request.assignments.all(), key=lambda row: row.pk)
    newest = {row.part: row for row in rows if row.role == AssignmentRole.SUPPORT}
    return [
        (str(row.get_support_display()), str(_SUPPORT_WORDS[row.state]), row.department.name)
        for _part_number, row in sorted(newest.items())
        if (row.starts_at, row.ends_at) == (session.starts_at, session.ends_at)
        and row.state in _SUPPORT_WORDS
    ]


def asked_consents(session: LectureSession) -> list[LecturerConsent]:
    """The newest own answer of each lecturer who was asked for one."""
    return list({row.lecturer_id: row for row in session.consents.all()}.values())


def _part(row: Assignment, *, at: datetime) -> Part:
    support = row.role == AssignmentRole.SUPPORT
    waits = row.state == AssignmentState.ASKED
    return Part(
        row=row,
        gives=str(row.get_support_display() if support else row.get_role_display()),
        when=when(row.starts_at, row.ends_at) if row.state in ASSIGNMENT_STANDING else "",
        state=str(row.get_state_display()),
        due=short_day(local(row.due_at).date()) if waits else "",
        late=waits and row.due_at < at,
    )
