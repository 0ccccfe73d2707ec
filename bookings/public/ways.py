"""What a group can do itself now, and with which session. Reads what was read before; no query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.actions.changing import DETAILS_IN, MOVED_IN
from bookings.models import BookingRequest
from bookings.public.sessions import Shown
from bookings.status import REQUEST_ENDS, REQUEST_MOVES, RequestStatus, SessionState
from lectures.zones import local


@dataclass(frozen=True)
class Ways:
    correct: bool  # 直して送る
    details: bool
    move: bool  # before a date is fixed
    fixed: tuple[Shown, ...]  # of these the date can be changed or postponed
    waiting: tuple[Shown, ...]  # these were put off: days can be proposed
    withdraw: bool
    again: bool
    ahead: tuple[Shown, ...]  # a calendar has a use for these
    plans: tuple[Shown, ...]  # 人数と当日のこと, until they are over

    @property
    def any_change(self) -> bool:
        return self.details or self.move or bool(self.fixed or self.waiting) or self.withdraw


def ways_of(row: BookingRequest, sessions: Sequence[Shown], *, at: datetime) -> Ways:
    status = RequestStatus(row.status)
    confirmed = status == RequestStatus.CONFIRMED
    ahead = tuple(one for one in sessions if one.planned and one.row.starts_at > at)
    waits = any(one.postponed for one in sessions)
    return Ways(
        correct=status == RequestStatus.NEEDS_CHANGE,
        details=status in DETAILS_IN and (not confirmed or bool(ahead) or waits),
        move=status in MOVED_IN,
        fixed=tuple(one for one in ahead if confirmed and _leads(one, sessions)),
        waiting=tuple(
            one for one in sessions if confirmed and one.postponed and _leads(one, sessions)
        ),
        withdraw=may_withdraw(row) and not has_begun(sessions, at=at),
        again=status in REQUEST_ENDS,
        ahead=ahead,
        plans=tuple(one for one in sessions if one.planned and one.row.ends_at > at),
    )


def _leads(one: Shown, sessions: Sequence[Shown]) -> bool:
    """A row of classes is moved and put off as one, by its first; once that has begun, no more."""
    return not _is_class(one) or not any(
        other.row.state == one.row.state
        and _is_class(other)
        and other.row.starts_at < one.row.starts_at
        and local(other.row.starts_at).date() == local(one.row.starts_at).date()
        for other in sessions
    )


def _is_class(one: Shown) -> bool:
    return hasattr(one.row, "class_period")


def may_withdraw(row: BookingRequest) -> bool:
    return RequestStatus.WITHDRAWN in REQUEST_MOVES[RequestStatus(row.status)]


def has_begun(sessions: Sequence[Shown], *, at: datetime) -> bool:
    """Whether some session runs or was held: then the whole request is no longer given up."""
    return any(
        one.row.state == SessionState.DELIVERED or (one.planned and one.row.starts_at <= at)
        for one in sessions
    )
