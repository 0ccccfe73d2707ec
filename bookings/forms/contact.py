"""連絡先: who stands for the group, whom to call, and how to tell them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.forms.base import StepForm
from bookings.forms.fields import (
    KanaField,
    MailField,
    PhoneField,
    PostcodeField,
    WordsField,
)
from bookings.models import ApplicantGroup

NotifyBy = ApplicantGroup.NotifyBy


class ContactForm(StepForm):
    representative = WordsField(
        label=_("代表者の名前"),
        empty=_("代表者の名前を入れてください"),
        max_length=60,
        help_text=_("例：佐藤 花子"),
        autocomplete="name",
    )
    same_person = forms.BooleanField(
        label=_("連絡する人も、代表者と同じ"), required=False, initial=True
    )
    contact_name = WordsField(
        label=_("連絡する人の名前"),
        max_length=60,
        help_text=_("代表者とちがうときに入れます。"),
    )
    contact_kana = KanaField(
        label=_("連絡する人のよみがな"),
        empty=_("よみがなを入れてください"),
        max_length=80,
        help_text=_("例：さとう はなこ"),
    )
    phone = PhoneField(
        label=_("電話番号"),
        empty=_("電話番号を入れてください"),
        help_text=_("昼につながる番号。例：090-0000-0000"),
    )
    notify_by = forms.ChoiceField(
        label=_("お知らせの方法"),
        choices=NotifyBy.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("お知らせの方法をえらんでください"),
            "invalid_choice": _("お知らせの方法を、もう一度えらんでください"),
        },
    )
    email = MailField(
        label=_("メールアドレス"), help_text=_("「メール」をえらんだときに入れます。")
    )
    postcode = PostcodeField(
        label=_("郵便番号（なくてもかまいません）"), help_text=_("例：000-0000")
    )
    address = WordsField(
        label=_("住所"),
        max_length=200,
        help_text=_("「郵便」をえらんだときに入れます。"),
        autocomplete="address-line1",
    )
    remarks = WordsField(
        label=_("伝えたいこと（なくてもかまいません）"),
        max_length=1000,
        lines=4,
        help_text=_("例：耳の遠い人が3人います"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("same_person"):
            self._want("contact_name", _now("連絡する人の名前を入れてください"))
        if cleaned.get("notify_by") == NotifyBy.EMAIL:
            self._want("email", _now("メールアドレスを入れてください"))
        if cleaned.get("notify_by") == NotifyBy.POST:
            self._want("address", _now("お知らせを送る住所を入れてください"))
        return cleaned

    def _want(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)
