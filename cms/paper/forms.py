"""How long the text for the town's paper may be. Typed into the address; writes nothing."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.paper.texts import LONGEST, SHORTEST, USUAL

_NUMBER = _("20から2000までの数字を入れてください。")


class LengthForm(forms.Form):
    """Without data: the usual length."""

    most = forms.CharField(
        label=_("市報の字数"),
        initial=USUAL,
        required=False,
        help_text=_("例：200。この字数に入るように、大事でないことから外します。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    half = forms.BooleanField(label=_("半角の字を、0.5字と数える"), required=False)

    def clean_most(self) -> int:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["most"]).strip().removesuffix("字")
        if not typed:
            return USUAL
        if not typed.isascii() or not typed.isdigit() or len(typed) > 5:
            raise forms.ValidationError(_NUMBER)
        if not SHORTEST <= int(typed) <= LONGEST:
            raise forms.ValidationError(_NUMBER)
        return int(typed)

    @property
    def wanted(self) -> tuple[int, bool]:
        said: dict[str, Any] = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return said.get("most", USUAL), said.get("half", False)
