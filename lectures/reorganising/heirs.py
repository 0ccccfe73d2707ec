"""A department that ended without a successor gets one after all. Leaves its traces like a table."""

from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from config import clock
from lectures.models import Department, Reorganisation
from lectures.reorganising.bringing import bring_lecturers, bring_people
from lectures.reorganising.departments import NotApplied
from lectures.reorganising.traces import Traces

_DAY = timedelta(days=1)


@transaction.atomic
def name_successor(
    department_id: int, successor_id: int, *, today: date, by: User | None = None
) -> Department:
    """From the day after its last one, as if a table had said so. NotApplied: it cannot be done."""
    rows = {row.pk: row for row in Department.objects.select_for_update().order_by("pk")}
    old, new = rows[department_id], rows[successor_id]
    if old.ends_on is None or old.successor_id is not None:
        raise NotApplied([_("この課には、引き継ぐ課がもうあります。画面を開き直してください。")])
    day, traces = old.ends_on + _DAY, Traces(count=1)
    if old == new or not new.is_there(on=max(day, today)):
        raise NotApplied([_("その日にある、ほかの課をえらんでください。")])
    traces.departments_ended.append((old.pk, old.ends_on, None))
    old.successor = new
    old.save(update_fields=["successor"])
    bring_lecturers(old, new, day=day, traces=traces)
    bring_people(old, new, day=day, formers=False, traces=traces)
    Reorganisation.objects.create(
        site=get_scope()["site"], day=day, applied_at=clock.now(), applied_by=by,
        traces=asdict(traces),
    )  # fmt: skip
    return old
