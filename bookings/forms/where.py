"""どこで: a centre of the town or another place, and when it can be used."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import ClockField, WordsField
from bookings.forms.ticks import TicksField
from bookings.rules import Usable, Wish
from bookings.status import Care, CareBy, TalkLanguage
from lectures.eras import short_day
from lectures.forms import Noted, PlainForm
from lectures.models import Centre, Kit

OTHER = "other"
YES, NO = "yes", "no"
_ABOUT_THE_VENUE = ("does_not_fit", "usable", "taken")


NOT_BOOKED_SAID = _("会場の予約が、すんでいるか、これからかをえらんでください")


def booked_field(**options: Any) -> forms.ChoiceField:
    """Whether the group has the place already."""
    return forms.ChoiceField(
        label=_("会場の予約"),
        choices=[(YES, _("予約ずみ")), (NO, _("これから予約する"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": NOT_BOOKED_SAID,
            "invalid_choice": _("会場の予約を、もう一度えらんでください"),
        },
        **options,
    )


class PlaceFields(PlainForm):
    """A centre of the town, or another place with its name and address."""

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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Centre.objects.order_by("code").prefetch_related("closures")
        self.centres = {row.code: row for row in rows}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            *((code, Noted(row.name, note=row.address)) for code, row in self.centres.items()),
            (OTHER, _("ほかの場所")),
        ]

    def centre_chosen(self, place: str | None) -> Centre | None:
        """None: another place, or nothing that can be read."""
        return self.centres.get(place or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("place") == OTHER:
            self.want("other_name", _now("会場の名前を入れてください"))
            self.want("other_address", _now("会場の住所を入れてください"))
        return cleaned


class CareFields(PlainForm):
    """Help that somebody needs, who arranges an interpreter, and the language of the talk."""

    care = TicksField(
        label=_("必要なこと"),
        choices=Care.choices,
        error_messages={"invalid_choice": _("必要なことを、もう一度えらんでください")},
    )
    care_words = WordsField(
        label=_("くわしく"),
        max_length=200,
        lines=2,
        help_text=_("例：手話を使う人が2人、車いすの人が1人います。"),
    )
    care_by = forms.ChoiceField(
        label=_("手話通訳・要約筆記は、だれが用意しますか"),
        choices=CareBy.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("だれが用意するかを、もう一度えらんでください")},
    )
    talk_language = forms.ChoiceField(
        label=_("どのことばで話してほしいですか"),
        choices=TalkLanguage.choices,
        initial=TalkLanguage.JAPANESE,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("担当の課が確かめます。日本語でしか話せないこともあります。"),
        error_messages={"invalid_choice": _("話すことばを、もう一度えらんでください")},
    )

    def clean_talk_language(self) -> str:
        return self.cleaned_data["talk_language"] or TalkLanguage.JAPANESE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._ask_about_care(cleaned)
        return cleaned

    def _ask_about_care(self, cleaned: dict[str, Any]) -> None:
        wanted = cleaned.get("care") or []
        if {Care.SIGN_LANGUAGE, Care.CAPTIONING} & set(wanted) and not cleaned.get("care_by"):
            self.want("care_by", _now("手話通訳・要約筆記を、だれが用意するかをえらんでください"))
        if Care.OTHER in wanted:
            self.want("care_words", _now("どんなことが必要か、入れてください"))

    def unfolded(self, *names: str) -> bool:
        """Whether something is in these fields, or to be put right: then their fold stands open."""
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def care_open(self) -> bool:
        return self.unfolded("care", "care_words", "care_by")

    @property
    def language_open(self) -> bool:
        said = self["talk_language"]
        return bool(said.errors or said.value() not in (None, "", TalkLanguage.JAPANESE))


class WhereForm(PlaceFields, CareFields, StepForm):
    field_order = (
        "place", "other_name", "other_address", "booked", "usable_from", "usable_until",
        "kit_there", "kit_wanted",
    )  # fmt: skip

    booked = booked_field()
    usable_from = ClockField(
        label=_("会場を使える時刻：何時から（なくてもかまいません）"), help_text=_("例：13時")
    )
    usable_until = ClockField(
        label=_("会場を使える時刻：何時まで（なくてもかまいません）"),
        help_text=_("例：16時30分"),
    )

    kit_there = TicksField(
        label=_("会場で使えるもの"),
        choices=Kit.choices,
        help_text=_("分かるものだけでかまいません。"),
        error_messages={"invalid_choice": _("会場で使えるものを、もう一度えらんでください")},
    )
    kit_wanted = TicksField(
        label=_("持ってきてほしいもの"),
        choices=Kit.choices,
        help_text=_("担当の課が確かめます。持っていけないこともあります。"),
        error_messages={"invalid_choice": _("持ってきてほしいものを、もう一度えらんでください")},
    )

    def __init__(
        self, *args: Any, wishes: tuple[Wish, ...] = (), agreed: bool = False, **options: Any
    ):
        super().__init__(*args, **options)
        self.wishes, self.agreed = wishes, agreed
        if wishes:
            self.fields["place"].choices = [  # type: ignore[attr-defined]
                (code, self._with_closed_days(code, label))
                for code, label in self.fields["place"].choices  # type: ignore[attr-defined]
            ]

    def _with_closed_days(self, code: str, label: Any) -> Any:
        """On which of the wished days that place is shut, before it is chosen."""
        centre = self.centres.get(code)
        shut = [wish.day for wish in self.wishes if centre and centre.closing.why(wish.day)]
        if not shut:
            return label
        days = _now("・").join(short_day(day) for day in shut)
        closed = _now("%(days)sは休み") % {"days": days}  # in a formatted string it is not found
        return Noted(label, note=f"{label.note}　{closed}")

    @property
    def centre(self) -> Centre | None:
        return self.centres.get(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_shut(self.centre_chosen(cleaned.get("place")))
        opens, closes = cleaned.get("usable_from"), cleaned.get("usable_until")
        if opens and closes and closes <= opens:
            self.add_error("usable_until", _now("「何時まで」は、「何時から」より後にしてください"))
        elif opens or closes:
            self._fit(Usable(opens, closes))
        return cleaned

    def _refuse_shut(self, centre: Centre | None) -> None:
        """The days were wished for before the place was known."""
        terms = self.terms.at(centre)
        for rank, wish in enumerate(self.wishes, start=1):
            if problem := terms.house_problem(wish.day):
                said = self._of_wish(rank, problem.sentence)
                self.add_error("place", forms.ValidationError(said, code=problem.code))

    def _of_wish(self, rank: int, sentence: str) -> str:
        if self.agreed:
            return _now("約束した日：%(sentence)s") % {"sentence": sentence}
        return _now("第%(rank)d希望：%(sentence)s") % {"rank": rank, "sentence": sentence}

    @property
    def kit_open(self) -> bool:
        return self.unfolded("kit_there", "kit_wanted")

    def _fit(self, usable: Usable) -> None:
        """A part of the day may be too short once the venue's hours are known."""
        for rank, wish in enumerate(self.wishes, start=1):
            problem = self.terms.wish_problem(wish, usable=usable, agreed=self.agreed)
            if problem is not None and problem.code in _ABOUT_THE_VENUE:
                said = self._of_wish(rank, problem.sentence)
                self.add_error("usable_from", forms.ValidationError(said, code=problem.code))
