"""引き継ぐ課を決める: a department ended and nobody took over; one click says who does.

What it had accepted keeps its date, and its lecturers go along; what it was asked, the successor is
asked. The group hears nothing.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from bookings.actions import supporting, turning
from bookings.actions.asking import wait_anew
from bookings.actions.moves import (
    By,
    Refused,
    locked,
    locked_assignment,
    locked_session,
    record,
)
from bookings.emails import to_department, to_hosts
from bookings.emails.to_hosts import Host
from bookings.models import LectureSession
from bookings.models.standins import stand_ins
from bookings.status import AssignmentRole, AssignmentState, SessionState, Verb
from lectures import reorganising
from lectures.models import Department
from lectures.reorganising import NotApplied
from lectures.zones import local


@transaction.atomic
def take_over(*, department_id: int, successor_id: int, by: By, at: datetime) -> Department:
    """The successor; told of all that is ahead, where the old one has ended already. Refused."""
    today, departments = local(at).date(), Department.objects.linked()
    old, successor = departments[department_id], departments[successor_id]
    cares = [care for care in turning.cares(at=at) if old in care.ended]
    orphaned = turning.orphaned_asks(at=at)
    lacking = zip(orphaned, turning.ended_of(orphaned, at=at), strict=True)
    asks = [row for row, ended in lacking if ended == old]
    # Requests first, then departments: whoever writes an ask holds its request when it names one.
    touched = {row.request_id for row in (*(care.session for care in cares), *asks)}
    for pk in sorted(touched):
        locked(pk)
    try:
        reorganising.name_successor(old.pk, successor.pk, today=today, by=by.user)
    except NotApplied as refusal:
        raise Refused(" ".join(refusal.problems)) from refusal
    if old.is_there(on=today):  # until then its mails are its own
        return successor
    for care in cares:
        _tell(care.session.pk, old=old, successor=successor, by=by, at=at)
    for row in asks:
        _ask(row.pk, successor=successor, by=by, at=at)
    return successor


def _tell(session_id: int, *, old: Department, successor: Department, by: By, at: datetime) -> None:
    """One mail for each part that was the old one's: when, where, who goes."""
    request, session = locked_session(session_id)
    day = local(session.starts_at).date()
    if session.state != SessionState.PLANNED:
        return  # called off meanwhile
    for host in _hosts(session):
        if old not in host.department.line(on=day):
            continue
        event = record(
            request, verb=Verb.HANDED_ON, by=by, at=at, session=session,
            assignment=host.assignment, note=successor.name,
        )  # fmt: skip
        to_hosts.taken_over(event, session, host)


def _hosts(session: LectureSession) -> Iterator[Host]:
    """Every department that gives it or helps with it."""
    rows = session.request.assignments.filter(
        state=AssignmentState.ACCEPTED, starts_at=session.starts_at
    )
    parts = list(rows.select_related("department").order_by("part"))
    if not any(row.role == AssignmentRole.LECTURE for row in parts):
        yield Host(session.department)
    for row in parts:
        yield Host(row.department, row)


def _ask(assignment_id: int, *, successor: Department, by: By, at: datetime) -> None:
    """The same ask, with all its time anew. A proposal waits for the group, not for them."""
    request, assignment = locked_assignment(assignment_id)
    if assignment.state != AssignmentState.ASKED or assignment.starts_at <= at:
        return
    wait_anew(assignment, at=at)
    event = record(
        request, verb=Verb.HANDED_ON, by=by, at=at, assignment=assignment, note=successor.name
    )
    copies = stand_ins(assignment.department, on=local(at).date())
    if assignment.role == AssignmentRole.LECTURE:
        to_department.asked(event, assignment, copies=copies)
        return
    words = supporting.words_of(assignment)
    to_department.support_asked(event, assignment, moved=False, words=words, copies=copies)
