"""A mail about a 相談, by the mail that it answers or by the number in its subject: kept there."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import consulting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.queue.entries import Decision, decide
from bookings.models import Consultation, ConsultationEvent, WaitingReply
from bookings.status import Way
from lectures.eras import folded, year_of_era

_NUMBER = re.compile(r"(?<![A-Z0-9])S([0-9]{1,2})-([0-9]{1,9})(?![0-9])")


def consultation_of(waiting: WaitingReply) -> Consultation | None:
    """What the mail is about, as far as it says so; a person decides whether that is true."""
    answered = waiting.inbound.answers_to_id
    if answered is not None:
        return Consultation.objects.filter(events__mail=answered).first()
    found = set(_NUMBER.findall(folded(waiting.inbound.subject).upper()))
    if len(found) != 1:
        return None
    era_year, number = map(int, found.pop())
    if not era_year:
        return None
    year = year_of_era("R", era_year)
    return Consultation.objects.filter(fiscal_year__year=year, number=number).first()


@transaction.atomic
def record_consulted(*, waiting_id: int, words: str, by: By, at: datetime) -> ConsultationEvent:
    """The group's words, entered by the clerk: an answered 相談 is open again. Refused."""
    waiting = decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    row = consultation_of(waiting)
    if row is None:
        raise Refused(_("このメールは、どの相談のことか分かりません。"))
    group = By(Actor.GROUP, Way.EMAIL, by.user, by.why)
    return consulting.note(consultation_id=row.pk, words=words, by=group, at=at)
