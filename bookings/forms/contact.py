"""連絡先: who stands for the group, whom to call, and how to tell them."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
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

_JAPANESE = re.compile(r"[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
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
    reachable = WordsField(
        label=_("電話がつながりやすい時間（なくてもかまいません）"),
        max_length=60,
        help_text=_("例：放課後 16時〜17時、平日の午前"),
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
    fax = PhoneField(
        label=_("ファックスの番号"), help_text=_("「ファックス」をえらんだときに入れます。")
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
    questions = WordsField(
        label=_("前もって聞いておきたいこと（なくてもかまいません）"),
        max_length=500,
        lines=3,
        help_text=_("担当の課に伝わります。例：わたしたちの地区の避難所はどこですか"),
    )
    remarks = WordsField(
        label=_("伝えたいこと（なくてもかまいません）"),
        max_length=1000,
        lines=4,
        help_text=_("例：耳の遠い人が3人います"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        in_english = (get_language() or "ja").startswith("en")
        if in_english or self._reads_itself():
            self.fields["contact_kana"].required = False
        if in_english:
            self.fields["contact_kana"].help_text = _(
                "ひらがなで書けないときは、空けておいてください。"
            )

    def _reads_itself(self) -> bool:
        """A name in Latin letters, in whichever language the page stands now."""
        chosen = "representative" if self.data.get("same_person") else "contact_name"
        name = str(self.data.get(chosen) or "")
        return bool(name.strip()) and not _JAPANESE.search(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("same_person"):
            self.want("contact_name", _now("連絡する人の名前を入れてください"))
        if cleaned.get("notify_by") == NotifyBy.EMAIL:
            self.want("email", _now("メールアドレスを入れてください"))
        if cleaned.get("notify_by") == NotifyBy.FAX:
            self.want("fax", _now("ファックスの番号を入れてください"))
        if cleaned.get("notify_by") == NotifyBy.POST:
            self.want("address", _now("お知らせを送る住所を入れてください"))
        return cleaned
