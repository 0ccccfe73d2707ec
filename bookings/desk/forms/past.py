"""A file of past years: what was counted in it, and where it comes from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import WordsField
from bookings.models.past import PastUnit
from lectures.forms import PlainForm
from lectures.sheets.reading import MOST_BYTES

_WANTED = _("ファイルをえらんでください")


class PastFileForm(PlainForm):
    file = forms.FileField(
        label=_("前の年度の表"),
        help_text=_("xlsx、またはCSV（UTF-8・Shift_JIS）。3MBまで。"),
        widget=forms.FileInput,
        error_messages={
            "required": _WANTED,
            "missing": _WANTED,
            "invalid": _WANTED,
            "empty": _("ファイルが空です。えらび直してください"),
        },
    )
    unit = forms.ChoiceField(
        label=_("表では、何を1回と数えていますか"),
        choices=PastUnit.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("何を1回と数えたか、えらんでください"),
            "invalid_choice": _("何を1回と数えたか、えらんでください"),
        },
    )
    source = WordsField(
        label=_("出典"),
        empty=_("どこから取った数か、書いてください"),
        max_length=120,
        help_text=_("例：令和5年度 事業報告書"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("ファイルが大きすぎます（3MBまで）。表だけにしてください")
            )
        return file


class PastAwayForm(PlainForm):
    why = WordsField(
        label=_("取り消すわけ"),
        empty=_("なぜ取り消すのか、書いてください。前の数は履歴に残ります"),
        max_length=120,
    )
