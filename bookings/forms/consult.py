"""相談: what is asked on the public page and, with less asked for, at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions.consulting import Asked
from bookings.actions.particulars import GroupFacts
from bookings.forms.fields import (
    CountField,
    MailField,
    PhoneField,
    WordsField,
    number_as_typed,
)
from bookings.models import ApplicantGroup
from bookings.status import ConsultationAbout
from lectures.forms import PlainForm

NotifyBy = ApplicantGroup.NotifyBy


class ConsultForm(PlainForm):
    """One page. Only what an answer needs is asked for; everything else may stay empty."""

    about = forms.ChoiceField(
        label=_("どんな相談ですか"),
        choices=ConsultationAbout.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("どんな相談かを、ひとつえらんでください"),
            "invalid_choice": _("どんな相談かを、もう一度えらんでください"),
        },
    )
    wish = WordsField(
        label=_("聞きたい話（メニューにないとき）"),
        max_length=120,
        help_text=_("例：空き家のかたづけ方。名前や電話番号は、ここには書かないでください。"),
    )
    words = WordsField(
        label=_("相談したいこと"),
        empty=_("相談したいことを書いてください"),
        max_length=1000,
        lines=4,
        help_text=_("例：6人しか集まりませんが、防災の話を聞けますか。"),
    )
    people = CountField(label=_("集まりそうな人数（なくてもかまいません）"), help_text=_("例：6"))
    when_words = WordsField(
        label=_("いつごろ（なくてもかまいません）"),
        max_length=120,
        help_text=_("例：2月の平日の午前"),
    )
    place_words = WordsField(
        label=_("場所（なくてもかまいません）"), max_length=120, help_text=_("例：桜が丘集会所")
    )
    group_name = WordsField(
        label=_("団体の名前（なくてもかまいません）"),
        max_length=80,
        help_text=_("例：桜が丘自治会"),
        autocomplete="organization",
    )
    contact_name = WordsField(
        label=_("あなたの名前"),
        empty=_("名前を入れてください"),
        max_length=60,
        help_text=_("例：佐藤 花子"),
        autocomplete="name",
    )
    notify_by = forms.ChoiceField(
        label=_("お返事の方法"),
        choices=[(NotifyBy.EMAIL, NotifyBy.EMAIL.label), (NotifyBy.PHONE, NotifyBy.PHONE.label)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("お返事の方法をえらんでください"),
            "invalid_choice": _("お返事の方法を、もう一度えらんでください"),
        },
    )
    email = MailField(
        label=_("メールアドレス"), help_text=_("「メール」をえらんだときに入れます。")
    )
    phone = PhoneField(
        label=_("電話番号"), help_text=_("昼につながる番号。「電話」をえらんだときに入れます。")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("about") == ConsultationAbout.OFF_MENU:
            self.want("wish", _now("聞きたい話を入れてください"))
        if cleaned.get("notify_by") == NotifyBy.EMAIL:
            self.want("email", _now("メールアドレスを入れてください"))
        if cleaned.get("notify_by") == NotifyBy.PHONE:
            self.want("phone", _now("電話番号を入れてください"))
        return cleaned

    def asked(self, *, lecture_id: int | None) -> Asked:
        """Of a valid form."""
        said = self.cleaned_data
        return Asked(
            group=GroupFacts(
                name=said["group_name"],
                contact_name=said["contact_name"],
                phone=said["phone"],
                phone_as_typed=number_as_typed(self.data.get("phone")),
                notify_by=said["notify_by"],
                email=said["email"],
            ),
            about=ConsultationAbout(said["about"]),
            words=said["words"],
            wish=said["wish"],
            people=said["people"],
            when_words=said["when_words"],
            place_words=said["place_words"],
            lecture_id=lecture_id,
        )
