"""クラスと時間: a school's classes that hear the lecture one after the other."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import WordsField
from bookings.spelling import SpellingError
from bookings.spelling.classes import SpelledClass, parse_classes, span_of

_WISHES = ("wish1", "wish2", "wish3")


class ClassesForm(StepForm):
    """`understood` holds one row for each line; none: the school comes as one group."""

    classes = WordsField(
        label=_("クラスと時間（1行に1クラス）"),
        lines=6,
        help_text=_(
            "例：5年1組 32人 2校時 9:35〜10:20"
            "　全部のクラスがいっしょに聞くときは、空けておいてください。"
        ),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.understood: tuple[SpelledClass, ...] = ()

    def clean_classes(self) -> str:
        text = self.cleaned_data["classes"]
        try:
            self.understood = parse_classes(text)
        except SpellingError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text


def with_hours(typed: Mapping[str, Any], classes: tuple[SpelledClass, ...]) -> Mapping[str, Any]:
    """What was typed about days; the hours are the classes' where there are any."""
    span = span_of(classes)
    if span is None:
        return typed
    times = "〜".join(f"{moment:%H:%M}" for moment in span)
    return {name: typed.get(name) for name in typed} | {
        name: value
        for wish in _WISHES
        if typed.get(f"{wish}_day")
        for name, value in ((f"{wish}_part", ""), (f"{wish}_times", times))
    }
