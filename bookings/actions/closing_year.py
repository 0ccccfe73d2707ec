"""年度を締める: the figures as they are reported, kept for good; what changes later is an amendment.

Nothing is lost between: folds wait for the closing, and what was not folded before it comes after it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from bookings import yearbook
from bookings.actions.moves import Refused, Stale
from bookings.actions.year_checks import Check, checks_of
from bookings.counting import folding
from bookings.models import FigureLine, YearClosing
from lectures.models import FiscalYear

_TRIES = 3
_COLUMNS = ("dimension", "month", "key", "state", *folding.FIELDS)


@dataclass(frozen=True)
class Waiver:
    """What the office let stand: how many there were when it looked, and why it closes all the same."""

    number: int
    why: str


def close(
    *, year: int, waivers: Mapping[str, Waiver], user: User, at: datetime, note: str = ""
) -> YearClosing:
    """Refused: something stops it. Stale: it is not as the office saw it."""
    if connection.in_atomic_block:
        return _close(year, waivers, user=user, at=at, note=note)
    for _try in range(_TRIES - 1):
        try:
            with _alone():
                return _close(year, waivers, user=user, at=at, note=note)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "40001":
                raise
    with _alone():
        return _close(year, waivers, user=user, at=at, note=note)


@transaction.atomic
def open_again(*, year: int, why: str, user: User, at: datetime) -> YearClosing:
    """The closing stays, with who took it back and why. Refused."""
    # What came before belongs to the closing that stood; a closing waits for folds first, too.
    folding.fold_all(at=at)
    fiscal_year = FiscalYear.objects.select_for_update(no_key=True).get(year=year)
    closing = standing(year)
    if closing is None:
        raise Refused(_("この年度は、締めていません。"))
    if not why.strip():
        raise Refused(_("締めを取り消す理由を書いてください。"))
    closing.opened_at, closing.opened_by, closing.opened_why = at, user, why.strip()
    closing.save(update_fields=["opened_at", "opened_by", "opened_why"])
    fiscal_year.closed_at = None
    fiscal_year.save(update_fields=["closed_at"])
    return closing


def standing(year: int) -> YearClosing | None:
    """The closing that holds."""
    return YearClosing.objects.filter(fiscal_year__year=year, opened_at=None).first()


def _close(
    year: int, waivers: Mapping[str, Waiver], *, user: User, at: datetime, note: str
) -> YearClosing:
    with transaction.atomic():
        if connection.vendor == "postgresql" and _outermost():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        fiscal_year = FiscalYear.objects.select_for_update(no_key=True).get(year=year)
        waived = list(_waived(checks_of(year, at=at), waivers))
        folding.fold_all(at=at)
        newest = fiscal_year.closings.aggregate(newest=Max("number"))["newest"] or 0
        closing = YearClosing.objects.create(
            site_id=fiscal_year.site_id,
            fiscal_year=fiscal_year,
            number=newest + 1,
            figures={"tables": _tables(year, at=at), "lines": _lines(year)},
            waived=waived,
            closed_at=at,
            closed_by=user,
            note=note,
        )
        fiscal_year.closed_at = at
        fiscal_year.save(update_fields=["closed_at"])
        return closing


def _waived(checks: list[Check], waivers: Mapping[str, Waiver]) -> Iterator[dict[str, Any]]:
    """What stands although it should not, as it is kept. Refused, Stale."""
    for check in checks:
        if check.stops:
            raise Refused(check.sentence)
        waiver = waivers.get(check.code)
        if waiver is None or waiver.number != check.number:
            raise Stale(_("確かめているあいだに、ようすが変わりました。もう一度確かめてください。"))
        if not waiver.why.strip():
            raise Refused(_("そのまま締めるわけを、一つずつ書いてください。"))
        yield {
            "code": check.code, "number": check.number, "sentence": check.sentence,
            "why": waiver.why.strip(),
        }  # fmt: skip


def _tables(year: int, *, at: datetime) -> list[dict[str, Any]]:
    """As the report prints them, in the source language: whoever closes may read another one."""
    with override(settings.LANGUAGE_CODE):
        return [table.as_data() for table in yearbook.tables_of(year, at=at)]


def _lines(year: int) -> list[list[Any]]:
    """The sums of the year, each as its row has them: what amendments are added to."""
    rows = FigureLine.objects.filter(year=year).order_by("dimension", "key", "month", "state")
    return [list(row) for row in rows.values_list(*_COLUMNS) if any(row[4:])]


@contextmanager
def _alone() -> Iterator[None]:
    """No fold comes between what this transaction sees and its end: the lock is older than its view."""
    if connection.vendor != "postgresql":
        yield
        return
    key = [folding.LOCK, folding.site_id()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _outermost() -> bool:
    """Only there may the isolation be chosen: before the first statement."""
    return len(connection.savepoint_ids) == 0
