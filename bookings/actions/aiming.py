"""目標: the office enters the year's targets of the town, its departments and its centres.

What stood there before stays as an `IndicatorChange`: who, when, from what to what, on what source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.actions import closed_years
from bookings.actions.moves import Refused, Stale
from bookings.counting import sessions_indicator
from bookings.models import Indicator, IndicatorChange, IndicatorValue
from lectures.models import Centre, Department

TARGET = IndicatorValue.Kind.TARGET


@dataclass(frozen=True)
class Aim:
    """One line of the page: what stood there when it was shown, and what shall stand there.

    Neither department nor centre: the whole town's. `also`: departments whose work it has taken
    over; their targets are in `was`, and go into the one that is typed.
    """

    value: int | None
    was: int | None
    department: Department | None = None
    centre: Centre | None = None
    also: Sequence[int] = ()


@transaction.atomic
def aim(
    *, year: int, aims: Sequence[Aim], source: str, site_id: int, user: User | None, at: datetime
) -> int:
    """How many lines are different now. Stale: somebody else has changed one of these meanwhile."""
    changed = [one for one in aims if one.value != one.was]
    if not changed:
        return 0
    closed_years.refuse_target(year)
    if not source:
        raise Refused(
            _("目標がどこで決まったかを書いてください。例：令和8年度 第1回本部会議の議事録")
        )
    indicator = sessions_indicator(site_id)
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    for one in changed:
        there = list(_standing(indicator, year, one))
        if _whole(there) != one.was:
            raise Stale(
                _(
                    "「%(name)s」の目標は、ほかの人が先に直しました。いまの目標を確かめて、もう一度入れてください。"
                )
                % {"name": one.department or one.centre or _("全体")}
            )
        _put(indicator, year, one, there, source=source, user=user, at=at)
    return len(changed)


def _standing(indicator: Indicator, year: int, one: Aim) -> Sequence[IndicatorValue]:
    rows = IndicatorValue.objects.filter(indicator=indicator, year=year, kind=TARGET)
    if one.department is not None:
        return rows.filter(department__in=[one.department.pk, *one.also])
    return rows.filter(department=None, centre=one.centre)


def _whole(rows: Sequence[IndicatorValue]) -> int | None:
    return int(sum(row.value for row in rows)) if rows else None


def _put(
    indicator: Indicator, year: int, one: Aim, there: Sequence[IndicatorValue],
    *, source: str, user: User | None, at: datetime,
) -> None:  # fmt: skip
    """The row of today's department or centre; what stood at predecessors is in it from now on."""
    own = next(
        (row for row in there if row.department_id == getattr(one.department, "pk", None)), None
    )
    for row in there:
        if row is not own or one.value is None:
            row.delete()
    if one.value is not None:
        row = own or IndicatorValue(
            site_id=indicator.site_id, indicator=indicator, year=year, kind=TARGET, version=0,
            department=one.department, centre=one.centre,
        )  # fmt: skip
        row.value, row.source, row.entered_by, row.entered_at = one.value, source, user, at
        row.version += 1
        row.save()
    IndicatorChange.objects.create(
        site_id=indicator.site_id, indicator=indicator, year=year, kind=TARGET,
        department=one.department, centre=one.centre, value=one.value, was=one.was,
        source=source, by=user, at=at,
    )  # fmt: skip
