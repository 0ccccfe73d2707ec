"""A mail that did not arrive, and the office sending it again elsewhere."""

from django.urls import reverse

from bookings.rules import Slot
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.factories.town import NOW, at

NEW = "sato-hanako@mail.example"
BOSAI = "bosai@city.mikagami.example"
LATER = Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00"))
MORNING = at("2026-12-18 09:00")


def bounced(kind: str, state: str = State.BOUNCED) -> OutgoingEmail:
    mails = OutgoingEmail.objects.filter(kind=kind)
    mails.update(state=state, handoff_at=NOW, sent_at=NOW, changed_at=NOW, last_error="5.1.1")
    return mails.get()


def resend(office, mail: OutgoingEmail, address: str = NEW, **typed):
    page = reverse("desk:mail-resend", args=[mail.public_id])
    return office.post(page, {"address": address, **typed})
