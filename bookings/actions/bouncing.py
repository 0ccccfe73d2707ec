"""Mails that did not arrive although somebody waits for them: the office is told once of each.

What became of the mail is known already; this changes nothing about it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bookings.actions.moves import SYSTEM, locked, record
from bookings.emails import facts, to_office
from bookings.models import EventMail, RequestEvent
from bookings.quiet import URGENT
from bookings.status import Verb
from notifications.models import OutgoingEmail

# Asks that wait for an answer, and news that must not come too late.
CRITICAL = frozenset(
    {
        "department_asked",
        "department_support_asked",
        "department_successor_wanted",
        "lecturer_asked",
        *URGENT,
    }
)
# What is older stands in the list of open matters; nobody wants a mail about last year's.
RECENT = timedelta(days=3)
_KIND = "office_undelivered"
_KEY = "office:{}"


def untold(*, at: datetime) -> QuerySet[OutgoingEmail]:
    """Critical mails in trouble that nobody has looked at and the office got no mail about."""
    told = EventMail.objects.filter(
        kind=_KIND,
        recipient=Concat(Value(_KEY.format("")), Cast(OuterRef("pk"), CharField())),
    )
    rows = OutgoingEmail.objects.needs_person().filter(
        ~Exists(told), event_mail__kind__in=CRITICAL, changed_at__gt=at - RECENT
    )
    return rows.order_by("pk")


@transaction.atomic
def tell_office(*, mail_id: int, at: datetime) -> RequestEvent | None:
    """None: somebody was faster, or took care of it; or the office has no address to be told at."""
    if not facts.office().email:
        return None
    request_id = EventMail.objects.values_list("event__request_id", flat=True).get(mail=mail_id)
    request = locked(request_id)
    mail = untold(at=at).filter(pk=mail_id).select_related("event_mail__event").first()
    if mail is None:
        return None
    about = mail.event_mail.event
    event = record(
        request,
        verb=Verb.UNDELIVERED,
        by=SYSTEM,
        at=at,
        assignment=about.assignment,
        session=about.session,
        note=mail.subject,
    )
    to_office.undelivered(event, mail, recipient=_KEY.format(mail.pk))
    return event
