"""Why a request ends without a lecture: a reason from a list, and what the group reads of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.base import DeskForm, radio_field, words_field
from bookings.status import Reason
from lectures.forms import Noted

# What the group reads where the office adds no words of its own.
SENTENCES: Mapping[str, Promise] = {
    Reason.RULES: _("この講座の申込条件（人数、日時、会場など）に合わないため、お受けできません。"),
    Reason.NOT_LOCAL: _("市に住む、働く、学ぶ人の団体にうかがう講座のため、お受けできません。"),
    Reason.PURPOSE: _(
        "政治、宗教、営利を目的とする集まりや、苦情を述べるための集まりには、うかがえないことになっています。"
    ),
    Reason.QUOTA: _(
        "この講座は、この年度の回数に達しました。4月からの講座を、またご検討ください。"
    ),
    Reason.DUPLICATE: _(
        "同じ内容の申込みを、先にお受けしています。そちらの受付番号でお知らせします。"
    ),
    Reason.LECTURER_BUSY: _("うかがう者の都合がつかず、お受けできません。"),
    Reason.DATE_PASSED: _("ご希望の日にうかがえる者がいませんでした。"),
    Reason.NOT_OURS: _("ご希望の内容を受け持つ課がありませんでした。"),
    Reason.VENUE: _("会場の都合で、行えなくなりました。"),
    Reason.GROUP_WISH: _("ご希望により、取りやめます。"),
    Reason.CITY_DUTY: _("市の仕事の都合で、うかがえなくなりました。"),
    Reason.DISASTER: _("災害、感染症、天気のため、安全を考えて取りやめます。"),
    Reason.NO_ANSWER: _("担当の課と調整しましたが、日時を決められませんでした。"),
}
_EMPTY = _("「そのほか」のときは、団体へのことばに理由を書いてください")


class EndingForm(DeskForm):
    """`reasons`: those that fit this end. `said`: the group's words, in its own language."""

    reasons: tuple[Reason, ...] = ()
    reason = radio_field(_("理由"), empty=_("理由をえらんでください"))
    words = words_field(
        _("団体へのことば"),
        hint=_(
            "空けておくと、えらんだ理由の下にある文が届きます。書くと、その文のかわりに届きます。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [
            (code.value, Noted(code.label, note=SENTENCES.get(code, "")))
            for code in (*self.reasons, Reason.OTHER)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == Reason.OTHER and not data.get("words", "").strip():
            self.add_error("words", _EMPTY)
        return data

    @property
    def said(self) -> str:
        """Of a valid form."""
        typed = self.cleaned_data["words"].strip()
        group = self.request.group
        with translation.override(group.language if group else "ja"):
            return typed or str(SENTENCES.get(self.cleaned_data["reason"], ""))


class RefusalForm(EndingForm):
    reasons = (
        Reason.RULES, Reason.NOT_LOCAL, Reason.PURPOSE, Reason.QUOTA, Reason.DUPLICATE,
        Reason.LECTURER_BUSY, Reason.DATE_PASSED, Reason.NOT_OURS,
    )  # fmt: skip


class CancelForm(EndingForm):
    reasons = (
        Reason.CITY_DUTY, Reason.DISASTER, Reason.LECTURER_BUSY, Reason.VENUE, Reason.GROUP_WISH,
    )  # fmt: skip


class GiveUpForm(EndingForm):
    reasons = (
        Reason.LECTURER_BUSY, Reason.DATE_PASSED, Reason.NO_ANSWER, Reason.NOT_OURS, Reason.QUOTA,
        Reason.VENUE, Reason.RULES,
    )  # fmt: skip
