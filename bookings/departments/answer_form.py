"""The form of an answer. Nothing is preselected; what does not fit together is asked back."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.departments.offers import Candidate, Offer
from bookings.forms.fields import ClockField, DayField, WordsField
from bookings.rules import Availability, Rules, Slot, Usable, clock_words, slot_problem
from bookings.status import Reason
from lectures.forms import PlainForm
from lectures.zones import venue_zone

COUNTER, QUESTION, DECLINE = "counter", "question", "decline"
ROWS = (1, 2, 3)
_PARTS = ("day", "from", "until")
_REASONS = (
    Reason.LECTURER_BUSY, Reason.DATE_PASSED, Reason.CITY_DUTY, Reason.NOT_OURS, Reason.RULES,
    Reason.OTHER,
)  # fmt: skip


class AnswerForm(PlainForm):
    """`slots` holds the proposed dates; `starts_at` another start on the accepted day."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    choice = forms.ChoiceField(
        label=_("返事をえらんでください"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("返事をえらんでください"),
            "invalid_choice": _("返事を、もう一度えらんでください"),
        },
    )
    starts = ClockField(
        label=_("始まる時刻"),
        help_text=_("例：10時、１０：３０。上に書いてある時刻のとおりなら、空けておきます。"),
    )
    lecturers = forms.MultipleChoiceField(
        label=_("うかがう人"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("まだ決まっていないときは、えらばなくてかまいません。"),
        error_messages={"invalid_choice": _("うかがう人を、もう一度えらんでください")},
    )
    day1 = DayField(label=_("提案する日"))
    from1 = ClockField(label=_("何時から"))
    until1 = ClockField(label=_("何時まで"))
    day2 = DayField(label=_("2つ目の日"))
    from2 = ClockField(label=_("2つ目：何時から"))
    until2 = ClockField(label=_("2つ目：何時まで"))
    day3 = DayField(label=_("3つ目の日"))
    from3 = ClockField(label=_("3つ目：何時から"))
    until3 = ClockField(label=_("3つ目：何時まで"))
    reason = forms.ChoiceField(
        label=_("辞退の理由"),
        choices=[(reason.value, reason.label) for reason in _REASONS],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("辞退の理由を、もう一度えらんでください")},
    )
    words = WordsField(label=_("ことば（質問、辞退の説明など）"), max_length=1000, lines=3)
    responder = WordsField(
        label=_("答える人の名前"), empty=_("答える人の名前を入れてください"), max_length=60,
        autocomplete="name",
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        offers: list[Offer],
        candidates: list[Candidate],
        rules: Rules,
        usable: Usable,
        minutes: int,
        today: date,
        availability: Availability,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.offers = {offer.value: offer for offer in offers}
        self.rules, self.usable, self.length = rules, usable, timedelta(minutes=minutes)
        self.availability = availability
        self.slots: list[Slot] = []
        self.starts_at: datetime | None = None
        self._add_choices(offers, candidates)
        for row in ROWS:
            self.fields[f"day{row}"].today = today  # type: ignore[attr-defined]

    @property
    def offer(self) -> Offer | None:
        """The accepted slot, if the answer is an acceptance."""
        return self.offers.get(self.cleaned_data.get("choice", ""))

    @property
    def radios(self) -> list[tuple[forms.boundfield.BoundWidget, Offer | None]]:
        """Each choice with the slot that it would accept."""
        return [(radio, self.offers.get(radio.data["value"])) for radio in self["choice"]]

    @property
    def more_rows(self) -> bool:
        """Whether something was typed into the second or third proposal."""
        return any(self.data.get(f"{part}{row}") for row in ROWS[1:] for part in _PARTS)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """(label, text) of all that was filled in, for an answer that came too late."""
        lines = []
        for name, field in self.fields.items():
            given = self.data.getlist(name) if hasattr(self.data, "getlist") else []
            names = dict(getattr(field, "choices", ()))
            text = "、".join(str(names.get(one, one)) for one in given if one)
            if text and not field.widget.is_hidden:
                lines.append((str(field.label), text))
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        choice = cleaned.get("choice")
        if choice in self.offers:
            self._clean_start()
        elif choice == COUNTER:
            self._clean_rows()
        elif choice == QUESTION and not cleaned.get("words"):
            self._say("words", _now("質問を入れてください"))
        elif choice == DECLINE:
            self._clean_refusal()
        if choice not in (None, COUNTER):
            self._refuse_idle_rows()
        return cleaned

    def _add_choices(self, offers: list[Offer], candidates: list[Candidate]) -> None:
        accepting = [(offer.value, _accepting(offer)) for offer in offers]
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            *accepting,
            (COUNTER, _now("別の日を提案する")),
            (QUESTION, _now("質問する")),
            (DECLINE, _now("辞退する")),
        ]
        self.fields["lecturers"].choices = [  # type: ignore[attr-defined]
            (
                str(one.lecturer.pk),
                f"{one.lecturer}（{one.note}）" if one.note else str(one.lecturer),
            )
            for one in candidates
        ]

    def _clean_start(self) -> None:
        starts, offer = self.cleaned_data.get("starts"), self.offer
        if starts is None or offer is None:
            if offer is not None and offer.part and "starts" not in self.errors:
                self._say("starts", _now("始まる時刻を入れてください。例：14時"))
            return
        moment = datetime.combine(offer.day, starts, venue_zone())
        if moment == offer.slot.starts_at and not offer.part:
            return
        problem = self._problem(Slot(moment, moment + self.length))
        if problem:
            self._say("starts", problem)
        self.starts_at = moment

    def _clean_rows(self) -> None:
        if not any(self.data.get(f"day{row}", "").strip() for row in ROWS):
            self._say("day1", _now("提案する日を入れてください。例：12月18日"))
        for row in ROWS:
            slot = self._slot(row)
            problem = self._problem(slot) if slot else ""
            if problem:
                self._say(f"day{row}", problem)
            elif slot:
                self.slots.append(slot)

    def _slot(self, row: int) -> Slot | None:
        day = self.cleaned_data.get(f"day{row}")
        starts, ends = self.cleaned_data.get(f"from{row}"), self.cleaned_data.get(f"until{row}")
        if day is None:
            if (starts or ends) and f"day{row}" not in self.errors:
                self._say(f"day{row}", _now("日を入れてください。例：12月18日"))
            return None
        if starts is None:
            if f"from{row}" not in self.errors:
                self._say(f"from{row}", _now("始まる時刻を入れてください。例：14時"))
            return None
        return self._between(row, day=day, starts=starts, ends=ends)

    def _between(self, row: int, *, day: date, starts: time, ends: time | None) -> Slot | None:
        begins = datetime.combine(day, starts, venue_zone())
        if ends is None:
            return Slot(begins, begins + self.length)
        if ends <= starts:
            self._say(f"until{row}", _now("おわりの時刻は、はじまりの時刻より後にしてください。"))
            return None
        return Slot(begins, datetime.combine(day, ends, venue_zone()))

    def _clean_refusal(self) -> None:
        reason = self.cleaned_data.get("reason")
        if not reason and "reason" not in self.errors:
            self._say("reason", _now("辞退の理由をえらんでください"))
        if reason == Reason.OTHER and not self.cleaned_data.get("words"):
            self._say("words", _now("辞退の理由を、ことばで入れてください"))

    def _refuse_idle_rows(self) -> None:
        if any(self.data.get(f"day{row}", "").strip() for row in ROWS):
            for name in (f"{part}{row}" for row in ROWS for part in _PARTS):
                self.errors.pop(name, None)  # how they are spelt matters only if they are meant
            self._say(
                "day1",
                _now(
                    "別の日が入っています。提案するときは「別の日を提案する」をえらんでください。しないときは、ここを空けてください。"
                ),
            )

    def _problem(self, slot: Slot) -> str:
        """The town's rules and the hours of the group's venue."""
        problem = slot_problem(
            self.rules,
            slot,
            usable=self.usable,
            zone=venue_zone(),
            availability=self.availability,
        )
        if problem is None:
            return ""
        return self._usable_words() if problem.code == "usable" else problem.sentence

    def _usable_words(self) -> str:
        opens, closes = self.usable.opens, self.usable.closes
        hours = "".join(
            [
                _now("%(time)sから") % {"time": clock_words(opens)} if opens else "",
                _now("%(time)sまで") % {"time": clock_words(closes)} if closes else "",
            ]
        )
        return _now(
            "会場を使えるのは%(hours)sです。その間に終わる時刻を入れるか、「質問する」で事務局に伝えてください。"
        ) % {"hours": hours}

    def _say(self, field: str, sentence: str) -> None:
        self.add_error(field, sentence)


def _accepting(offer: Offer) -> str:
    words = {"name": offer.name, "when": offer.when}
    return _now("承諾（%(name)sで）：%(when)s") % words
