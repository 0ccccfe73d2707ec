"""What a step would tell, and whom: it is taken, looked at, and taken back before anybody hears.

The answer is what the action itself stores, so it can never differ from what is sent. Holds the
locks of the action while it looks: for a POST only, never for a GET.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise

from accounts import secrets
from bookings.desk.wording import mail_kind, recipient
from bookings.models import BookingRequest, EventMail, Telling


@dataclass(frozen=True)
class Letter:
    """One mail; the secrets of its links are masked."""

    to: Promise | str
    address: str
    kind: Promise | str
    subject: str
    text: str
    language: str
    name: str = ""  # the department's or the group's own, where it is one


@dataclass(frozen=True)
class Foreseen:
    """Mails that would go, and what somebody would have to say to a group without mail."""

    letters: tuple[Letter, ...]
    calls: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.letters or self.calls)


def foreseen(act: Callable[[], object], *, about: Iterable[BookingRequest]) -> Foreseen:
    """Of everything that `act` would do to these requests. Refused: it would not be done."""
    requests = [row.pk for row in about]
    with transaction.atomic():
        mails = EventMail.objects.filter(event__request__in=requests)
        calls = Telling.objects.filter(event__request__in=requests)
        known = set(mails.values_list("pk", flat=True)), set(calls.values_list("pk", flat=True))
        act()
        made = mails.exclude(pk__in=known[0]).select_related(
            "mail", "event__request__group", "event__assignment__department"
        )
        found = Foreseen(
            tuple(_letter(row) for row in made.order_by("pk")),
            tuple(row.sentence for row in calls.exclude(pk__in=known[1]).order_by("pk")),
        )
        transaction.set_rollback(True)
    return found


def _letter(tie: EventMail) -> Letter:
    mail = tie.mail
    return Letter(
        recipient(tie.recipient),
        mail.to_address,
        mail_kind(tie.kind),
        secrets.masked(secrets.fill(mail.subject)),
        secrets.masked(secrets.fill(mail.text)),
        _language(tie),
        _name(tie),
    )


def _name(tie: EventMail) -> str:
    noun = tie.recipient.partition(":")[0]
    if noun == "department" and tie.event.assignment is not None:
        return tie.event.assignment.department.name
    group = tie.event.request.group
    return group.name if noun == "group" and group is not None else ""


def _language(tie: EventMail) -> str:
    group = tie.event.request.group
    return group.language if group is not None and tie.recipient == "group" else "ja"
