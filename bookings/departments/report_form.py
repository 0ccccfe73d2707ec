"""The form of a report: three numbers and a remark."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.reporting import Numbers
from bookings.forms.fields import WordsField
from bookings.forms.report import MinutesField, PeopleField
from lectures.forms import PlainForm


class ReportForm(PlainForm):
    adults = PeopleField(
        label=_("大人の人数"), empty=_("大人の人数を入れてください。いないときは0")
    )
    children = PeopleField(
        label=_("子どもの人数"), empty=_("子どもの人数を入れてください。いないときは0"),
        help_text=_("中学生までの人。"),
    )  # fmt: skip
    minutes = MinutesField(
        label=_("かかった時間"), empty=_("かかった時間を入れてください。例：60分"),
        help_text=_("例：60分、1時間半"),
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
