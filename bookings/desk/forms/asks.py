"""Forms about an ask: for which slot, to whom, and what the department said on the phone."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bookings.actions import chasing
from bookings.actions.answering import Said
from bookings.desk.forms.base import (
    DeskForm,
    radio_field,
    reason_field,
    responder_field,
    way_field,
    words_field,
)
from bookings.desk.forms.slots import SlotForm
from bookings.desk.lecturers import lecturer_choices
from bookings.emails.facts import when, wishes
from bookings.forms.fields import ClockField, DayField
from bookings.models import Assignment, BookingRequest, CounterSlot
from bookings.rules import Slot
from bookings.status import AssignmentRole, AssignmentState
from config import clock
from lectures.models import Department
from lectures.zones import local, venue_zone

OWN, ASKED, NONE = "own", "asked", "none"
_WHICH = _("日時をえらんでください")
_HEARD = _("どうやって聞きましたか")
_ORDERS = (1, 2, 3)


class AskForm(SlotForm):
    """One of the wishes, or a date of the office's choice."""

    which = radio_field(_("どの日時で依頼しますか"), empty=_WHICH)
    department = forms.ChoiceField(
        label=_("どの課に"),
        required=False,
        error_messages={"invalid_choice": _("課を、もう一度えらんでください")},
    )
    field_order = ["which", "day", "starts", "ends", "department"]

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["which"].choices = [*wish_choices(about), (OWN, _now("ほかの日時"))]
        self.fields["department"].choices = department_choices(about)
        self.fields["day"].label = _("「ほかの日時」の日にち")

    def wants_slot(self, data: dict[str, Any]) -> bool:
        return data.get("which") == OWN

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if rank := data.get("which") if data.get("which") != OWN else None:
            self.refuse_shut(self.request.wishes.get(rank=rank).day, field="which")
        return data

    @property
    def what(self) -> dict[str, Any]:
        """Arguments of `asking.ask`."""
        data = self.cleaned_data
        own = data["which"] == OWN
        return {
            "rank": None if own else int(data["which"]),
            "slot": data["slot"] if own else None,
            "department_id": int(data["department"]) if data["department"] else None,
            "note": self.let_go,
        }


