"""The form that says who goes. Nobody is chosen beforehand; who has something else then is marked."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.models import Allocation, LectureSession
from bookings.status import AllocationState
from lectures.forms import PlainForm
from lectures.models import Absence, Department, Lecturer
from lectures.zones import local

_WHO = _("うかがう人をえらんでください")


class NamingForm(PlainForm):
    lecturers = forms.MultipleChoiceField(
        label=_("うかがう人"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ふたり以上でもかまいません。"),
        error_messages={"required": _WHO, "invalid_choice": _WHO},
    )

    def __init__(
        self, data: Any = None, *, session: LectureSession, department: Department
    ) -> None:
        super().__init__(data)
        self.fields["lecturers"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), _marked(row)) for row in candidates(session, department)
        ]

    @property
    def ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["lecturers"]]


def candidates(session: LectureSession, department: Department) -> list[Lecturer]:
    """The department's lecturers of that day, with `busy` and `absent`; one query."""
    day: date = local(session.starts_at).date()
    elsewhere = Allocation.objects.filter(
        resource__lecturer=OuterRef("pk"),
        state__in=[AllocationState.HOLD, AllocationState.CONFIRMED],
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    ).exclude(session=session)
    away = Absence.objects.on(day).filter(lecturer=OuterRef("pk"))
    rows = Lecturer.objects.of(department, on=day).annotate(
        busy=Exists(elsewhere), absent=Exists(away)
    )
    return list(rows.order_by("kana", "pk"))


def _marked(row: Any) -> str:
    if row.absent:
        return _now("%(name)s（この日は不在）") % {"name": row}
    if row.busy:
        return _now("%(name)s（この時間はほかの予定）") % {"name": row}
    return str(row)
