"""年度を締める: a tick and a word for each thing that is let stand; 締めを取り消す: why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.actions.closing_year import Waiver
from bookings.actions.year_checks import Check
from bookings.desk.closings import mending
from bookings.forms.fields import WordsField
from lectures.forms import PlainForm

_LONG = 200


class ClosingForm(PlainForm):
    """`waivers`: what the office lets stand, as often as the page said that it is there."""

    note = WordsField(label=_("メモ（なくてもかまいません）"), max_length=_LONG)

    def __init__(self, *args: Any, checks: Sequence[Check], year: int, **kwargs: Any) -> None:
        self.checks, self.year = checks, year
        super().__init__(*args, **kwargs)
        for check in self.waivable:
            self.fields[f"stands-{check.code}"] = forms.BooleanField(
                label=_("このまま締める"),
                error_messages={
                    "required": _("先に直すか、「このまま締める」に印をつけてください")
                },
            )
            self.fields[f"why-{check.code}"] = WordsField(
                label=_("そのまま締めるわけ"),
                empty=_("そのまま締めるわけを書いてください"),
                max_length=_LONG,
            )
            self.fields[f"number-{check.code}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=check.number
            )
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    @property
    def waivable(self) -> list[Check]:
        return [check for check in self.checks if not check.stops]

    @property
    def stopping(self) -> list[Check]:
        return [check for check in self.checks if check.stops]

    @property
    def waivers(self) -> dict[str, Waiver]:
        data = self.cleaned_data
        return {
            check.code: Waiver(data[f"number-{check.code}"] or 0, data[f"why-{check.code}"])
            for check in self.waivable
        }

    @property
    def rows(self) -> list[tuple[Check, str, Any, Any, Any]]:
        """(what, where it is mended, its tick, its word, how many the page showed)."""
        return [
            (
                check, mending(check, year=self.year), self[f"stands-{check.code}"],
                self[f"why-{check.code}"], self[f"number-{check.code}"],
            )
            for check in self.waivable
        ]  # fmt: skip


class OpenAgainForm(PlainForm):
    why = WordsField(
        label=_("締めを取り消す理由"),
        empty=_("締めを取り消す理由を書いてください"),
        max_length=_LONG,
    )
