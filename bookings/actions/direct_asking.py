"""「課で直接受けた講座はありましたか」: each department is asked each quarter, and in mid-March.

One row for each department and day of asking, so that nobody is asked twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, Refused
from bookings.deadlines import MORNING
from bookings.emails import to_department_direct as mails
from bookings.models import DirectAsk, DirectKey, Grant
from bookings.models.office_days import working_days
from lectures.models import Department
from lectures.zones import local

# (month, day) of asking: first and last (month, day) of what is asked about.
QUARTERS = {
    (7, 1): ((4, 1), (6, 30)),
    (10, 1): ((7, 1), (9, 30)),
    (1, 1): ((10, 1), (12, 31)),
    (3, 15): ((1, 1), (3, 31)),
}
_LATE = timedelta(days=14)  # a machine that was away still asks


@dataclass(frozen=True)
class Quarter:
    """Asked on `day`, or the first working day after it."""

    day: date
    since: date
    until: date


def due_quarter(*, at: datetime) -> Quarter | None:
    """The quarter that departments are asked about now."""
    here = local(at)
    for (month, number), (first, last) in QUARTERS.items():
        day = date(here.year, month, number)
        opens = working_days().on_or_after(day)
        if opens <= here.date() < day + _LATE and (here.date() > opens or here.time() >= MORNING):
            year = here.year - (first[0] > month)
            return Quarter(day, date(year, *first), date(year, *last))
    return None


def waiting(quarter: Quarter, *, at: datetime) -> list[int]:
    """Departments that have not been asked about it, by key."""
    asked = DirectAsk.objects.filter(due_on=quarter.day).values("department")
    rows = Department.objects.on(local(at).date()).exclude(pk__in=asked).exclude(email="")
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def ask(*, department_id: int, quarter: Quarter, at: datetime) -> bool:
    """One mail; False: it was asked before."""
    department = Department.objects.select_for_update(of=("self",)).get(pk=department_id)
    if DirectAsk.objects.filter(department=department, due_on=quarter.day).exists():
        return False
    row = DirectAsk.objects.create(
        site_id=department.site_id,
        department=department,
        grant=Grant.objects.issue(purpose=Grant.Purpose.DIRECT, site_id=department.site_id, at=at),
        due_on=quarter.day,
        since=quarter.since,
        until=quarter.until,
        asked_at=at,
    )
    mails.asked(row, link=key_of(department, at=at).link, at=at)
    return True


@transaction.atomic
def ask_again(*, ask_id: int, times: str, at: datetime) -> DirectAsk:
    """The same once more. `times`: how often the page said it was asked. Refused: it has answered."""
    row = _locked(ask_id)
    if row.answer:
        raise Refused(_("もう返事が届いています。"))
    if times == str(row.times):
        row.times += 1
        row.save(update_fields=["times"])
        mails.asked(row, link=key_of(row.department, at=at).link, at=at)
    return row


@transaction.atomic
def say_none(*, ask_id: int, by: By, at: datetime, confirm: bool = False) -> DirectAsk:
    """なし. `confirm`: a mail said so; the registered address hears what was understood."""
    row = _locked(ask_id)
    if row.answer == DirectAsk.Answer.OPEN:
        _answer(row, DirectAsk.Answer.NONE, by=by, at=at)
        if confirm:
            mails.recorded(row, link=key_of(row.department, at=at).link, at=at)
    return row


def note_given(department: Department, days: set[date], *, by: By, at: datetime) -> None:
    """Lectures of these days were reported: whoever was asked about them has answered."""
    rows = DirectAsk.objects.select_for_update().filter(department=department).order_by("pk")
    for row in rows.exclude(answer=DirectAsk.Answer.GIVEN):
        if any(row.since <= day <= row.until for day in days):
            _answer(row, DirectAsk.Answer.GIVEN, by=by, at=at)


@transaction.atomic
def key_of(department: Department, *, at: datetime) -> Grant:
    """The standing key to the department's page; made where it has none."""
    known = DirectKey.objects.select_related("grant").filter(department=department).first()
    if known is not None and known.grant.opens(at=at):
        return known.grant
    grant = Grant.objects.issue(purpose=Grant.Purpose.DIRECT, site_id=department.site_id, at=at)
    DirectKey.objects.update_or_create(
        department=department, defaults={"site_id": department.site_id, "grant": grant}
    )
    return grant


def _answer(row: DirectAsk, answer: str, *, by: By, at: datetime) -> None:
    row.answer, row.answered_at = answer, at
    row.way, row.entered_by = by.way, by.user
    row.save(update_fields=["answer", "answered_at", "way", "entered_by"])


def _locked(ask_id: int) -> DirectAsk:
    rows = DirectAsk.objects.select_for_update(of=("self",))
    return rows.select_related("department", "grant").get(pk=ask_id)
