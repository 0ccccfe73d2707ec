"""Which days, hours and departments; why, and what becomes of the sessions. No rows are changed."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.fields import ClockField, DayField, WordsField
from bookings.models import Duty, DutySession
from bookings.models.duty_reach import Reach
from lectures.forms import PlainForm
from lectures.models import Department

ALL, SOME = "all", "some"
KEEP = "keep"  # this one session goes on as planned
_WHO = _("すべての課か、えらんだ課だけかを、えらんでください")
_WHICH = _("課を、もう一度えらんでください")
_WHY = _("理由をえらんでください")
_FATE = _("延期か中止をえらんでください")


class ReachForm(PlainForm):
    """`reach`: what was asked for."""

    first = DayField(
        label=_("はじめの日"),
        help_text=_("例：12月17日、R8.12.17、2026/12/17"),
        empty=_("日にちを入れてください"),
    )
    last = DayField(label=_("おわりの日"), help_text=_("1日だけなら、空けておきます。"))
    opens = ClockField(label=_("この時刻から"), help_text=_("一日じゅうなら、空けておきます。"))
    closes = ClockField(label=_("この時刻まで"), help_text=_("例：21時"))
    who = forms.ChoiceField(
        label=_("どの課"),
        choices=[(ALL, _("すべての課")), (SOME, _("えらんだ課だけ"))],
        widget=forms.RadioSelect,
        error_messages={"required": _WHO, "invalid_choice": _WHO},
    )
    departments = forms.ModelMultipleChoiceField(
        label=_("えらんだ課"),
        queryset=Department.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _WHICH, "invalid_pk_value": _WHICH},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["first"].today = self.fields["last"].today = today  # type: ignore[attr-defined]
        there = Department.objects.on(today).order_by("code")
        self.fields["departments"].queryset = there  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and first < self.today:
            self.add_error("first", _("もうすぎた日です。きょうから後の日を入れてください"))
        elif first and last and last < first:
            self.add_error("last", _("おわりの日は、はじめの日より後にしてください"))
        elif first and last and (last - first).days > 366:
            self.add_error("last", _("1年より長くは決められません。日にちを確かめてください"))
        self._hours(data.get("opens"), data.get("closes"))
        none = not data.get("departments") and "departments" not in self.errors
        if data.get("who") == SOME and none:
            self.add_error("departments", _("課を一つ以上えらんでください"))
        return data

    def _hours(self, opens: time | None, closes: time | None) -> None:
        if opens and not closes and "closes" not in self.errors:
            self.add_error("closes", _("何時までかを入れてください"))
        elif closes and not opens and "opens" not in self.errors:
            self.add_error("opens", _("何時からかを入れてください"))
        elif opens and closes and closes <= opens:
            self.add_error("closes", _("おわりの時刻は、はじまりの時刻より後にしてください"))

    @property
    def reach(self) -> Reach:
        data = self.cleaned_data
        hours = (data["opens"], data["closes"]) if data["opens"] else None
        chosen = frozenset(row.pk for row in data["departments"])
        named = None if data["who"] == ALL else chosen
        return Reach(data["first"], data["last"] or data["first"], hours, named)


class DecideForm(PlainForm):
    """The same fate for all sessions, except where one of them says something else."""

    cause = forms.ChoiceField(
        label=_("理由"),
        choices=Duty.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _WHY, "invalid_choice": _WHY},
    )
    words = WordsField(
        label=_("団体へのことば"),
        help_text=_(
            "知らせる文にそのまま入ります。なくてもかまいません。例：台風10号が近づいているためです。"
        ),
        max_length=200,
    )
    fate = forms.ChoiceField(
        label=_("どうしますか"),
        widget=forms.RadioSelect,
        choices=[
            (DutySession.Fate.POSTPONE.value, _("延期する（新しい日は、あとで相談する）")),
            (DutySession.Fate.CANCEL.value, _("中止する（あらためて行わない）")),
        ],
        error_messages={"required": _FATE, "invalid_choice": _FATE},
    )

    def __init__(self, *args: Any, sessions: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = list(sessions)
        if not self.sessions:
            del self.fields["fate"]

    def fates(self) -> dict[Any, str]:
        """By the session's public id; a session that goes on as planned is not in it."""
        known = set(DutySession.Fate.values)
        found = {}
        for session in self.sessions:
            own = self.own(session)
            fate = own if own in known or own == KEEP else self.cleaned_data["fate"]
            if fate in known:
                found[session.public_id] = fate
        return found

    def own(self, session: Any) -> str:
        """What was chosen for this one alone; "": the same as for all."""
        return str(self.data.get(f"fate-{session.public_id}", ""))
