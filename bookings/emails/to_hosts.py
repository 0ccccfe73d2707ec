"""What departments hear of a session that is fixed: who goes, who is still to be named, what changed.

A session that an ask has fixed lives in that ask's thread and calendar event; one that was agreed
without an ask has an event, and where it needs an answer a key, of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bookings import calendars
from bookings.emails import ask, facts, html, to_department
from bookings.emails.attached import CANCELLED, session_facts
from bookings.emails.telling import tell
from bookings.models import (
    Assignment,
    EventMail,
    Grant,
    LectureSession,
    RequestEvent,
    SessionReport,
)
from bookings.models.standins import in_charge, last_day_with
from bookings.status import AssignmentRole, AssignmentState, SessionState
from lectures.models import Department, Lecturer
from lectures.zones import local

_UPDATE, _CANCEL, _NOTHING = "update", "cancel", ""


@dataclass(frozen=True)
class Host:
    """A department that gives a session, and the ask by which it took it on, if there was one."""

    department: Department
    assignment: Assignment | None = None


def hosts_of(session: LectureSession) -> list[Host]:
    """Every department whose acceptance made the session; else the one it was agreed with."""
    accepted = session.request.assignments.filter(
        role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED
    ).select_related("department")
    found = [
        Host(row.department, row)
        for row in accepted.order_by("part")
        if to_department.fixed_by(row, session)
    ]
    return found or [Host(session.department)]


def givers_of(session: LectureSession) -> list[Department]:
    """The departments of `hosts_of`."""
    return [host.department for host in hosts_of(session)]


def lead_ask(session: LectureSession) -> Assignment | None:
    """The ask whose thread tells of the session; None where it was agreed without one."""
    return hosts_of(session)[0].assignment


def ask_of(lecturer: Lecturer, session: LectureSession) -> Assignment | None:
    """The ask of the department that sends the lecturer."""
    return _host_with(lecturer, session).assignment


def sender_of(lecturer: Lecturer, session: LectureSession) -> Department:
    """The department that sends the lecturer."""
    return _host_with(lecturer, session).department


def invited(
    event: RequestEvent, session: LectureSession, *, but: Iterable[Department] = ()
) -> None:
    """The department's calendar gets the session, as information; the text says who goes.

    `but`: who hears the same in another mail of this very act.
    """
    for host in hosts_of(session):
        if host.department not in but:
            _tell("lecturer_invited", event, session, host, calendar=_UPDATE)


def taken_over(event: RequestEvent, session: LectureSession, host: Host) -> None:
    """The same to whoever does the work of a department that ended without a successor."""
    _tell("lecturer_invited", event, session, host, calendar=_UPDATE)


def changed(event: RequestEvent, session: LectureSession) -> None:
    """Another time or place, postponed or called off; asked departments hear it by their ask."""
    if any(host.assignment for host in hosts_of(session)):
        return
    planned = session.state == SessionState.PLANNED
    host = Host(session.department)
    if planned or _holds(session, host.department):
        calendar = _UPDATE if planned else _CANCEL
        _tell("department_session_changed", event, session, host, calendar=calendar)


def amended(event: RequestEvent, session: LectureSession, *, changes: str) -> None:
    """What a group changed that leaves date and place as they are."""
    _tell("department_amended", event, session, hosts_of(session)[0], changes=changes)


def reminder(
    event: RequestEvent, session: LectureSession, *, days: int, expires_at: datetime
) -> None:
    """One mail to each department whose people go."""
    told = set()
    for host in hosts_of(session):
        there = _there(host, at=event.at)
        if there.pk not in told:  # two that have become one go in one mail
            _tell(f"lecturer_reminder_{days}", event, session, host, expires_at=expires_at)
        told.add(there.pk)


def example_name(session: LectureSession, department: Department) -> str:
    """A name that an answer may hold: of somebody who can go, as people would write it; "" of nobody.

    The family name, unless another one bears it as well.
    """
    there = Lecturer.objects.of(department, on=local(session.starts_at).date()).order_by("pk")
    known, going = list(there), set(facts.lecturers_of(session))
    chosen = next((row.name for row in known if row not in going), "")
    family = chosen.partition(" ")[0]
    alike = [row for row in known if row.name.startswith(family)]
    return ask.one_line(family if len(alike) == 1 else chosen)


def wanted(
    event: RequestEvent, session: LectureSession, host: Host, *, days: int, grant: Grant | None
) -> None:
    """The name of the lecturer, please. `grant`: the key where no ask has one."""
    _tell("department_lecturer_wanted", event, session, host, grant=grant, days=days, naming=True)


def successor_wanted(
    event: RequestEvent,
    session: LectureSession,
    leaving: Iterable[Lecturer],
    *,
    grant: Grant | None,
) -> None:
    """Who goes instead of those who will have left? One mail to each department that sends them."""
    by_host: dict[int, tuple[Host, list[Lecturer]]] = {}
    for lecturer in leaving:
        host = _host_with(lecturer, session)
        there = _there(host, at=event.at)
        by_host.setdefault(there.pk, (host, []))[1].append(lecturer)
    for host, theirs in by_host.values():
        _tell(
            "department_successor_wanted", event, session, host, grant=grant, naming=True,
            leaving="、".join(ask.one_line(row.name) for row in theirs),
        )  # fmt: skip


def lecturer_no(
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    words: str,
    grant: Grant | None,
) -> None:
    """A lecturer cannot go after all: name another. The group hears nothing."""
    _tell(
        "department_lecturer_no", event, session, _host_with(lecturer, session), grant=grant,
        naming=True, lecturer=lecturer, words=ask.one_line(words),
    )  # fmt: skip


def lecturer_silent(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant | None
) -> None:
    """A lecturer has not said yes or no."""
    host = _host_with(lecturer, session)
    _tell(
        "department_lecturer_silent", event, session, host, grant=grant, lecturer=lecturer,
        naming=True,
    )  # fmt: skip


def report_wanted(
    event: RequestEvent, session: LectureSession, *, grant: Grant, again: bool
) -> None:
    """How many came? To one department: a session has one report. `again`: nothing came."""
    kind = "department_report_reminded" if again else "department_report_wanted"
    _tell(kind, event, session, hosts_of(session)[0], grant=grant, reporting=True)


def report_recorded(
    event: RequestEvent,
    session: LectureSession,
    *,
    report: SessionReport,
    grant: Grant,
    differs: bool,
) -> None:
    """What was counted, and how to correct it. `differs`: somebody else counted otherwise."""
    host = hosts_of(session)[0]
    _tell(
        "department_report_recorded", event, session, host, grant=grant, report=report,
        reporting=True, differs=differs,
    )  # fmt: skip


def _host_with(lecturer: Lecturer, session: LectureSession) -> Host:
    """The department where the lecturer belongs on the day, or belonged last; else the first."""
    day = local(session.starts_at).date()
    return max(
        hosts_of(session),
        key=lambda host: last_day_with(lecturer, host.department, on=day) or date.min,
    )


def _tell(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    host: Host,
    *,
    calendar: str = _NOTHING,
    grant: Grant | None = None,
    expires_at: datetime | None = None,
    naming: bool = False,
    **context: object,
) -> None:
    if naming:
        context["example_name"] = example_name(session, host.department)
    about = {
        **facts.of_session(session),
        "addressee": f"{ask.one_line(_there(host, at=event.at).name)} ご担当さま",
        "session_words": ask.when(session.starts_at, session.ends_at),
        "session_short": ask.short_when(session.starts_at, session.ends_at),
        "session_venue": ask.one_line(session.venue),
        **context,
    }
    if host.assignment is not None and grant is None:
        to_department.about_session(
            kind, event, host.assignment, fixed=calendar == _UPDATE, expires_at=expires_at, **about
        )
        return
    part = _part(session, host, calendar=calendar, at=event.at, grant=grant)
    spoken = _as_if_asked(session, host.department)
    tell(
        event,
        kind=kind,
        recipient=to_department.recipient_of(
            host.department, at=event.at, key=_key(session, host.department)
        ),
        context={
            **facts.of_assignment(spoken),
            "ask": ask.words_of(spoken, at=event.at),
            "link": grant.link if grant else "",
            **about,
        },
        as_html=partial(html.of_text, links={grant.link} if grant else set()),
        reply_to=facts.reply_address(grant) if grant else "",
        expires_at=expires_at,
        **part,
    )


def _part(
    session: LectureSession, host: Host, *, calendar: str, at: datetime, grant: Grant | None
) -> dict[str, str]:
    address = to_department.calendar_address(host.department, at=at)
    if not calendar or not address or not calendars.can_invite(address):
        return {}
    shown = session_facts(
        session, at=at, address=address, name=ask.one_line(_there(host, at=at).name),
        status=CANCELLED if calendar == _CANCEL else "CONFIRMED",
    )  # fmt: skip
    if calendar == _CANCEL:
        return {"calendar": calendars.cancellation(shown), "calendar_method": "CANCEL"}
    return {"calendar": calendars.invitation(shown), "calendar_method": "REQUEST"}


def _there(host: Host, *, at: datetime) -> Department:
    return in_charge(host.department, on=local(at).date())


def _holds(session: LectureSession, department: Department) -> bool:
    """Whether the department's calendar got this session by its own UID."""
    newest = EventMail.objects.filter(
        recipient=_key(session, department),
        event__request=session.request_id,
        mail__calendar__contains=f"UID:{session.public_id}",
    ).order_by("-mail_id")
    return newest.values_list("mail__calendar_method", flat=True).first() == "REQUEST"


def _key(session: LectureSession, department: Department) -> str:
    return f"department:{department.pk}:session{session.order}"


def _as_if_asked(session: LectureSession, department: Department) -> Assignment:
    """The words of an ask for what was agreed without one; never saved."""
    return Assignment(
        request=session.request, department=department, site_id=session.site_id,
        starts_at=session.starts_at, ends_at=session.ends_at, due_at=session.starts_at,
    )  # fmt: skip
