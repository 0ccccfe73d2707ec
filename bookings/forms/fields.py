"""Fields that take every usual spelling, say what to do, and never mark a box as required."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import spelling
from bookings.spelling import folding

_TOO_LONG = _("%(limit_value)d字までにしてください（いまは%(show_value)d字です）")
MOST_PEOPLE = 9999


def number_as_typed(value: object) -> str:
    """A telephone number as its owner writes it; nothing in it that a database would refuse."""
    return folding.spaces(str(value or ""))[:40].strip()


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
        self.lines = lines
        self.widget = (
            forms.Textarea(attrs={"rows": lines, **attributes})
            if lines > 1
            else forms.TextInput(attrs=attributes)
        )
        options.setdefault("error_messages", {"required": empty, "max_length": _TOO_LONG})
        super().__init__(required=bool(empty), **options)

    def to_python(self, value: Any) -> str:
        """Without what nobody can see: control characters, stray spaces."""
        lines = str(value or "").splitlines() if self.lines > 1 else [str(value or "")]
        return "\n".join(folding.spaces(line) for line in lines).strip()


class SpelledField(WordsField):
    """Words that a `bookings.spelling` function turns into their normal form."""

    nothing: Any = ""

    def __init__(self, **options: Any):
        super().__init__(**{"max_length": 100, **options})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.nothing
        try:
            kept = self.read(text)
        except spelling.SpellingError as misspelt:
            raise forms.ValidationError(str(misspelt)) from misspelt
        if isinstance(kept, str):
            self.run_validators(kept)  # the normal form may be longer than what was typed
        return kept

    def read(self, text: str) -> Any:
        raise NotImplementedError


class PhoneField(SpelledField):
    def __init__(self, **options: Any):
        super().__init__(autocomplete="tel", inputmode="tel", **options)

    def read(self, text: str) -> str:
        return spelling.parse_phone(text).digits


class KanaField(SpelledField):
    def read(self, text: str) -> str:
        return spelling.parse_kana(text)


class MailField(SpelledField):
    def __init__(self, **options: Any):
        super().__init__(autocomplete="email", inputmode="email", **{"max_length": 254, **options})

    def read(self, text: str) -> str:
        return spelling.parse_email(text)


class PostcodeField(SpelledField):
    def __init__(self, **options: Any):
        super().__init__(autocomplete="postal-code", inputmode="numeric", **options)

    def read(self, text: str) -> str:
        return spelling.parse_postcode(text).digits


class CountField(SpelledField):
    nothing = None

    def __init__(self, **options: Any):
        super().__init__(inputmode="numeric", **options)

    def read(self, text: str) -> int:
        count = spelling.parse_count(text)
        if count > MOST_PEOPLE:
            raise forms.ValidationError(_("人数が多すぎます。確かめてください"))
        return count


class ClockField(SpelledField):
    nothing = None

    def read(self, text: str) -> time:
        return spelling.parse_time(text)


class TimesField(SpelledField):
    """From–to in one box: the start, and the end or None."""

    nothing = None

    def read(self, text: str) -> tuple[time, time | None]:
        return spelling.parse_times(text)


class DayField(SpelledField):
    """A day in 西暦 or 和暦, in any width; without a year, the next such day after `today`.

    The form sets `today`: a field is made once, and the server runs for months.
    """

    nothing = None
    today: date

    def read(self, text: str) -> date:
        return spelling.parse_day(text, self.today)
