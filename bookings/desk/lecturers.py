"""Who of a department may be named for a slot, and who is taken then."""

from django.utils.translation import gettext as _

from bookings.actions.allocating import TAKEN
from bookings.models import Allocation, LectureSession
from bookings.rules import Slot
from lectures.models import Absence, Department, Lecturer
from lectures.zones import local


def lecturer_choices(
    department: Department, *, slot: Slot, session: LectureSession | None = None
) -> list[tuple[str, str]]:
    """The department's lecturers of that day; who has something else then is marked."""
    taken = Allocation.objects.filter(
        state__in=TAKEN,
        starts_at__lt=slot.ends_at,
        ends_at__gt=slot.starts_at,
        resource__lecturer__isnull=False,
    )
    if session is not None:
        taken = taken.exclude(session=session)
    busy = set(taken.values_list("resource__lecturer", flat=True))
    day = local(slot.starts_at).date()
    away = set(Absence.objects.on(day).values_list("lecturer", flat=True))
    rows = Lecturer.objects.of(department, on=day).order_by("kana", "pk")
    return [(str(row.pk), _marked(row, busy=busy, away=away)) for row in rows]


def _marked(row: Lecturer, *, busy: set[int], away: set[int | None]) -> str:
    if row.pk in away:
        return _("%(name)s（この日は不在）") % {"name": row}
    return _("%(name)s（この時間はほかの予定）") % {"name": row} if row.pk in busy else row.name
