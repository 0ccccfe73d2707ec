"""アンケート: a group is asked once how the session was, and may answer once, and correct it.

The answer is the group's own; the office enters one only for a group that told it otherwise.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from bookings.actions.moves import SYSTEM, By, MoveNotAllowed, Refused, locked_session, record
from bookings.chases import morning_after
from bookings.emails import to_group
from bookings.models import (
    ApplicantGroup,
    LectureSession,
    RequestEvent,
    SurveyResponse,
    class_rows,
)
from bookings.models.session import LectureSessionQuerySet
from bookings.status import SessionState, Verb
from lectures.zones import venue_zone

# Whoever reports late still lets the group be asked; who moves here with old records does not.
ASKED_WITHIN = timedelta(days=30)
ANSWERED_WITHIN = timedelta(days=60)
CORRECTED_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Marks:
    """1 (not at all) to 4 (very much)."""

    understood: int
    useful: int


def waiting(*, at: datetime) -> LectureSessionQuerySet:
    """Delivered sessions whose groups read mail and have neither been asked nor answered."""
    asked = RequestEvent.objects.filter(session=OuterRef("pk"), verb=Verb.SURVEY_WANTED)
    answered = SurveyResponse.objects.filter(session=OuterRef("pk"))
    rows = class_rows.firsts(LectureSession.objects.delivered())  # a school is asked once a day
    return rows.filter(
        ~Exists(asked),
        ~Exists(answered),
        ends_at__gt=at - ASKED_WITHIN,
        ends_at__lte=at,
        request__group__notify_by=ApplicantGroup.NotifyBy.EMAIL,
    )


@transaction.atomic
def want_survey(*, session_id: int, at: datetime) -> bool:
    """One mail, from the morning after on, once it is known that the session was held."""
    request, session = locked_session(session_id)
    due = morning_after(session.ends_at, venue_zone())
    if at < due or not waiting(at=at).filter(pk=session_id).exists():
        return False
    event = record(request, verb=Verb.SURVEY_WANTED, by=SYSTEM, at=at, session=session)
    to_group.survey_wanted(event, session)
    return True


@transaction.atomic
def answer(
    *, session_id: int, marks: Marks, by: By, at: datetime, words: str = ""
) -> SurveyResponse:
    """The group's answer, or its correction; the same again changes nothing."""
    request, session = locked_session(session_id)
    response = SurveyResponse.objects.filter(session=session).first()
    if not may_answer(session, response, at=at):
        raise _refusal(response)
    given = {"understood": marks.understood, "useful": marks.useful, "words": words.strip()}
    if response is not None and all(getattr(response, k) == v for k, v in given.items()):
        return response
    entered = {**given, "way": by.way, "entered_by": by.user}
    if response is None:
        response = SurveyResponse.objects.create(
            site_id=session.site_id, session=session, at=at, **entered
        )
    else:
        SurveyResponse.objects.filter(pk=response.pk).update(**entered)
        response.refresh_from_db()
    record(request, verb=Verb.SURVEYED, by=by, at=at, session=session)
    return response


def may_answer(session: LectureSession, response: SurveyResponse | None, *, at: datetime) -> bool:
    """Whether the group may answer now, for the first time or again."""
    if session.state != SessionState.DELIVERED:
        return False
    if response is None:
        return session.ends_at <= at < session.ends_at + ANSWERED_WITHIN
    return at < response.at + CORRECTED_WITHIN


def _refusal(response: SurveyResponse | None) -> Refused:
    if response is not None:
        return Refused(_("答えてから14日をすぎたので、もう直せません。"))
    return MoveNotAllowed(_("このアンケートは、いまは受け付けていません。"))
