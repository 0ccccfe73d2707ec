"""目標: one box for each line of the table, and where they were decided."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.aiming import Aim
from bookings.desk.targets import Line
from bookings.forms.fields import SpelledField, WordsField
from bookings.spelling import SpellingError, folding
from lectures.forms import PlainForm

_MOST = 99_999
_WRONG = _("目標は、回数を数字で入れてください。例：12")


class TargetField(SpelledField):
    """１２, 12回, 1,200 → a number of sessions; nothing typed: no target."""

    nothing = None

    def __init__(self, **options: Any):
        super().__init__(inputmode="numeric", **options)

    def read(self, text: str) -> int:
        plain = folding.width(text).removesuffix("回").replace(",", "").strip()
        if not (plain.isascii() and plain.isdigit()) or len(plain) > 9:
            raise SpellingError(str(_WRONG))
        if int(plain) > _MOST:
            raise SpellingError(str(_("目標が大きすぎます。確かめてください。")))
        return int(plain)


class TargetsForm(PlainForm):
    """`copies`: the boxes begin with last year's targets; nothing is kept until the button."""

    source = WordsField(
        label=_("どこで決まりましたか"),
        help_text=_("変えた目標の出典になります。例：令和8年度 第1回本部会議の議事録"),
        max_length=120,
    )

    def __init__(self, *args: Any, lines: Sequence[Line], copies: bool = False, **kwargs: Any):
        self.lines = lines
        super().__init__(*args, **kwargs)
        for line in lines:
            begins = line.before if copies and line.was is None else line.was
            self.fields[f"target-{line.key}"] = TargetField(label=line.name, initial=begins)
            self.fields[f"was-{line.key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=line.was
            )
        self.order_fields([*(f"target-{line.key}" for line in lines), "source"])

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.cleaned_data["source"] and any(
            aim.value != aim.was for aim in self.aims
        ):  # fmt: skip
            self.add_error("source", _("目標がどこで決まったかを書いてください。"))

    @property
    def aims(self) -> list[Aim]:
        return [
            line.aim(self.cleaned_data.get(f"target-{line.key}"), was=self._was(line))
            for line in self.lines
        ]

    def _was(self, line: Line) -> int | None:
        """What the page showed."""
        shown = str(self.cleaned_data.get(f"was-{line.key}", ""))
        return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else None

    @property
    def rows(self) -> list[tuple[Line, Any, Any]]:
        """(line, its box, what the page showed), for the table."""
        return [(line, self[f"target-{line.key}"], self[f"was-{line.key}"]) for line in self.lines]
