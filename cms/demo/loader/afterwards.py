"""After the day: a report by reply, one that a person must read, and a questionnaire answered."""

import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from accounts import secrets
from bookings.actions import receiving, reminding, reporting, surveying
from bookings.actions.moves import Actor, By
from bookings.actions.surveying import Marks
from bookings.chases import morning_after
from bookings.emails import facts
from bookings.models import Grant, LectureSession
from bookings.status import Way
from cms.demo import postmark
from lectures.zones import venue_zone
from notifications.inbox.receiving import receive

GOOD = "25 3 60 質問がたくさん出て、とても好評でした"
DOUBTFUL = "25人 60分 子どももいましたが、数えていません"


def reported_by_mail(session: LectureSession, words: str) -> None:
    """Asked on the next morning at nine, answered at ten by the department."""
    morning = _asked(session)
    grant = Grant.objects.get(purpose=Grant.Purpose.REPORT, session=session, lecturer=None)
    to, sender = secrets.fill(facts.reply_address(grant)), session.department.email
    answered = morning + timedelta(hours=1)
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = f"Re: 【報告のお願い】{session.request.reference}"
    message["Date"] = format_datetime(answered)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message.set_content(f"{words}\n", cte="base64")
    raw = postmark.stamp(
        postmark.sign(message.as_bytes()), envelope_from=sender, to=to, at=answered
    )
    receiving.take(receive(raw, envelope_to=[to], at=answered).pk, at=answered)


def surveyed(session: LectureSession) -> None:
    """Reported on the page, and the group has answered the three questions."""
    morning = _asked(session)
    reporting.report(
        session_id=session.pk, numbers=reporting.Numbers(18, 6, 60), at=morning,
        by=By(Actor.DEPARTMENT, Way.WEB),
    )  # fmt: skip
    wrote = surveying.want_survey(session_id=session.pk, at=morning + timedelta(hours=1))
    surveying.answer(
        session_id=session.pk,
        marks=Marks(understood=4, useful=3),
        by=By(Actor.GROUP, Way.WEB if wrote else Way.PHONE),
        at=morning + timedelta(hours=9),
        words="地図に書きこむのが楽しかったです。夜の部もあるとうれしいです。",
    )


def _asked(session: LectureSession) -> datetime:
    morning = morning_after(session.ends_at, venue_zone())
    reminding.want_report(session_id=session.pk, at=morning)
    return morning
