"""The three questions after a session: two marks, and words if one likes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import WordsField
from bookings.models import SurveyResponse

MOST_WORDS = 1000


def mark_field(label: Any, *, empty: Any) -> forms.TypedChoiceField:
    """よくあてはまる from 4 down to 1; nothing is chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        choices=SurveyResponse.Mark.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": empty, "invalid_choice": empty},
    )


def understood_field() -> forms.TypedChoiceField:
    return mark_field(
        _("講座の内容が、よく分かった"),
        empty=_("「よく分かった」に、どのくらいそう思うかをえらんでください"),
    )


def useful_field() -> forms.TypedChoiceField:
    return mark_field(
        _("これからの生活や活動に、役に立つ"),
        empty=_("「役に立つ」に、どのくらいそう思うかをえらんでください"),
    )


def words_field() -> WordsField:
    return WordsField(
        label=_("ことば（なくてもかまいません）"),
        help_text=_("よかったこと、こうしてほしいこと。名前や電話番号は書かないでください。"),
        max_length=MOST_WORDS,
        lines=4,
    )
