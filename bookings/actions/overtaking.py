"""A wish for another date ends with the date that it was about. Tells nobody: the new date is told."""

from datetime import datetime

from bookings.models import ChangeWish, LectureSession


def overtake(session: LectureSession, *, at: datetime) -> None:
    """The date moved or went: what was wished for it does not come alive with the next one."""
    rows = session.change_wishes.filter(state=ChangeWish.State.OPEN)
    rows.update(state=ChangeWish.State.OVER, answered_at=at)
