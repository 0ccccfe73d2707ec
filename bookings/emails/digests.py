"""The mails that sum up: to a department once a week, to the office every working day.

They tell of no single event, so nothing ties them to one; their key makes them one each.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bookings.emails import facts
from bookings.emails.telling import render
from bookings.emails.timing import timing
from bookings.models import Grant
from lectures.models import Department
from notifications import outbox
from notifications.models import InboundEmail


def to_department(
    department: Department,
    *,
    day: date,
    at: datetime,
    copies: Iterable[str],
    contents: Mapping[str, Any],
) -> None:
    """One mail to each address, however often it is named."""
    addresses = {row.lower(): row for row in (*copies, department.email) if row}
    for number, address in enumerate(sorted(addresses.values())):
        _store(
            "department_digest",
            key=f"{department.pk}:{day}:{number}",
            to=address,
            at=at,
            context={**contents, "department": department, "day": day},
        )


def to_office(grant: Grant, *, day: date, at: datetime, items: Iterable[Any], left: int) -> None:
    """`items` are numbered from 1; `left`: how many found no place."""
    _store(
        "office_digest",
        key=f"{day}",
        to=facts.office().email,
        at=at,
        context={"items": list(enumerate(items, start=1)), "day": day, "left": left},
        reply_to=facts.reply_address(grant),
    )


def done(inbound: InboundEmail, *, to: str, at: datetime, done: list[str], left: list[str]) -> None:
    """What an answer to the office's digest did, and what it did not."""
    _store(
        "office_digest_done",
        key=f"{inbound.public_id}",
        to=to,
        at=at,
        context={"done": done, "left": left},
        in_reply_to=inbound.message_id,
        references=inbound.message_id,
    )


def _store(
    kind: str, *, key: str, to: str, at: datetime, context: dict[str, Any], **mail: Any
) -> None:
    subject, text = render(kind, context={**context, "office": facts.office()})
    outbox.store(
        dedup_key=f"{kind}:{key}",
        to=to,
        subject=subject,
        text=text,
        at=at,
        kind=kind,
        **timing(kind, at=at),
        **mail,
    )
