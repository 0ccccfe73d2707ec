"""Forms about help beside the lecture: what, when, which department, and what it should know."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions import supporting
from bookings.desk.first_look import care_left
from bookings.desk.forms.base import DeskForm, radio_field, words_field
from bookings.emails.facts import when
from bookings.models import BookingRequest
from bookings.status import Support
from config import clock
from lectures.models import Department
from lectures.zones import venue_zone


class SupportForm(DeskForm):
    support = radio_field(_("何を頼みますか"), empty=_("頼むことをえらんでください"))
    which = radio_field(_("どの日時に"), empty=_("日時をえらんでください"))
    department = forms.ChoiceField(
        label=_("どの課に"),
        error_messages={
            "required": _("課をえらんでください"),
            "invalid_choice": _("課を、もう一度えらんでください"),
        },
    )
    words = words_field(
        _("課に伝えること"),
        hint=_(
            "依頼のメールに入ります。例：手話を使う人が2人。「そのほか」なら、頼むことを書きます。"
        ),
    )

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        at = clock.now()
        self.slots = supporting.slots_of(about, at=at)
        self.initial = {**_wanted(about, slots=len(self.slots)), **self.initial}
        self.fields["support"].choices = Support.choices
        self.fields["which"].choices = [
            (str(number), when(slot.starts_at, slot.ends_at))
            for number, slot in enumerate(self.slots)
        ]
        rows = Department.objects.on(clock.today(venue_zone())).order_by("code")
        self.fields["department"].choices = [
            ("", _("えらんでください")),
            *((str(row.pk), row.name) for row in rows),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("support") == Support.OTHER and not data.get("words"):
            self.add_error("words", _("何を頼むか、書いてください"))
        return data

    @property
    def what(self) -> dict[str, Any]:
        """Arguments of `supporting.ask_support`."""
        data = self.cleaned_data
        return {
            "support": data["support"],
            "slot": self.slots[int(data["which"])],
            "department_id": int(data["department"]),
            "words": data["words"],
        }


def _wanted(request: BookingRequest, *, slots: int) -> dict[str, str]:
    """What the group wrote, so that one press asks for it."""
    left = care_left(request)
    if not left:
        return {}
    only = {"which": "0"} if slots == 1 else {}
    return {"support": left[0].value, "words": request.care_words, **only}


class SupportNoneForm(DeskForm):
    words = words_field(
        _("団体へのことば"),
        hint=_("知らせるメールにそのまま入ります。代わりにできることがあれば、書いてください。"),
        empty=_("団体へのことばを書いてください"),
    )
