"""Until its day a table can be taken back: what it changed, and nothing that others did since."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from config import clock
from lectures.models import Department, DepartmentMember, LecturerMembership, Reorganisation
from lectures.reorganising.departments import NotApplied
from lectures.reorganising.traces import Traces, day_in

_DAY = timedelta(days=1)
_NAMED_AT_MOST = 5

Pair = tuple[Department | None, Department | None]


def planned(*, today: date) -> list[tuple[date, list[Pair]]]:
    """What can be taken back, by day: (who ends, who takes over); (None, a new department)."""
    rows = Department.objects.linked()
    days: dict[date, dict[Pair, None]] = {}  # a successor may have been named by itself
    tables = Reorganisation.objects.filter(undone_at__isnull=True, day__gt=today)
    for table in tables.order_by("day", "pk"):
        traces = Traces(**table.traces)
        if traces.of_lecturer is not None:
            continue
        ended = [rows[pk] for pk, *_before in traces.departments_ended]
        follow = {row.successor_id for row in ended}
        new = [rows[pk] for pk in traces.departments_made if pk not in follow]
        pairs = [*((row, row.successor) for row in ended), *((None, row) for row in new)]
        days.setdefault(table.day, {}).update(dict.fromkeys(pairs))
    return [(day, list(pairs)) for day, pairs in days.items()]


@transaction.atomic
def undo(*, day: date, today: date) -> int:
    """How many of the lines that `planned` shows are taken back. NotApplied: it has come, or its
    rows are in use since."""
    if day <= today:
        raise NotApplied([_("その日はもう来ました。取り消せるのは、前の日までです。")])
    list(Department.objects.select_for_update().order_by("pk"))
    rows = Reorganisation.objects.select_for_update().filter(day=day, undone_at__isnull=True)
    tables = [row for row in rows.order_by("-pk") if Traces(**row.traces).of_lecturer is None]
    if not tables:
        raise NotApplied([_("この日の機構改革は、ありません。もう取り消したかもしれません。")])
    shown = dict(planned(today=today)).get(day, [])
    for table in tables:
        _take_back(table)
    return len(shown)


def _take_back(table: Reorganisation) -> None:
    traces, eve = Traces(**table.traces), table.day - _DAY
    _memberships_back(traces, eve=eve)
    _members_back(traces, eve=eve)
    for pk, last, successor in traces.departments_ended:
        Department.objects.filter(pk=pk, ends_on=eve).update(
            ends_on=day_in(last), successor=successor
        )
    made = list(Department.objects.filter(pk__in=traces.departments_made).order_by("code"))
    if problems := [words for row in made for words in _still_used(row)]:
        raise NotApplied(problems)
    # Their rows stay, without a day on which they exist.
    Department.objects.filter(pk__in=traces.departments_made).update(ends_on=eve, successor=None)
    table.undone_at = clock.now()
    table.save(update_fields=["undone_at"])


def _memberships_back(traces: Traces, *, eve: date) -> None:
    rows = {row.pk: row for row in LecturerMembership.objects.filter(pk__in=_keys(traces))}
    for pk, until, following, its_until in traces.memberships_ended:
        row, later = rows.get(pk), rows.get(following)
        if row is None or row.until != eve or later is None:
            continue  # changed since: what was said later holds
        row.until = day_in(until) if later.until == day_in(its_until) else later.until
        row.save(update_fields=["until"])
    LecturerMembership.objects.filter(pk__in=traces.memberships_made).delete()
    for pk, before, since in traces.memberships_moved:
        LecturerMembership.objects.filter(pk=pk, department=since).update(department=before)


def _keys(traces: Traces) -> set[int]:
    return {key for pk, _until, following, _its in traces.memberships_ended
            for key in (pk, following)}  # fmt: skip


def _members_back(traces: Traces, *, eve: date) -> None:
    DepartmentMember.objects.filter(pk__in=traces.members_made).delete()
    for pk, before, since in traces.members_moved:
        DepartmentMember.objects.filter(pk=pk, department=since).update(department=before)
    ended = dict(traces.members_ended)
    for row in DepartmentMember.objects.filter(pk__in=ended, until=eve).order_by("pk"):
        others = DepartmentMember.objects.filter(
            department=row.department_id, email__iexact=row.email, until__isnull=True
        )
        if not others.exists():  # listed anew since
            row.until = day_in(ended[row.pk])
            row.save(update_fields=["until"])


def _still_used(row: Department) -> Iterator[str]:
    """A sentence if anything points to the department that would no longer exist."""
    found = [words for relation in row._meta.related_objects for words in _pointing(row, relation)]
    if found:
        yield _("「%(name)s」を使っているものがあります：%(what)s。先に、べつの課にしてください。") % {
            "name": row.name, "what": "、".join(found),
        }  # fmt: skip


def _pointing(row: Department, relation: models.ForeignObjectRel) -> list[str]:
    if relation.many_to_many:
        return []
    model = relation.related_model
    rows = model._base_manager.filter(**{relation.field.name: row}).order_by("pk")
    kind = model._meta.verbose_name
    return [f"{kind}「{one}」" for one in rows[:_NAMED_AT_MOST]]
