"""The reports of one session, as the office reads them: every version, who, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.actions import reporting
from bookings.models import LectureSession, RequestEvent, SessionReport, differing
from lectures.eras import clock_time, short_day
from lectures.zones import local


@dataclass(frozen=True)
class Line:
    """`counts`: the newest. `differs`: it waits for the office to say which one counts."""

    row: SessionReport
    who: str
    why: str
    counts: bool
    differs: bool

    @property
    def numbers(self) -> str:
        row = self.row
        return _("大人%(adults)d人、子ども%(children)d人、%(minutes)d分") % {
            "adults": row.adults, "children": row.children, "minutes": row.minutes,
        }  # fmt: skip

    @property
    def at(self) -> datetime:
        return local(self.row.at)

    def __str__(self) -> str:
        when = f"{short_day(self.at.date())} {clock_time(self.at)}"
        return _("%(numbers)s（%(who)s、%(when)s）") % {
            "numbers": self.numbers, "who": self.who, "when": when,
        }  # fmt: skip


def lines_of(session: LectureSession, events: list[RequestEvent] | None = None) -> list[Line]:
    """Newest first. `events`: of its request, where they have been read, in any order."""
    if events is None:
        told = RequestEvent.objects.filter(session=session, verb__in=reporting.VERBS)
        events = list(told.select_related("note", "user"))
    mine = sorted(
        (row for row in events if row.session_id == session.pk and row.verb in reporting.VERBS),
        key=lambda row: row.pk,
    )
    reports = sorted(session.reports.all(), key=lambda row: row.version)
    waits = {row.pk for row in differing(reports)}
    # Each version was written with its event, in this order.
    pairs = list(zip(reports, mine, strict=False))
    return [
        Line(row, _who(row, event), _why(event), row is reports[-1], row.pk in waits)
        for row, event in reversed(pairs)
    ]


def _who(row: SessionReport, event: RequestEvent) -> str:
    """講師 田中 一郎 メールの文; who typed it in, where somebody else did."""
    settled = row.settles and row.inbound_id is None
    actor = RequestEvent.Actor.OFFICE.label if settled else event.get_actor_display()
    name = row.lecturer.name if row.lecturer is not None and not settled else ""
    way = "" if settled else row.get_way_display()
    typed = _("入力 %(user)s") % {"user": event.user} if event.user_id else ""
    return " ".join(str(word) for word in (actor, name, way, typed) if word)


def _why(event: RequestEvent) -> str:
    note = getattr(event, "note", None)
    return note.text if note is not None else ""
