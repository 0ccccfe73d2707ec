"""災害・選挙など: one message to a group for all of its sessions that a decision touches.

By mail at any hour, else kept for the call list; each calendar file takes its own session away or
brings it back.
"""

from collections.abc import Sequence

from django.utils.functional import lazy

from bookings.emails import facts
from bookings.emails.attached import CANCELLED, group_calendar
from bookings.emails.telling import Recipient, tell
from bookings.models import Duty, DutySession, LectureSession, RequestEvent
from lectures.eras import short_day, time_range
from lectures.zones import local

OFF, ON = "group_duty_off", "group_duty_on"
Fate = DutySession.Fate


def off(event: RequestEvent, rows: Sequence[DutySession], *, duty: Duty) -> None:
    """What is postponed or cancelled, and what comes next."""
    _tell(OFF, event, rows, duty=duty, status=CANCELLED)


def on(event: RequestEvent, rows: Sequence[DutySession], *, duty: Duty) -> None:
    """Taken back: these are held as they were planned."""
    _tell(ON, event, rows, duty=duty, status="CONFIRMED")


def _tell(
    kind: str, event: RequestEvent, rows: Sequence[DutySession], *, duty: Duty, status: str
) -> None:
    session = rows[0].session
    group = session.request.group
    assert group is not None
    fates = {row.fate for row in rows}
    mixed = len(fates) > 1
    by_mail = group.notify_by == group.NotifyBy.EMAIL
    tell(
        event,
        kind=kind,
        recipient=Recipient("group", group.email if by_mail else "", group.language),
        context={
            **facts.of_session(session),
            "link": facts.page_grant(session.request).link,
            "duty_why": _label(duty, "cause"),
            "duty_fate": _fate_words(rows[0], mixed),
            "duty_lines": [_line(row, mixed) for row in rows],
            "duty_postponed": Fate.POSTPONE in fates,
            "duty_cancelled": Fate.CANCEL in fates,
            "words": duty.words if kind == OFF else "",
        },
        attachments=[
            group_calendar(
                row.session, at=event.at, status=status, number=number if len(rows) > 1 else 0
            )
            for number, row in enumerate(rows, start=1)
        ],
    )


def _said(row: DutySession, mixed: bool) -> str:
    if not mixed:
        return str(row.get_fate_display())
    return "・".join(str(fate.label) for fate in Fate)


def _words_of(row: DutySession, mixed: bool) -> str:
    session: LectureSession = row.session
    starts, ends = local(session.starts_at), local(session.ends_at)
    period = getattr(session, "class_period", None)
    name = f" {period.name}" if period else ""
    fate = f"：{row.get_fate_display()}" if mixed else ""
    when = f"{short_day(starts.date())} {time_range(starts, ends)}"
    return f"{when} {session.lecture.title}{name}（{session.request.reference}）{fate}"


# Put into words only when a message is written: its reader's language may not be the actor's.
_fate_words = lazy(_said, str)
_line = lazy(_words_of, str)
_label = lazy(lambda row, field: str(getattr(row, f"get_{field}_display")()), str)
