"""The form of one mail's wording. Nothing typed is lost: spaces and line ends stay as they are."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import mailtexts
from bookings.emails import texts
from bookings.emails.texts import Wording
from bookings.models import BookingRequest
from lectures.forms import PlainForm

# What nobody can see, and what turns the writing round; a tab and a line end are wanted.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
MADE_UP = ""
_ROWS = 26


class TypedField(forms.CharField):
    """Exactly what was typed, without what nobody can see. Its faults are told by the form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def to_python(self, value: Any) -> str:
        lines = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return _UNSEEN.sub("", lines).strip("\n")


class MailTextForm(PlainForm):
    subject = TypedField(label=_("件名"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = TypedField(
        label=_("本文"),
        widget=forms.Textarea(attrs={"rows": _ROWS}),
        help_text=_("{受付番号}のような差し込みは、送るときに、その申込みのことばに変わります。"),
    )
    about = forms.ChoiceField(
        label=_("見本にする申込み"),
        required=False,
        error_messages={"invalid_choice": _("見本にする申込みを、もう一度えらんでください")},
    )

    def __init__(
        self, *args: Any, kind: str, language: str, requests: list[BookingRequest], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.language = kind, language
        for name in ("subject", "text"):
            self.fields[name].widget.attrs["lang"] = language
        self.requests = {str(row.public_id): row for row in requests}
        named = [(key, f"{row.reference} {row.group}") for key, row in self.requests.items()]
        self.fields["about"].choices = [*named, (MADE_UP, _("つくった例"))]

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"])

    @property
    def example(self) -> BookingRequest | None:
        """The request that the preview is about; None: a made-up one."""
        chosen = self.data.get("about") if self.is_bound else self.initial.get("about")
        return self.requests.get(str(chosen or MADE_UP))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rules = texts.rules(self.kind, self.language)
        subject, text = data.get("subject", ""), data.get("text", "")
        for problem in mailtexts.problems(subject, text, rules=rules):
            self.add_error(problem.field, problem.sentence)
        return data
