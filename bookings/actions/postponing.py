"""延期: the group cannot take its date. Everybody is freed at once, and asked for another day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import closed_years, places
from bookings.actions.changing import (
    ask_anew,
    refuse_broken_wishes,
    refuse_stale,
    replace_wishes,
    standing_asks,
    wish_lines,
)
from bookings.actions.moves import By, MoveNotAllowed, Refused, locked_session, record
from bookings.actions.sessions import Venue, tell_departments
from bookings.actions.undoing import unfix_session
from bookings.emails import of_changes, to_group, to_hosts
from bookings.models import (
    BookingRequest,
    EventMail,
    EventNote,
    LectureSession,
    RequestEvent,
    class_rows,
)
from bookings.rules import Usable, Wish
from bookings.status import (
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)


@transaction.atomic
def postpone(
    *,
    session_id: int,
    wishes: Sequence[Wish],
    seen: int,
    by: By,
    at: datetime,
    words: str = "",
    venue: Venue | None = None,
    booked: bool | None = None,
) -> LectureSession:
    """PLANNED → POSTPONED, a school's other classes of the day too. Stale, RulesBroken, Refused.

    With `wishes`, and no session of the request beside these, who accepted is asked for the first
    of them; else the office looks for another day. `venue`: where it will be; `booked`: whether the
    group has the place that stays.
    """
    request, session = locked_session(session_id)
    if session.state != SessionState.PLANNED or request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(_("この回は、いま延期できません。画面を開き直して確かめてください。"))
    if session.starts_at <= at:
        raise MoveNotAllowed(_("もう始まる時刻をすぎました。事務局に電話してください。"))
    closed_years.refuse(by, session.fiscal_year)
    refuse_stale(request, seen=seen)
    if wishes:
        place = venue or places.venue_of(session)
        usable = _usable_at(request, place)
        refuse_broken_wishes(request, wishes, at=at, venue=place, usable=usable)
    row = class_rows.ahead(session, at=at)
    alone = class_rows.is_all_of(request, row)
    place_lines = places.lines(request, row, venue=venue, booked=booked)
    lines = [*filter(None, [words.strip()]), *wish_lines(wishes), *place_lines]
    event = record(
        request, verb=Verb.POSTPONED, by=by, at=at, session=session, reason=Reason.GROUP_WISH,
        note="\n".join(lines),
    )  # fmt: skip
    _keep_wishes(event, wishes)
    asked = [host.assignment for host in to_hosts.hosts_of(session) if host.assignment]
    for other in row:
        if other.pk != session.pk:
            unfix_session(event, other, tells=False)
    unfix_session(event, session, tells=False)
    to_group.session_off(event, session, row=row if len(row) > 1 else ())
    if wishes and not _waits_beside(request, row):
        replace_wishes(request, wishes)
    if wishes and asked and alone:
        places.write(request, row, venue=venue, booked=booked)
        places.stay_where_it_was(request, session)
        for assignment in standing_asks(request):
            if assignment.state == AssignmentState.ACCEPTED:
                ask_anew(request, assignment, slot=None, by=by, at=at)
    elif asked:
        tell_departments(event, session, row=row if len(row) > 1 else ())
    else:  # what was agreed without an ask has a calendar event for each class
        for one in row:
            tell_departments(event, one)
    if not (wishes and asked and alone):  # their calendars let go of the old place
        places.write(request, row, venue=venue, booked=booked)
    told = EventMail.objects.filter(event=event, kind="department_session_changed").exists()
    of_changes.postponed(event, session, changes=lines, told=told or bool(asked))
    return session


@transaction.atomic
def propose(
    *,
    session_id: int,
    wishes: Sequence[Wish],
    seen: int,
    by: By,
    at: datetime,
    venue: Venue | None = None,
    booked: bool | None = None,
) -> LectureSession:
    """Days for a session that was put off without one. Stale, RulesBroken, Refused.

    Who accepted is asked for the first of them, where no other session of the request was held, is
    to come or waits; else the office looks for a day among them.
    """
    request, session = locked_session(session_id)
    if session.state != SessionState.POSTPONED or request.status != RequestStatus.CONFIRMED:
        raise MoveNotAllowed(
            _("この回は、新しい日を待っていません。画面を開き直して確かめてください。")
        )
    if not wishes:
        raise Refused(_("第1希望の日をえらんでください。"))
    refuse_stale(request, seen=seen)
    place = venue or places.venue_of(session)
    usable = _usable_at(request, place)
    refuse_broken_wishes(request, wishes, at=at, venue=place, usable=usable)
    row = class_rows.row_of(session, state=SessionState.POSTPONED) or [session]
    place_lines = places.lines(request, row, venue=venue, booked=booked)
    lines = [*wish_lines(wishes), *place_lines]
    event = record(
        request, verb=Verb.DAYS_PROPOSED, by=by, at=at, session=session, note="\n".join(lines)
    )
    _keep_wishes(event, wishes)
    asks = [row for row in standing_asks(request) if row.state == AssignmentState.ACCEPTED]
    asks = asks if class_rows.is_all_of(request, row) else []
    if not _waits_beside(request, row):
        replace_wishes(request, wishes)
    places.write(request, row, venue=venue, booked=booked)
    if asks:
        places.stay_where_it_was(request, session)
    of_changes.days_proposed(event, session, row=row, days=lines, told=bool(asks))
    for assignment in asks:
        ask_anew(request, assignment, slot=None, by=by, at=at)
    return session


def _keep_wishes(event: RequestEvent, wishes: Sequence[Wish]) -> None:
    """As facts, beside the office's words: the group may read another language."""
    EventNote.objects.filter(event=event).update(wishes=[_fact(wish) for wish in wishes])


def _fact(wish: Wish) -> list[str]:
    times = [moment.isoformat("minutes") if moment else "" for moment in (wish.starts, wish.ends)]
    return [wish.day.isoformat(), str(wish.part), *times]


def _waits_beside(request: BookingRequest, row: Sequence[LectureSession]) -> bool:
    """Whether another session waits for its day: the wishes of the request may be for that one."""
    others = request.sessions.filter(state=SessionState.POSTPONED)
    return others.exclude(pk__in=[one.pk for one in row]).exists()


def _usable_at(request: BookingRequest, venue: Venue) -> Usable:
    """The hours that the group gave are those of the request's place."""
    if venue != places.venue_of(request):
        return Usable()
    return Usable(request.usable_from, request.usable_until)
