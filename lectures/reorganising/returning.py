"""A lecturer's transfer that is decided but has not come: what it was, and taking it back.

What somebody has said since about the same rows holds.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from config import clock
from lectures.models import Department, Lecturer, LecturerMembership, Reorganisation
from lectures.reorganising.departments import NotApplied
from lectures.reorganising.traces import LecturerTraces, Traces, day_in

_DAY = timedelta(days=1)


@dataclass
class Transfer:
    """One lecturer's change on one day, however often it was said."""

    day: date
    lecturer: Lecturer
    left: list[Department] = field(default_factory=list)
    begun: list[Department] = field(default_factory=list)


def keep(traces: LecturerTraces, *, day: date, by: User | None) -> None:
    """For taking it back."""
    Reorganisation.objects.create(
        site=get_scope()["site"], day=day, applied_at=clock.now(), applied_by=by,
        traces=asdict(Traces(count=1, lecturer=traces)),
    )  # fmt: skip


def planned_transfers(*, today: date) -> list[Transfer]:
    """What can be taken back, the next day first; of nobody who is gone from the register since."""
    found: dict[tuple[date, int], Transfer] = {}
    lecturers, departments = Lecturer.objects.in_bulk(), Department.objects.in_bulk()
    for table, traces in _open(Reorganisation.objects.filter(day__gt=today).order_by("day", "pk")):
        if traces.pk not in lecturers:
            continue
        row = found.setdefault((table.day, traces.pk), Transfer(table.day, lecturers[traces.pk]))
        left = [one for _pk, one, *_days in (*traces.ended, *traces.dropped)]
        row.left += [departments[one] for one in left if one in departments]
        row.begun += [departments[one] for _pk, one in traces.made if one in departments]
    return list(found.values())


@transaction.atomic
def undo_transfer(lecturer: Lecturer, *, day: date, today: date) -> None:
    """NotApplied: the day has come, there is none to take back, or nowhere to go back to."""
    if day <= today:
        raise NotApplied([_("その日はもう来ました。取り消せるのは、前の日までです。")])
    list(LecturerMembership.objects.select_for_update().filter(lecturer=lecturer))
    tables = Reorganisation.objects.select_for_update().filter(day=day).order_by("-pk")
    mine = [(table, traces) for table, traces in _open(tables) if traces.pk == lecturer.pk]
    if not mine:
        raise NotApplied([_("この日の異動は、ありません。もう取り消したかもしれません。")])
    for table, traces in mine:
        _take_back(lecturer, traces, day=day)
        table.undone_at = clock.now()
        table.save(update_fields=["undone_at"])


def _open(tables: models.QuerySet[Reorganisation]) -> list[tuple[Reorganisation, LecturerTraces]]:
    rows = tables.filter(undone_at__isnull=True)
    found = ((row, Traces(**row.traces).of_lecturer) for row in rows)
    return [(row, traces) for row, traces in found if traces is not None]


def _take_back(lecturer: Lecturer, traces: LecturerTraces, *, day: date) -> None:
    _refuse_departments_gone(traces, day=day)
    theirs = LecturerMembership.objects.filter(lecturer=lecturer)
    theirs.filter(pk__in=[pk for pk, _department in traces.made], since=day).delete()
    for pk, _department, until in traces.ended:
        theirs.filter(pk=pk, until=day - _DAY).update(until=day_in(until))
    for pk, department, since, until in traces.dropped:
        LecturerMembership.objects.get_or_create(
            lecturer=lecturer, department_id=department, since=day_in(since),
            defaults={"pk": pk, "site_id": lecturer.site_id, "until": day_in(until)},
        )  # fmt: skip


def _refuse_departments_gone(traces: LecturerTraces, *, day: date) -> None:
    """Where they were to go by a table of the same day that was taken back since."""
    rows = Department.objects.filter(pk__in=[one for _pk, one, *_days in traces.dropped])
    gone = [row for row in rows.order_by("code") if not row.is_there(on=day)]
    if gone:
        raise NotApplied(
            [
                _(
                    "もとの「%(name)s」は、その日にはありません。"
                    "取り消すかわりに、いまの課への異動を、同じ日でもう一度入れてください。"
                )
                % {"name": row.name}
                for row in gone
            ]
        )
