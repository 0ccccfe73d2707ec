"""課で直接受けた講座: a department reports what it gave without the office.

Each becomes a request that has ended, with one session that was held: it counts like any other.
Nobody is told of it but the department; no person's name or number is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import closed_years, off_menu, past_years, reporting
from bookings.actions.closing import close_if_done
from bookings.actions.direct_asking import note_given
from bookings.actions.keeping import kept_until
from bookings.actions.moves import By, MoveNotAllowed, Refused, locked_session, move_session, record
from bookings.actions.reporting import Numbers
from bookings.actions.submitting import next_number
from bookings.actions.tally import recount
from bookings.models import ApplicantGroup, BookingRequest, LectureSession
from bookings.models.office_days import office_settings
from bookings.status import Reason, RequestStatus, SessionState, Verb, Way
from lectures.eras import fiscal_year_of, short_day
from lectures.models import Department, FiscalYear, Lecture
from lectures.zones import local, venue_zone

NAMELESS = "（団体の名前は聞いていません）"
USUAL_START = time(10)  # where nobody remembers it
UNDONE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Given:
    """One lecture. Of the menu: `lecture_id`; else `title` and `category_id`.

    `again`: it is another one than the one that looks the same.
    """

    day: date
    numbers: Numbers
    kind: str
    lecture_id: int | None = None
    title: str = ""
    category_id: int | None = None
    starts: time | None = None
    group_name: str = ""
    centre_id: int | None = None
    venue_name: str = ""
    again: bool = False


class Twin(Refused):
    """The same lecture, day and place was reported; `index` says which of the rows."""

    def __init__(self, sentence: str, *, index: int) -> None:
        super().__init__(sentence)
        self.index = index


@transaction.atomic
def report_all(
    *, department_id: int, rows: Sequence[Given], by: By, at: datetime, form_id: UUID
) -> list[LectureSession]:
    """All or none; the same `form_id` again changes nothing. Twin, Refused."""
    department = Department.objects.select_for_update(of=("self",)).get(pk=department_id)
    keys = [uuid5(form_id, str(number)) for number in range(len(rows))]
    before = LectureSession.objects.filter(request__submission_id__in=keys)
    if before.exists():
        return list(before.order_by("pk"))
    made = [
        _one(department, row, index=index, key=key, by=by, at=at)
        for index, (row, key) in enumerate(zip(rows, keys, strict=True))
    ]
    note_given(department, {row.day for row in rows}, by=by, at=at)
    return made


@transaction.atomic
def undo(*, session_id: int, by: By, at: datetime) -> LectureSession:
    """Reported by mistake: the session never was, and no longer counts."""
    request, session = locked_session(session_id)
    closed_years.refuse(by, session.fiscal_year)
    if not may_undo(session, at=at):
        raise MoveNotAllowed(
            _("取り消せるのは、報告してから7日のあいだです。事務局に電話してください。")
        )
    move_session(session, to=SessionState.PLANNED, reason=Reason.MISTAKE)
    move_session(session, to=SessionState.CANCELLED, reason=Reason.MISTAKE)
    record(
        request, verb=Verb.DIRECT_UNDONE, by=by, at=at, session=session, reason=Reason.MISTAKE,
        to=RequestStatus.CONFIRMED,
    )  # fmt: skip
    recount(session.lecture_id)
    close_if_done(request, at=at)
    return session


def may_undo(session: LectureSession, *, at: datetime) -> bool:
    """By the department itself."""
    request = session.request
    reported = request.submitted_at
    return (
        request.way == Way.DEPARTMENT
        and request.status == RequestStatus.CLOSED
        and session.state == SessionState.DELIVERED
        and reported is not None
        and at < reported + UNDONE_WITHIN
    )


def reported_by(departments: Sequence[int], *, since: date) -> list[LectureSession]:
    """What stands of their direct reports, the newest day first."""
    rows = LectureSession.objects.filter(
        department__in=departments,
        request__way=Way.DEPARTMENT,
        request__events__verb=Verb.DIRECT,
        state=SessionState.DELIVERED,
        starts_at__gte=datetime.combine(since, time(), venue_zone()),
    )
    rows = rows.select_related("lecture", "centre", "room__centre", "request__group", "fiscal_year")
    return list(rows.prefetch_related("reports").order_by("-starts_at", "-pk"))


def _one(
    department: Department, row: Given, *, index: int, key: UUID, by: By, at: datetime
) -> LectureSession:
    _refuse_day(row.day, at=at)
    if not row.again and (twin := _twin(department, row)):
        raise Twin(
            _("もう報告されています（%(day)s、%(lecture)s、%(place)s）。別の回なら、「別の回です」にしるしをつけてください。")
            % {"day": short_day(row.day), "lecture": twin.lecture, "place": twin.venue},
            index=index,
        )  # fmt: skip
    request = _request(row, _lecture(department, row), key=key, by=by, at=at)
    session = _session(department, row, request, at=at)
    record(request, verb=Verb.DIRECT, by=by, at=at, to=RequestStatus.SUBMITTED)
    record(
        request, verb=Verb.SESSION_ADDED, by=by, at=at, session=session, to=RequestStatus.CONFIRMED
    )
    reporting.report(session_id=session.pk, numbers=row.numbers, by=by, at=at)
    session.refresh_from_db()
    return session


def _refuse_day(day: date, *, at: datetime) -> None:
    today = local(at).date()
    if day > today:
        raise Refused(_("これからの日です。終わってから報告してください。"))
    if fiscal_year_of(day) < fiscal_year_of(today) - 1:
        raise Refused(_("報告できるのは、今年度と前の年度の講座です。"))
    past_years.refuse_brought_in(fiscal_year_of(day))


def _lecture(department: Department, row: Given) -> Lecture:
    if row.lecture_id is not None:
        lecture = Lecture.objects.select_related("fiscal_year").get(pk=row.lecture_id)
        if lecture.fiscal_year.year != fiscal_year_of(row.day):
            raise Refused(_("その年度の講座ではありません。講座をえらび直してください。"))
        return lecture
    assert row.category_id is not None
    talk = off_menu.Talk(row.title, department.pk, row.category_id, row.numbers.minutes)
    return off_menu.make(talk, day=row.day, site_id=department.site_id)


def _request(row: Given, lecture: Lecture, *, key: UUID, by: By, at: datetime) -> BookingRequest:
    group = ApplicantGroup.objects.create(
        site_id=lecture.site_id,
        name=row.group_name or NAMELESS,
        kind=row.kind,
        notify_by=ApplicantGroup.NotifyBy.PHONE,
        keep_until=kept_until(
            max(row.day, local(at).date()), years=office_settings().retention_years
        ),
    )
    request = BookingRequest(
        site_id=lecture.site_id,
        lecture=lecture,
        submission_id=key,
        created_at=at,
        submitted_at=at,
        group=group,
        people=row.numbers.adults + row.numbers.children,
        centre_id=row.centre_id,
        venue_name=row.venue_name,
        venue_booked=True,
        way=Way.DEPARTMENT,
        entered_by=by.user,
    )
    request.fiscal_year, request.number = next_number(request, at=at)
    request.save()
    return request


def _session(
    department: Department, row: Given, request: BookingRequest, *, at: datetime
) -> LectureSession:
    starts = datetime.combine(row.day, row.starts or USUAL_START, venue_zone()).astimezone(UTC)
    length = timedelta(minutes=row.numbers.minutes)
    if starts > at:
        if row.starts is not None:
            raise Refused(_("これからの時刻です。終わってから報告してください。"))
        starts = at - length
    year, _made = FiscalYear.objects.get_or_create(
        year=fiscal_year_of(row.day), defaults={"site_id": request.site_id}
    )
    return LectureSession.objects.create(
        site_id=request.site_id,
        request=request,
        lecture=request.lecture,
        department=department,
        fiscal_year=year,
        starts_at=starts,
        ends_at=starts + length,
        centre_id=row.centre_id,
        venue_name=row.venue_name,
    )


def _twin(department: Department, row: Given) -> LectureSession | None:
    """The same lecture, day, place and department, by whatever way it came."""
    begins = datetime.combine(row.day, time(), venue_zone())
    same = {"lecture": row.lecture_id} if row.lecture_id else {"lecture__title": row.title}
    rows = LectureSession.objects.filter(
        **same,
        department=department,
        starts_at__gte=begins,
        starts_at__lt=begins + timedelta(days=1),
        state__in=[SessionState.PLANNED, SessionState.DELIVERED],
    ).select_related("lecture", "centre", "room__centre")
    return next((one for one in rows.order_by("pk") if _same_place(one, row)), None)


def _same_place(session: LectureSession, row: Given) -> bool:
    if row.centre_id is not None:
        room_of = session.room.centre_id if session.room else None
        return row.centre_id in (session.centre_id, room_of)
    return "".join(session.venue_name.split()) == "".join(row.venue_name.split())
