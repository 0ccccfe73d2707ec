"""What a department hears about lectures that it gave without the office.

They tell of no request, so nothing ties them to one; their key makes them one each.
"""

from datetime import datetime

from bookings.emails import facts
from bookings.emails.telling import render
from bookings.emails.timing import timing
from bookings.models import DirectAsk
from bookings.models.standins import address_of, stand_ins
from lectures.eras import short_day
from lectures.zones import local
from notifications import outbox

ASKED, RECORDED = "department_direct_asked", "department_direct_recorded"


def asked(row: DirectAsk, *, link: str, at: datetime) -> None:
    """Were there any? To the department, and whoever stands in for it."""
    day = local(at).date()
    own = address_of(row.department, on=day, otherwise=facts.office().email)
    addresses = dict.fromkeys([own, *stand_ins(row.department, on=day)])
    for number, address in enumerate(addresses):
        _store(ASKED, row, key=f"{row.times}:{number}", to=address, link=link, at=at)


def recorded(row: DirectAsk, *, link: str, at: datetime) -> None:
    """What a mail was understood to say, to the registered address: the alarm against a forged one."""
    own = address_of(row.department, on=local(at).date(), otherwise=facts.office().email)
    _store(RECORDED, row, key="1", to=own, link=link, at=at)


def _store(kind: str, row: DirectAsk, *, key: str, to: str, link: str, at: datetime) -> None:
    context = {
        "office": facts.office(),
        "department": row.department,
        "period": f"{short_day(row.since)}から{short_day(row.until)}",
        "link": link,
    }
    subject, text = render(kind, context=context)
    outbox.store(
        dedup_key=f"{kind}:{row.public_id}:{key}",
        to=to,
        subject=subject,
        text=text,
        at=at,
        kind=kind,
        reply_to=facts.reply_address(row.grant),
        **timing(kind, at=at),
    )
