"""課が一つになったとき: two asks of one request that one department would answer become one.

Only asks that nobody has answered, for one time; answers that were given stand as they are. What
comes to the ask that is taken back waits in the queue, where it can still be taken.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions.moves import SYSTEM, locked, move_assignment, record
from bookings.emails import to_department
from bookings.models import Assignment
from bookings.status import AssignmentRole, AssignmentState, Reason, Verb
from lectures.models import Department
from lectures.zones import local


def due(*, at: datetime) -> list[int]:
    """The requests of the open town that ask one department twice today."""
    rows = _waiting().order_by("request_id", "pk")
    found = _doubled(rows, on=local(at).date())
    return list(dict.fromkeys(row.request_id for rows in found for row in rows))


@transaction.atomic
def merge_asks(*, request_id: int, at: datetime) -> bool:
    """The newest stands for all; False: none is double any more."""
    request = locked(request_id)
    rows = _waiting().filter(request=request).select_related("department").order_by("pk")
    found = _doubled(rows, on=local(at).date())
    for *others, kept in found:
        for row in others:
            row.request = request
            move_assignment(row, to=AssignmentState.RECALLED)
            words = _("担当の課が一つになったので、依頼を一つにまとめました。")
            event = record(
                request, verb=Verb.RECALLED, by=SYSTEM, at=at, reason=Reason.OTHER,
                assignment=row, note=words,
            )  # fmt: skip
            to_department.merged(event, row)
        _as_one_part(kept, others)
    return bool(found)


def _waiting() -> QuerySet[Assignment]:
    return Assignment.objects.filter(state=AssignmentState.ASKED, role=AssignmentRole.LECTURE)


def _doubled(rows: Iterable[Assignment], *, on: date) -> list[list[Assignment]]:
    """Those of one request and one time that the same department would answer today."""
    charges = Department.objects.charges(on=on)
    together: dict[tuple, list[Assignment]] = {}
    for row in rows:
        there = charges[row.department_id]
        if there is not None:
            key = (row.request_id, there.pk, row.starts_at, row.ends_at)
            together.setdefault(key, []).append(row)
    return [found for found in together.values() if len(found) > 1]


def _as_one_part(kept: Assignment, others: Iterable[Assignment]) -> None:
    """All that was ever asked for these parts belongs to one: nothing lacks once it is accepted."""
    parts = sorted({kept.part, *(row.part for row in others)})
    ever = Assignment.objects.filter(request=kept.request_id, part__in=parts)
    ever.update(part=parts[0])
