"""鍵 to 当日のこと: one for each host of a session. They last as long as its date does.

The caller holds the request's lock.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from bookings.models import Grant, LectureSession

LASTS = timedelta(days=7)  # after the session: what was agreed can still be looked up


def issue(session: LectureSession, *, at: datetime) -> Grant:
    """A key of its own, which can end without closing the page to another host."""
    return Grant.objects.issue(
        purpose=Grant.Purpose.DAY,
        site_id=session.site_id,
        at=at,
        session=session,
        expires_at=session.ends_at + LASTS,
    )


def follow(session: LectureSession) -> None:
    """The session has another time."""
    _open(session).update(expires_at=session.ends_at + LASTS)


def end(session: LectureSession, *, at: datetime) -> None:
    """It has no date any more; who gives it on the next one gets a new key."""
    _open(session).update(revoked_at=at)


def open_again(session: LectureSession, *, ended_at: datetime) -> None:
    """Its date is back: those keys that ended with it are good as before."""
    ended = session.grants.filter(purpose=Grant.Purpose.DAY, revoked_at=ended_at)
    ended.update(revoked_at=None)


def _open(session: LectureSession) -> QuerySet[Grant]:
    return session.grants.filter(purpose=Grant.Purpose.DAY, revoked_at__isnull=True)