class NextForm(DeskForm):
    """次の課: the office has set their order, so the first stands chosen."""

    department = radio_field(_("どの課に依頼しますか"), empty=_("課をえらんでください"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = chasing.next_departments(self.about, at=clock.now())
        self.fields["department"].choices = [(str(row.pk), row.name) for row in candidates]
        self.fields["department"].initial = str(candidates[0].pk) if candidates else None


class HeardForm(DeskForm):
    """A department's answer that came by phone or on paper."""

    way = way_field(_HEARD)
    responder = responder_field()
    words = words_field(_("聞いたことば"))

    @property
    def said(self) -> Said:
        return Said(words=self.cleaned_data["words"], responder=self.cleaned_data["responder"])


class AcceptForm(DeskForm):
    """承諾: which slot, and who goes."""

    which = radio_field(_("引き受ける日時"), empty=_WHICH)
    starts = ClockField(
        label=_("はじまりの時刻"),
        help_text=_("上の時刻とちがうときだけ入れてください。例：10時半"),
    )
    lecturers = forms.MultipleChoiceField(
        label=_("講師"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("まだ決まっていないときは、空けておきます。"),
        error_messages={"invalid_choice": _("講師を、もう一度えらんでください")},
    )

    def __init__(self, *args: Any, about: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["which"].choices = answer_choices(about)
        self.fields["lecturers"].choices = lecturer_choices(
            about.department, slot=Slot(about.starts_at, about.ends_at)
        )

    @property
    def rank(self) -> int | None:
        which = self.cleaned_data["which"]
        return None if which == ASKED else int(which)

    @property
    def starts_at(self) -> datetime | None:
        """The other start, on the day of the chosen slot."""
        if not self.cleaned_data["starts"]:
            return None
        day = local(self.about.starts_at).date()
        if self.rank is not None:
            day = self.request.wishes.get(rank=self.rank).day
        return datetime.combine(day, self.cleaned_data["starts"], venue_zone()).astimezone(UTC)


class HeardAcceptForm(AcceptForm, HeardForm):
    field_order = ["which", "starts", "lecturers", "way", "responder", "words"]


class HeardDeclineForm(HeardForm):
    reason = reason_field()
    field_order = ["reason", "way", "responder", "words"]


class HeardQuestionForm(HeardForm):
    words = words_field(_("聞かれたこと"), empty=_("聞かれたことを入れてください"))


class CounterForm(DeskForm):
    """別日: up to three other slots."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        slots = {name: field for n in _ORDERS for name, field in _slot_fields(n)}
        self.base_fields = {**slots, **self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for n in _ORDERS:
            self._want_pair(f"day_{n}", f"starts_{n}")
        found = [self.slot(day=f"day_{n}", starts=f"starts_{n}", ends=f"ends_{n}") for n in _ORDERS]
        data["slots"] = [slot for slot in found if slot is not None]
        return data

    def _want_pair(self, day: str, starts: str) -> None:
        said = self.cleaned_data
        if said.get(day) and not said.get(starts) and starts not in self.errors:
            self.add_error(starts, _("何時からかを入れてください"))
        if said.get(starts) and not said.get(day) and day not in self.errors:
            self.add_error(day, _("日にちを入れてください"))


class HeardCounterForm(CounterForm, HeardForm):
    """The same, heard by phone."""


class TakeCounterForm(DeskForm):
    """Which of the proposed dates the group takes, or none."""

    which = radio_field(_("団体がえらんだ日"), empty=_("団体がえらんだ日を入れてください"))
    way = way_field(_HEARD)
    words = words_field(_("聞いたことば"))

    def __init__(self, *args: Any, about: BookingRequest, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.fields["which"].choices = [
            *((str(slot.pk), when(slot.starts_at, slot.ends_at)) for slot in proposed(about)),
            (NONE, _now("どの日もむずかしい")),
        ]


def _slot_fields(n: int) -> list[tuple[str, forms.Field]]:
    words, first = {"order": n}, n == 1
    day = DayField(
        label=_now("提案%(order)dの日にち") % words,
        help_text=_("例：12月17日") if first else "",
        empty=_("提案する日を入れてください") if first else "",
    )
    return [
        (f"day_{n}", day),
        (f"starts_{n}", ClockField(label=_now("提案%(order)d：何時から") % words)),
        (f"ends_{n}", ClockField(label=_now("提案%(order)d：何時まで") % words)),
    ]


def proposed(request: BookingRequest) -> list[CounterSlot]:
    """The dates that the group may choose among now."""
    return list(
        CounterSlot.objects.filter(
            answer__undone_at__isnull=True,
            answer__assignment__request=request,
            answer__assignment__role=AssignmentRole.LECTURE,
            answer__assignment__state=AssignmentState.COUNTERED,
        ).order_by("answer", "order")
    )


def wish_choices(request: BookingRequest) -> list[tuple[str, str]]:
    """Each wish that fits, with the exact slot that it stands for."""
    return [(str(wish["rank"]), wish_words(wish)) for wish in wishes(request) if wish["slot"]]


def wish_words(wish: dict[str, Any]) -> str:
    part = _now("（%(part)sの希望）") % {"part": wish["part"]} if wish["part"] else ""
    return _now("第%(rank)d希望 %(when)s") % {"rank": wish["rank"], "when": wish["when"]} + part


def answer_choices(assignment: Assignment) -> list[tuple[str, str]]:
    """The asked slot first, then the other wishes."""
    asked = when(assignment.starts_at, assignment.ends_at)
    lecture = assignment.role == AssignmentRole.LECTURE
    others = wish_choices(assignment.request) if lecture else []
    return [
        (ASKED, _now("依頼した日時 %(when)s") % {"when": asked}),
        *(row for row in others if row[0] != str(assignment.rank)),
    ]


def department_choices(request: BookingRequest) -> list[tuple[str, str]]:
    """The lecture's own departments first, then every other one of today."""
    lecture = request.lecture
    own = [lecture.department, *lecture.other_departments.order_by("code")]
    usual = _now("この講座の課（%(names)s）") % {"names": "、".join(row.name for row in own)}
    others = Department.objects.on(clock.today(venue_zone())).exclude(
        pk__in=[row.pk for row in own]
    )
    return [("", usual), *((str(row.pk), row.name) for row in others.order_by("code"))]
