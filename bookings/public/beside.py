"""What stands beside the questions: who may ask, until when help can be had, when names go."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bookings.actions.submitting import kept_until
from bookings.models import BookingRequest
from bookings.models.office_days import office_settings
from bookings.public.answers import Answers
from bookings.spelling.classes import span_of
from bookings.status import SessionState
from lectures.eras import full_day, short_day
from lectures.zones import local


def facts(answers: Answers, *, step: str) -> dict[str, Any]:
    office = office_settings()
    if step == "who":
        return {"office": office}
    if step == "where":
        return {"office": office, "care_until": care_until(answers)}
    if step == "when":
        return {"class_span": span_of(answers.spelled_classes)}
    if step == "contact":
        return {"office": office, "goes_on": goes_on(answers)}
    return {}


def care_until(answers: Answers) -> dict[str, Any] | None:
    """By when an interpreter must be found for the soonest wish; None: no day is known yet."""
    return _care_until(answers.soonest, today=answers.terms.today)


def care_until_of(row: BookingRequest, *, today: date) -> dict[str, Any] | None:
    """The same of a request that was sent: its next session, else its soonest wish."""
    ahead = row.sessions.filter(state=SessionState.PLANNED).order_by("starts_at")
    starts = ahead.values_list("starts_at", flat=True).first()
    if starts is not None:
        return _care_until(local(starts).date(), today=today)
    return _care_until(
        row.wishes.order_by("day").values_list("day", flat=True).first(), today=today
    )


def _care_until(soonest: date | None, *, today: date) -> dict[str, Any] | None:
    if soonest is None:
        return None
    office = office_settings()
    due = soonest - timedelta(days=office.support_days_before)
    words = short_day(due)
    return {
        "days": office.support_days_before,
        "wish": short_day(soonest),
        "due": _("きょう、%(day)s") % {"day": words} if due == today else words,
        "late": due < today,
    }


def goes_on(answers: Answers) -> str:
    """The day on which the group's names and numbers are wiped; "" until a day is wished for."""
    latest = answers.latest
    if latest is None:
        return ""
    return full_day(kept_until(latest, years=office_settings().retention_years))
