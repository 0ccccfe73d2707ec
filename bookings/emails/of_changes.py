"""Mails about what a group wrote or changed itself: to the office, to departments, to the group.

The group's own words go to the office; a department hears only what concerns the lecture.
"""

from collections.abc import Sequence

from bookings.emails import ask, facts, put_off, to_department, to_group, to_hosts
from bookings.emails.telling import Recipient, tell
from bookings.models import (
    ApplicantGroup,
    Assignment,
    BookingRequest,
    ChangeWish,
    LectureSession,
    RequestEvent,
    class_rows,
)
from bookings.status import ASSIGNMENT_STANDING, AssignmentRole, RequestStatus, SessionState


def group_wrote(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    _office("office_group_wrote", event, request, words=words)


def replied(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    _group("group_reply", event, request, words=words)


def amended(
    event: RequestEvent,
    request: BookingRequest,
    *,
    changes: Sequence[str],
    told: bool,
    before: str = "",
) -> None:
    """The office, and the group as a receipt. `before`: the address it had; told without a link.

    `told`: some department hears of it, too.
    """
    _office("office_group_changed", event, request, changes="\n".join(changes), told=told)
    _receipt(event, request)
    group = request.group
    assert group is not None
    if before and before != group.email:
        tell(
            event,
            kind="group_amended",
            recipient=Recipient("group:before", before, group.language),
            context={**facts.of_request(request), "link": ""},
        )


def days_proposed(
    event: RequestEvent,
    session: LectureSession,
    *,
    row: Sequence[LectureSession],
    days: Sequence[str],
    told: bool,
) -> None:
    """For the session that was put off. `told`: its department is asked; else the office finds a day."""
    was = ask.row_when(row) if len(row) > 1 else ask.when(session.starts_at, session.ends_at)
    _office(
        "office_group_changed", event, session.request, told=told, proposed=True,
        changes="\n".join([f"延期になった回：{was}", *_why_put_off(session), *days]),
    )  # fmt: skip
    _receipt(event, session.request)


def _why_put_off(session: LectureSession) -> list[str]:
    words = ask.one_line(put_off.words_of(session.request))
    return [f"延期のわけ：{words}"] if words else []


def _receipt(event: RequestEvent, request: BookingRequest) -> None:
    # Once a department was asked, nobody waits any more until the address is confirmed.
    _group(
        "group_amended", event, request, confirm_link=to_group.confirm_link(request, at=event.at),
        going_on=request.status != RequestStatus.SUBMITTED,
    )  # fmt: skip


def departments_hear(
    event: RequestEvent, request: BookingRequest, *, changes: Sequence[str]
) -> None:
    """Whoever was asked or has accepted; of a date that was agreed without an ask, its department."""
    rows = _asked(request)
    for row in rows:
        row.request = request
        to_department.about_session(
            "department_amended", event, row, fixed=False, changes="\n".join(changes)
        )
    if not rows:
        for session in request.sessions.filter(state=SessionState.PLANNED).order_by("order")[:1]:
            to_hosts.amended(event, session, changes="\n".join(changes))


def somebody_hears(request: BookingRequest) -> bool:
    """Whether `departments_hear` has anybody to tell."""
    planned = request.sessions.filter(state=SessionState.PLANNED)
    return bool(_asked(request)) or planned.exists()


def _asked(request: BookingRequest) -> list[Assignment]:
    rows = request.assignments.filter(
        role=AssignmentRole.LECTURE, state__in=ASSIGNMENT_STANDING
    ).select_related("department")
    return list(rows.order_by("part"))


def wished(event: RequestEvent, made: ChangeWish, *, changes: Sequence[str]) -> None:
    """The department is asked on its own page; the office knows of it, or must answer itself."""
    session = made.session
    row = class_rows.together(session)
    _office(
        "office_group_changed", event, session.request, changes="\n".join(changes), wished=True,
        told=made.assignment is not None,
    )  # fmt: skip
    if made.assignment is not None:
        made.assignment.request = session.request
        to_department.about_session(
            "department_change_wanted", event, made.assignment, fixed=False,
            expires_at=session.starts_at, changes="\n".join(changes),
            session_words=ask.row_when(row),
            session_short=ask.short_when(*class_rows.span_of(row)),
        )  # fmt: skip


def kept(event: RequestEvent, made: ChangeWish) -> None:
    """The date stands. Why not is the department's and the office's affair."""
    session = made.session
    _group(
        "group_change_kept", event, session.request,
        slot_words=facts.lazy_when(session.starts_at, session.ends_at),
    )  # fmt: skip


def dropped(event: RequestEvent, made: ChangeWish) -> None:
    words = "変更の希望は取り下げられました。前に決まった日時・会場のままです。"
    request = made.session.request
    _office("office_group_changed", event, request, changes=words, told=made.assignment is not None)
    if made.assignment is not None:
        made.assignment.request = request
        to_department.about_session(
            "department_amended", event, made.assignment, fixed=False, changes=words
        )


def postponed(
    event: RequestEvent, session: LectureSession, *, changes: Sequence[str], told: bool
) -> None:
    first = f"{ask.when(session.starts_at, session.ends_at)}の回を延期したいと連絡がありました。"
    _office(
        "office_group_changed",
        event,
        session.request,
        changes="\n".join([first, *changes]),
        told=told,
    )


def _office(kind: str, event: RequestEvent, request: BookingRequest, **context: object) -> None:
    tell(
        event,
        kind=kind,
        recipient=Recipient("office", facts.office().email),
        context={**facts.of_request(request), **context},
    )


def _group(kind: str, event: RequestEvent, request: BookingRequest, **context: object) -> None:
    group = request.group
    assert group is not None
    by_mail = group.notify_by == ApplicantGroup.NotifyBy.EMAIL
    tell(
        event,
        kind=kind,
        recipient=Recipient("group", group.email if by_mail else "", group.language),
        context={
            **facts.of_request(request), "link": facts.page_grant(request).link, **context
        },
    )  # fmt: skip
