"""Where a course stands on a day, and how long it takes. Pure: no row, no clock."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

FULL, CANCELLED = "full", "cancelled"
CERTIFICATE_HOURS = 60


class Intake(Protocol):
    intake_from: date | None
    intake_until: date | None
    standing: str


def status_of(
    facts: Intake, *, first_day: date | None, last_day: date | None, today: date
) -> tuple[str, str]:
    """(code, words). What an editor has said comes before what the dates say."""
    if facts.standing == CANCELLED:
        return CANCELLED, _("中止になりました")
    if last_day is not None and last_day < today:
        return "over", _("終わりました")
    if facts.standing == FULL:
        return FULL, _("定員に達しました")
    if facts.intake_from is not None and today < facts.intake_from:
        return "soon", _("これから受け付けます")
    until = facts.intake_until or last_day
    if until is None or today <= until:
        return "open", _("受付中")
    if first_day is not None and first_day <= today:
        return "running", _("開催中（受付は終わりました）")
    return "closed", _("受付は終わりました")


def hours_of(meetings: Iterable[tuple[datetime, datetime]]) -> Decimal:
    """Of all meetings together, to a tenth of an hour."""
    minutes = sum(int((ends - starts).total_seconds()) // 60 for starts, ends in meetings)
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"))
