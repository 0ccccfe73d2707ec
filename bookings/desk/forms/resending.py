"""The form that sends a mail again to a corrected address."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import MailField
from lectures.forms import PlainForm
from notifications import addresses

_GROUP = (
    _("前のリンクを使えなくして、新しいリンクを送る"),
    _(
        "前の宛先がほかの人のものだったら、えらんでください。"
        "その人が、メールのリンクから団体のページを見ているかもしれません。"
        "前のリンクは、団体の人が控えていても、開かなくなります。"
    ),
)
_ANSWERS = (
    _("前のリンクと返信先を使えなくして、新しいものを送る"),
    _(
        "前の宛先がほかの人のものだったら、えらんでください。"
        "その人が、メールのリンクや返信で答えてしまうかもしれません。"
        "前に送ったメールのリンクは、みな開かなくなります。"
        "そのメールに返信が来たら、事務局が読んで決めます。"
    ),
)


class ResendForm(PlainForm):
    """`holder`: whose register entry holds the old address; `key`: whose link the mail holds.
    `gone`: what does not exist by the word of its server, a whole address or its domain."""

    address = MailField(
        label=_("直した宛先"),
        empty=_("宛先のメールアドレスを入れてください"),
        help_text=_(
            "全角で入れても、かまいません。"
            "メールボックスがいっぱいだったときなどは、同じ宛先のままでも送れます。"
        ),
    )
    sure = forms.BooleanField(
        label=_("本人などに確かめたので、この宛先にもう一度送る"), required=False
    )
    also_change = forms.BooleanField(required=False, initial=True)
    new_link = forms.BooleanField(required=False)

    def __init__(self, *args: Any, holder: Any, key: str, gone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = gone.lower()
        if not self._goes_there_again(str(self.data.get("address", ""))):
            del self.fields["sure"]  # only asked where there is a doubt
        if holder is None:
            del self.fields["also_change"]
        else:
            self.fields["also_change"].label = _(
                "「%(name)s」の登録のアドレスも、この宛先に直す"
            ) % {"name": holder}
        if key:
            words = _GROUP if key == "group" else _ANSWERS
            self.fields["new_link"].label, self.fields["new_link"].help_text = words
        else:
            del self.fields["new_link"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self._goes_there_again(data.get("address", "")) and not data.get("sure"):
            self.add_error(
                "address",
                _(
                    "「%(gone)s」は、ないと言われて、メールが届きませんでした。"
                    "書きまちがいがないか確かめてください。"
                    "それでも送るときは、下にしるしをつけて、もう一度おしてください。"
                )
                % {"gone": self.gone},
            )
        return data

    def _goes_there_again(self, address: str) -> bool:
        plain = unicodedata.normalize("NFKC", address).strip().lower()
        if self.gone.startswith("@"):
            return plain.endswith(self.gone)
        return bool(self.gone) and plain == self.gone

    def clean_address(self) -> str:
        """What the outbox would refuse is refused here, where it can be corrected."""
        typed = self.cleaned_data["address"]
        try:
            return addresses.checked(typed)
        except (forms.ValidationError, UnicodeError) as problem:
            raise forms.ValidationError(
                _("メールアドレスの形を確かめてください。例：hanako@example.jp")
            ) from problem
