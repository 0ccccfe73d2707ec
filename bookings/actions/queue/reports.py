"""The mail reports a session: a person says with which figures."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import reporting
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.queue.entries import Decision, decide
from bookings.actions.reporting import Numbers
from bookings.models import Grant, SessionReport, WaitingReply
from bookings.status import Way


def report_grant_of(waiting: WaitingReply) -> Grant | None:
    """The key of the report that this mail was sent to; None: it is no report's mail."""
    tag = waiting.inbound.tag_public_id
    grants = Grant.objects.filter(public_id=tag, purpose=Grant.Purpose.REPORT)
    return grants.select_related("lecturer").first() if tag else None


@transaction.atomic
def apply_report(
    *, waiting_id: int, numbers: Numbers, by: By, at: datetime, words: str = ""
) -> SessionReport:
    """Recorded as the sender's report, entered by the clerk, and confirmed like any mail's."""
    waiting = decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    grant = report_grant_of(waiting)
    if grant is None or waiting.session_id is None:
        raise Refused(_("このメールは、実施の報告への返信ではありません。"))
    actor = Actor.LECTURER if grant.lecturer else Actor.DEPARTMENT
    return reporting.report(
        session_id=waiting.session_id, numbers=numbers, by=By(actor, Way.EMAIL, by.user, by.why), at=at,
        words=words, lecturer=grant.lecturer, inbound=waiting.inbound,
    )  # fmt: skip
