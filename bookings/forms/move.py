"""日にち・会場を変える: up to three other wishes, another place, or both."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.sessions import Venue
from bookings.forms.fields import WordsField
from bookings.forms.when import RANKS, WhenForm
from bookings.forms.where import NOT_BOOKED_SAID, OTHER, YES, PlaceFields, booked_field
from lectures.forms import Noted

SAME = "same"
_AGREED = ("agreed", "agreed_day", "agreed_times", "agreed_with")


class DaysForm(WhenForm):
    """Days alone, none of them asked for: a group may not know yet."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _AGREED:
            self.fields.pop(name, None)

    @property
    def is_agreed(self) -> bool:
        return False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self._any_day():
            self.errors.pop("wish1_day", None)
        return cleaned

    def _any_day(self) -> bool:
        return any(str(self.data.get(f"wish{rank}_day") or "").strip() for rank in RANKS)


class ElsewhereForm(PlaceFields, DaysForm):
    """`venue` is None where the place stays, also where the same centre is chosen once more."""

    booked = booked_field(
        required=False,
        help_text=_("会場を変えるときと、いまの会場の予約がすんだときに、えらびます。"),
    )

    def __init__(
        self, *args: Any, venue_now: str, centre_now: int | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.centre_now = centre_now
        place = self.fields["place"]
        place.initial, place.required = SAME, False
        place.choices = [  # type: ignore[attr-defined]
            (SAME, Noted(_now("いままでと同じ"), note=venue_now)),
            *place.choices,  # type: ignore[attr-defined]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.stays and "place" not in self.errors:
            self.want("booked", NOT_BOOKED_SAID)
        return cleaned

    @property
    def stays(self) -> bool:
        """Of a form whose place can be read."""
        place = self.cleaned_data.get("place") or ("" if "place" in self.errors else SAME)
        if place == SAME:
            return True
        centre = self.centre_chosen(place)
        return centre is not None and centre.pk == self.centre_now

    @property
    def venue(self) -> Venue | None:
        """Of a valid form."""
        said = self.cleaned_data
        if self.stays:
            return None
        booked = said["booked"] == YES
        if said["place"] == OTHER:
            return Venue(name=said["other_name"], address=said["other_address"], booked=booked)
        return Venue(centre_id=self.centres[said["place"]].pk, booked=booked)

    @property
    def has_it(self) -> bool | None:
        """Of the place that stays; None: nothing was said."""
        return self.cleaned_data["booked"] == YES if self.cleaned_data["booked"] else None


class NewDaysForm(ElsewhereForm):
    """For a session that has no day: one at least."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self._any_day():
            self.add_error("wish1_day", _now("第1希望の日をえらんでください"))
        return cleaned


class PostponeForm(ElsewhereForm):
    words = WordsField(
        label=_("延期するわけ（なくてもかまいません）"),
        max_length=500,
        lines=3,
        help_text=_("例：会場が使えなくなりました。事務局と担当の課に伝えます。"),
    )


class MoveForm(ElsewhereForm):
    """Another day, another place, or both."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = self._any_day() or cleaned.get("booked")
        if self.stays and not said and "booked" not in self.errors:
            self.add_error("wish1_day", _now("変えたい日か、変えたい会場をえらんでください"))
        return cleaned
