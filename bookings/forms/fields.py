"""Fields that take every usual spelling, say what to do, and never mark a box as required."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import spelling

_TOO_LONG = _("%(limit_value)d字までにしてください（いまは%(show_value)d字です）")
_MOST_PEOPLE = 9999


class WordsField(forms.CharField):
    """Plain words. `empty`: the sentence when nothing was typed; without it, nothing is asked."""

    def __init__(
        self,
        *,
        empty: Any = "",
        lines: int = 1,
        autocomplete: str = "off",
        inputmode: str = "",
        **options: Any,
    ):
        attributes = {"autocomplete": autocomplete}
        if inputmode:
            attributes["inputmode"] = inputmode
        if lines > 1:
            options["widget"] = forms.Textarea(attrs={"rows": lines, **attributes})
        else:
            options["widget"] = forms.TextInput(attrs={"type": self.input_type, **attributes})
        options.setdefault("error_messages", {"required": empty, "max_length": _TOO_LONG})
        super().__init__(required=bool(empty), **options)

    input_type = "text"


class SpelledField(WordsField):
    """Words that a `bookings.spelling` function turns into their normal form."""

    nothing: Any = ""

    def __init__(self, **options: Any):
        options.setdefault("max_length", 100)
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.nothing
        try:
            return self.read(text)
        except spelling.Misspelt as misspelt:
            raise forms.ValidationError(str(misspelt)) from misspelt

    def read(self, text: str) -> Any:
        raise NotImplementedError


class PhoneField(SpelledField):
    input_type = "tel"

    def __init__(self, **options: Any):
        super().__init__(autocomplete="tel", **options)

    def read(self, text: str) -> str:
        return spelling.phone(text)


class KanaField(SpelledField):
    def read(self, text: str) -> str:
        return spelling.kana(text)


class MailField(SpelledField):
    input_type = "email"

    def __init__(self, **options: Any):
        super().__init__(autocomplete="email", **{"max_length": 254, **options})

    def read(self, text: str) -> str:
        return spelling.email(text)


class PostcodeField(SpelledField):
    def __init__(self, **options: Any):
        super().__init__(autocomplete="postal-code", inputmode="numeric", **options)

    def read(self, text: str) -> str:
        return spelling.postcode(text)


class CountField(SpelledField):
    nothing = None

    def __init__(self, **options: Any):
        super().__init__(inputmode="numeric", **options)

    def read(self, text: str) -> int:
        count = spelling.count(text)
        if count > _MOST_PEOPLE:
            raise forms.ValidationError(_("人数が多すぎます。確かめてください"))
        return count


class ClockField(SpelledField):
    nothing = None

    def read(self, text: str) -> Any:
        return spelling.clock(text)


class DayField(SpelledField):
    """A day in 西暦 or 和暦, in any width; without a year, the next such day."""

    nothing = None

    def __init__(self, *, today: date, **options: Any):
        super().__init__(**options)
        self.today = today

    def read(self, text: str) -> date:
        return spelling.day(text, today=self.today)
