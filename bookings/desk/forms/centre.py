"""What a centre says of itself: hours, ways in, equipment and rooms. Its name is the office's."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import DayField
from lectures.forms import PlainForm
from lectures.ledger.forms import take_any_width
from lectures.models import Centre, CentreClosure, Room
from lectures.models.places import Kit
from lectures.ticked import weekdays_field

_FIELDS = [
    "phone", "opens_at", "closes_at", "closed_weekdays", "closed_of_month", "on_holidays", "years_end_from",
    "years_end_until", "closed_days", "seats", "access", "step_free", "lift",
    "accessible_toilet", "hearing_loop", "parking_spaces", "map_link", *(kit.value for kit in Kit),
]  # fmt: skip


class CentreForm(PlainForm, forms.ModelForm):
    map_link = forms.URLField(
        label=Centre._meta.get_field("map_link").verbose_name,
        help_text=Centre._meta.get_field("map_link").help_text,
        required=False,
        assume_scheme="https",
    )
    closed_weekdays = weekdays_field()

    class Meta:
        model = Centre
        fields = _FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        take_any_width(self)


class RoomForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Room
        fields = ["name", "seats", "note"]


class ClosureForm(PlainForm, forms.ModelForm):
    starts_on = DayField(
        label=_("休む日"), help_text=_("例：12月16日、R8.12.16"), empty=_("休む日を入れてください")
    )
    ends_on = DayField(
        label=_("この日まで"), help_text=_("1日だけのときは、空けておきます。例：12月18日")
    )

    class Meta:
        model = CentreClosure
        fields = ["starts_on", "ends_on", "reason"]

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without a year, the last day is the next such day after the first: 12月28日 to 1月4日."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            last = self.fields["ends_on"]
            last.today = starts  # type: ignore[attr-defined]
            data["ends_on"] = last.clean(self.data.get(self.add_prefix("ends_on")))
        return data


ClosureFormSet = forms.modelformset_factory(
    CentreClosure, form=ClosureForm, extra=2, can_delete=True, can_delete_extra=False
)
RoomFormSet = forms.modelformset_factory(Room, form=RoomForm, extra=1)


def rooms_of(centre: Centre, data: Any = None) -> Any:
    """Those there are, and an empty line for one more."""
    return RoomFormSet(data, queryset=Room.objects.filter(centre=centre).order_by("pk"))


def closures_of(centre: Centre, data: Any = None, *, today: date) -> Any:
    """Those that are not over, and empty lines for more."""
    coming = Q(ends_on__gte=today) | Q(ends_on__isnull=True, starts_on__gte=today)
    rows = CentreClosure.objects.filter(coming, centre=centre).order_by("starts_on", "pk")
    return ClosureFormSet(data, queryset=rows, prefix="closures", form_kwargs={"today": today})
