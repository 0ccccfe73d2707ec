"""What departments and the office type on the way to the new menu."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import DayField, WordsField
from bookings.forms.report import MinutesField
from cms.rollover.answering import BODY
from cms.rollover.words import text_of
from config import clock
from lectures.forms import PlainForm
from lectures.models import Category, LecturePage
from lectures.zones import venue_zone

SHORTEST, LONGEST = 15, 240
LONGEST_BODY = 3000
_FACTS = (
    "title", "summary", "minutes", "format", "audience", "to_prepare", "city_brings", "room_need",
    "care_note", "cost_note", "remarks",
)  # fmt: skip
_EMPTY = _("なければ空けておきます。")


class LectureForm(PlainForm):
    """The facts that a department knows, and the words of the page as plain lines."""

    title = WordsField(label=_("講座名"), empty=_("講座名を入れてください"), max_length=120)
    summary = WordsField(
        label=_("短い説明"),
        max_length=120,
        lines=2,
        help_text=_("何を聞けるかを1〜2文で。120字まで。"),
    )
    minutes = MinutesField(
        label=_("時間（分）"), empty=_("時間を入れてください。例：60分"), help_text=_("例：60分、1時間半")
    )  # fmt: skip
    format = forms.ChoiceField(
        label=_("行い方"),
        choices=LecturePage.Format.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("行い方をえらんでください"),
            "invalid_choice": _("行い方を、もう一度えらんでください"),
        },
    )
    audience = WordsField(
        label=_("対象"), max_length=80, help_text=_("例：小学4年生から。だれでもよければ空けておきます。")
    )  # fmt: skip
    to_prepare = WordsField(label=_("申し込む人が用意するもの"), max_length=200, help_text=_EMPTY)
    city_brings = WordsField(label=_("市が持っていくもの"), max_length=120, help_text=_EMPTY)
    room_need = WordsField(label=_("会場の条件"), max_length=120, help_text=_EMPTY)
    care_note = WordsField(label=_("手話などの用意"), max_length=120, help_text=_EMPTY)
    cost_note = WordsField(label=_("かかるお金"), max_length=80, help_text=_EMPTY)
    remarks = WordsField(label=_("備考"), max_length=200, help_text=_EMPTY)
    body_text = WordsField(
        label=_("くわしい内容"),
        max_length=LONGEST_BODY,
        lines=8,
        help_text=_("1行に一つ。行の頭が「■」なら見出し、「・」なら講座の流れになります。"),
    )
    words = WordsField(label=_("事務局へのことば（なくてもかまいません）"), max_length=400, lines=2)

    @classmethod
    def initial_of(cls, page: LecturePage) -> dict[str, Any]:
        return {name: getattr(page, name) for name in _FACTS} | {BODY: text_of(page)}

    @property
    def facts(self) -> dict[str, Any]:
        """Of a valid form: what goes into the draft."""
        return {name: self.cleaned_data[name] for name in (*_FACTS, BODY)}

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not SHORTEST <= minutes <= LONGEST:
            raise forms.ValidationError(_("時間は、15分から240分までにしてください"))
        return minutes


class AnswerForm(LectureForm):
    """The same with the reason why a lecture stops; which button was pressed decides what counts."""

    reason = WordsField(label=_("やめる理由"), max_length=400, lines=2)

    def stop_problem(self) -> bool:
        """Whether what stopping needs is missing; what the other boxes hold does not count then."""
        for name in [*self.errors]:
            if name not in ("reason", "words"):
                del self.errors[name]
        if not self.errors and not self.cleaned_data.get("reason"):
            self.add_error("reason", _now("やめる理由を書いてください"))
        return bool(self.errors)


class NewForm(LectureForm):
    """A lecture that was not there: the office gives the number."""

    category = forms.ModelChoiceField(
        label=_("分野"),
        queryset=Category.objects.none(),
        empty_label=_("えらんでください"),
        error_messages={
            "required": _("分野をえらんでください"),
            "invalid_choice": _("分野を、もう一度えらんでください"),
        },
    )

    field_order = ["title", "category"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.order_by("order", "pk")

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"category": self.cleaned_data["category"]}


class DayForm(PlainForm):
    """One day: a deadline, the day of publication, the day from which the new menu takes April."""

    day = DayField(label=_("日にち"), empty=_("日にちを入れてください"))

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label, self.fields["day"].help_text = label, hint
        self.fields["day"].today = clock.today(venue_zone())
