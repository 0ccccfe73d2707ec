"""Who is given which role: an address, a name for who is new, and the part of the town."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from bookings.forms.fields import WordsField
from bookings.spelling import SpellingError, parse_email
from lectures.forms import Noted, PlainForm
from lectures.models import Centre, Department

_WHICH = _("役割をえらんでください")
_NOTES = {
    Role.OFFICE: _("申込みのすべてを受け持ち、人に役割を渡します。"),
    Role.EDITOR: _("講座のページとお知らせを書きます。団体の連絡先は見えません。"),
    Role.DEPARTMENT: _("自分の課への依頼に答え、講師を知らせ、報告します。"),
    Role.CENTRE: _("自分のセンターの申込みと講座を見て、窓口の申込みを入れます。"),
    Role.AUDITOR: _("机のすべてを読みます。何もかえられません。"),
}


class RoleForm(PlainForm):
    email = WordsField(
        label=_("メールアドレス"), empty=_("メールアドレスを入れてください"), max_length=254
    )
    name = WordsField(
        label=_("名前"), help_text=_("はじめての人のときだけ使います。"), max_length=60
    )
    role = forms.ChoiceField(
        label=_("役割"),
        widget=forms.RadioSelect,
        error_messages={"required": _WHICH, "invalid_choice": _WHICH},
    )
    department = forms.ModelChoiceField(
        label=_("課（担当課のとき）"),
        queryset=Department.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("（えらぶ）"),
        error_messages={"invalid_choice": _("課を、もう一度えらんでください")},
    )
    centre = forms.ModelChoiceField(
        label=_("センター（地域交流センターのとき）"),
        queryset=Centre.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("（えらぶ）"),
        error_messages={"invalid_choice": _("センターを、もう一度えらんでください")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Here, in the reader's language: a Noted is words already.
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (row.value, Noted(row.label, note=_NOTES[row])) for row in Role
        ]
        self.fields["department"].queryset = Department.objects.order_by("code")  # type: ignore[attr-defined]
        self.fields["centre"].queryset = Centre.objects.order_by("code")  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        try:
            return parse_email(self.cleaned_data["email"])
        except SpellingError as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for role, part, sentence in (
            (Role.DEPARTMENT, "department", _now("課をえらんでください")),
            (Role.CENTRE, "centre", _now("センターをえらんでください")),
        ):
            if cleaned.get("role") != role:
                cleaned[part] = None
            elif not cleaned.get(part) and part not in self.errors:
                self.add_error(part, sentence)
        return cleaned
