"""災害・選挙など, as the duty officer reads it: what lies on the days, how far the telling is. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from bookings.emails import on_duty
from bookings.emails.on_the_day import pretty_phone
from bookings.models import (
    ApplicantGroup,
    Assignment,
    Duty,
    DutySession,
    EventMail,
    LectureSession,
    RequestEvent,
    Telling,
)
from bookings.models.duty_reach import Reach, asks_in, reach_of, sessions_in
from lectures.eras import clock_time, short_day
from lectures.models import Department
from notifications.status import WAITING, State

ARRIVED = (State.SENT, State.DELIVERED, State.COMPLAINED)
ON_THE_WAY = (*WAITING, State.HANDOFF, State.UNKNOWN)
Row = DutySession.State


@dataclass(frozen=True)
class Shown:
    """One session, as the list shows it."""

    session: LectureSession
    chosen: str = ""

    @property
    def group(self) -> ApplicantGroup:
        assert self.session.request.group is not None
        return self.session.request.group

    @property
    def phone(self) -> str:
        return pretty_phone(self.group.phone)

    @property
    def people(self) -> int:
        return people_of(self.session)


@dataclass(frozen=True)
class Told:
    """One group and how far it is told. `state`: told, going, call or back."""

    event: RequestEvent
    rows: tuple[DutySession, ...]
    state: str
    words: str
    tries: int = 0

    @property
    def group(self) -> ApplicantGroup:
        assert self.event.request.group is not None
        return self.event.request.group

    @property
    def phone(self) -> str:
        return pretty_phone(self.group.phone)


class Overview:
    """One decision. A fixed number of queries."""

    def __init__(self, duty: Duty, *, at: datetime) -> None:
        self.duty, self.at = duty, at

    @cached_property
    def rows(self) -> list[DutySession]:
        rows = self.duty.rows.select_related(
            "session__lecture", "session__department", "session__centre", "session__room__centre",
            "session__request__group", "session__request__fiscal_year", "session__class_period",
            "session__day_plan", "told__request__group", "told__request__fiscal_year",
        )  # fmt: skip
        return list(rows.order_by("session__starts_at", "pk"))

    @cached_property
    def waiting(self) -> int:
        return sum(row.state in (Row.WAITING, Row.RETURNING) for row in self.rows)

    @property
    def moving(self) -> bool:
        """Whether the page will soon say something else by itself."""
        return bool(self.waiting) or any(one.state == "going" for one in self.groups)

    @cached_property
    def changed(self) -> list[DutySession]:
        return [row for row in self.rows if row.told_id is not None]

    @property
    def postponed(self) -> int:
        return sum(row.fate == DutySession.Fate.POSTPONE for row in self._held)

    @property
    def cancelled(self) -> int:
        return sum(row.fate == DutySession.Fate.CANCEL for row in self._held)

    @property
    def people(self) -> int:
        return sum(people_of(row.session) for row in self._held)

    @property
    def _held(self) -> list[DutySession]:
        """Those that are off, or are about to be."""
        off = (Row.WAITING, Row.DONE, Row.STAYED)
        return [row for row in self.rows if row.state in off and not self._passed(row)]

    def _passed(self, row: DutySession) -> bool:
        return row.state == Row.STAYED and row.told_id is None

    @property
    def returned(self) -> int:
        return sum(row.state == Row.RETURNED for row in self.rows)

    @property
    def passed(self) -> list[DutySession]:
        """Those that could not be changed, or not be brought back."""
        return [row for row in self.rows if row.state in (Row.PASSED, Row.STAYED)]

    @cached_property
    def groups(self) -> list[Told]:
        """Each group once, those first who are still to be called."""
        by_event: dict[int, list[DutySession]] = {}
        for row in self.changed:
            if row.state != Row.RETURNED:
                by_event.setdefault(row.told_id or 0, []).append(row)
        facts = _Facts(by_event)
        found = [facts.of(rows) for rows in by_event.values()]
        order = ("call", "going", "told")
        return sorted(found, key=lambda one: order.index(one.state))

    @property
    def told(self) -> int:
        return sum(one.state == "told" for one in self.groups)

    @property
    def to_call(self) -> list[Told]:
        return [one for one in self.groups if one.state == "call"]

    @property
    def untold(self) -> int:
        """Groups that do not know yet, those included whose turn is still to come."""
        waits = {row.session.request.group_id for row in self.rows if row.state == Row.WAITING}
        return len(self.groups) - self.told + len(waits)

    @cached_property
    def later(self) -> list[LectureSession]:
        """Fixed for these days since, or left as they were."""
        if self.duty.taken_back_at is not None:
            return []
        ours = {row.session_id for row in self.rows}
        return [row for row in sessions_in(reach_of(self.duty), at=self.at) if row.pk not in ours]

    @cached_property
    def asks(self) -> list[Assignment]:
        if self.duty.taken_back_at is not None:
            return []
        return asks_in(reach_of(self.duty), at=self.at)


class _Facts:
    """What mails, calls and events say of many groups at once."""

    def __init__(self, events: Iterable[int]) -> None:
        pks = list(events)
        kinds = EventMail.objects.filter(event__in=pks, kind=on_duty.OFF)
        self.mails = dict(kinds.values_list("event_id", "mail__state"))
        tellings = Telling.objects.filter(event__in=pks, kind=on_duty.OFF)
        self.tellings = {row.event_id: row for row in tellings}

    def of(self, rows: list[DutySession]) -> Told:
        event = rows[0].told
        assert event is not None
        telling = self.tellings.get(event.pk)
        tries = telling.tries if telling else 0
        state, words = self._state(event, telling)
        return Told(event, tuple(rows), state, words, tries)

    def _state(self, event: RequestEvent, telling: Telling | None) -> tuple[str, str]:
        if telling is not None and telling.state == Telling.State.TOLD:
            return "told", _("電話などで知らせた")
        if telling is not None:
            return "call", _("電話か郵便で知らせる")
        mail = self.mails.get(event.pk)
        if mail in ARRIVED:
            return "told", _("メールを送った")
        if mail in ON_THE_WAY:
            return "going", _("メールを送っているところ")
        return "call", _("メールが届いていない")


def people_of(session: LectureSession) -> int:
    """As far as it is known: the count of the day, the class, or what was applied for."""
    plan = getattr(session, "day_plan", None)
    period = getattr(session, "class_period", None)
    counted = (plan and plan.people) or (period and period.children)
    return counted or session.request.people or 0


def shown(sessions: Iterable[LectureSession], *, chosen: Mapping[Any, str]) -> list[Shown]:
    return [Shown(row, chosen.get(row.public_id, "")) for row in sessions]


def when_words(duty: Duty | Reach) -> str:
    """12月17日（木）から12月18日（金）、毎日18時から21時."""
    words = short_day(duty.first_on)
    if duty.last_on != duty.first_on:
        words = _("%(first)sから%(last)s") % {"first": words, "last": short_day(duty.last_on)}
    if duty.hours is None:
        return words
    opens, closes = (clock_time(one) for one in duty.hours)
    return _("%(day)s %(opens)sから%(closes)s") % {"day": words, "opens": opens, "closes": closes}


def who_words(duty: Duty | Reach) -> str:
    """すべての課, or their names."""
    if isinstance(duty, Duty):
        names = [] if duty.everybody else [row.name for row in duty.departments.order_by("code")]
    elif duty.departments is None:
        names = []
    else:
        chosen = Department.objects.filter(pk__in=duty.departments).order_by("code")
        names = list(chosen.values_list("name", flat=True))
    return "、".join(names) or _("すべての課")


def recent() -> QuerySet[Duty]:
    return Duty.objects.prefetch_related("departments").order_by("-pk")[:10]


def to_do(*, at: datetime) -> tuple[int, str]:
    """How many sessions a decision has not reached yet, and where that is seen."""
    rows = DutySession.objects.filter(state__in=[Row.WAITING, Row.RETURNING]).order_by("-pk")
    found = list(rows.values_list("duty__public_id", flat=True))
    return len(found), reverse("desk:duty-one", args=found[:1]) if found else reverse("desk:duty")
