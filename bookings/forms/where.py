"""どこで: a centre of the town or another place, and when it can be used."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.submitting import wish_problem
from bookings.forms.base import StepForm
from bookings.forms.fields import ClockField, WordsField
from bookings.rules import Usable, Wish
from lectures.forms import Noted
from lectures.models import Centre

OTHER = "other"
YES, NO = "yes", "no"


class WhereForm(StepForm):
    place = forms.ChoiceField(
        label=_("会場"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("会場をえらんでください"),
            "invalid_choice": _("会場を、もう一度えらんでください"),
        },
    )
    other_name = WordsField(
        label=_("ほかの場所の名前"),
        max_length=80,
        help_text=_("「ほかの場所」をえらんだときに入れます。例：桜が丘集会所"),
    )
    other_address = WordsField(label=_("ほかの場所の住所"), max_length=200)
    booked = forms.ChoiceField(
        label=_("会場の予約"),
        choices=[(YES, _("予約ずみ")), (NO, _("これから予約する"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("会場の予約が、すんでいるか、これからかをえらんでください"),
            "invalid_choice": _("会場の予約を、もう一度えらんでください"),
        },
    )
    usable_from = ClockField(
        label=_("会場を使える時刻：何時から（なくてもかまいません）"), help_text=_("例：13時")
    )
    usable_until = ClockField(
        label=_("会場を使える時刻：何時まで（なくてもかまいません）"),
        help_text=_("例：16時30分"),
    )

    def __init__(self, *args: Any, wishes: tuple[Wish, ...] = (), **options: Any):
        super().__init__(*args, **options)
        self.wishes = wishes
        self.centres = {row.code: row for row in Centre.objects.order_by("code")}
        self.fields["place"].choices = [
            *((code, Noted(row.name, note=row.address)) for code, row in self.centres.items()),
            (OTHER, _("ほかの場所")),
        ]

    @property
    def centre(self) -> Centre | None:
        return self.centres.get(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("place") == OTHER:
            self._want("other_name", _now("会場の名前を入れてください"))
            self._want("other_address", _now("会場の住所を入れてください"))
        opens, closes = cleaned.get("usable_from"), cleaned.get("usable_until")
        if opens and closes and closes <= opens:
            self.add_error("usable_until", _now("「何時まで」は、「何時から」より後にしてください"))
        elif opens or closes:
            self._fit(Usable(opens, closes))
        return cleaned

    def _want(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _fit(self, usable: Usable) -> None:
        """A part of the day may be too short once the venue's hours are known."""
        for rank, wish in enumerate(self.wishes, start=1):
            problem = wish_problem(
                self.terms.rules,
                wish,
                minutes=self.terms.minutes,
                usable=usable,
                today=self.terms.today,
            )
            if problem is not None and problem.code == "does_not_fit":
                self.add_error(
                    "usable_from",
                    _now("第%(rank)d希望：%(sentence)s")
                    % {"rank": rank, "sentence": problem.sentence},
                )
