"""Numbers that are ticked in a form and stored as one short text: months, weekdays."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lectures.closing import WEEKDAY_NAMES


class TickedNumbers(forms.MultipleChoiceField):
    """ "6,7,9", or `nothing` where none is ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, nothing: str | None = "", **options: Any) -> None:
        self.nothing = nothing
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return [one for one in value.split(",") if one] if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> str | None:
        return ",".join(sorted(super().clean(value), key=int)) or self.nothing


def weekdays_field() -> TickedNumbers:
    """On which weekdays a house is shut every week; 0 is Monday."""
    return TickedNumbers(
        label=_("毎週の休館日"),
        required=False,
        choices=[(str(number), name) for number, name in enumerate(WEEKDAY_NAMES)],
        help_text=_("この曜日は、申し込むときに会場としてえらべません。"),
        error_messages={"invalid_choice": _("曜日を、もう一度えらんでください")},
    )
