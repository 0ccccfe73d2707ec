"""The form of a report: three numbers and a remark."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.reporting import Numbers
from bookings.forms.fields import CountField, WordsField
from bookings.spelling import folding
from lectures.forms import PlainForm

LONGEST = 600
_NOBODY = re.compile(r"0+\s*[人名]?|なし|いない")
_UNIT = re.compile(r"\s*分間?$")


class PeopleField(CountField):
    """A count that may be nought."""

    def read(self, text: str) -> int:
        return 0 if _NOBODY.fullmatch(folding.width(text)) else super().read(text)


class MinutesField(CountField):
    """60, 60分, ６０分間."""

    def read(self, text: str) -> int:
        minutes = super().read(_UNIT.sub("", folding.width(text)))
        if not 1 <= minutes <= LONGEST:
            raise forms.ValidationError(
                _("かかった時間は、1分から%(longest)d分までで入れてください"),
                params={"longest": LONGEST},
            )
        return minutes


class ReportForm(PlainForm):
    adults = PeopleField(
        label=_("大人の人数"), empty=_("大人の人数を入れてください。いないときは0")
    )
    children = PeopleField(
        label=_("子どもの人数"), empty=_("子どもの人数を入れてください。いないときは0"),
        help_text=_("中学生までの人。"),
    )  # fmt: skip
    minutes = MinutesField(
        label=_("かかった時間（分）"), empty=_("かかった時間を、分で入れてください。例：60"),
        help_text=_("例：60"),
    )  # fmt: skip
    words = WordsField(label=_("気がついたこと（なくてもかまいません）"), max_length=1000, lines=3)

    @property
    def numbers(self) -> Numbers:
        """Of a valid form."""
        given = self.cleaned_data
        return Numbers(given["adults"], given["children"], given["minutes"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("adults") == 0 and cleaned.get("children") == 0:
            self.add_error(
                "adults",
                _now("人数を確かめてください。だれも来なかったときは、事務局に知らせてください。"),
            )
        return cleaned
