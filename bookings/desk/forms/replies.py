"""Forms of the decisions about a waiting mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.asks import AcceptForm, CounterForm
from bookings.desk.forms.base import DeskForm, radio_field, reason_field, words_field
from bookings.desk.forms.sessions import FiguresForm
from bookings.forms.fields import KanaField, WordsField
from bookings.models import Assignment
from config import clock
from lectures.models import Department
from lectures.zones import venue_zone

PHONE, MAIL, LATER = "phone", "mail", "later"


class AcceptReplyForm(AcceptForm):
    """The mail accepts, and may say more."""

    words = words_field(
        _("ほかに書かれていたこと（なくてもかまいません）"),
        hint=_("聞かれたことなどを、事務局の記録（経過）に残します。課や団体には届きません。"),
    )


class CounterReplyForm(CounterForm):
    """The mail proposes other dates."""

    words = words_field(_("団体に伝えることば"))


class DeclineReplyForm(DeskForm):
    reason = reason_field()
    words = words_field(_("メールに書かれたわけ"))


class ReportReplyForm(FiguresForm):
    """The mail reports a session."""

    words = words_field(_("気づいたこと"))


class QuestionForm(DeskForm):
    words = words_field(_("聞かれたこと"), empty=_("聞かれたことを入れてください"))
    answered = radio_field(_("もう答えましたか"), empty=_("答えたかどうかを、えらんでください"))
    reply = words_field(_("答えたこと（なくてもかまいません）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered"].choices = [
            (PHONE, _("電話で答えた")),
            (MAIL, _("メールで答えた")),
            (LATER, _("これから答える")),
        ]

    @property
    def told(self) -> str:
        """What is written down of the answer; empty: it is still to be given."""
        how = self.cleaned_data["answered"]
        if how == LATER:
            return ""
        label = str(dict(self.fields["answered"].choices)[how])
        return "\n".join(filter(None, [label, self.cleaned_data["reply"]]))


class MessageForm(DeskForm):
    words = words_field(_("書かれていたこと"), empty=_("書かれていたことを入れてください"))


class HandOverForm(DeskForm):
    department = forms.ChoiceField(
        label=_("どの課に依頼しますか"),
        error_messages={
            "required": _("課をえらんでください"),
            "invalid_choice": _("課を、もう一度えらんでください"),
        },
    )

    def __init__(self, *args: Any, about: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        others = Department.objects.on(clock.today(venue_zone())).order_by("code")
        if about is not None:
            others = others.exclude(pk=about.department_id)
        self.fields["department"].choices = [
            ("", _("えらんでください")),
            *((str(row.pk), row.name) for row in others),
        ]


class TrustForm(DeskForm):
    name = WordsField(
        label=_("送り主の名前"),
        empty=_("送り主の名前を入れてください"),
        max_length=60,
        help_text=_(
            "電話などで本人と確かめてから登録してください。次からは、この人のメールで返事ができます。"
        ),
    )


class RegisterForm(DeskForm):
    name = WordsField(
        label=_("講師の名前"),
        empty=_("講師の名前を入れてください"),
        max_length=60,
        help_text=_("名字と名前の間を空けて、メールのとおりに入れてください。例：佐藤 次郎"),
    )
    kana = KanaField(label=_("よみがな（なくてもかまいません）"), max_length=60)
