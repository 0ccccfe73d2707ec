"""Wording an indicator: its names, its question and which answers are summed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.desk.forms.indicators import MOST_ANSWERS
from bookings.forms.fields import WordsField
from bookings.models import Indicator
from lectures.forms import PlainForm

_COUNTS = ("+", "＋")
HIGHER, LOWER = "higher", "lower"
_PLAIN = ("name", "english_name", "easy_name", "question", "comes_from", "note")


class IndicatorForm(PlainForm):
    name = WordsField(
        label=gettext_lazy("名前"), empty=gettext_lazy("名前を入れてください"), max_length=120
    )
    english_name = WordsField(label=gettext_lazy("英語の名前"), max_length=120)
    easy_name = WordsField(
        label=gettext_lazy("やさしい日本語の名前"),
        max_length=120,
        help_text=gettext_lazy("読みは、漢字《かんじ》のように書けます。"),
    )
    question = WordsField(label=gettext_lazy("問いの文"), lines=3, max_length=400)
    answers = WordsField(
        label=gettext_lazy("答え"),
        lines=6,
        max_length=400,
        help_text=gettext_lazy(
            "1行に1つ。足す答えは、頭に＋をつけます。アンケートでない指標は空けておきます。"
        ),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("どちらがよいですか"),
        choices=[
            (HIGHER, gettext_lazy("大きいほどよい")),
            (LOWER, gettext_lazy("小さいほどよい")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("どちらかをえらんでください"),
            "invalid_choice": gettext_lazy("どちらかをえらんでください"),
        },
    )
    comes_from = WordsField(label=gettext_lazy("数のもと"), max_length=120)
    note = WordsField(label=gettext_lazy("注"), lines=3, max_length=400)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        initial = {name: getattr(indicator, name) for name in _PLAIN} | {
            "answers": "\n".join(("＋" if a["counts"] else "") + a["words"] for a in indicator.answers),
            "direction": HIGHER if indicator.higher_is_better else LOWER,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.indicator = indicator
        for name in {*_PLAIN, "answers"} - {"english_name"}:
            self.fields[name].widget.attrs["lang"] = "ja"
        if indicator.computed:
            del self.fields["question"], self.fields["answers"]

    def clean_answers(self) -> list[dict[str, Any]]:
        lines = [line for line in self.cleaned_data["answers"].splitlines() if line]
        found = [
            {"words": line.lstrip("+＋").strip(), "counts": line.startswith(_COUNTS)}
            for line in lines
        ]
        words = [answer["words"] for answer in found]
        if len(found) > MOST_ANSWERS:
            raise forms.ValidationError(
                _("答えは%(most)dまでにしてください") % {"most": MOST_ANSWERS}
            )
        if len(set(words)) < len(words) or "" in words:
            raise forms.ValidationError(_("同じ答えや、ことばのない答えがあります。直してください"))
        if found and not any(answer["counts"] for answer in found):
            raise forms.ValidationError(_("足す答えの頭に＋をつけてください"))
        return found

    @property
    def texts(self) -> dict[str, Any]:
        data = {name: self.cleaned_data[name] for name in self.fields if name != "direction"}
        return data | {"higher_is_better": self.cleaned_data["direction"] == HIGHER}
