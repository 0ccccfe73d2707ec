"""実績のファイル: which one, of which year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import YearReport
from lectures.eras import fiscal_year_words
from lectures.forms import Noted, PlainForm

Kind = YearReport.Kind
_KINDS = [
    (Kind.PDF, Noted(Kind.PDF.label, note=_("図と表、A4、白黒で印刷できます。"))),
    (Kind.TABLES, Noted(Kind.TABLES.label, note=_("表ごとに1枚のシートです。"))),
    (
        Kind.SESSIONS,
        Noted(Kind.SESSIONS.label, note=_("1回が1行です。団体や講師の名前は入りません。")),
    ),
]
_NOT_OF_ALL = _("「すべての年度」は、実施した回の一覧でだけえらべます。年度をえらんでください。")


class OutForm(PlainForm):
    """`year` 0: all years, for the list of sessions only."""

    kind = forms.ChoiceField(
        label=_("なにを作りますか"),
        choices=_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("なにを作るかを、えらんでください。")},
    )
    year = forms.TypedChoiceField(
        label=_("どの年度ですか"),
        coerce=int,
        error_messages={"required": _("年度をえらんでください。")},
    )

    def __init__(self, *args: Any, years: list[int], **options: Any):
        super().__init__(*args, **options)
        choices = [(year, fiscal_year_words(year)) for year in years]
        self.fields["year"].choices = [*choices, (0, _("すべての年度"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("year") == 0 and cleaned.get("kind") in (Kind.PDF, Kind.TABLES):
            self.add_error("year", _NOT_OF_ALL)
        return cleaned
