"""Who stands before a department's page: somebody of it who signed in, or whoever holds its key.

Both open the same page; the history tells them apart by the user. Reads only.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from accounts.models import User
from bookings import keys
from bookings.actions.moves import Actor, By
from bookings.models import Assignment, Grant, LectureSession
from bookings.permissions import given_by, own_asks, standing_of
from bookings.status import AssignmentRole, AssignmentState, Way
from lectures.zones import local

BY_KEY = By(Actor.DEPARTMENT, Way.WEB)


def ask_opened(request: HttpRequest, public_id: UUID, *, at: datetime) -> By | None:
    """Who answers this ask, or None: neither of the department nor with its key."""
    if is_theirs(request, public_id, at=at):
        return signed_in(request)
    purpose = Grant.Purpose.ANSWER
    held = keys.held(request, at=at, purpose=purpose, assignment__public_id=public_id)
    return BY_KEY if held else None


def is_theirs(request: HttpRequest, public_id: UUID, *, at: datetime) -> bool:
    """Signed in for the department in charge of this ask."""
    asks = own_asks(standing_of(request.user), on=local(at).date())
    return asks.filter(public_id=public_id).exists()


def session_opened(request: HttpRequest, public_id: UUID, *, at: datetime) -> LectureSession | None:
    """A session that a department of whoever signed in gives."""
    sessions = given_by(standing_of(request.user), on=local(at).date())
    return sessions.filter(public_id=public_id).first()


def accepted_ask(request: HttpRequest, session: LectureSession, *, at: datetime) -> Assignment:
    """The ask by which one of their departments gives it. Assignment.DoesNotExist."""
    asks = own_asks(standing_of(request.user), on=local(at).date())
    rows = asks.filter(
        request=session.request_id, state=AssignmentState.ACCEPTED, role=AssignmentRole.LECTURE
    ).select_related("department")
    return rows.earliest("part", "pk")


def signed_in(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By(Actor.DEPARTMENT, Way.WEB, request.user)
