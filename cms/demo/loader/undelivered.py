"""Mails that did not arrive: one waits for the office, one was sent again to the right address."""

from datetime import datetime, timedelta

from bookings.actions import resending
from bookings.actions.submitting import GroupFacts
from bookings.models import BookingRequest
from cms.demo.loader import stories
from cms.demo.loader.menu import Lectures
from cms.demo.loader.stories import OFFICE, Wanted
from lectures.eras import fiscal_year_of
from lectures.models import Centre
from lectures.zones import local
from notifications.inbox.bounces import BounceNews, Fate
from notifications.inbox.sorting import apply_bounce
from notifications.models import DeliveryAttempt, OutgoingEmail
from notifications.status import State


def load(lectures: Lectures, *, at: datetime) -> None:
    menu = lectures.of(fiscal_year_of(local(at).date()))
    groups = (_group("中町子ども会", "岡田 光", "okada@mail.exmaple.example"),
              _group("ひばり保育園 保護者会", "原 詩織", "hara.shiori@mail.example"))  # fmt: skip
    said = (
        BounceNews(Fate.FINAL, "5.1.2", "550 5.1.2 Host unknown: mail.exmaple.example"),
        BounceNews(Fate.FINAL, "5.1.1", "550 5.1.1 <hara.shiori>: User unknown"),
    )
    bounced = [
        _bounced(
            stories.request(
                Wanted(
                    lecture=menu[number],
                    group=group,
                    centre=Centre.objects.order_by("code")[number],
                    day=local(at).date() + timedelta(days=44 + number),
                ),
                at=at - timedelta(hours=5),
            ),
            news,
            at=at - timedelta(hours=4),
        )
        for number, (group, news) in enumerate(zip(groups, said, strict=True))
    ]
    resending.resend(
        mail_id=bounced[1].pk,
        to="hara-shiori@mail.example",
        by=OFFICE,
        at=at - timedelta(hours=3),
        also_change=True,
    )


def _group(name: str, contact: str, email: str) -> GroupFacts:
    return GroupFacts(
        name=name, kind="parents", representative=contact, contact_name=contact,
        phone="0000000123", notify_by="email", email=email,
    )  # fmt: skip


def _bounced(request: BookingRequest, news: BounceNews, *, at: datetime) -> OutgoingEmail:
    """Taken by the mail server, and sent back some minutes later."""
    mail = OutgoingEmail.objects.get(kind="group_received", event_mail__event__request=request)
    handed = at - timedelta(minutes=9)
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=State.SENT, handoff_at=handed, sent_at=handed, changed_at=handed, attempt=1
    )
    DeliveryAttempt.objects.create(
        site_id=mail.site_id, email=mail, number=1, at=handed, step=DeliveryAttempt.Step.DATA,
        outcome=State.SENT, smtp_code=250, smtp_reply="2.0.0 OK queued",
    )  # fmt: skip
    apply_bounce(mail, news, at=at)
    return mail
