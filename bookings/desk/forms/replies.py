"""Forms of the decisions about a waiting mail."""

from django.utils.translation import gettext_lazy as _

from bookings.desk.forms.asks import AcceptForm, CounterForm
from bookings.desk.forms.base import DeskForm, reason_field, words_field
from bookings.forms.fields import KanaField, WordsField


class AcceptReplyForm(AcceptForm):
    """The mail accepts."""


class CounterReplyForm(CounterForm):
    """The mail proposes other dates."""

    words = words_field(_("団体に伝えることば"))


class DeclineReplyForm(DeskForm):
    reason = reason_field()
    words = words_field(_("メールに書かれたわけ"))


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
