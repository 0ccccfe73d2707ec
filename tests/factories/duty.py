"""A day that a duty takes: sessions on it, what the officer chooses, and the job that carries it on."""

from datetime import date, time, timedelta
from uuid import uuid4

from bookings.actions import duty
from bookings.actions.duty import Choice
from bookings.doctor import checks
from bookings.models import (
    Duty,
    DutySession,
)
from bookings.models.duty_reach import Reach, sessions_in
from bookings.rules import Wish
from bookings.status import RequestStatus
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import (
    OFFICE,
    GroupFacts,
    at,
)

DAY = date(2026, 12, 17)
THAT_DAY = Reach(DAY, DAY)
EVE = at("2026-12-16 22:30")
POSTPONE, CANCEL = DutySession.Fate
State = DutySession.State


def by_phone(number: str = "0000000001") -> GroupFacts:
    return GroupFacts(
        name="桜が丘自治会", contact_name="佐藤 花子", phone=number, notify_by="phone"
    )


def by_mail(name: str) -> GroupFacts:
    return GroupFacts(
        name="桜が丘自治会", contact_name="佐藤 花子", phone="0000000001", notify_by="email",
        email=f"{name}@mail.example",
    )  # fmt: skip


def confirmed(town, *, group: GroupFacts | None = None, starts: time = time(10), **changes):
    """A planned session on that day; several at different hours."""
    ends = (timedelta(hours=starts.hour, minutes=starts.minute) + timedelta(hours=1)).seconds
    wish = Wish(DAY, "", starts, time(ends // 3600, ends // 60 % 60))
    facts = {
        "wishes": (wish,),
        "usable_from": None,
        "usable_until": None,
        **({"group": group} if group else {}),
        **changes,
    }
    return make_request(town, status=RequestStatus.CONFIRMED, **facts).sessions.get()


def choice(reach: Reach = THAT_DAY, *, fate: str = POSTPONE, moment=EVE, **changes) -> Choice:
    """The same for every session of those days, as they are shown now."""
    shown = sessions_in(reach, at=moment)
    facts = {
        "reach": reach,
        "cause": Duty.Cause.DISASTER,
        "words": "台風10号が近づいています。",
        "fates": {row.public_id: fate for row in shown},
        "seen": {row.public_id: row.version for row in shown},
    }
    return Choice(**{**facts, **changes})


def decide(made: Choice | None = None, *, moment=EVE, key=None) -> Duty:
    return duty.decide(made or choice(), submission_id=key or uuid4(), by=OFFICE, at=moment)


def carry(moment=EVE) -> None:
    duty.carry(now=lambda: moment)


def mails(kind: str):
    return OutgoingEmail.objects.filter(kind=kind).order_by("pk")


def doctor(moment=EVE) -> list[str]:
    return list(checks(at=moment))
