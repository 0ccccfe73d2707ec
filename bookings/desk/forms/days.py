"""希望の日時 in one box of the desk: read here, judged by the group's own form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import WordsField
from bookings.forms.when import WhenForm
from bookings.spelling import SpellingError
from bookings.spelling.wishes import SpelledWish, in_words, parse_wishes
from lectures.forms import PlainForm


class DaysForm(PlainForm):
    """`today` is the venue's; `spelled` what was understood."""

    wishes = WordsField(
        label=_("希望の日時（3つまで、1行に1つ）"),
        lines=3,
        max_length=300,
        help_text=_("例：12/17 10、12/18 13:30〜15、1/20 a　（a 午前、p 午後、y 夜）"),
    )

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["wishes"].widget.attrs["accesskey"] = "n"
        self.today = today
        self.spelled: tuple[SpelledWish, ...] = ()

    def clean_wishes(self) -> str:
        text = self.cleaned_data["wishes"]
        try:
            self.spelled = parse_wishes(text, self.today)
        except SpellingError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text

    def spread(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, with each wish in the boxes of the group's form."""
        typed = {name: data.get(name) for name in data}
        for rank, wish in enumerate(self.spelled, start=1):
            typed[f"wish{rank}_day"] = wish.day.isoformat()
            typed[f"wish{rank}_part"] = wish.part
            typed[f"wish{rank}_times"] = wish.times
        return typed

    def take_over(self, when: WhenForm) -> None:
        """The errors of those boxes, beside the one box that is on the page."""
        unread = "wishes" in self.errors
        for name in [name for name in when.errors if name.startswith("wish")]:
            for problem in when.errors.pop(name).as_data():
                if not unread:
                    self.add_error("wishes", self._numbered(name, problem))

    def _numbered(self, name: str, problem: forms.ValidationError) -> forms.ValidationError:
        sentence = str(problem.messages[0])
        if not self.spelled:
            return forms.ValidationError(
                _now("希望の日時を入れてください。例：12/17 10、12/18 午後")
            )
        rank = name.removeprefix("wish").partition("_")[0]
        wish = self.spelled[int(rank) - 1] if int(rank) <= len(self.spelled) else None
        if wish is not None and not (wish.part or wish.times):
            sentence = _now("日にちのあとに、時刻か a（午前）p（午後）y（夜）を入れてください")
        words = _now("第%(rank)s希望：%(sentence)s") % {"rank": rank, "sentence": sentence}
        return forms.ValidationError(words, code=problem.code)


def typed_wishes(typed: Mapping[str, str]) -> str:
    """The boxes of the group's form as lines of the one box, in the reader's letters."""
    english = (get_language() or "").startswith("en")
    lines = [
        in_words(
            SpelledWish(
                date.fromisoformat(typed[f"wish{rank}_day"]),
                typed.get(f"wish{rank}_part", ""),
                typed.get(f"wish{rank}_times", ""),
            ),
            short=english,
        )
        for rank in (1, 2, 3)
        if typed.get(f"wish{rank}_day")
    ]
    return "\n".join(lines)
