"""What a person chooses for one paper: number, date, sender, seal."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.emails.on_paper import Formalities
from bookings.forms.fields import DayField, WordsField
from bookings.models import IssuedPaper, LectureSession
from lectures.forms import PlainForm

Kind = IssuedPaper.Kind
WITHOUT_NUMBER = frozenset({Kind.DAY, Kind.FAX})
WITHOUT_SENDER = frozenset({Kind.DAY, Kind.APPROVAL})
WITH_SEAL = frozenset({Kind.DECISION, Kind.REFUSAL, Kind.DISPATCH, Kind.LETTER})
WITH_TELLING = frozenset({Kind.LETTER, Kind.FAX})
_AGAIN = _("もう一度えらんでください")
_FARTHEST = timedelta(days=2 * 366)


class PaperForm(PlainForm):
    number = WordsField(label=_("文書番号（なくてもかまいません）"), max_length=40)
    dated = DayField(
        label=_("日付"),
        empty=_("日付を入れてください"),
        help_text=_("例：令和8年11月25日、11/25"),
    )
    sender = forms.ChoiceField(
        label=_("発信者"),
        error_messages={"required": _("発信者をえらんでください"), "invalid_choice": _AGAIN},
    )
    seal_omitted = forms.BooleanField(label=_("（公印省略）と入れる"), required=False)
    session = forms.ChoiceField(
        label=_("どの回のことですか"),
        required=False,
        error_messages={"invalid_choice": _AGAIN},
    )
    telling = WordsField(
        label=_("知らせること"),
        lines=4,
        max_length=1000,
        empty=_("何を知らせるか、書いてください"),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        senders: list[str],
        sessions: list[tuple[LectureSession, str]],
        last: str,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.rows = {str(row.public_id): row for row, _words in sessions}
        self.fields["dated"].today = today
        self.fields["sender"].choices = [(name, name) for name in senders]
        self.fields["session"].choices = [
            *([] if kind == Kind.DAY else [("", _("申込み全体"))]),
            *((str(row.public_id), words) for row, words in sessions),
        ]
        self.fields["number"].help_text = (
            _("前の番号は「%(last)s」です。") % {"last": last} if last else _("例：生学第123号")
        )
        for name in self._needless(len(sessions)):
            del self.fields[name]
        if "telling" in self.fields:  # papers are in Japanese
            self.fields["telling"].widget.attrs["lang"] = "ja"

    def _needless(self, sessions: int) -> list[str]:
        unasked = {
            "number": self.kind in WITHOUT_NUMBER,
            "dated": self.kind == Kind.DAY,
            "sender": self.kind in WITHOUT_SENDER,
            "seal_omitted": self.kind not in WITH_SEAL,
            "session": self.kind == Kind.REFUSAL or sessions < 2,
            "telling": self.kind not in WITH_TELLING,
        }
        return [name for name, needless in unasked.items() if needless]

    def clean_dated(self) -> date | None:
        day: date | None = self.cleaned_data["dated"]
        if day is not None and abs(day - self.fields["dated"].today) > _FARTHEST:
            raise forms.ValidationError(_("年を確かめてください。今日から2年以内の日付にします"))
        return day

    @property
    def how(self) -> Formalities:
        """Of a valid form."""
        given = self.cleaned_data
        return Formalities(
            number=given.get("number", ""),
            dated=given.get("dated"),
            sender=given.get("sender", ""),
            seal_omitted=given.get("seal_omitted", False),
        )

    @property
    def lecture_session(self) -> LectureSession | None:
        """The chosen one; where there is only one, that one."""
        if "session" in self.fields:
            return self.rows.get(self.cleaned_data["session"])
        if self.kind == Kind.REFUSAL or len(self.rows) != 1:
            return None
        return next(iter(self.rows.values()))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(filter(None, self.cleaned_data.get("telling", "").splitlines()))
